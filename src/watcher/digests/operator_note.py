"""Builds the mail to the operator: faults, held changes, unusual sources and undeliverable mails. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from watcher.differ.habits import LESS, QUIET, UNREAD, is_habit, of_source
from watcher.digests.links import safe_link
from watcher.digests.note_views import Note, NoteLine, NoteSection
from watcher.digests.weekly_note import WeekOfRuns, week_section
from watcher.model.change import Change
from watcher.model.event_kind import EventKind
from watcher.model.held import short
from watcher.model.mail import Undelivered
from watcher.model.source import Fault
from watcher.model.text import NAME_LIMIT, clean, moment
from watcher.ofsted.headline import TITLE_LIMIT

REASON_LIMIT = 300
LINES_SHOWN = 50
SUBJECT_NAME_LIMIT = 40

_BACK = {LESS: "Back to its usual number of items", QUIET: "Publishing again", UNREAD: "Sends its page again"}
_CLOSING = (
    "Readers see only that a page can't be read at the moment. Everything recorded so far is safe. "
    "Run “watcher status” to see all sources, and “watcher changes” to see what was recorded."
)


def operator_note(
    faults: Sequence[Fault],
    held: Sequence[Change],
    source_names: Mapping[str, str],
    now: datetime,
    undelivered: Sequence[Undelivered] = (),
    labels: Sequence[Change] = (),
    *,
    waiting: int = 0,
    week: WeekOfRuns | None = None,
) -> Note:
    """Build the mail about faults, held changes, undeliverable mails and the week; there must be at least one.

    A fault that no mail has mentioned yet is new; one mentioned before is continuing; one with `cleared_at` is
    over. `source_names` are the names of the sources by id. `waiting` counts all held changes.
    `labels` are documents whose label is unknown or wrong.
    """
    if not faults and not held and not undelivered and not labels and not week:
        raise ValueError("a mail to the operator needs at least one item")
    odd = [fault for fault in faults if not fault.cleared_at and is_habit(fault.source_id)]
    failing = [fault for fault in faults if not fault.cleared_at and not is_habit(fault.source_id)]
    new = [fault for fault in failing if not fault.told_at]
    lasting = [fault for fault in failing if fault.told_at]
    cleared = [fault for fault in faults if fault.cleared_at]
    edits = [change for change in held if _is_edit(change)]
    reports = [change for change in held if not _is_edit(change)]
    sections = (
        NoteSection("New faults", _fault_lines(new, source_names)),
        NoteSection("Continuing faults", _fault_lines(lasting, source_names)),
        NoteSection("Held reports: readers know the report exists, but not its grades", _held_lines(reports)),
        NoteSection("Held edits to articles: readers don't see these", _held_lines(edits)),
        NoteSection("Behaving unusually: check whether the page has moved", _fault_lines(odd, source_names)),
        NoteSection("Labels that don't match the document: readers got it as described", _label_lines(labels)),
        NoteSection("Undeliverable emails: we won't try these again", _undelivered_lines(undelivered)),
        NoteSection("Working again", _fault_lines(cleared, source_names)),
        *((week_section(week),) if week else ()),
    )
    counts = _counts(
        (_names_of(new, source_names), "new fault", "new faults"),
        ([""] * len(lasting), "continuing fault", "continuing faults"),
        ([change.provider_name for change in reports], "report held", "reports held"),
        ([change.provider_name for change in edits], "edit held", "edits held"),
        (_names_of(odd, source_names), "source behaving unusually", "sources behaving unusually"),
        ([change.provider_name for change in labels], "label to check", "labels to check"),
        ([""] * len(undelivered), "undeliverable email", "undeliverable emails"),
        ([""] * len(cleared), "working again", "working again"),
    ) or (week.summary if week else "")
    return Note(
        subject=f"watcher: {counts}",
        opening=f"Status at {moment(now)}: {counts}.",
        sections=tuple(section for section in sections if section.lines),
        closing=f"{_waiting(waiting)}{_CLOSING}",
    )


def _waiting(held: int) -> str:
    if not held:
        return ""
    what = "1 held change is" if held == 1 else f"{held} held changes are"
    return f"{what} waiting for your decision in total. Run “watcher held” to list them. "


def _counts(*said: tuple[Sequence[str], str, str]) -> str:
    """`2 new faults, 1 report held (Marlow Vale)`: if there is only one of a kind, its name follows."""
    return ", ".join(_count(names, one, several) for names, one, several in said if names)


def _count(names: Sequence[str], one: str, several: str) -> str:
    name = clean(names[0], SUBJECT_NAME_LIMIT) if len(names) == 1 else ""
    return f"{len(names)} {one if len(names) == 1 else several}" + (f" ({name})" if name else "")


def _names_of(faults: Sequence[Fault], source_names: Mapping[str, str]) -> list[str]:
    return [source_names.get(of_source(fault.source_id), "") for fault in faults]


def _shown(lines: Sequence[NoteLine]) -> tuple[NoteLine, ...]:
    more = len(lines) - LINES_SHOWN
    rest = (NoteLine(f"{more} more", "Run “watcher status” to see them.", (), None),)
    return (*lines[:LINES_SHOWN], *(rest if more > 0 else ()))


def _fault_lines(faults: Sequence[Fault], source_names: Mapping[str, str]) -> tuple[NoteLine, ...]:
    return _shown([_fault_line(fault, source_names) for fault in faults])


def _fault_line(fault: Fault, source_names: Mapping[str, str]) -> NoteLine:
    id_ = of_source(fault.source_id)
    name = clean(source_names.get(id_, ""), NAME_LIMIT)
    what = clean(fault.reason, REASON_LIMIT)
    if fault.cleared_at and is_habit(fault.source_id):
        what = _BACK[fault.source_id.partition(":")[0] + ":"]
    return NoteLine(f"{name} ({id_})" if name else id_, what, (_time_of(fault),), None)


def _time_of(fault: Fault) -> str:
    if fault.cleared_at:
        return f"From {moment(fault.first_seen)} to {moment(fault.cleared_at)}."
    return f"First seen {moment(fault.first_seen)}, last seen {moment(fault.last_seen)}."


def _undelivered_lines(mails: Sequence[Undelivered]) -> tuple[NoteLine, ...]:
    return _shown([_undelivered_line(mail) for mail in mails])


def _undelivered_line(mail: Undelivered) -> NoteLine:
    said = (clean(mail.error, REASON_LIMIT), f"Last attempt: {moment(mail.failed_at)}.")
    return NoteLine(mail.address, clean(mail.subject, TITLE_LIMIT), said, None)


def _is_edit(change: Change) -> bool:
    return change.event.kind is EventKind.COVERAGE


def _held_lines(held: Sequence[Change]) -> tuple[NoteLine, ...]:
    more = len(held) - LINES_SHOWN
    rest = (NoteLine(f"{more} more", "Run “watcher held” to list them.", (), None),)
    return (*(_held_line(change) for change in held[:LINES_SHOWN]), *(rest if more > 0 else ()))


def _label_lines(labels: Sequence[Change]) -> tuple[NoteLine, ...]:
    return _shown([replace(_held_line(change), commands=()) for change in labels])


def _held_line(change: Change) -> NoteLine:
    document = change.after or change.before
    title = clean(document.title, TITLE_LIMIT) if document else change.key
    name = clean(change.provider_name, NAME_LIMIT)
    told = "nothing" if _is_edit(change) else f"“{clean(change.headline, REASON_LIMIT)}”"
    about = "Open the page" if _is_edit(change) else f"Open the report on {name}"
    return NoteLine(
        name=name,
        what=f"{title}, recorded {moment(change.recorded_at)}. Sent to readers: {told}",
        details=tuple(clean(problem, REASON_LIMIT) for problem in change.problems),
        link=safe_link(about, document.url) if document else None,
        commands=_commands(change),
    )


def _commands(change: Change) -> tuple[str, ...]:
    id_ = short(change.id)
    return (f"watcher held show {id_}", f"watcher held release {id_}", f'watcher held reject {id_} --why "…"')
