"""The tables of recorded changes, of authorities, and of what others published about inspections. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from watcher.desk.record import Chains, existed, standing
from watcher.desk.record_tables import Cell, Column, RecordTable, Selection, day_cell, place_cells, text_cell
from watcher.model.change import Change, Comparison
from watcher.model.news import ClaimVerdict, Mention
from watcher.model.source import COUNCIL_TYPE, Authority
from watcher.model.text import london_day

CHANGE_COLUMNS = (
    Column("id", "the id of the change; a change with several judgements has several rows"),
    Column("recorded_at", "when it was recorded, ISO 8601 with offset"),
    Column("source", "the page on which it was found"),
    Column("recorded_as", "new, changed or removed"),
    Column("event", "what the document is, as in `changes --json`"),
    Column("graded", "true if the document may change a grade"),
    Column("authority_urn", "Ofsted's number of the provider"),
    Column("authority", "its name"),
    Column("region", "its region, if it is a council"),
    Column("file_id", "Ofsted's number of the document"),
    Column("title", "its title"),
    Column("published", "the day on which it was published"),
    Column("url", "its address"),
    Column("headline", "the change in words"),
    Column("held", "true if the grades could not be read with certainty"),
    Column("judgement", "id of the judgement; empty if nothing was graded"),
    Column("before", "the grade before"),
    Column("after", "the grade after"),
    Column("change", "improved, declined, unchanged, first, new-judgement, ended or not-comparable"),
    Column("steps", "how many grades up (positive) or down (negative)"),
    Column("basis", "what was compared with what"),
)

AUTHORITY_COLUMNS = (
    Column("authority_urn", "Ofsted's number of the council"),
    Column("authority", "its name"),
    Column("region", "its region"),
    Column("region_code", "the code of the Office for National Statistics"),
    Column("trust", "the company or trust that runs its services for children, if one does"),
    Column("created_on", "the day on which the council began, if it is new"),
    Column("abolished_on", "the day on which it ended"),
    Column("predecessors", "the numbers of the councils that it replaced, separated by semicolons"),
    Column("successors", "the numbers of the councils that replaced it"),
    Column("neighbours", "the numbers of its ten nearest statistical neighbours, the nearest first"),
    Column("page_read", "true if its page has been read"),
    Column("graded_reports", "how many graded reports its page lists"),
    Column("newest_published", "the day of the newest graded report"),
    Column("newest_held", "true if that report is held or was not read"),
    Column("overall", "its overall grade; empty if it gives none, or is held"),
)

COVERAGE_COLUMNS = (
    Column("story", "the inspection report that it is about: URN@DATE"),
    Column("authority_urn", "Ofsted's number of the council"),
    Column("authority", "its name"),
    Column("region", "its region"),
    Column("report_published", "the day on which Ofsted published the report"),
    Column("outlet", "who published the item"),
    Column("tier", "council, sector_press, local_press or aggregator"),
    Column("title", "its title"),
    Column("published", "the day on which the item was published; empty if it gives none"),
    Column("published_basis", "where that day comes from, as in `changes --json`"),
    Column("lag_days", "days from the report to the item"),
    Column("supported", "how many of its statements the reports support"),
    Column("contradicted", "how many they contradict"),
    Column("imprecise", "how many are imprecise"),
    Column("cannot_check", "how many can't be checked"),
    Column("disputed", "the sentences that the reports contradict, and why, separated by semicolons"),
    Column("speakers", "who is quoted, separated by semicolons"),
    Column("also_in", "who carries the same text, separated by semicolons"),
    Column("url", "the address of the item"),
)


def change_table(
    changes: Iterable[Change], authorities: Mapping[str, Authority], selection: Selection, notes: Sequence[str]
) -> RecordTable:
    """The recorded changes, the oldest first. Days of a selection are those on which the change was recorded."""
    asked = (
        one
        for one in changes
        if (selection.urns is None or (one.provider.type == COUNCIL_TYPE and selection.has(one.provider.urn)))
        and selection.dated(london_day(one.recorded_at))
    )
    rows = [cells for one in asked for cells in _changed(one, authorities)]
    return RecordTable("changes", CHANGE_COLUMNS, rows, tuple(notes))


def authority_table(
    authorities: Mapping[str, Authority],
    chains: Chains,
    visited: Collection[str],
    selection: Selection,
    notes: Sequence[str],
    *,
    today: date,
) -> RecordTable:
    """Every council, with the report that stands. With `as_of`, the councils that existed on that day."""
    on = selection.as_of
    asked = [
        one
        for one in authorities.values()
        if selection.has(one.urn) and (on is None or existed(one, on)) and _began_since(one, selection.since)
    ]
    newest = standing(chains, on or today, authorities if on else {})
    rows = []
    for one in asked:
        report = newest.get(one.urn)
        grade = report.report.overall if report and report.report else None
        until = [each for each in chains.get(one.urn, ()) if each.published and each.published <= (on or today)]
        rows.append((
            *place_cells(one.urn, authorities), one.region_code, one.trust, day_cell(one.created_on),
            day_cell(one.abolished_on), "; ".join(one.predecessors) or None, "; ".join(one.successors) or None,
            "; ".join(one.neighbours) or None, one.urn in visited, len(until),
            day_cell(report.published) if report else None, report is not None and report.report is None,
            grade.value if grade else None,
        ))  # fmt: skip
    return RecordTable("authorities", AUTHORITY_COLUMNS, rows, tuple(notes))


def coverage_table(
    mentions: Mapping[str, Sequence[Mention]],
    authorities: Mapping[str, Authority],
    selection: Selection,
    notes: Sequence[str],
) -> RecordTable:
    """What others published about each report. Days of a selection are those of the items."""
    rows = [
        _covered(story, one, authorities)
        for story in sorted(mentions)
        if selection.has(story.partition("@")[0])
        for one in mentions[story]
        if selection.dated(one.published)
    ]
    return RecordTable("coverage", COVERAGE_COLUMNS, rows, tuple(notes))


def _began_since(authority: Authority, since: date | None) -> bool:
    return since is None or (authority.created_on is not None and authority.created_on >= since)


def _changed(one: Change, authorities: Mapping[str, Authority]) -> Iterator[tuple[Cell, ...]]:
    listed = one.after or one.before
    council = authorities.get(one.provider.urn) if one.provider.type == COUNCIL_TYPE else None
    what: tuple[Cell, ...] = (
        one.id, one.recorded_at.isoformat(), one.source_id, one.kind.value, one.event.kind.value, one.event.graded,
        one.provider.urn, text_cell(one.provider_name), council.region if council else None,
        listed.key if listed and one.coverage is None else None, text_cell(listed.title) if listed else None,
        day_cell(listed.published) if listed else None, listed.url if listed else None,
        text_cell(one.headline), one.held,
    )  # fmt: skip
    for row in one.judgements or (None,):
        yield (*what, *_moved(row))


def _moved(row: Comparison | None) -> tuple[Cell, ...]:
    if row is None:
        return (None,) * 6
    before, after = row.before and row.before.value, row.after and row.after.value
    return (row.id.value, before, after, row.change.value, row.steps, text_cell(row.basis))


def _covered(story: str, one: Mention, authorities: Mapping[str, Authority]) -> tuple[Cell, ...]:
    urn, _, printed = story.partition("@")
    report = date.fromisoformat(printed)
    verdicts = Counter(claim.verdict for claim in one.claims)
    wrong = [claim for claim in one.claims if claim.verdict is ClaimVerdict.CONTRADICTED]
    return (
        story,
        *place_cells(urn, authorities),
        day_cell(report),
        text_cell(one.outlet),
        one.tier.value,
        text_cell(one.title),
        day_cell(one.published),
        one.basis.value,
        (one.published - report).days if one.published else None,
        *(verdicts[verdict] for verdict in _VERDICTS),
        text_cell("; ".join(f"{claim.sentence} ({claim.why})" for claim in wrong)) or None,
        text_cell("; ".join(dict.fromkeys(said.speaker for said in one.quotations if said.speaker))) or None,
        text_cell("; ".join(one.also_in)) or None,
        one.url,
    )


_VERDICTS = (ClaimVerdict.SUPPORTED, ClaimVerdict.CONTRADICTED, ClaimVerdict.IMPRECISE, ClaimVerdict.CANNOT_CHECK)
