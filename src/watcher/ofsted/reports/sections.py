"""Where the sections of a graded report begin and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watcher.ofsted.reports.grade_table import GradeRow, GradeStatement, ReadRow, Standing, find_statements, strongest
from watcher.ofsted.reports.layouts import Layout
from watcher.ofsted.reports.passages import Section
from watcher.ofsted.reports.text import Text, line_matches

#: headings at which any section of findings ends
_END_MATTER = (
    "theofficeforstandardsineducation|informationaboutthisinspection|whattheinspectionjudge?mentsmean|"
    "recordofmainfindings|theinspectionteam|section2|thelocalsafeguardingchildrenboard"
)
#: "The local authority's strengths", "The local authority has the following strengths"
_STRENGTHS = "thelocalauthority(?:s|hasthefollowing)(?:key)?strengths"

#: headings before the first section, by the topic of what stands below them
_FRONT: Mapping[str, str] = {
    "summary": "executivesummary|(?:summaryof|summaryofkey|key)findings",
    "recommendations": "recommendations|areasforimprovement|whatdoesthelocalauthorityneedtoimprove",
}
#: headings at which these end
_FRONT_ENDS = (
    "contents|informationabout(?:thisinspection|theinspection|(?:this|the)localauthorityarea)|"
    "summaryforchildren(?:andyoungpeople)?|whatthismeansforchildren|"
    f"{_STRENGTHS}|thelocalauthority|progresssincethelastinspection|"
    "whatdoesthelscbneedtoimprove|whattheinspectionjudge?mentsmean(?:thelocalauthority)?|section[12](?:thelocalauthority)?"
)

#: where the body states the grade of each judgement, headings first
Statements = Mapping[ReadRow, tuple[GradeStatement, ...]]


def statements_of(text: Text, layout: Layout, rows: Sequence[ReadRow], table: range) -> Statements:
    """What the body says of the judgement of each row, outside the table itself."""
    return {
        row: tuple(said for said in _said_of(text, layout, row.row) if said.start not in table)
        for row in rows
        if row.row.statement
    }


def _said_of(text: Text, layout: Layout, row: GradeRow) -> tuple[GradeStatement, ...]:
    """In the usual wording or, failing that, in a heading that probably means it."""
    said = find_statements(text, row.statement, layout.scale)
    if row.likely and not any(each.standing is not Standing.PROSE for each in said):
        likely = find_statements(text, row.likely, layout.scale)
        return tuple(each for each in likely if each.standing is Standing.HEADING) or said
    return said


def findings(text: Text, statements: Statements) -> tuple[Section, ...]:
    """The section of each judgement whose heading was found, in printed order."""
    headings = sorted(
        (said[-1].start, said[-1].end, str(row.row.id))
        for row, each in statements.items()
        if (said := strongest(each)) and said[-1].standing is not Standing.PROSE
    )
    limits = [match.start() for match in line_matches(text, _END_MATTER)] + [start for start, _, _ in headings]
    return tuple(
        Section(topic, start, end, min((limit for limit in limits if limit >= end), default=len(text.flat)))
        for start, end, topic in headings
    )


def summary(text: Text, table: range, first: int) -> tuple[Section, ...]:
    """The text between the table and the list of improvements or the first section."""
    stops = [match.start() for match in line_matches(text, "whatneedstoimprove", first)]
    stop = min((start for start in stops if start >= table.stop), default=first)
    return (Section("summary", table.stop, table.stop, stop),) if stop > table.stop else ()


def front_matter(text: Text, first: int) -> tuple[Section, ...]:
    """The summary and the recommendations that reports of the single inspection framework print before their sections.

    They end at the next heading, or at the first section (`first`). The recommendations are those to the council.
    """
    headings = [
        (match, topic)
        for topic, wording in _FRONT.items()
        for match in line_matches(text, wording, first)
        if text.ends_line(match.end())
    ]
    limits = [match.start() for match in line_matches(text, _FRONT_ENDS, first) if text.ends_line(match.end())]
    limits += [match.start() for match, _ in headings]
    sections = (
        Section(topic, match.start(), match.end(), min((at for at in limits if at > match.start()), default=first))
        for match, topic in headings
    )
    return tuple(sorted(sections, key=lambda section: section.start))


def strengths(text: Text) -> tuple[Section, ...]:
    """The lists of strengths, each from its heading on."""
    headings = [match.span() for match in line_matches(text, _STRENGTHS) if text.ends_line(match.end())]
    return tuple(Section("strengths", start, end, len(text.flat)) for start, end in headings)
