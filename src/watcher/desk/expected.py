"""What to expect, going by the past: a council's next report, inspection or monitoring visit, as a window. Pure.

A window holds the middle eight of ten cases on record. Inspections that have not come yet count too (by the product
limit of Kaplan and Meier), or only the quick ones would be counted. Times in which nobody was inspected, such as 2020,
are left out. Below `FEWEST` cases nothing is said. None of it is Ofsted's plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from watcher.claims.dates import resolved
from watcher.claims.statements.councils import Names
from watcher.claims.statements.read import statements
from watcher.claims.statements.statement import StatementKind
from watcher.model.news import Mention, Tier
from watcher.model.on_file import OnFile
from watcher.model.report import Grade, ReportKind
from watcher.model.sentences import sentences
from watcher.model.source import Authority

FEWEST = 10
#: waits for a report are counted from here on: before, they were shorter, and in 2020 nothing was published
WAITS_SINCE = date(2023, 1, 1)
_GOOD = frozenset({Grade.GOOD, Grade.OUTSTANDING})
_ILACS = frozenset({ReportKind.ILACS_STANDARD, ReportKind.ILACS_SHORT})
#: as long as this without an inspection of any council on record is a pause
_PAUSE = timedelta(days=180)
#: an article may give the last day on site a little differently from the report
_ABOUT = timedelta(days=10)


class ExpectedKind(StrEnum):
    REPORT = "report"
    INSPECTION = "inspection"
    MONITORING = "monitoring visit"


@dataclass(frozen=True, slots=True)
class PastInspection:
    """An inspection that gave an overall grade of a council's services, or none since April 2026."""

    urn: str
    start: date
    end: date
    published: date
    overall: Grade | None

    @property
    def group(self) -> str:
        """Which inspections it is counted with; empty without an overall grade, for the rules are too new."""
        if self.overall is None:
            return ""
        return "good or better" if self.overall in _GOOD else str(self.overall).replace("_", " ")


@dataclass(frozen=True, slots=True)
class Window:
    """The middle eight of ten, in days; `last` is None if more than one in ten has not come yet. `n` cases came."""

    first: int
    last: int | None
    n: int


@dataclass(frozen=True, slots=True)
class ExpectedEvent:
    """Something that may come. `since` is the day that it is counted from, and `days` how long ago that was.

    `first` and `last` are days; None where nothing can be said, and then `n` says on how few cases. `is_late` is
    whether it is longer than in nine of ten cases. `group` says which cases are counted.
    """

    kind: ExpectedKind
    urn: str
    council: str
    since: date
    days: int
    first: date | None
    last: date | None
    n: int
    group: str
    is_late: bool


def past_inspections(documents: Iterable[OnFile]) -> dict[str, list[PastInspection]]:
    """The inspections of each council under the framework of 2018, the oldest first."""
    found: dict[str, list[PastInspection]] = defaultdict(list)
    for one in documents:
        report, published = one.report, one.entry.published
        if report is None or published is None or report.kind not in _ILACS or not report.inspection_periods:
            continue
        start = min(first for first, _ in report.inspection_periods)
        end = max(last for _, last in report.inspection_periods)
        found[one.urn].append(PastInspection(one.urn, start, end, published, report.overall))
    return {urn: sorted(each, key=lambda inspection: inspection.end) for urn, each in found.items()}


def window(waits: Sequence[tuple[int, bool]], waited: int = 0) -> Window | None:
    """When what has not come after `waited` days comes, by cases of (days, whether it came). None below `FEWEST`."""
    came = [days for days, has_come in waits if has_come and days > waited]
    if len(came) < FEWEST:
        return None
    left, first, last = 1.0, None, None
    for day in sorted(set(came)):
        at_risk = sum(days >= day for days, _ in waits)
        left *= 1 - came.count(day) / at_risk
        first = day if first is None and left <= 0.9 else first
        last = day if last is None and left <= 0.1 else last
    return Window(first if first is not None else max(came), last, len(came))


def pauses(inspections: Mapping[str, Sequence[PastInspection]]) -> list[tuple[date, date]]:
    """The times in which no council on record was inspected."""
    starts = sorted(one.start for each in inspections.values() for one in each)
    return [(before, after) for before, after in pairwise(starts) if after - before > _PAUSE]


def days_between(first: date, last: date, paused: Sequence[tuple[date, date]]) -> int:
    """The days from one day to another, without pauses."""
    lost = sum(max((min(end, last) - max(begin, first)).days, 0) for begin, end in paused)
    return (last - first).days - lost


# --- the next inspection --------------------------------------------------------------------------


