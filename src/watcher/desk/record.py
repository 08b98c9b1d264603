"""The judgements of councils over the years: each with what it was before, and since when it has stood. Pure.

Nothing is made up: a report that is held or was not read has no grade, and what follows it has no "before".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.model.change import Comparison, Movement
from watcher.model.on_file import ImportedReport, OnFile
from watcher.model.report import Grade, Judgement, JudgementId, Report, ReportKind
from watcher.model.source import Authority
from watcher.model.text import day
from watcher.ofsted.grades import compare, newest_first, rows_of, scale_of, unknown_before

READ, IMPORTED = "read", "imported"

_SIF = frozenset({ReportKind.SIF, ReportKind.SIF_NO_LSCB, ReportKind.SIF_REINSPECTION})


@dataclass(frozen=True, slots=True)
class GradedReport:
    """A report on a council's services in its place in time.

    `report` is None if it is held or was not read; `why` says so in words. `origin` is `read`, `imported`, or empty if
    it was not read. `withdrawn`: Ofsted took it off its page.
    """

    urn: str
    file_id: str
    published: date | None
    url: str
    provider_url: str
    sha256: str | None
    origin: str
    report: Report | None
    why: str
    labels: tuple[JudgementId, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class JudgementOnRecord:
    """One judgement of one report.

    `grade` is None if the report is held or not read, and if the judgement ended with this report (`change` says
    which). `previous` is the grade in the report before, of `previous_published`. `since` is the day from which this
    grade has stood in the same judgement: None if a report in between is not known. `judgement` is None for a report of
    which nothing was read.
    """

    of: GradedReport
    kind: ReportKind | None
    framework: str | None
    judgement: JudgementId | None
    grade: Grade | None
    printed: str | None
    page: int | None
    previous: Grade | None
    previous_published: date | None
    change: Movement | None
    steps: int | None
    basis: str
    since: date | None
    held: bool


# Every report of each council by its URN, the oldest first.
Chains = Mapping[str, Sequence[GradedReport]]


def framework_of(report: Report) -> str | None:
    """The framework of a report on a council's services: `lac_2013`, `sif`, `ilacs_a`, `ilacs_b` or `ilacs_c`."""
    if report.kind is ReportKind.LAC_2013 or report.kind in _SIF:
        return "sif" if report.kind in _SIF else "lac_2013"
    if report.kind not in (ReportKind.ILACS_STANDARD, ReportKind.ILACS_SHORT):
        return None
    if any(row.id is JudgementId.IN_CARE_AND_CARE_LEAVERS for row in report.judgements):
        return "ilacs_a"
    return "ilacs_b" if report.overall is not None else "ilacs_c"


def chains_of(documents: Iterable[OnFile], imported: Iterable[ImportedReport] = ()) -> Chains:
    """The graded reports of each council. What was imported stands only where we have not read the report ourselves.

    A report that was withdrawn before it was read for certain is left out: nobody can read it any more.
    """
    chains: dict[str, list[GradedReport]] = defaultdict(list)
    instead = list(imported)
    for one in documents:
        if one.graded and _grades_services(one) and not (one.withdrawn and one.report is None):
            mine = next((given for given in instead if _is_the_same(one, given)), None)
            if mine is not None:
                instead.remove(mine)
            unread = one.file is None or one.file.report is None
            chains[one.urn].append(_imported(mine, one) if mine and unread else _listed(one))
    for given in instead:
        chains[given.urn].append(_imported(given, None))
    return {urn: sorted(found, key=_order) for urn, found in sorted(chains.items())}


def judgements_of(chains: Chains, authorities: Mapping[str, Authority]) -> list[JudgementOnRecord]:
    """Every judgement of every report: councils by their names, and of each the oldest report first."""
    by_name = sorted(chains, key=lambda urn: (authorities[urn].name if urn in authorities else "", urn))
    return [row for urn in by_name for row in _of_council(urn, chains, authorities)]


def standing(chains: Chains, on: date, authorities: Mapping[str, Authority]) -> dict[str, GradedReport]:
    """The newest report of each council that existed on a day, of those out then: held or unread ones too."""
    there = {urn: found for urn, found in chains.items() if urn not in authorities or existed(authorities[urn], on)}
    out = {urn: [one for one in found if one.published and one.published <= on] for urn, found in there.items()}
    return {urn: found[-1] for urn, found in out.items() if found}


def existed(authority: Authority, on: date) -> bool:
    """Whether a council existed on a day."""
    begun = authority.created_on is None or authority.created_on <= on
    return begun and (authority.abolished_on is None or authority.abolished_on > on)


# --- one chain ------------------------------------------------------------------------------------


