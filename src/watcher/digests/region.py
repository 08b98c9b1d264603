"""Where an authority stood among those of its region on a day, or why that cannot be said. Pure.

Every authority of the region that existed on the day counts. One whose page was not read, whose newest report then
was not read whole, or whose report gave no overall grade makes the whole line impossible: no rank is ever made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum, auto
from operator import itemgetter

from watcher.digests.background import Listed
from watcher.digests.views import FirstNames, RegionGrade, RegionPlace
from watcher.model.change import EventKind
from watcher.model.record import Records, is_of_the_area
from watcher.model.report import Grade, Report
from watcher.model.source import Authority, Observation
from watcher.model.text import NAME_LIMIT, clean, day
from watcher.ofsted.authorities import REGIONS
from watcher.ofsted.grades import SCALES
from watcher.ofsted.words import GRADES

NAMED = 16

_RANKS = tuple(reversed(SCALES["ofsted4"]))
_GOOD_OR_BETTER = frozenset({Grade.OUTSTANDING, Grade.GOOD})
_BLAMED = 3


class _NoGrade(Enum):
    """Why there is no grade of a council. All but the first make a position impossible to give."""

    NOT_YET_INSPECTED = auto()
    UNKNOWN = auto()
    UNGRADED = auto()


_Found = Grade | _NoGrade


def position(
    urn: str, on: date, records: Records, authorities: Mapping[str, Authority], listed: Listed
) -> RegionPlace | None:
    """Where a council stood in its region, or whose grades on that day are not known for certain.

    None where the region is not known.
    """
    own = authorities.get(urn)
    if own is None or own.region_code is None:
        return None
    peers = [one for one in authorities.values() if one.region_code == own.region_code and _existed(one, on)]
    found = {peer.urn: _found(peer, on, records, listed) for peer in peers}
    if urn not in found:
        return None
    names = _by_finding((peer.name, found[peer.urn]) for peer in peers)
    return RegionPlace(
        council=clean(own.name, NAME_LIMIT),
        region=REGIONS[own.region_code],
        total=len(peers),
        on=day(on),
        unknown=_some(names[_NoGrade.UNKNOWN]),
        ungraded=_some(names[_NoGrade.UNGRADED]),
        good_or_better=tuple(name for grade in _RANKS if grade in _GOOD_OR_BETTER for name in names[grade]),
        is_one_of_them=found[urn] in _GOOD_OR_BETTER,
        standings=tuple(RegionGrade(GRADES[grade], tuple(names[grade])) for grade in _RANKS if names[grade]),
        not_yet_inspected=tuple(names[_NoGrade.NOT_YET_INSPECTED]),
        by_name=len(peers) <= NAMED,
    )


def listed_dates(observations: Iterable[Observation]) -> tuple[date, ...] | None:
    """When the graded inspection reports of one page came out; None where one of them has no date."""
    graded = [one for one in observations if _is_graded(one)]
    dates = tuple(one.published for one in graded if one.published)
    return dates if len(dates) == len(graded) else None


def _is_graded(seen: Observation) -> bool:
    return seen.facts.get("event") == EventKind.INSPECTION and seen.facts.get("graded") == "yes"


def _existed(authority: Authority, on: date) -> bool:
    begun = authority.created_on is None or authority.created_on <= on
    return begun and (authority.abolished_on is None or authority.abolished_on > on)


def _found(peer: Authority, on: date, records: Records, listed: Listed) -> _Found:
    """What the newest report then found, that there was none yet, or why that is not known."""
    if peer.urn not in listed:
        return _NoGrade.UNKNOWN
    newest = max((when for when in listed[peer.urn] if when <= on), default=None)
    if newest is None:
        # only a new council may lack a report: the others have all been inspected for decades
        return _NoGrade.NOT_YET_INSPECTED if peer.created_on else _NoGrade.UNKNOWN
    return _overall(_published(records, peer.urn, newest))


def _published(records: Records, urn: str, when: date) -> list[Report]:
    return [one.report for one in records.get(urn, ()) if one.published == when and not is_of_the_area(one)]


def _overall(reports: Iterable[Report]) -> _Found:
    found = {report.overall for report in reports}
    if len(found) != 1:
        return _NoGrade.UNKNOWN
    grade = found.pop()
    return grade if grade in _RANKS else _NoGrade.UNGRADED


def _by_finding(found: Iterable[tuple[str, _Found]]) -> dict[_Found, list[str]]:
    """The names of the councils in alphabetical order, by what is known of them."""
    names: dict[_Found, list[str]] = {one: [] for one in (*_RANKS, *_NoGrade)}
    for name, finding in sorted(found, key=itemgetter(0)):
        names[finding].append(clean(name, NAME_LIMIT))
    return names


def _some(names: Sequence[str]) -> FirstNames:
    more = len(names) - _BLAMED
    return FirstNames(tuple(names[:_BLAMED]), more) if more > 1 else FirstNames(tuple(names))
