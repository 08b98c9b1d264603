"""The facts of an article, to tell a real edit from a correction of style. Pure.

The facts are grade words with what they are about, days, numbers and links. A caption, a typing mistake, another order
or the word "updated" does not change a fact; nor does a year added to a day that was named before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from watcher.model.months import MONTHS
from watcher.model.report import Grade
from watcher.news.about.reading import Lines, Sentence
from watcher.news.days_and_grades import NamedDay, months_named, without_dates, without_days

_SUBJECTS: Mapping[str, re.Pattern[str]] = {
    "the safeguarding board": re.compile(r"\bsafeguarding (?:children )?board\b", re.I),
    "leaders": re.compile(r"\bleader(?:s|ship)\b", re.I),
    "help and protection": re.compile(r"\b(?:help and protection|needs? (?:help|protection))\b", re.I),
    "children in care": re.compile(r"\b(?:children in (?:\w+ )?care|looked[- ]after)\b", re.I),
    "care leavers": re.compile(r"\b(?:care leavers?|care-experienced)\b", re.I),
    "adoption": re.compile(r"\badoption\b", re.I),
    "overall": re.compile(r"\b(?:overall|every (?:area|judgement|category)|all (?:\w+ )?(?:areas|judgements))\b", re.I),
}
_GRADE_WORDS: Mapping[Grade, str] = {
    Grade.OUTSTANDING: "outstanding",
    Grade.GOOD: "good",
    Grade.REQUIRES_IMPROVEMENT: "requires improvement",
    Grade.INADEQUATE: "inadequate",
}
_STAMP = re.compile(
    r"(?:this (?:article|story|page|piece) was )?(?:first |last )?(?:updated|modified|published|posted|edited)\b"
    r"(?:[\W\d]|on|at|by|[ap]m|gmt|bst|\d(?:st|nd|rd|th)|\w*day\b)*",
    re.I,
)
_CAPTION = re.compile(r"(?:pictured?|photo(?:graph)?|image|caption)\b(?:\s*:|\s+(?:shows|by|from|credit)\b|,)", re.I)
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2)}  # fmt: skip
_NUMBER = re.compile(r"£?\b\d[\d,]*(?:\.\d+)?(?:%|m\b|bn\b)?|\b(?:" + "|".join(_NUMBER_WORDS) + r")\b", re.I)
_PERCENT = re.compile(r"(?<=\d)\s*(?:per\s?cent)\b", re.I)
_TITLE, _GRADES, _DAYS, _MONTHS, _NUMBERS, _LINKS = (
    "title grade words", "grade words", "days", "months", "numbers", "links",
)  # fmt: skip
_BETWEEN = "; "


def facts_of(reading: Lines) -> dict[str, str]:
    """The facts by name, each a sorted list as one text; empty if the article has none of that kind."""
    lines = [line for line in reading.body if _states_something(line.straight)]
    months = {month for line in lines for month in months_named(without_days(line.straight))}
    return {
        _TITLE: ", ".join(_GRADE_WORDS[grade] for grade in reading.title.grades),
        _GRADES: _listed(_judged(line) for line in lines if line.grades),
        _DAYS: _listed(_day_text(day) for line in lines for day in line.dates.days),
        _MONTHS: _listed(f"{year}-{month:02}" for year, month in months),
        _NUMBERS: _listed(number for line in lines for number in _numbers(line.straight)),
        _LINKS: _listed(reading.article.links),
    }


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """What an edit changed, in words; empty if it changed no fact. Both arguments come from `facts_of`."""
    told = (
        _went("the title's grade words", before, after, _TITLE),
        _went("the grade words", before, after, _GRADES),
        _days_went(before, after),
        _went("the months named", before, after, _MONTHS),
        _went("the numbers", before, after, _NUMBERS),
        _went("the links to Ofsted", before, after, _LINKS),
    )
    return tuple(words for words in told if words)


def grades_moved(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether a grade word changed, in the title or in the text. The operator looks at such an edit first."""
    return any(_items(before, name) != _items(after, name) for name in (_TITLE, _GRADES))


def _states_something(line: str) -> bool:
    """Whether a line is neither a caption nor a time stamp."""
    return not _CAPTION.match(line) and not _STAMP.fullmatch(without_dates(line).strip())


def _judged(line: Sentence) -> str:
    """`leaders, care leavers: good`. Several grades keep their order: "from good to" is not "to good from"."""
    subjects = [subject for subject, pattern in _SUBJECTS.items() if pattern.search(line.straight)]
    return f"{', '.join(subjects) or 'services'}: {', '.join(_GRADE_WORDS[grade] for grade in line.grades)}"


def _day_text(day: NamedDay) -> str:
    return f"{day.year or '----'}-{day.month:02}-{day.day:02}"


def _numbers(text: str) -> list[str]:
    rest = _PERCENT.sub("%", without_dates(text))
    found = (number.lower().replace(",", "") for number in _NUMBER.findall(rest))
    return [_NUMBER_WORDS.get(number, number) for number in found]


def _listed(items: Iterable[str]) -> str:
    return _BETWEEN.join(sorted(set(items)))


def _items(facts: Mapping[str, str], name: str) -> set[str]:
    return {item for item in facts.get(name, "").split(_BETWEEN) if item}


def _went(what: str, before: Mapping[str, str], after: Mapping[str, str], name: str) -> str | None:
    old, new = _items(before, name), _items(after, name)
    return _change(what, sorted(old - new), sorted(new - old))


def _change(what: str, gone: list[str], come: list[str]) -> str | None:
    if gone and come:
        return f"{what} went from {_BETWEEN.join(gone)} to {_BETWEEN.join(come)}"
    if come:
        return f"{what} now include {_BETWEEN.join(come)}"
    return f"{what} no longer include {_BETWEEN.join(gone)}" if gone else None


def _days_went(before: Mapping[str, str], after: Mapping[str, str]) -> str | None:
    """A day counts as the same if only its year was added or removed."""
    old, new = _items(before, _DAYS), _items(after, _DAYS)
    gone = sorted(day for day in old - new if not _matched(day, new))
    come = sorted(day for day in new - old if not _matched(day, old))
    return _change("the days named", [_printed(day) for day in gone], [_printed(day) for day in come])


def _matched(day: str, others: set[str]) -> bool:
    if day.startswith("----"):
        return any(other[4:] == day[4:] for other in others)
    return f"----{day[4:]}" in others


def _printed(day: str) -> str:
    year, month, number = day[:4], MONTHS[int(day[5:7]) - 1].capitalize(), int(day[8:])
    return f"{number} {month}" if year == "----" else f"{number} {month} {year}"
