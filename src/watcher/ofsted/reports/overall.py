"""The overall grade, from the table or the headline, and checks that the rest of the report agrees with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watcher.model.report import Grade, JudgementId
from watcher.ofsted.reports.grade_table import ReadRow, Standing, find_statements, words
from watcher.ofsted.reports.layouts import Layout
from watcher.ofsted.reports.text import Text, flatten

_WORST_TO_BEST = (
    Grade.INADEQUATE,
    Grade.ADEQUATE,
    Grade.REQUIRES_IMPROVEMENT,
    Grade.GOOD,
    Grade.OUTSTANDING,
)


def read_overall(
    text: Text, layout: Layout, rows: Sequence[ReadRow], table: range, problems: list[str]
) -> Grade | None:
    """From the table's own row, or from the headline before the table."""
    if not layout.headline:
        return next((row.grade for row in rows if row.row.id is JudgementId.OVERALL), None)
    headlines = find_statements(text, layout.headline, layout.scale, 0, table.start)
    said = {headline.grade for headline in headlines if headline.standing is not Standing.PROSE}
    if len(said) == 1:
        return said.pop()
    problems.append("the headlines give two overall grades" if said else "no headline gives the overall grade")
    return None


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
