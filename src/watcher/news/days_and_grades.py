"""The days and grade words in an article, in any printed form. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from watcher.model.months import MONTH, MONTHS, NUMBER_OF_MONTH
from watcher.model.report import Grade
from watcher.model.sentences import words

_MONTH = rf"(?P<month>{MONTH})\b\.?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAY_MONTH = re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s+{_DAY}\b{_YEAR}", re.IGNORECASE)
_FIRST_OF_RANGE = re.compile(
    rf"\b{_DAY}(?:\s*-\s*|\s+(?:to|until)\s+)\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}{_YEAR}", re.IGNORECASE
)
_NUMERIC = re.compile(r"\b(?P<day>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b")
_MONTH_YEAR = re.compile(r"\b(?P<month>" + "|".join(MONTHS) + r")\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_BARE_MONTH = re.compile(
    r"\b(?:in|of|during|since|last|this|early|late|mid)[ -](" + "|".join(MONTHS) + r")\b", re.IGNORECASE
)
_YEAR_ALONE = re.compile(r"\b((?:19|20)\d\d)\b")

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_YEARS_AGO = re.compile(
    r"\b(?P<number>\d{1,2}|" + "|".join(_NUMBERS) + r")\s+years\s+(?:ago|after|later|since|on\b|before|earlier)", re.I
)
_SINCE = re.compile(
    r"\b(?:since|after|from|in|up on|than in|previous(?:ly)?|"
    r"last (?:inspect\w+|inspection|report|rated|visited)[\w ]{0,20})"
    r"\s+(?:\w+\s+){0,3}?(?P<year>(?:19|20)\d\d)\b",
    re.I,
)


@dataclass(frozen=True, slots=True, order=True)
class NamedDay:
    """A day as a text names it, with a year only if it is printed."""

    month: int
    day: int
    year: int | None = None

    def is_day(self, day: date) -> bool:
        return (self.month, self.day) == (day.month, day.day) and self.year in (None, day.year)


@dataclass(frozen=True, slots=True)
class NamedDates:
    """The days, months and years that a line names, and what went before: "since 2021", "four years ago"."""

    days: frozenset[NamedDay] = frozenset()
    months: frozenset[tuple[int, int]] = frozenset()
    bare_months: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    since: frozenset[int] = frozenset()
    years_ago: frozenset[int] = frozenset()


def days_and_grades(line: str) -> tuple[NamedDates, tuple[Grade, ...]]:
    """The dates and the grade words of a line with plain quotes."""
    dates = NamedDates(
        days_named(line),
        months_named(line),
        frozenset(NUMBER_OF_MONTH[m[1].lower()] for m in _BARE_MONTH.finditer(without_dates(line))),
        frozenset(int(year) for year in _YEAR_ALONE.findall(line)),
        frozenset(int(found["year"]) for found in _SINCE.finditer(line)),
        frozenset(_number(found["number"]) for found in _YEARS_AGO.finditer(line)),
    )
    return dates, grades_named(line)


def days_named(line: str) -> frozenset[NamedDay]:
    """The days named: `12 November`, `November 12, 2021`, `11 to 22 May` (both), `12/11/2021`."""
    written = (
        _named_day(found) for pattern in (_DAY_MONTH, _MONTH_DAY, _FIRST_OF_RANGE) for found in pattern.finditer(line)
    )
    numeric = (NamedDay(int(m["number"]), int(m["day"]), int(m["year"])) for m in _NUMERIC.finditer(line))
    return frozenset(day for day in (*written, *numeric) if 1 <= day.month <= 12 and 1 <= day.day <= 31)


def without_days(text: str) -> str:
    """The text without the days it names."""
    for pattern in (_FIRST_OF_RANGE, _DAY_MONTH, _MONTH_DAY, _NUMERIC):
        text = pattern.sub(" ", text)
    return text


def without_dates(text: str) -> str:
    """The text without its days and months, so that the remaining numbers are not dates."""
    return _MONTH_YEAR.sub(" ", without_days(text))


def _named_day(found: re.Match[str]) -> NamedDay:
    year = found["year"]
    return NamedDay(NUMBER_OF_MONTH[found["month"].lower()], int(found["day"]), int(year) if year else None)


def months_named(text: str) -> frozenset[tuple[int, int]]:
    """The months named with their year, as (year, month)."""
    return frozenset((int(m["year"]), NUMBER_OF_MONTH[m["month"].lower()]) for m in _MONTH_YEAR.finditer(text))


def _number(word: str) -> int:
    return _NUMBERS[word.lower()] if word.lower() in _NUMBERS else int(word)


# "Good" is an everyday word: it counts as a grade in quotes, after a colon, or if something is judged good.
_JUDGING = words(
    "again all also and are area areas as be became become becomes been being both declared deemed each found from "
    "grade graded grades grading is it judged judgement judgements judges judgment now of or overall rate rated rates "
    "rating ratings remain remained remains score scored stay stayed stays still than them to verdict was were"
)
_AFTER_GRADE = words(
    "across after again and at before but by despite following for from grade grades having in inspectors judgement "
    "last now ofsted on or overall rated rating ratings said say says says, since than thanks the this throughout "
    "today too up when while with"
)
_GOOD = re.compile(r"(?P<before>[\w'\"]+|[:-])?\s*(?P<open>['\"]?)\bgood\b(?P<close>['\"]?)(?P<after>[- ]+[\w'\"]+)?")
_WORDS = {
    Grade.REQUIRES_IMPROVEMENT: re.compile(r"\brequir(?:es?|ed|ing|ement of)[- ]+improvements?\b"),
    Grade.INADEQUATE: re.compile(r"\binadequate\b"),
    Grade.OUTSTANDING: re.compile(r"\boutstanding\b"),
}
_TO_BE_GOOD = re.compile(r"(?<=improvement) to be good\b")


def grades_named(sentence: str) -> tuple[Grade, ...]:
    """The grade words of a sentence in printed order; `good` only if it is a judgement."""
    plain = _TO_BE_GOOD.sub("", sentence.lower())
    places = [(found.start(), grade) for grade, word in _WORDS.items() for found in word.finditer(plain)]
    places += [(found.end(), Grade.GOOD) for found in _GOOD.finditer(plain) if _is_judgement(found)]
    return tuple(grade for _, grade in sorted(places, key=lambda place: place[0]))


def _is_judgement(good: re.Match[str]) -> bool:
    before, after = good["before"] or "", (good["after"] or "").strip(" -").strip("'\"")
    if (good["open"] and good["close"]) or before in (":", "-") or after in ("rated", "rating", "grade", "judgement"):
        return True
    if before == "from" and after == "to":
        return True
    return before.strip("'\"") in _JUDGING and (not after or after in _AFTER_GRADE)
