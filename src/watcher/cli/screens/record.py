"""Shows what was found in the record on the terminal. Scraped text is cleaned and never read as markup."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from watcher.desk.record_find import GradeThen, Hit, Silent
from watcher.model.change import EventKind
from watcher.model.search import TextPart
from watcher.model.text import NAME_LIMIT, clean, day
from watcher.ofsted.words import DOCUMENTS, GRADES, JUDGEMENTS, JUDGEMENTS_IN_TEXT

_LONGEST = 4_000
_PARTS = {
    TextPart.IMPROVE: "what needs to improve",
    TextPart.PRIORITY_ACTION: "area for priority action",
    TextPart.STRENGTH: "strength",
}
_SECTIONS = {"summary": "summary", "findings": "findings", "opening": "opening", "case_study": "case study"}


def show_hits(console: Console, hits: Sequence[Hit], silent: Sequence[Silent]) -> None:
    """Print each passage with its document, grade and place, and the reports that say nothing of it."""
    for hit in hits:
        console.print(Text(_heading(hit), style="bold"))
        console.print(Text(f"  {clean(hit.found.text, _LONGEST)}"))
        console.print(Text(f"  {_place(hit)}{hit.link}"))
        console.print()
    for one in silent:
        when = f"report of {day(one.published)}" if one.published else "report without a date"
        why = f"can't be searched: {one.why}" if one.why else "does not say it"
        console.print(Text(f"{clean(one.authority, NAME_LIMIT)}: the {when} {why}."))
    if not hits and not silent:
        console.print("Nothing on record says it.")


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
