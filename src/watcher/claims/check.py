"""What an article states about inspections, against the record: supported, contradicted, imprecise, cannot check. Pure.

A true sentence is never called contradicted: where anything that is needed is missing, or another reading is true,
it cannot be checked. Opinion gives no claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from watcher.claims.dates import check_delay, check_duration, check_inspected, check_published
from watcher.claims.events import check_areas, check_first, check_kind, check_latest, check_no_overall, check_points
from watcher.claims.grades import is_understatement
from watcher.claims.moves import check_move
from watcher.claims.ranks import check_rank, check_share
from watcher.claims.record import Evidence, Finding, day, unknown
from watcher.claims.statements.statement import Owner, Statement, StatementKind
from watcher.claims.statements.words import Firmness
from watcher.claims.which_report import check_grade, subjects_of
from watcher.model.news import Claim, ClaimVerdict
from watcher.model.record import Records
from watcher.model.report import Grade
from watcher.model.sentences import folded
from watcher.model.source import Authority

_CHECKS: Mapping[StatementKind, Callable[[Statement, Evidence], Finding | None]] = {
    StatementKind.GRADE: check_grade,
    StatementKind.FAILING: check_grade,
    StatementKind.MOVE: check_move,
    StatementKind.POINTS: check_points,
    StatementKind.INSPECTED: check_inspected,
    StatementKind.DURATION: check_duration,
    StatementKind.PUBLISHED: check_published,
    StatementKind.DELAY: check_delay,
    StatementKind.LATEST: check_latest,
    StatementKind.EVENT: check_kind,
    StatementKind.AREAS: check_areas,
    StatementKind.NO_OVERALL: check_no_overall,
    StatementKind.FIRST: check_first,
    StatementKind.STANDING: check_rank,
    StatementKind.SHARE: check_share,
}

_COMMA = re.compile(r"[,;:](?=\s)|\s[-–—]\s")
_COUNTY = re.compile(r"\bcounty(?! and)\b")
_CITY = re.compile(r"\b(?:city|town)\b")
#: what is shorter tells nobody anything
_SHORTEST = 12
_QUOTED = re.compile(r"[’'\"”)]+(?=\s)")
_EDGES = re.compile(r"^[\s,;:’”)–—-]+|[\s,;:–—-]+$")


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement with what the record says of it."""

    statement: Statement
    finding: Finding


def check(
    stated: Sequence[Statement],
    records: Records,
    authorities: Mapping[str, Authority],
    about: Sequence[str],
    written: date | None,
    on: date | None,
) -> tuple[Claim, ...]:
    """The claims of an article about the authorities `about` (URNs), in the order of the text.

    Grades are those that were out on the day of the article; `on` is the day for which it is checked, and the day of
    the article where that is not known. None stands for the newest report. A sentence that states several things of
    different truth gives a claim for each of its parts.
    """
    newest = max((one.published for urn in about for one in records.get(urn, ())), default=None)
    written = written or on or newest
    if written is None:
        return ()
    evidence = Evidence(records, authorities, tuple(about), written, max(on or written, written))
    sentences = groupby(checked(stated, evidence), key=lambda one: one.statement.sentence)
    return tuple(dict.fromkeys(claim for _, group in sentences for claim in _claims([*group])))


def checked(stated: Sequence[Statement], evidence: Evidence) -> list[Checked]:
    """Every statement of an article that there is something to say of."""
    named = any(_names_the_grade(one) for one in stated)
    found = []
    for one in stated:
        finding = finding_on(one, evidence)
        if finding and not (named and is_understatement(one) and not _understates(one, finding)):
            found.append(Checked(one, finding))
    return found


def finding_on(statement: Statement, evidence: Evidence, *, of_our_own: bool = False) -> Finding | None:
    """What the record says of one statement; None if the record says nothing.

    Nobody else is contradicted on a sentence that may say something else. Of a sentence `of_our_own` that may be out
    of date we would hear all the same.
    """
    if statement.doubt and statement.kind not in (StatementKind.GRADE, StatementKind.FAILING):
        return unknown(statement.doubt)
    found = _CHECKS[statement.kind](statement, evidence)
    if found is not None and (why := _rests_on_not_read(statement, found, evidence)):
        return unknown(why)
    if found is None or found.verdict not in (ClaimVerdict.CONTRADICTED, ClaimVerdict.IMPRECISE):
        return found
    if statement.owner not in (Owner.ARTICLE, Owner.COUNCIL):
        return unknown(f"somebody says it; {found.why}")
    why = _of_another(statement, evidence)
    if found.verdict is ClaimVerdict.CONTRADICTED:
        why = why or statement.unsure or (None if statement.plain or of_our_own else "it may say something else")
    return unknown(f"{why}; {found.why}") if why else found


