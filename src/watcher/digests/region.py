"""Where an authority stood among those of its region on a day, or why that cannot be said. Pure.

Every authority of the region that existed on the day counts. One whose page was not read, whose newest report then
was not read whole, or whose report gave no overall grade makes the whole line impossible: no rank is ever made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from watcher.digests.background import Listed
from watcher.model.change import EventKind
from watcher.model.record import Records, is_of_the_area
from watcher.model.report import Grade, Report
from watcher.model.source import Authority, Observation
from watcher.model.text import NAME_LIMIT, clean, day, joined
from watcher.ofsted.authorities import REGIONS
from watcher.ofsted.grades import SCALES
from watcher.ofsted.words import GRADES

NAMED = 16

_RANKS = tuple(reversed(SCALES["ofsted4"]))
_GOOD_OR_BETTER = (Grade.OUTSTANDING, Grade.GOOD)
_NOT_YET = "Not yet inspected"
# What makes a position impossible to give, as it is said of the authorities that it is so of.
_UNKNOWN = "we do not know what Ofsted had found in {}"
_UNGRADED = "the latest report on {} has no overall grade that we can compare"
_BLAMED = 3

# The names of the authorities in alphabetical order, by what is said of them.
Standings = Mapping[str, Sequence[str]]


def position(urn: str, on: date, records: Records, authorities: Mapping[str, Authority], listed: Listed) -> str | None:
    """`4 of the 10 authorities in the East Midlands were rated good or better on 29 January 2025. Leicester was one of
    them. Good: …`.

    Where the grade of any authority of the region on that day is not known for certain, that is said instead. None
    where the region is not known.
    """
    own = authorities.get(urn)
    if own is None or own.region_code is None:
        return None
    peers = [one for one in authorities.values() if one.region_code == own.region_code and _existed(one, on)]
    said = {peer.urn: _standing(peer, on, records, listed) for peer in peers}
    if urn not in said:
        return None
    standings = _by_standing((peer.name, said[peer.urn]) for peer in peers)
    place = f"{len(peers)} authorities in {REGIONS[own.region_code]}"
    if why := _impossible(standings):
        return f"We cannot compare the {place} on {day(on)}: {why}."
    return f"{_rank(own, said[urn], standings, place, on)} {_all(standings, len(peers))}"


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


def _standing(peer: Authority, on: date, records: Records, listed: Listed) -> str:
    """What the newest report then found, that there was none yet, or why that is not known."""
    if peer.urn not in listed:
        return _UNKNOWN
    newest = max((when for when in listed[peer.urn] if when <= on), default=None)
    if newest is None:
        # only a new council may lack a report: the others have all been inspected for decades
        return _NOT_YET if peer.created_on else _UNKNOWN
    return _overall(_published(records, peer.urn, newest))


def _published(records: Records, urn: str, when: date) -> list[Report]:
    return [one.report for one in records.get(urn, ()) if one.published == when and not is_of_the_area(one)]


def _overall(reports: Iterable[Report]) -> str:
    found = {report.overall for report in reports}
    if len(found) != 1:
        return _UNKNOWN
    grade = found.pop()
    return GRADES[grade] if grade in _RANKS else _UNGRADED


def _by_standing(said: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The best first, those without a report, or of whom it is not known, last."""
    words = (*map(GRADES.__getitem__, _RANKS), _NOT_YET, _UNKNOWN, _UNGRADED)
    standings: dict[str, list[str]] = {standing: [] for standing in words}
    for name, standing in sorted(said):
        standings[standing].append(clean(name, NAME_LIMIT))
    return {standing: names for standing, names in standings.items() if names}


def _impossible(standings: Standings) -> str:
    """Whose grades are missing; empty where none is."""
    return "; ".join(why.format(_some(standings[why])) for why in (_UNKNOWN, _UNGRADED) if why in standings)


def _some(names: Sequence[str]) -> str:
    more = len(names) - _BLAMED
    return joined([*names[:_BLAMED], f"{more} more"] if more > 1 else names)


def _rank(own: Authority, standing: str, standings: Standings, place: str, on: date) -> str:
    words = [GRADES[grade] for grade in _GOOD_OR_BETTER]
    well = [name for word in words for name in standings.get(word, ())]
    rated = f"rated good or better on {day(on)}"
    if not well:
        return f"None of the {place} was {rated}."
    if len(well) == 1:
        return f"{well[0]} was the only one of the {place} {rated}."
    name = clean(own.name, NAME_LIMIT)
    is_one = "was one of them" if standing in words else "was not one of them"
    return f"{len(well)} of the {place} were {rated}. {name} {is_one}."


def _all(standings: Standings, total: int) -> str:
    """Every authority by name, or in a large region their numbers."""
    return " ".join(
        f"{standing}: {len(names) if total > NAMED else joined(names)}." for standing, names in standings.items()
    )
