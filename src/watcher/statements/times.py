"""The time that a statement is about: a year, so many years ago, an earlier inspection. Pure.

Nothing is resolved to a day here, since most of it depends on when the article was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from watcher.statements.words import MONTH, MONTHS, NUMBER, number


@dataclass(frozen=True, slots=True)
class Time:
    """A time as a text puts it, with its place in the sentence.

    `year` and `month` as printed; `back` is a year relative to the writing (last year: 1). `ago` counts years before
    the writing, `after` years between two reports. `earlier` is "previously" or "at its last inspection" without a
    date, and `last` the second of these, which may also mean the newest one. `since` says that it held from then on.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    back: int | None = None
    ago: int | None = None
    after: int | None = None
    earlier: bool = False
    last: bool = False
    since: bool = False
    adjacent: bool = True
    all_before: bool = False


_YEARS = re.compile(
    rf"(?P<both>\(both )?(?P<since>\bsince )?(?:\b(?P<month>{MONTH})\.?,? "
    rf")?(?<![\d£/-])(?P<year>20[0-3]\d)(?![\d/%-]|,\d)"
)
_LAST_YEAR = re.compile(r"\b(?P<which>last|this) year\b(?! plan)")
_AGO = re.compile(
    rf"\b(?:just |only |some |about |around |more than |over |under |less than |nearly |almost )*"
    rf"(?P<n>{NUMBER})(?:[ -]and[ -]a[ -]half)? years? (?:ago|earlier|before)\b"
)
_AFTER = re.compile(rf"\b(?P<n>{NUMBER})(?:[ -]and[ -]a[ -]half)? years? (?:after|since|on from)\b")
_LAST = re.compile(
    r"\b(?:last|previous|prior|earlier) (?:(?:full|ofsted|formal|graded|major|standard|short|overall) )*(?:inspection"
    r"|report|inspected|judge?ment|rating|grade|time|visit)\b"
    r"|\blast (?:inspected|came|visited|looked)\b|\bwhose last\b|\bin the last\b"
)
_EARLIER = re.compile(
    r"\bwhen (?:i|we|he|she|they|the new \w+) (?:first )?(?:arrived|came|joined|started|took over|began"
    r"|was appointed)\b|"
    r"\bpreviously\b|\bprevious\b|\b(?:decades?|several years|some years|(?:a )?few years|years) ago\b"
    r"|\bformerly\b|\bused to be\b|\bhad (?:once |earlier |previously |then )?(?:been"
    r"|required|judged|rated)\b"
    r"|\bhaving (?:been|required|previously|found|rated|judged)\b|\bonce\b|\bbefore (?:that|then|now|this)\b"
    r"|\buntil (?:now|then)\b"
    r"|\b(?:after|following) (?:\w+ )?years of\b|\bafter being\b|\bfrom being\b|\bat (?:the|that) time\b|\bback "
    r"then\b|\bearlier inspection\b"
)


def times(sentence: str) -> tuple[Time, ...]:
    """Every time in a folded sentence, in order."""
    found = [*_years(sentence), *_relative(sentence)]
    return tuple(sorted(found, key=lambda time: time.start))


def _years(sentence: str) -> list[Time]:
    return [
        Time(
            hit.start(),
            hit.end(),
            year=int(hit["year"]),
            month=MONTHS[hit["month"]] if hit["month"] else None,
            since=bool(hit["since"]),
            all_before=bool(hit["both"]),
        )
        for hit in _YEARS.finditer(sentence)
    ]


def _relative(sentence: str) -> list[Time]:
    found = [
        Time(hit.start(), hit.end(), back=1 if hit["which"] == "last" else 0) for hit in _LAST_YEAR.finditer(sentence)
    ]
    found += [Time(hit.start(), hit.end(), ago=number(hit["n"])) for hit in _AGO.finditer(sentence)]
    found += [Time(hit.start(), hit.end(), after=number(hit["n"])) for hit in _AFTER.finditer(sentence)]
    last = [Time(hit.start(), hit.end(), earlier=True, last=True) for hit in _LAST.finditer(sentence)]
    earlier = [Time(hit.start(), hit.end(), earlier=True) for hit in _EARLIER.finditer(sentence)]
    return found + last + [one for one in earlier if not any(a.start <= one.start < a.end for a in last)]