def _grades_services(one: OnFile) -> bool:
    """Whether it grades the council's services. Some grade the safeguarding board alone, or an area's SEND."""
    if one.report is None:
        return True
    return one.report.kind is not ReportKind.AREA_SEND and bool(rows_of(one.report))


def _is_the_same(one: OnFile, given: ImportedReport) -> bool:
    by_id = given.file_id == one.entry.key
    return given.urn == one.urn and (by_id or given.published == one.entry.published)


def _order(one: GradedReport) -> tuple[date, int]:
    return newest_first(one.published, one.file_id)


def _listed(one: OnFile) -> GradedReport:
    entry, file = one.entry, one.file
    why = "" if one.report else "; ".join(file.problems) if file else "the report has not been read"
    read = file.report if file else None
    return GradedReport(
        one.urn, entry.key, entry.published, entry.url, one.provider_url, file.sha256 if file else None,
        READ if file else "", one.report, why or ("" if one.report else "held"),
        tuple(row.id for row in rows_of(read)) if read else (), one.withdrawn,
    )  # fmt: skip


def _imported(given: ImportedReport, listed: OnFile | None) -> GradedReport:
    page = listed.provider_url if listed else ""
    return GradedReport(
        given.urn, given.file_id, given.published, given.url, page, given.sha256, IMPORTED, given.report, ""
    )


def _of_council(urn: str, chains: Chains, authorities: Mapping[str, Authority]) -> Iterator[JudgementOnRecord]:
    chain = chains[urn]
    for place, one in enumerate(chain):
        if one.report is None:
            yield from _unknown(one)
            continue
        earlier = chain[place - 1] if place else None
        printed = {row.id: row for row in rows_of(one.report)}
        for compared in _compared(one, earlier, urn, chains, authorities):
            yield _row(one, earlier, compared, printed.get(compared.id), chain[: place + 1])


def _unknown(one: GradedReport) -> Iterator[JudgementOnRecord]:
    """A held report has a row for each judgement that its table seems to have, an unread one has a single row."""
    for judgement in one.labels or (None,):
        yield JudgementOnRecord(
            one, None, None, judgement, None, None, None, None, None, None, None, one.why, None, held=True
        )


def _compared(
    one: GradedReport, earlier: GradedReport | None, urn: str, chains: Chains, authorities: Mapping[str, Authority]
) -> tuple[Comparison, ...]:
    assert one.report is not None
    if earlier is not None:
        if earlier.report is not None:
            return compare(earlier.report, one.report)
        when = f" of {day(earlier.published)}" if earlier.published else ""
        return unknown_before(one.report, f"the earlier report{when} could not be read for certain")
    former = _former(urn, one.published, chains, authorities)
    return compare(former[1], one.report, predecessor=former[0]) if former else compare(None, one.report)


def _former(
    urn: str, published: date | None, chains: Chains, authorities: Mapping[str, Authority]
) -> tuple[str, Report] | None:
    """The newest report of the council that this one replaced, if we know one."""
    own = authorities.get(urn)
    for before in own.predecessors if own else ():
        known = [one for one in chains.get(before, ()) if not published or _before(one, published)]
        # if its newest one is held, an older one is not what stood
        if known and (report := known[-1].report) and before in authorities:
            return authorities[before].name, report
    return None


def _before(one: GradedReport, day_: date) -> bool:
    return one.published is not None and one.published < day_


def _row(
    one: GradedReport,
    earlier: GradedReport | None,
    compared: Comparison,
    printed: Judgement | None,
    chain: Sequence[GradedReport],
) -> JudgementOnRecord:
    assert one.report is not None
    has_before = compared.before is not None and earlier is not None
    return JudgementOnRecord(
        of=one,
        kind=one.report.kind,
        framework=framework_of(one.report),
        judgement=compared.id,
        grade=compared.after,
        printed=printed.printed if printed else None,
        page=printed.page if printed else None,
        previous=compared.before,
        previous_published=earlier.published if has_before and earlier else None,
        change=compared.change,
        steps=compared.steps,
        basis=compared.basis,
        since=since_when(chain, compared.id) if compared.after is not None else None,
        held=False,
    )


def since_when(chain: Sequence[GradedReport], judgement: JudgementId) -> date | None:
    """From which day the grade of the last report has stood in a judgement; None if a report in between is unknown."""
    stood: date | None = None
    newest: tuple[Grade, str] | None = None
    for one in reversed(chain):
        if one.report is None:
            return None
        found = _graded(one.report, judgement)
        if found is None or (newest is not None and found != newest):
            break
        newest, stood = found, one.published
    return stood


def _graded(report: Report, judgement: JudgementId) -> tuple[Grade, str] | None:
    """A grade with its scale: the same word of another scale is another grade."""
    grade = {row.id: row.grade for row in rows_of(report)}.get(judgement)
    return (grade, scale_of(report.kind, grade)) if grade else None
