"""Shows held changes and corrections on the terminal. Scraped text is cleaned and never read as markup."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from watcher.cli.documents.held import held_document
from watcher.cli.screens.words import count
from watcher.commands.corrections import Corrected
from watcher.commands.held import ReadAgain
from watcher.commands.older import OlderReadAgain
from watcher.digests import judgements
from watcher.model.change import Change
from watcher.model.held import Held, no_release, short
from watcher.model.text import clean, day, moment

LINE_LIMIT = 300
_REASONS_SHOWN = 20


def show_held(console: Console, held: Sequence[Held]) -> None:
    """Print a line for each: id, what, since when, why."""
    if not held:
        console.print("Nothing is held.")
        return
    table = Table("id", "what", "since", "why", "open", box=None, pad_edge=False)
    for column in table.columns:
        column.overflow = "fold"
    for one in held:
        cells = (short(one.change.id), _what(one), f"{one.since:%Y-%m-%d %H:%M}Z", "; ".join(one.problems), _url(one))
        table.add_row(*(Text(clean(cell, LINE_LIMIT)) for cell in cells))
    console.print(table, soft_wrap=False)


def show_one(console: Console, held: Held) -> None:
    """Print everything known about one held change, and what can be done about it."""
    for name, value in _facts(held):
        console.print(f"{name}: {clean(value, LINE_LIMIT)}", markup=False)
    _list(console, "why it is held", held.problems)
    _list(console, "grades as read (they may be wrong)", _grades(held))
    _list(console, "what the article says", _said(held))
    id_, why_not = short(held.change.id), no_release(held)
    console.print()
    console.print(f"It can't be released: {why_not}" if why_not else f"watcher held release {id_}", markup=False)
    console.print(f'watcher held reject {id_} --why "…"', markup=False)


def say_told(console: Console, change: Change, *, dry_run: bool) -> None:
    """Print what readers get after a release."""
    console.print("Readers would get:" if dry_run else "Readers get this with the next emails:")
    console.print(f"  {clean(change.headline, LINE_LIMIT)}", markup=False)
    for told in (judgements.row(judgement, "") for judgement in change.judgements):
        console.print(f"    {told.sentence}{f'; {told.basis}' if told.basis else ''}", markup=False)


def say_read(console: Console, results: Sequence[ReadAgain]) -> None:
    """Print the result for each report that was read again."""
    if not results:
        console.print("No reports are held.")
    for one in results:
        name = f"{short(one.held.change.id)} {clean(one.held.change.provider_name, 80)}"
        if one.change is None:
            console.print(f"{name}: still held: {clean(one.why, LINE_LIMIT)}", markup=False)
        else:
            console.print(f"{name}: read without problems", markup=False)
            say_told(console, one.change, dry_run=False)


def say_older(console: Console, done: OlderReadAgain) -> None:
    """Print how many older documents were read again; the reasons of those that still can't be."""
    if not done.on_record and not done.left:
        return
    console.print(
        f"{count(done.on_record, 'older document')} read again and put on record, {len(done.left)} still uncertain."
    )
    for file in done.left[:_REASONS_SHOWN]:
        published = day(file.published) if file.published else "no date"
        console.print(f"  {file.source_id}, {published}: {clean('; '.join(file.problems), LINE_LIMIT)}", markup=False)


def say_corrected(console: Console, done: Corrected, *, dry_run: bool) -> None:
    """Print how many readers get a correction; on a dry run, the email as well."""
    told, waiting = len(done.misled), f"{done.taken_back} pending {'email' if done.taken_back == 1 else 'emails'}"
    console.print(f"{told} {'reader' if told == 1 else 'readers'} got the wrong alert.")
    if dry_run:
        console.print(f"{waiting} would be withdrawn.")
        if done.mail is not None:
            console.print()
            console.print(done.mail.subject, markup=False)
            console.print()
            console.print(done.mail.text, markup=False)
        return
    mails = "correction" if done.planned == 1 else "corrections"
    console.print(f"{done.planned} {mails} planned for the next send.")
    console.print(f"{waiting} withdrawn and rewritten without it.")


def _what(held: Held) -> str:
    document = held.change.after or held.change.before
    title = document.title if document else held.change.key
    return f"{held.change.provider_name}: {'edit of ' if held.is_edit else ''}{title}"


def _url(held: Held) -> str:
    document = held.change.after or held.change.before
    return document.url if document else ""


def _facts(held: Held) -> list[tuple[str, str]]:
    document, change = held.change.after or held.change.before, held.change
    facts = [("id", change.id), ("what", _what(held)), ("since", moment(held.since))]
    if document and document.published:
        facts.append(("published", day(document.published)))
    facts += [("web address", _url(held)), ("provider page", change.provider_url)]
    facts.append(("sent to readers", "nothing" if held.is_edit else change.headline))
    facts.append(("emailed to you", moment(held.told_at) if held.told_at else "not yet"))
    if held.file and held.file.sha256 and not held.is_edit:
        facts.append(("kept as", held.file.sha256))
    if held.withdrawn:
        facts.append(("withdrawn", "Ofsted no longer lists it"))
    return facts


def _grades(held: Held) -> list[str]:
    return [f"{row['label']}: {row['printed']}" for row in held_document(held)["read"]]


def _said(held: Held) -> list[str]:
    mention = held.change.coverage
    if mention is None:
        return []
    claims = [f"{claim.sentence} ({claim.verdict.value.replace('_', ' ')}: {claim.why})" for claim in mention.claims]
    return [*claims, *(f"“{one.text}” {one.speaker or ''}".strip() for one in mention.quotations)]


def _list(console: Console, heading: str, lines: Sequence[str]) -> None:
    if lines:
        console.print()
        console.print(f"{heading}:", markup=False)
        for line in lines[:_REASONS_SHOWN]:
            console.print(f"  - {clean(line, LINE_LIMIT)}", markup=False)
