"""Dates as news sites print them: day before month if that is a date, in London, never guessed. Pure.

A fixed list of forms comes first. dateparser, in strict mode, reads the other ordinary English ways to write a date.
"31 November" is not a date, and neither is a day in the future.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from watcher.model.months import MONTH
from watcher.model.text import LONDON

# Newspapers came to the web about then; an earlier "date" is the empty value of some system.
_FIRST = date(1995, 1, 1)
_LAST = date(2100, 1, 1)
# A site's clock may be ahead, and its time zone may differ.
_AHEAD = timedelta(days=1)
_LONGEST = 200

_MONTH = rf"{MONTH}[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d{2}"
_PRINTED = re.compile(
    rf"(?<![\w/.-])(?:{_DAY}\s*(?:of\s+)?[\s-]?{_MONTH},?[\s-]*{_YEAR}|{_MONTH}\s+{_DAY},?\s+{_YEAR}"
    rf"|{_YEAR}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}([/.-])\d{{1,2}}\1(?:{_YEAR}|\d{{2}}))(?![\w/-])",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_NOISE = re.compile(r"\bof\b|[-,.]", re.IGNORECASE)
_MONTHS = re.compile(_MONTH, re.IGNORECASE)
_NUMERIC = re.compile(r"[\d/.-]+")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d{2})(?!\d)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?")
_FORMS = ("%d %b %Y", "%b %d %Y", "%Y/%m/%d", "%d/%m/%Y", "%d/%m/%y")

_LABEL = re.compile(
    r"(?:first\s+)?(?:date\s+(?:published|posted|of\s+(?:publication|release|issue)|issued|released)"
    r"|(?:publication|publish|posted|release|issue)\s+date|published|posted|issued|released|sent"
    r"|for (?:immediate )?release|date)"
    r"(?:\s+(?:on|at|date))?\s*[:\-–—|]?\s*",
    re.IGNORECASE,
)
# "Posted by Ann Lee in News on 3 May 2024"; not of what somebody else published
_CREDIT = re.compile(r"(?:by|in|under)\s(?!.*\bofsted\b)[^.!?\d]{1,80}?\son\s+", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:on\s+)?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.IGNORECASE)
# What may stand after a date: a time, and who wrote it
_AFTER = re.compile(
    r"(?:,?\s*(?:at\s+)?\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?)?"
    r"(?:\s*[|,•·–—-])?(?:\s*(?i:by):?\s+[A-Z][\w .'’&-]{1,60})?\s*$"
)
_CLOCK = re.compile(r"(?:at\s+)?\d{1,2}[:.]\d{2}(?![\d./-])\s*(?:am|pm)?,?\s*(?:on\s+)?", re.IGNORECASE)


def believable(day: date | None, today: date | None = None) -> date | None:
    """The date, or None if nothing can have been published then. Without `today` the future is not checked."""
    if day is None or not _FIRST <= day < _LAST or (today is not None and day > today + _AHEAD):
        return None
    return day


def machine_date(words: str, today: date | None = None) -> date | None:
    """The date of an attribute or of JSON: ISO with or without time and zone, or as printed.

    A moment with a zone gives the day in London, unless it is the midnight of a day.
    """
    words = words.strip()
    if _ISO.match(words):
        try:
            moment = datetime.fromisoformat(words)
            # a day without a time is often written as its midnight, in whatever zone the server believes it is
            timed = moment.tzinfo is not None and moment.time() != time.min
            return believable((moment.astimezone(LONDON) if timed else moment).date(), today)
        # the first and last possible days, which mean "none", may not exist in another zone
        except (ValueError, OverflowError):
            return printed_date(words[:10], today)
    return printed_date(words, today)


def slashed_days(words: str) -> set[date]:
    """The days that 04/03/2025 may mean, as Britons and as Americans write it; empty for any other form."""
    found = _SLASHED.match(words)
    if found is None:
        return set()
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    orders = (f"{first}/{second}/{year}", f"{second}/{first}/{year}")
    return {day for words in orders if (day := _by_form(words))}


def printed_date(words: str, today: date | None = None) -> date | None:
    """The one date among the words; None without a date or with more than one."""
    found = {_read(match[0]) for match in _PRINTED.finditer(words[:_LONGEST])}
    if len(found) > 1:
        return None
    return believable(found.pop(), today) if found else believable(_parsed(words), today)


def bare_date(words: str, today: date | None = None) -> date | None:
    """The date if the words are nothing else, except the weekday and the time: "12:30, Friday 3 May 2024"."""
    return _leading(words, today, rest=12)


def labelled_date(words: str, today: date | None = None) -> date | None:
    """The date after a label: "Published: 3 May 2024", "Date published 03/05/2024".

    Only a label at the beginning counts, not prose that says when something was published.
    """
    words = words.strip()
    label = _LABEL.match(words)
    if label is None:
        return None
    said = words[label.end() :]
    credit = _CREDIT.match(said)
    return bare_date(said[credit.end() :], today) if credit else _leading(said, today, rest=60)


def _leading(words: str, today: date | None, rest: int) -> date | None:
    """The date at the beginning of the words, if too little follows it to be a sentence."""
    words = words.strip()[:_LONGEST]
    for lead in (_CLOCK, _WEEKDAY, _CLOCK):
        words = lead.sub("", words, count=1) if lead.match(words) else words
    found = _PRINTED.match(words)
    if found is None:
        return None
    after = _AFTER.sub("", words[found.end() :])
    if len(after) > rest or _is_sentence(after):
        return None
    return believable(_read(found[0]), today)


def _is_sentence(words: str) -> bool:
    return words.endswith((".", "!", "?")) and len(words.split()) > 2


def _read(words: str) -> date | None:
    """A date in one of the fixed forms. A day that the month does not have is not a date."""
    if _NUMERIC.fullmatch(words):
        # 05/13/2024 can only be American
        return _by_form(re.sub(r"[-.]", "/", words)) or next(iter(slashed_days(words)), None)
    plain = _MONTHS.sub(lambda month: f" {month[0][:3]} ", _ORDINAL.sub("", words))
    return _by_form(" ".join(_NOISE.sub(" ", plain).split()))


def _by_form(words: str) -> date | None:
    for form in _FORMS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 (a date, no moment)
        except ValueError:
            continue
    return None


def _parsed(words: str) -> date | None:
    """dateparser's reading. It also takes "3 May" and "today" for dates, so we require a year."""
    if len(words) > 60 or not re.search(_YEAR, words):
        return None
    # Imported here: it takes longer than reading the article, and only unusual forms need it.
    import dateparser

    settings = {"DATE_ORDER": "DMY", "STRICT_PARSING": True, "RETURN_AS_TIMEZONE_AWARE": False}
    found = dateparser.parse(words, languages=["en"], settings=settings)
    return found.date() if found else None
