"""What the front of a report says about the inspection: whose services, when, by whom, and the publication date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from watcher.model.errors import UnreadableDateError
from watcher.ofsted.reports.dates import Period, read_date, read_periods
from watcher.ofsted.reports.text import Text, line_matches

#: what may follow a field of the front page
_NEXT_FIELD = (
    "inspectiondates?|datesofinspection|(?:deputy)?leadinspectors?|reportinginspectors?|reportpublished|published|"
    "judge?mentgrade|agegroup|dates?ofpreviousinspections?|inspectionoutcome|childrensservices|theoverall|"
    "theimpactof|theexperiences?and|1?childrenwhoneedhelp|deputy|teaminspectors?|shadowinspectors?|seniordata|"
    "dataanalyst|qualityassurance|additionalinspectors?|associateinspectors?|secondedinspectors?|"
    "contractedinspectors?|inspectors?[a-z]|otherinspectors?|supportinginspectors?|seniorhmi|theinspectionteam"
)
_NEXT = re.compile(f"(?=(?:{_NEXT_FIELD}))")
#: these words appear nowhere else, so they need not begin a line
_ALWAYS_NEXT = re.compile("inspectiondates|leadinspector|reportinginspector|reportpublished|judge?mentgrade")
_INSPECTION_DATES = "inspectiondate|dateofinspection|datesofinspection"

_AROUND = " -–,:"
_LONGEST_NAME = 120


def authority(text: Text, titles: Sequence[str]) -> str | None:
    """The name in the title block, as printed; None where no title of the layout is there.

    A title without a group `authority` stands below the name.
    """
    stop = text.begins_page(3)
    for title in titles:
        for found in line_matches(text, title, stop):
            if "authority" in found.re.groupindex:
                return text.printed(*found.span("authority")).strip(_AROUND)
            if found.start() > 0:
                return _name_above(text, found.start())
    return None


def _name_above(text: Text, title: int) -> str:
    """All that stands above the title, or its last line where that is more than a name."""
    start = 0 if title <= _LONGEST_NAME else text.starts[text.line_at(title - 1)]
    return text.printed(start, title)[-_LONGEST_NAME:].strip(_AROUND)


def inspection_periods(text: Text) -> tuple[Period, ...]:
    """Every printed period. UnreadableDateError if there is none, or an impossible one."""
    for printed in _fields(text, _INSPECTION_DATES, text.begins_page(4), longest=160):
        return read_periods(printed)
    raise UnreadableDateError("the report does not print an inspection date")


def publication_date(text: Text, label: str) -> date | None:
    """The date of publication if the layout prints one. UnreadableDateError if it can't be read."""
    for printed in _fields(text, label, text.begins_page(3), longest=40) if label else ():
        return read_date(printed)
    return None


def lead_inspectors(text: Text, label: str) -> tuple[str, ...]:
    """The names, without titles, in printed order; empty if none is printed."""
    for printed in _fields(text, label, len(text.flat), longest=160):
        if names := _names(printed):
            return names
    return ()


def _fields(text: Text, label: str, stop: int, longest: int) -> list[str]:
    """The text between each `label` and `stop`, or the next field. Labels at the beginning of a line come first."""
    own_lines = list(line_matches(text, label, stop))
    in_lines = re.compile(f"(?<!deputy)(?:{label})").finditer(text.flat, 0, min(stop, text.begins_page(4)))
    printed = []
    for match in own_lines or in_lines:
        # "inspectors:" and "dates:" have one letter more than the label
        start = match.end() + (not text.ends_word(match.end()))
        printed.append(text.printed(start, _field_end(text, start, longest)))
    return printed


def _field_end(text: Text, start: int, longest: int) -> int:
    """Where the next field begins, or the line ends if none follows soon."""
    for found in _NEXT.finditer(text.flat, start, min(start + longest, len(text.flat))):
        if text.begins_line(found.start()) or _ALWAYS_NEXT.match(text.flat, found.start()):
            return found.start()
    return text.end_of_line(start)


_TITLES = re.compile(
    r"[,(]?\s*\b(?:(?:Her|His|the)\s+)?(?:Majesty[’'`´]?s?[’'`´]?\s+)?(?:Senior\s+)?"
    r"(?:S?HMI\b|Inspectors?\b|AI\b|Ofsted\s+Inspectors?\b|Lead\s+inspectors?\b)(?:\s+\(HMI\))?\)?",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w’'`´.\-]*(?: [^\W\d_][\w’'`´.\-]*){1,4}")
_BETWEEN = re.compile(r"\s*(?:[,;&/]|\band\b)\s*")


def _names(printed: str) -> tuple[str, ...]:
    plain = _TITLES.sub(",", printed)
    parts = (part.strip(" ,;:.()-–") for part in _BETWEEN.split(plain))
    return tuple(part for part in parts if _NAME.fullmatch(part))
