"""Grades as reports print them: the rows of the judgement table, and the statements in the body.

We look for both in `Text.flat`, so the patterns here and in the layouts have only letters and digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from watcher.model.report import Grade, JudgementId
from watcher.ofsted.reports.text import BULLET, DASH, POINT, Text, line_matches

#: Since November 2013; "not judged" stands where there were too few children to judge by.
FOUR_GRADES: Mapping[str, Grade] = {
    "outstanding": Grade.OUTSTANDING,
    "good": Grade.GOOD,
    "requiresimprovementtobegood": Grade.REQUIRES_IMPROVEMENT,
    "requireimprovementtobegood": Grade.REQUIRES_IMPROVEMENT,
    "requiresimprovement": Grade.REQUIRES_IMPROVEMENT,
    "requireimprovement": Grade.REQUIRES_IMPROVEMENT,
    "inadequate": Grade.INADEQUATE,
    "notjudged": Grade.NOT_JUDGED,
}

#: Until November 2013.
OLD_GRADES: Mapping[str, Grade] = {
    "outstanding": Grade.OUTSTANDING,
    "good": Grade.GOOD,
    "adequate": Grade.ADEQUATE,
    "inadequate": Grade.INADEQUATE,
    "notjudged": Grade.NOT_JUDGED,
}


def words(scale: Mapping[str, Grade]) -> str:
    """A pattern for the grade words of a scale, the longest first."""
    return "|".join(sorted(scale, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A row that a table may have, and how the body states the same grade.

    All are patterns: `label` for the table, `statement` for the body, `likely` for either if the usual wording is
    missing. Without `statement` the body does not state the grade.
    """

    id: JudgementId
    label: str
    statement: str = ""
    likely: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as found; `grade` is None if the words after the label are not a grade of the scale."""

    row: GradeRow
    label: str
    printed: str
    grade: Grade | None
    start: int
    end: int


class Standing(IntEnum):
    """How much a statement looks like a heading: followed by its first paragraph, on lines of its own, or not."""

    PROSE = 0
    OWN_LINES = 1
    HEADING = 2


@dataclass(frozen=True, slots=True)
class GradeStatement:
    """A grade given in the body, from `start` to `end`; its own words begin at `words`."""

    grade: Grade
    standing: Standing
    start: int
    end: int
    words: int


# --- the table ------------------------------------------------------------------------------------


def read_table(
    text: Text, rows: Sequence[GradeRow], scale: Mapping[str, Grade], start: int, gap: int
) -> tuple[ReadRow, ...]:
    """The rows from `start` on, in printed order; at most `gap` letters may come between two of them.

    The table ends if no further row begins, or with a row whose grade can't be read.
    """
    found: list[ReadRow] = []
    remaining, at = list(rows), start
    while remaining and (row := _next_row(text, remaining, scale, at, gap)) is not None:
        found.append(row)
        if row.grade is None:
            break
        remaining.remove(row.row)
        at = row.end
    return tuple(found)


def _next_row(text: Text, rows: Sequence[GradeRow], scale: Mapping[str, Grade], at: int, gap: int) -> ReadRow | None:
    usual = ((row, row.label) for row in rows)
    likely = ((row, f"(?:{row.likely})(?={words(scale)})") for row in rows if row.likely)
    nearest = _nearest_label(text, usual, at, gap) or _nearest_label(text, likely, at, gap)
    if nearest is None or re.compile(words(scale)).search(text.flat, at, nearest[1].start()):
        return None
    return _read_row(text, scale, *nearest)


def _nearest_label(
    text: Text, labels: Iterable[tuple[GradeRow, str]], at: int, gap: int
) -> tuple[GradeRow, re.Match[str]] | None:
    """The first label after `at`; the longer of two at one place. A label begins a line or follows at once."""
    matches = [
        (row, match)
        for row, label in labels
        for match in re.compile(label).finditer(text.flat, at, at + gap + 200)
        if match.start() <= at + gap and (match.start() == at or text.begins_line(match.start()))
    ]
    return min(matches, key=lambda found: (found[1].start(), -found[1].end()), default=None)


def _read_row(text: Text, scale: Mapping[str, Grade], row: GradeRow, label: re.Match[str]) -> ReadRow:
    start, end = label.span()
    match = re.compile(words(scale)).match(text.flat, end)
    if match is None or not text.ends_word(match.end()):
        rest = text.printed(end, text.end_of_line(end))
        return ReadRow(row, text.printed(start, end), rest, None, start, end)
    printed = text.printed(match.start(), match.end())
    return ReadRow(row, text.printed(start, end), printed, scale[match.group()], start, match.end())


# --- the body -------------------------------------------------------------------------------------

_COPULA = r"(?:is|are)?(?:that)?(?:it|they|services)?(?:is|are)?(?:judgedtobe)?"


def find_statements(
    text: Text, statement: str, scale: Mapping[str, Grade], start: int = 0, stop: int | None = None
) -> tuple[GradeStatement, ...]:
    """Where the body states the grade of a judgement on lines of its own or, without such lines, in prose."""
    pattern = re.compile(f"(?:{statement}){_COPULA}(?P<grade>{words(scale)})")
    end = len(text.flat) if stop is None else stop
    own = _statements(text, scale, (found for found in line_matches(text, pattern, end) if found.start() >= start))
    if any(said.standing is not Standing.PROSE for said in own):
        return own
    return _statements(text, scale, pattern.finditer(text.flat, start, end))


def _statements(text: Text, scale: Mapping[str, Grade], matches: Iterable[re.Match[str]]) -> tuple[GradeStatement, ...]:
    return tuple(
        GradeStatement(scale[match["grade"]], _standing(text, match), match.start(), match.end(), match.start("grade"))
        for match in matches
        if text.ends_word(match.end())
    )


def _standing(text: Text, match: re.Match[str]) -> Standing:
    begins = text.lines[text.line_at(match.start())].text
    if not (text.begins_line(match.start()) and text.ends_line(match.end())) or begins.startswith(
        (BULLET, POINT, DASH)
    ):
        return Standing.PROSE
    index = text.line_at(match.end())
    follows = text.lines[index].text if index < len(text.lines) else ""
    return Standing.HEADING if _OPENS_SECTION.match(follows) else Standing.OWN_LINES


_OPENS_SECTION = re.compile(r"\d{1,3}\s*\.|summary|inspection findings|executive summary", re.IGNORECASE)


def strongest(statements: Sequence[GradeStatement]) -> tuple[GradeStatement, ...]:
    """The statements that look most like a heading."""
    best = max((statement.standing for statement in statements), default=Standing.PROSE)
    return tuple(statement for statement in statements if statement.standing is best)


def contradiction(label: str, grade: Grade, statements: Sequence[GradeStatement]) -> str | None:
    """Why the body does not confirm a grade of the table, in words; None if it does."""
    judged = strongest(statements)
    if not judged:
        return f'the body states no grade for "{label}"'
    said = {statement.grade for statement in judged}
    prose = judged[0].standing is Standing.PROSE
    if said == {grade} or (prose and grade in said):
        return None
    others = ", ".join(sorted(str(other).replace("_", " ") for other in said - {grade}))
    return f'"{label}" is {str(grade).replace("_", " ")} in the table and {others} in the body'
