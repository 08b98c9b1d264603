"""Reads a report whose layout has a table of judgements, and reports its contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from watcher.model.errors import UnreadableDateError
from watcher.model.report import Grade, Judgement, JudgementId, Report, ReportKind
from watcher.ofsted.reports.dates import Period
from watcher.ofsted.reports.front_page import inspection_periods, lead_inspectors, publication_date
from watcher.ofsted.reports.grade_table import ReadRow, Standing, contradiction, find_statements, read_table
from watcher.ofsted.reports.improvements import read_improvements
from watcher.ofsted.reports.layouts import Era, Layout
from watcher.ofsted.reports.overall import overall_problems, read_overall
from watcher.ofsted.reports.passages import read_items, read_passages
from watcher.ofsted.reports.sections import Statements, findings, front_matter, statements_of, strengths, summary
from watcher.ofsted.reports.text import Text, line_matches

#: no report announces a table more often than this
_TABLES = 50


def read_graded(text: Text, layout: Layout, name: str, pages: int) -> Report:
    """The report in `layout` on the authority called `name`; any doubts are in `problems`."""
    problems: list[str] = []
    periods = _periods(text, problems)
    rows = find_table(text, layout)
    table = range(rows[0].start, rows[-1].end) if rows else range(0)
    statements = statements_of(text, layout, rows, table)
    kind = layout.kind(text, periods)
    overall_row = read_overall(text, layout, rows, table, problems)
    overall = overall_row.grade if overall_row else None
    problems.extend(_table_problems(layout, rows, periods))
    problems.extend(_body_problems(statements))
    problems.extend(overall_problems(text, layout, name, rows, overall))
    graded = Report(
        kind=kind,
        authority=name,
        inspection_periods=periods,
        published_printed=_published(text, layout, periods, problems),
        lead_inspectors=lead_inspectors(text, layout.inspector),
        overall=overall,
        judgements=tuple(_judgements(text, rows)),
        board=read_board(text, layout, kind, problems),
        pages=pages,
        problems=tuple(problems),
        overall_row=overall_row,
    )
    return _with_findings(graded, text, layout, table, statements)


def _with_findings(report: Report, text: Text, layout: Layout, table: range, statements: Statements) -> Report:
    """The same report with what it says behind the grades."""
    sections = findings(text, statements)
    first = sections[0].heading if sections else len(text.flat)
    before = summary(text, table, first) if layout.improvements else ()
    # numbers begin anew after these, so they are read apart
    front = () if layout.improvements else front_matter(text, first)
    return replace(
        report,
        improve=read_improvements(text, first) if layout.improvements else (),
        strengths=tuple(item for section in strengths(text) for item in read_items(text, section)),
        passages=(*read_passages(text, front), *read_passages(text, (*before, *sections))),
    )


def _judgements(text: Text, rows: Iterable[ReadRow]) -> Iterator[Judgement]:
    for row in rows:
        if row.grade is not None and row.row.id is not JudgementId.OVERALL:
            yield Judgement(row.row.id, row.label, row.printed, row.grade, text.page_at(row.start))


def find_table(text: Text, layout: Layout) -> tuple[ReadRow, ...]:
    """The longest run of rows after the table's heading or, without a heading, from the first label."""
    headings = re.finditer(layout.table, text.flat) if layout.table else ()
    starts = [heading.end() for heading in islice(headings, _TABLES)]
    if not starts:
        stop = text.begins_page(4)
        labels = line_matches(text, layout.rows[0].label, stop)
        starts = [label.start() for label in islice(labels, _TABLES)]
    tables = [read_table(text, layout.rows, layout.scale, start, layout.gap) for start in starts]
    return max(tables, key=len, default=())


# --- dates ----------------------------------------------------------------------------------------


def _periods(text: Text, problems: list[str]) -> tuple[Period, ...]:
    try:
        return inspection_periods(text)
    except UnreadableDateError as error:
        problems.append(str(error))
        return ()


def _published(text: Text, layout: Layout, periods: tuple[Period, ...], problems: list[str]) -> date | None:
    try:
        published = publication_date(text, layout.published)
    except UnreadableDateError as error:
        problems.append(str(error))
        return None
    if published and periods and published < periods[-1][1]:
        problems.append(f"the report is dated {published}, before its inspection ended on {periods[-1][1]}")
    return published


# --- the table ------------------------------------------------------------------------------------


def _table_problems(layout: Layout, rows: Sequence[ReadRow], periods: tuple[Period, ...]) -> Iterator[str]:
    if not rows:
        yield "no table of judgements was found"
        return
    unknown = [row for row in rows if row.grade is None]
    for row in unknown:
        yield f'"{row.label}" shows "{row.printed}", which is not a known grade'
    if unknown:
        return
    found = frozenset(row.row.id for row in rows)
    dated = [era for era in layout.eras if not periods or era.since <= periods[0][0] < era.before]
    if not any(era.judgements == found for era in dated):
        yield _not_whole(dated or layout.eras, found, periods)


def _not_whole(eras: Sequence[Era], found: frozenset[JudgementId], periods: tuple[Period, ...]) -> str:
    nearest = min(eras, key=lambda era: len(era.judgements ^ found))
    began = f" of an inspection that began on {periods[0][0]}" if periods else ""
    if lacks := sorted(str(judgement).replace("_", " ") for judgement in nearest.judgements - found):
        return f"the table{began} has no row for {', '.join(lacks)}"
    if nearest.judgements == found:
        return f"the layout differs from the usual one{began}"
    return f"the table{began} mixes rows of different layouts"


# --- the second reading ---------------------------------------------------------------------------


def _body_problems(statements: Statements) -> Iterator[str]:
    for row, said in statements.items():
        if row.grade is None or (row.grade is Grade.NOT_JUDGED and not said):
            continue
        if why := contradiction(row.label, row.grade, said):
            yield why


def read_board(text: Text, layout: Layout, kind: ReportKind, problems: list[str]) -> Grade | None:
    """The grade of the safeguarding board, which is not a judgement of the council."""
    said = next(filter(None, (_board_grades(text, layout, wording) for wording in layout.board)), frozenset())
    if kind is not ReportKind.SIF:
        if said:
            problems.append("the safeguarding board has a grade, but the title mentions no review of it")
        return None
    if len(said) != 1:
        problems.append(f"{'two grades' if said else 'no grade'} of the safeguarding board were found")
    return next(iter(said)) if len(said) == 1 else None


def _board_grades(text: Text, layout: Layout, wording: str) -> frozenset[Grade]:
    found = find_statements(text, wording, layout.scale)
    return frozenset(each.grade for each in found if each.standing is not Standing.PROSE)
