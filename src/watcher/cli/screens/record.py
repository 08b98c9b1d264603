"""Shows results from the record on the terminal. Scraped text is cleaned and never read as markup."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from watcher.desk.record_compare import COMPARED, CouncilComparison, CouncilStanding
from watcher.desk.record_find import GradeThen, Hit, Silent
from watcher.desk.record_tables import page_link
from watcher.desk.record_themes import ThemeCount, ThemePoint, ThemeWord
from watcher.desk.record_words import statement_in_words
from watcher.model.event_kind import EventKind
from watcher.model.report import JudgementId
from watcher.model.search import TextPart
from watcher.model.text import NAME_LIMIT, clean, day
from watcher.ofsted.words import DOCUMENTS, GRADES, JUDGEMENTS, JUDGEMENTS_IN_TEXT

_LONGEST = 4_000
_WIDEST = 1_000
_PARTS = {
    TextPart.IMPROVE: "what needs to improve",
    TextPart.PRIORITY_ACTION: "area for priority action",
    TextPart.STRENGTH: "strength",
}
_SECTIONS = {
    "summary": "summary",
    "recommendations": "recommendations",
    "findings": "findings",
    "opening": "opening",
    "case_study": "case study",
}


def show_hits(console: Console, hits: Sequence[Hit], silent: Sequence[Silent], *, in_sections: bool) -> None:
    """Print each passage with its document, grade and place, and the reports that don't mention it."""
    for hit in hits:
        console.print(Text(_heading(hit), style="bold"))
        console.print(Text(f"  {clean(hit.found.text, _LONGEST)}"))
        console.print(Text(f"  {_place(hit)}{hit.link}"))
        console.print()
    show_silent(console, silent, in_sections=in_sections)
    if not hits and not silent:
        console.print("Nothing on record says this.")


def show_silent(console: Console, silent: Sequence[Silent], *, in_sections: bool) -> None:
    """Print which of the requested reports don't mention it, or can't be searched.

    `in_sections`: only some sections were searched, and the rest of a report may say it.
    """
    nothing = "does not say it in that section" if in_sections else "does not say it"
    for one in silent:
        when = f"report of {day(one.published)}" if one.published else "report without a date"
        why = f"can't be searched: {one.why}" if one.why else nothing
        console.print(Text(f"{clean(one.authority, NAME_LIMIT)}: the {when} {why}."))


def show_comparison(console: Console, compared: CouncilComparison) -> None:
    """Print a table that compares councils, then sentences to quote."""
    others = f"councils in {compared.region}" if compared.region else f"{compared.own} and its statistical neighbours"
    table = Table(
        title=Text(f"{others[0].upper()}{others[1:]} on {day(compared.on)}", style="bold"), title_justify="left"
    )
    names = ["council", *(JUDGEMENTS[judgement] for judgement in COMPARED), "overall since", "newest report"]
    for place, name in enumerate(names):
        table.add_column(name, no_wrap=place == 0)
    rows = [_standing_row(one) for one in compared.councils]
    for row in rows:
        table.add_row(*map(Text, row))
    if console.measure(table, options=console.options.update(width=_WIDEST)).minimum <= console.width:
        console.print(table)
    else:
        # a narrow terminal would cut names and grades
        console.print(table.title)
        for row in rows:
            console.print(Text(f"{row[0]}: {_in_one_line(names[1:], row[1:])}"))
    for said in compared.statements:
        console.print(Text(statement_in_words(compared, said)))
    if compared.source:
        console.print(Text(f"Neighbours: {compared.source}."))


def _in_one_line(names: Sequence[str], cells: Sequence[str]) -> str:
    if set(cells[:-1]) <= {"?", "-", ""}:
        return cells[-1]
    return ", ".join(f"{name} {cell}" for name, cell in zip(names, cells, strict=True))


def _standing_row(one: CouncilStanding) -> list[str]:
    name = f"{clean(one.name, NAME_LIMIT)}{' *' if one.is_own else ''}"
    if one.why or one.not_yet:
        return [name, *["?" if one.why else "-"] * len(COMPARED), "", clean(one.why or "not inspected yet", NAME_LIMIT)]
    grades = [GRADES[one.grades[judgement]] if judgement in one.grades else "-" for judgement in COMPARED]
    combined = one.grades.get(JudgementId.IN_CARE_AND_CARE_LEAVERS)
    if combined:
        # one grade for both, which is a grade of neither alone
        grades[-2:] = [f"{GRADES[combined]} (for both)"] * 2
    since = one.since.get(JudgementId.OVERALL)
    known = day(since) if since else "not known" if JudgementId.OVERALL in one.grades else "-"
    published = one.report.published if one.report else None
    return [name, *grades, known, day(published) if published else ""]


def show_themes(console: Console, counts: Sequence[ThemeCount]) -> None:
    """Print how often each theme is an improvement point; a single theme with its items."""
    if len(counts) == 1:
        _show_theme(console, counts[0])
        return
    table = Table()
    for name in (
        "theme",
        "reports",
        *map(str, (ThemeWord.AGAIN, ThemeWord.NEW, ThemeWord.FIRST, ThemeWord.NOT_LISTED)),
    ):
        # the id of a theme is typed again: it is broken, but never cut
        table.add_column(name, justify="left" if name == "theme" else "right", overflow="fold")
    for one in counts:
        if one.points or one.not_listed:
            words = [one.times(word) for word in (ThemeWord.AGAIN, ThemeWord.NEW, ThemeWord.FIRST)]
            cells = (f"{len(one.points)} of {one.reports}", *map(str, words), str(len(one.not_listed)))
            table.add_row(Text(f"{one.label} ({one.id})"), *cells)
    console.print(table)


def _show_theme(console: Console, one: ThemeCount) -> None:
    console.print(
        Text(f"{one.label}: an improvement point in {len(one.points)} of {one.reports} reports", style="bold")
    )
    for point in (*one.points, *one.not_listed):
        console.print(Text(f"{_when(point)} · {clean(point.authority, NAME_LIMIT)} · {point.word.value}"))
        for item in point.items:
            console.print(Text(f"  {clean(item.text, _LONGEST)}"))
            page = f"page {item.page}, " if item.page else ""
            console.print(Text(f"  {page}{page_link(point.of.url, item.page)}"))


def _when(point: ThemePoint) -> str:
    return day(point.of.published) if point.of.published else "no date"


def _heading(hit: Hit) -> str:
    entry = hit.of.entry
    when = day(entry.published) if entry.published else "no date"
    what = DOCUMENTS[EventKind(entry.facts.get("event", EventKind.OTHER.value))]
    return f"{when} · {clean(hit.authority, NAME_LIMIT)} · {what} · {_grade(hit.then)}"


def _grade(then: GradeThen) -> str:
    if then.grade is None:
        return f"grade then not known ({clean(then.why, NAME_LIMIT)})"
    return f"{JUDGEMENTS_IN_TEXT[then.judgement]} then: {GRADES[then.grade]}"


def _place(hit: Hit) -> str:
    found = hit.found
    section = _PARTS.get(found.part) or _SECTIONS.get(found.topic) or _judgement(found.topic)
    paragraph = f"paragraph {found.paragraph}" if found.paragraph else ""
    page = f"page {found.page}" if found.page else ""
    return "".join(f"{part}, " for part in (section, paragraph, page) if part)


def _judgement(topic: str) -> str:
    return next((name for one, name in JUDGEMENTS.items() if one == topic), topic.replace("_", " "))
