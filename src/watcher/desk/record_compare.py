"""Compares councils on a day, and works out what can be said for certain. Pure.

Each council counts by its newest report then. A statement about all of them can be said only if the newest report of
each was read and gives a grade in that judgement. No rank is ever made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.desk.record import Chains, GradedReport, existed, since_when, standing
from watcher.model.report import Grade, JudgementId
from watcher.model.source import Authority
from watcher.ofsted.authorities import NEIGHBOURS_SOURCE, REGIONS
from watcher.ofsted.grades import SCALES, rows_of

COMPARED = (
    JudgementId.OVERALL,
    JudgementId.LEADERS,
    JudgementId.HELP_AND_PROTECTION,
    JudgementId.IN_CARE,
    JudgementId.CARE_LEAVERS,
)
GOOD_OR_BETTER = frozenset({Grade.GOOD, Grade.OUTSTANDING})
_RANKS = SCALES["ofsted4"]


@dataclass(frozen=True, slots=True)
class CouncilStanding:
    """One council by its newest report on the day.

    `why` says why its grades are not known; empty if they are. `not_yet` means that a new council had no report yet.
    `since` has the day from which each grade has stood, None if a report in between is not known.
    """

    urn: str
    name: str
    is_own: bool
    report: GradedReport | None
    grades: Mapping[JudgementId, Grade]
    since: Mapping[JudgementId, date | None]
    why: str = ""
    not_yet: bool = False


@dataclass(frozen=True, slots=True)
class StandingStatement:
    """What can be said about one judgement. It `can_be_said` of all councils only if none is unknown or without a
    grade.

    `good_or_better` and `below` name those that are known. `own_is_good` is None if nobody stands out, or if not known.
    """

    judgement: JudgementId
    can_be_said: bool
    total: int
    good_or_better: tuple[str, ...]
    below: tuple[str, ...]
    without_grade: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]
    not_yet: tuple[str, ...]
    own_is_good: bool | None


@dataclass(frozen=True, slots=True)
class CouncilComparison:
    """A comparison of councils. `own` is the one that is compared, None for a whole region.

    `region` is set if the others are those of its region, otherwise they are its statistical neighbours. `source` says
    where that list comes from.
    """

    own: str | None
    region: str | None
    on: date
    councils: tuple[CouncilStanding, ...]
    statements: tuple[StandingStatement, ...]
    source: str | None


def compare_region(
    code: str,
    own: Authority | None,
    on: date,
    chains: Chains,
    authorities: Mapping[str, Authority],
    unseen: Mapping[str, str],
) -> CouncilComparison:
    """All councils that a region had on the day, in alphabetical order. `unseen` says why pages were not read."""
    peers = [one for one in authorities.values() if one.region_code == code and existed(one, on)]
    councils = _standings(sorted(peers, key=lambda one: one.name), own, on, chains, unseen)
    return _compared(own, REGIONS[code], on, councils, None)


def compare_neighbours(
    own: Authority, on: date, chains: Chains, authorities: Mapping[str, Authority], unseen: Mapping[str, str]
) -> CouncilComparison:
    """A council and its statistical neighbours that existed on the day, the nearest first."""
    peers = [authorities[urn] for urn in own.neighbours if urn in authorities and existed(authorities[urn], on)]
    councils = _standings([own, *peers], own, on, chains, unseen)
    return _compared(own, None, on, councils, NEIGHBOURS_SOURCE)


def _standings(
    peers: Sequence[Authority], own: Authority | None, on: date, chains: Chains, unseen: Mapping[str, str]
) -> tuple[CouncilStanding, ...]:
    newest = standing(chains, on, {})
    return tuple(_standing(peer, own, on, newest.get(peer.urn), chains, unseen) for peer in peers)


def _standing(
    peer: Authority,
    own: Authority | None,
    on: date,
    newest: GradedReport | None,
    chains: Chains,
    unseen: Mapping[str, str],
) -> CouncilStanding:
    is_own = own is not None and own.urn == peer.urn
    if newest is None or newest.report is None or newest.withdrawn:
        gone = "Ofsted no longer lists its newest report" if newest and newest.withdrawn else ""
        why = gone or (newest.why if newest else unseen.get(peer.urn, ""))
        not_yet = newest is None and not why and peer.created_on is not None
        return CouncilStanding(
            peer.urn,
            peer.name,
            is_own,
            newest,
            {},
            {},
            why or ("" if not_yet else "no report by then is known"),
            not_yet,
        )
    chain = chains[peer.urn]
    until = chain[: chain.index(newest) + 1]
    grades = {row.id: row.grade for row in rows_of(newest.report)}
    return CouncilStanding(peer.urn, peer.name, is_own, newest, grades, {id_: since_when(until, id_) for id_ in grades})


def _compared(
    own: Authority | None, region: str | None, on: date, councils: tuple[CouncilStanding, ...], source: str | None
) -> CouncilComparison:
    statements = tuple(_statement(judgement, councils, region is None) for judgement in COMPARED)
    return CouncilComparison(own.name if own else None, region, on, councils, statements, source)


def _statement(judgement: JudgementId, councils: Sequence[CouncilStanding], beside_own: bool) -> StandingStatement:
    """`beside_own`: the council itself is not one of those counted, but stands beside them."""
    counted = [one for one in councils if not (beside_own and one.is_own)]
    graded = {one.name: one.grades[judgement] for one in counted if one.grades.get(judgement) in _RANKS}
    unknown = tuple((one.name, one.why) for one in counted if one.why)
    lacking = tuple(one.name for one in counted if not one.why and not one.not_yet and one.name not in graded)
    own = next((one.grades.get(judgement) for one in councils if one.is_own), None)
    return StandingStatement(
        judgement=judgement,
        can_be_said=bool(graded) and not unknown and not lacking and not (_lacks(councils) and own not in _RANKS),
        total=len(graded),
        good_or_better=tuple(name for name, grade in graded.items() if grade in GOOD_OR_BETTER),
        below=tuple(name for name, grade in graded.items() if grade not in GOOD_OR_BETTER),
        without_grade=lacking,
        unknown=unknown,
        not_yet=tuple(one.name for one in counted if one.not_yet),
        own_is_good=own in GOOD_OR_BETTER if own in _RANKS else None,
    )


def _lacks(councils: Sequence[CouncilStanding]) -> bool:
    return any(one.is_own for one in councils)
