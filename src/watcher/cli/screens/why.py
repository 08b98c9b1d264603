"""Shows `watcher why` on the terminal. Scraped text is cleaned and never read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from watcher.cli.screens.words import LINE_LIMIT
from watcher.model.text import clean

_EMAILS_SHOWN = 200


def show_why(console: Console, document: Mapping[str, Any]) -> None:
    """Print the parts of the document, each under its heading. It says which ones are empty."""
    console.print(clean(document["headline"], LINE_LIMIT), markup=False)
    console.print(f"{document['source']}, {document['change']}, id {document['id']}", markup=False)
    _part(console, "What was fetched", _fetched(document["bytes"]))
    _part(console, "What was read", _reading(document["readings"]["now"]))
    _part(console, "What was read of the previous report", _reading(document["readings"]["before"]))
    _part(console, "Which rules applied", document["rules"])
    _part(console, "What was on record before", _before(document["state_before"]))
    _part(console, "What was held or decided", _held(document))
    _part(console, "Who got it", _emails(document))


def _part(console: Console, heading: str, lines: Iterable[str]) -> None:
    console.print()
    console.print(f"{heading}:", markup=False)
    for line in lines:
        console.print(f"  {clean(line, LINE_LIMIT)}", markup=False)


def _minute(iso: str) -> str:
    return f"{datetime.fromisoformat(iso).astimezone(UTC):%Y-%m-%d %H:%M}Z"


def _fetched(found: Mapping[str, Any]) -> Iterator[str]:
    page, report, text = found["page"], found["report"], found["text"]
    if page:
        yield f"the page, {_minute(page['fetched_at'])}, kept as {page['sha256']}"
    if report:
        kept = f"kept as {report['sha256']}" if report["sha256"] else "no bytes are kept"
        yield f"the report, read {_minute(report['read_at'])}, {kept}"
        yield f"  from {report['url']}"
    if text:
        kept = f"the SHA-256 of its text is {text['sha256']}" if text["sha256"] else "its text has been deleted since"
        yield f"the article, read {_minute(text['read_at'])}; {kept}"
    if not (page or report or text):
        yield "nothing that is on record"


def _reading(reading: Mapping[str, Any] | None) -> Iterator[str]:
    if reading is None:
        yield "no report"
        return
    yield f"{reading['kind'] or 'not readable'}, published {reading['published'] or 'on an unknown day'}"
    for row in reading["rows"]:
        page = f" (page {row['page']})" if row["page"] else ""
        yield f"{row['label']}: {row['printed']}{page}"
    for problem in reading["problems"]:
        yield f"problem: {problem}"


def _before(state: Mapping[str, Any]) -> Iterator[str]:
    listed = state["listed"]
    if listed is None:
        yield "the page did not list it"
    else:
        facts = ", ".join(f"{name} {value}" for name, value in listed["facts"].items())
        yield f"{listed['title']}, published {listed['published'] or 'on an unknown day'}: {facts}"
    if state["earlier_report"]:
        yield f"the report of {state['earlier_report']}"


def _held(document: Mapping[str, Any]) -> Iterator[str]:
    yield "readers got it without its grades" if document["held"] else "nothing"
    for problem in document["problems"]:
        yield f"because {problem}"
    if document["operator_told_at"]:
        yield f"the operator was emailed {_minute(document['operator_told_at'])}"
    if ruling := document["ruling"]:
        yield f"{ruling['verdict']} by {ruling['by']} {_minute(ruling['at'])}: {ruling['why'] or 'no reason given'}"
    for at in document["corrected_at"]:
        yield f"called wrong, and corrected, {_minute(at)}"


def _emails(document: Mapping[str, Any]) -> Iterator[str]:
    emails = document["emails"]
    if not emails:
        yield f"nobody so far; it goes to readers who follow {' or '.join(document['topics']) or 'nothing'}"
    for one in emails[:_EMAILS_SHOWN]:
        when = (
            f"{one['status']} {_minute(one['ended_at'])}"
            if one["ended_at"]
            else f"{one['status']} since {_minute(one['planned_at'])}"
        )
        yield f"{one['address']} ({one['topic']}, {one['frequency']}): {when}"
    if len(emails) > _EMAILS_SHOWN:
        yield f"and {len(emails) - _EMAILS_SHOWN} more; --json lists all"
