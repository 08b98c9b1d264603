"""The overall grade, from the table or the headline, and checks that the rest of the report agrees with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watcher.model.report import Grade, Judgement, JudgementId
from watcher.ofsted.reports.grade_table import ReadRow, Standing, find_statements, words
from watcher.ofsted.reports.layouts import Layout
from watcher.ofsted.reports.text import Text, flatten

#: what we call the row where a headline gives the grade, and no table does
LABEL = "Overall effectiveness"

_WORST_TO_BEST = (
    Grade.INADEQUATE,
    Grade.ADEQUATE,
    Grade.REQUIRES_IMPROVEMENT,
    Grade.GOOD,
    Grade.OUTSTANDING,
)


def read_overall(
    text: Text, layout: Layout, rows: Sequence[ReadRow], table: range, problems: list[str]
) -> Judgement | None:
    """From the table's own row, or from the headline before the table; with the words and the page of the print."""
    if not layout.headline:
        own = (row for row in rows if row.row.id is JudgementId.OVERALL)
        return next((_row(text, row.label, row.printed, row.grade, row.start) for row in own if row.grade), None)
    headlines = find_statements(text, layout.headline, layout.scale, 0, table.start)
    firm = [headline for headline in headlines if headline.standing is not Standing.PROSE]
    said = {headline.grade for headline in firm}
    if len(said) == 1:
        return _row(text, LABEL, text.printed(firm[0].words, firm[0].end), firm[0].grade, firm[0].start)
    problems.append("the headlines give two overall grades" if said else "no headline gives the overall grade")
    return None


def _row(text: Text, label: str, printed: str, grade: Grade, start: int) -> Judgement:
    return Judgement(JudgementId.OVERALL, label, printed, grade, text.page_at(start))


def overall_problems(
    text: Text, layout: Layout, name: str, rows: Sequence[ReadRow], overall: Grade | None
) -> Iterator[str]:
    """Where the overall grade contradicts the judgements that it sums up, or the text."""
    if overall not in _WORST_TO_BEST:
        return
    ranks = [
        _WORST_TO_BEST.index(row.grade) for row in rows if row.row.id in layout.sums_up and row.grade in _WORST_TO_BEST
    ]
    if ranks and not min(ranks) <= _WORST_TO_BEST.index(overall) <= max(ranks):
        yield f"the overall grade {_words(overall)} is outside the range of the other judgements"
    limits = [row for row in rows if row.row.id in layout.limiting and row.grade is Grade.INADEQUATE]
    if limits and overall is not Grade.INADEQUATE:
        yield f'"{limits[0].label}" is inadequate, but overall is {_words(overall)}'
    said = _said_in_passing(text, layout, name)
    if said and overall not in said:
        yield f"the overall grade is {_words(overall)}, but the text says that services are {_words(min(said))}"


def _words(grade: Grade) -> str:
    return grade.value.replace("_", " ")


_COUNCIL_WORDS = re.compile(
    "^(?:london|royal|metropolitan)?(?:borough|district)of|^cityof|(?:local|unitary)authority$|"
    "(?:(?:metropolitan|county|city|borough|district)*(?:council|city))$"
)


def _said_in_passing(text: Text, layout: Layout, name: str) -> frozenset[Grade]:
    """The grades of plain sentences such as "Children's services in Eastmere are good."."""
    if not (full := flatten(name)):
        return frozenset()
    names = "|".join(sorted({full, _COUNCIL_WORDS.sub("", full) or full}, key=len, reverse=True))
    pattern = re.compile(
        f"(?:childrens(?:socialcare)?servicesin(?:{names})|(?:{names})childrensservices)"
        f"(?:are)?(?:now)?(?:judgedtobe)?(?P<grade>{words(layout.scale)})"
    )
    return frozenset(
        layout.scale[said["grade"]] for said in pattern.finditer(text.flat) if text.ends_sentence(said.end())
    )