def _rests_on_not_read(statement: Statement, found: Finding, evidence: Evidence) -> str | None:
    """Why a finding might be another if we had read every report: the newest one is held or not read yet, or one of
    the year that is named. None if it would stay the same.
    """
    if found.verdict is ClaimVerdict.CANNOT_CHECK or statement.kind in (StatementKind.STANDING, StatementKind.SHARE):
        return None
    time = statement.time
    year = None if time is None else time.year if time.year is not None else _year_back(time.back, evidence)
    for urn in subjects_of(statement, evidence):
        newer = evidence.newest_not_read(urn)
        if year is None and newer:
            return f"we have not read the newer report of {day(newer)}"
        if year is not None and found.verdict is not ClaimVerdict.SUPPORTED and evidence.lacks_year(urn, year):
            return f"a report of about {year} has not been read"
    return None


def _year_back(back: int | None, evidence: Evidence) -> int | None:
    return None if back is None else evidence.written.year - back


def _of_another(statement: Statement, evidence: Evidence) -> str | None:
    """Why a statement may be about another council, or about a time to come; None where it is not."""
    if statement.time and statement.time.year and statement.time.year > evidence.written.year:
        return "it is about a time to come"
    text = folded(statement.sentence)
    for urn in () if statement.urns else evidence.about:
        own = evidence.name(urn).casefold()
        county, twin = own.endswith("shire"), _twin(own, evidence)
        if twin and (_CITY if county else _COUNTY).search(text):
            return f"it may be about {twin}"
    return None


def _twin(own: str, evidence: Evidence) -> str | None:
    """The county around a city that it has its name from, or the city: Leicester and Leicestershire."""
    names = (one.name for one in evidence.authorities.values())
    pairs = ((name, name.casefold()) for name in names)
    return next((name for name, other in pairs if f"{own}shire" == other or f"{other}shire" == own), None)


def _names_the_grade(one: Statement) -> bool:
    """Whether the article says in the grade's own words that improvement is required now."""
    exact = one.firmness is not Firmness.SOFT and one.kind in (StatementKind.GRADE, StatementKind.MOVE)
    return exact and one.grade is Grade.REQUIRES_IMPROVEMENT and one.time is None and not one.doubt


def _understates(one: Statement, finding: Finding) -> bool:
    return one.time is not None or "overall inadequate" in finding.why


def _claims(group: Sequence[Checked]) -> list[Claim]:
    """One claim for a sentence whose statements share a verdict, else one for each stretch that does."""
    certain = [one for one in group if one.finding.verdict is not ClaimVerdict.CANNOT_CHECK] or list(group)
    runs = [[*run] for _, run in groupby(certain, key=lambda one: one.finding.verdict)]
    sentence = group[0].statement.sentence
    if len(runs) == 1:
        return [_claim(sentence, runs[0])]
    cuts = [0, *(_cut(before, after) for before, after in pairwise(runs)), len(sentence)]
    stretches = [sentence[begin:end] for begin, end in pairwise(cuts)]
    if any(len(stretch) < _SHORTEST for stretch in stretches):
        stretches = [sentence] * len(runs)
    return [_claim(stretch, run) for stretch, run in zip(stretches, runs, strict=True)]


def _cut(before: Sequence[Checked], after: Sequence[Checked]) -> int:
    """Where one stretch ends and the next begins: at the first comma between them, if there is one."""
    sentence = before[0].statement.sentence
    last = max(one.statement.end for one in before)
    first = max(last, min(one.statement.start for one in after))
    comma = _COMMA.search(sentence, last, first) or _QUOTED.search(sentence, last, first)
    return comma.end() if comma else first if after[0].statement.kind is StatementKind.EVENT else last


def _claim(stretch: str, run: Sequence[Checked]) -> Claim:
    why = "; ".join(dict.fromkeys(one.finding.why for one in run))
    stated = [one.statement for one in run]
    named = dict.fromkeys(one.sentence[one.start : one.end].strip() for one in stated)
    return Claim(_EDGES.sub("", stretch), run[0].finding.verdict, why, "”, “".join(named))