def waits_for_inspections(
    inspections: Mapping[str, Sequence[PastInspection]], today: date
) -> dict[str, list[tuple[int, bool]]]:
    """How long after an inspection the next one began, by the group of the first; False if it has not come yet."""
    waits: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    paused = pauses(inspections)
    for each in inspections.values():
        for one, following in pairwise([*each, None]):
            if one is None or not one.group:
                continue
            if following is not None and following.start > one.end:
                waits[one.group].append((days_between(one.end, following.start, paused), True))
            elif following is None:
                waits[one.group].append((days_between(one.end, today, paused), False))
    return waits


def next_inspections(
    inspections: Mapping[str, Sequence[PastInspection]], authorities: Mapping[str, Authority], today: date
) -> Iterator[ExpectedEvent]:
    """For each council that still exists, when its next inspection may begin."""
    waits, paused = waits_for_inspections(inspections, today), pauses(inspections)
    for urn, each in inspections.items():
        authority, newest = authorities.get(urn), each[-1]
        if authority is None or (authority.abolished_on and authority.abolished_on <= today):
            continue
        days = days_between(newest.end, today, paused)
        cases = waits[newest.group] if newest.group else []
        found = window(cases, days)
        came = found.n if found else sum(has_come and wait > days for wait, has_come in cases)
        # what is counted without the pause is shown with it
        since = today - timedelta(days=days)
        event = _event(ExpectedKind.INSPECTION, authority, since, days, found, came, newest.group)
        yield replace(event, since=newest.end, days=(today - newest.end).days)


# --- a report that is due -------------------------------------------------------------------------


def waits_for_reports(inspections: Mapping[str, Sequence[PastInspection]]) -> list[tuple[int, bool]]:
    """How long after the last day on site each report came out, since 2023."""
    each = (one for found in inspections.values() for one in found)
    return [((one.published - one.end).days, True) for one in each if one.end >= WAITS_SINCE]


def reports_due(
    mentions: Iterable[Mention],
    inspections: Mapping[str, Sequence[PastInspection]],
    authorities: Mapping[str, Authority],
    today: date,
) -> Iterator[ExpectedEvent]:
    """Reports on inspections that a council or a paper says have ended, and that are not out."""
    waits, told = waits_for_reports(inspections), set[tuple[str, date]]()
    names = Names.of(authorities.values())
    for mention in mentions:
        for end in _ended(mention, names):
            for urn in mention.authorities:
                out = [one for one in inspections.get(urn, ()) if one.end >= end - _ABOUT]
                if out or end > today or urn not in authorities or (urn, end) in told:
                    continue
                told.add((urn, end))
                found = window(waits)
                yield _event(
                    ExpectedKind.REPORT, authorities[urn], end, (today - end).days, found, len(waits), "reports"
                )


def _ended(mention: Mention, names: Names) -> Iterator[date]:
    """The last days on site that an article gives of an inspection whose report it does not belong to."""
    if mention.stories or mention.tier is Tier.OWN or mention.published is None:
        return
    for claim in mention.claims:
        for one in statements(sentences(claim.sentence), names):
            if one.kind is StatementKind.INSPECTED and one.days and (end := resolved(one.days[-1], mention.published)):
                yield end


# --- monitoring visits ----------------------------------------------------------------------------


def monitoring_visits(
    documents: Sequence[OnFile],
    inspections: Mapping[str, Sequence[PastInspection]],
    authorities: Mapping[str, Authority],
    today: date,
) -> Iterator[ExpectedEvent]:
    """For each council that is inadequate, when its next letter about a monitoring visit may come out."""
    letters: dict[str, list[date]] = defaultdict(list)
    for one in documents:
        if one.report and one.report.kind is ReportKind.MONITORING_VISIT and one.entry.published:
            letters[one.urn].append(one.entry.published)
    waits = [
        ((after - before).days, True) for found in letters.values() for before, after in pairwise(sorted(set(found)))
    ]
    for urn, each in inspections.items():
        newest = each[-1]
        if newest.overall is Grade.INADEQUATE and urn in authorities:
            since = max([newest.published, *(one for one in letters[urn] if one > newest.published)])
            days = (today - since).days
            found = window(waits, days)
            yield _event(
                ExpectedKind.MONITORING, authorities[urn], since, days, found, len(waits), "monitoring letters"
            )


def _event(
    kind: ExpectedKind, authority: Authority, since: date, days: int, found: Window | None, n: int, group: str
) -> ExpectedEvent:
    first = since + timedelta(days=found.first) if found else None
    last = since + timedelta(days=found.last) if found and found.last is not None else None
    late = bool(found and found.last is not None and days > found.last)
    return ExpectedEvent(kind, authority.urn, authority.name, since, days, first, last, n, group, late)


def in_order(events: Iterable[ExpectedEvent]) -> list[ExpectedEvent]:
    """Events with a window first, the earliest first; then the others by the council's name."""
    return sorted(events, key=lambda one: (one.first or date.max, one.council, one.kind))
