"""The time that a statement is about: a year, so many years ago, an earlier inspection. Pure.

Nothing is resolved to a day here, since most of it depends on when the article was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from watcher.claims.statements.words import NUMBER, ORDINALS, number
from watcher.model.months import MONTH, NUMBER_OF_MONTH


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
    rf"(?P<both>\(both )?(?P<since>\bsince )?(?:\b(?P<month>{MONTH})\.?,? )?(?<![\d£/-])(?P<year>20[0-3]\d)(?![\d/%-]"
    r"|,\d)"
)
_LAST_YEAR = re.compile(r"\b(?P<which>last|this) year\b(?! plan)")
_AGO = re.compile(
    rf"\b(?:just |only |some |about |around |more than |over |under |less than |nearly |almost )*(?P<n>{NUMBER})"
    r"(?:[ -]and[ -]a[ -]half)? years? (?:ago|earlier|before)\b"
)
_DECADE = re.compile(r"\b(?P<n>a|one|two|three) decades? (?P<way>ago|earlier|before|after|on from|since)\b")
_AFTER = re.compile(rf"\b(?P<n>{NUMBER})(?:[ -]and[ -]a[ -]half)? years? (?:after|since|on from)\b")
_LAST = re.compile(
    r"\b(?:last|previous|prior|earlier) (?:(?:full|ofsted|formal|graded|major|standard|short|overall) )*(?:inspection"
    r"|report|inspected|judge?ment|rating|grade|time|visit)\b|\blast (?:inspected|came|visited|looked)\b"
    r"|\bwhose last\b|\bin the last\b"
)
_EARLIER = re.compile(
    r"\bwhen (?:i|we|he|she|they|the new \w+) (?:first )?(?:arrived|came|joined|started|took over|began"
    r"|was appointed)\b|\bpreviously\b|\bprevious\b|\b(?:decades?|several years|some years|(?:a )?few years"
    r"|years) ago\b|\bformerly\b|\bused to be\b|\bhad (?:once |earlier |previously |then )?(?:been|required|judged"
    r"|rated)\b|\bwhen (?:ofsted|inspectors|the watchdog|it|they|we|services|the (?:council|authority"
    r"|service)) (?:(?:last|first) )?(?:was|were|had|found|rated|judged|graded|gave)\b|\bhaving (?:been|required"
    r"|previously|found|rated|judged)\b|\bonce\b(?! more| again)|\bbefore (?:that|then|now|this)\b|\buntil (?:now"
    r"|then)\b|\b(?:after|following) (?:a (?:run|string|series) of|\w+ (?:consecutive|successive|straight))\b"
    r"|\b(?:after|following) (?:\w+ )?years of\b|\bafter being\b|\bfrom being\b|\bat (?:the|that) time\b"
    r"|\bback then\b|\bearlier inspection\b"
)


_WITHIN = re.compile(
    r"\b(?:in|over|within)(?: (?:the|last|past|space|of|just|only|less|than|under|about|around|nearly|almost"
    rf"|more))* (?:(?P<n>{NUMBER}) years|(?P<decade>a decade))\b(?! ago| time)"
)


def within_years(sentence: str) -> int | None:
    """The years in which something changed: "from inadequate to good in seven years"."""
    hit = _WITHIN.search(sentence)
    return None if hit is None else 10 if hit["decade"] else number(hit["n"])


_ORDINAL = "|".join(ORDINALS)
# "its third consecutive improvement" tells of no grade that stayed
_COUNTED = r"(?!year|month|week|improvement|rise|step|upgrade)[\w']+"
_RUNNING = re.compile(
    rf"\b(?P<nth>{_ORDINAL})(?: {_COUNTED}){{1,3}} (?:running|in a row|in succession)\b"
    rf"|\b(?P<nth2>{_ORDINAL}) (?:consecutive|successive|straight) {_COUNTED}|(?<!first time in )\b(?P<n>two|three"
    rf"|four) (?:consecutive|successive|straight) {_COUNTED}|(?<!first time in )\b(?P<n2>two|three"
    rf"|four)(?: {_COUNTED}){{1,2}} (?:running|in a row|in succession)\b"
)


def running(sentence: str) -> int | None:
    """How many inspections in a row a folded sentence speaks of: "for the third time running", "two in a row"."""
    hit = _RUNNING.search(sentence)
    if hit is None:
        return None
    ordinal = hit["nth"] or hit["nth2"]
    return ORDINALS[ordinal] if ordinal else number(hit["n"] or hit["n2"])


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
            month=NUMBER_OF_MONTH[hit["month"]] if hit["month"] else None,
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
    for hit in _DECADE.finditer(sentence):
        years = 10 * number(hit["n"])
        found.append(
            Time(hit.start(), hit.end(), ago=years)
            if hit["way"] in ("ago", "earlier", "before")
            else Time(hit.start(), hit.end(), after=years)
        )
    last = [Time(hit.start(), hit.end(), earlier=True, last=True) for hit in _LAST.finditer(sentence)]
    earlier = [Time(hit.start(), hit.end(), earlier=True) for hit in _EARLIER.finditer(sentence)]
    return found + last + [one for one in earlier if not any(a.start <= one.start < a.end for a in last)]
