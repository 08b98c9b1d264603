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
_THAT_YEAR = re.compile(r"\b(?:(?P<last>last)|this) year\b(?! plan)")
_AWAY = re.compile(
    rf"\b(?P<n>{NUMBER})(?:[ -]and[ -]a[ -]half)? (?:year|(?P<decade>decade))s? (?:(?P<ago>ago|earlier|before)|after"
    r"|since|on from)\b"
)
_EARLIER = re.compile(
    r"\b(?:(?P<last>(?:last|previous|prior|earlier) (?:(?:full|ofsted|formal|graded|major|standard|short"
    r"|overall) )*(?:inspection|report|inspected|judge?ment|rating|grade|time|visit)|last (?:inspected|came|visited"
    r"|looked)|whose last|in the last)|previous(?:ly)?|formerly|used to be|once(?! more| again)|before (?:that|then"
    r"|now|this)|until (?:now|then)|(?:decades?|several years|some years|(?:a )?few years|years) ago|back then"
    r"|at (?:the|that) time|earlier inspection|when (?:i|we|he|she|they|the new \w+) (?:first )?(?:arrived|came"
    r"|joined|started|took over|began|was appointed)|when (?:ofsted|inspectors|the watchdog|it|they|we|services"
    r"|the (?:council|authority|service)) (?:(?:last|first) )?(?:was|were|had|found|rated|judged|graded|gave)"
    r"|had (?:once |earlier |previously |then )?(?:been|required|judged|rated)|having (?:been|required|previously"
    r"|found|rated|judged)|(?:after|from) being|(?:after|following) (?:(?:\w+ )?years of|a (?:run|string|series) of"
    r"|\w+ (?:consecutive|successive|straight)))\b"
)
# "its third consecutive improvement" tells of no grade that stayed
_COUNTED = r"(?: (?!year|month|week|improvement|rise|step|upgrade)[\w']+)"
_RUNNING = re.compile(
    rf"(?<!first time in )\b(?P<n>{'|'.join(ORDINALS)})(?: (?:consecutive|successive|straight){_COUNTED}"
    rf"|{_COUNTED}{{1,3}} (?:running|in a row|in succession))\b"
)


def running(sentence: str) -> int | None:
    """How many inspections in a row a folded sentence speaks of: "for the third time running", "two in a row"."""
    hit = _RUNNING.search(sentence)
    return ORDINALS[hit["n"]] if hit else None


def times(sentence: str) -> tuple[Time, ...]:
    """Every time in a folded sentence, in order."""
    found = [
        Time(
            *hit.span(), int(hit["year"]), NUMBER_OF_MONTH[hit["month"]] if hit["month"] else None,
            since=bool(hit["since"]), all_before=bool(hit["both"]),
        )
        for hit in _YEARS.finditer(sentence)
    ]  # fmt: skip
    found += [Time(*hit.span(), back=1 if hit["last"] else 0) for hit in _THAT_YEAR.finditer(sentence)]
    for hit in _AWAY.finditer(sentence):
        years = number(hit["n"]) * (10 if hit["decade"] else 1)
        found.append(Time(*hit.span(), ago=years) if hit["ago"] else Time(*hit.span(), after=years))
    found += [Time(*hit.span(), earlier=True, last=bool(hit["last"])) for hit in _EARLIER.finditer(sentence)]
    return tuple(sorted(found, key=lambda time: time.start))
