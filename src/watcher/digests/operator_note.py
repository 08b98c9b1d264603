"""What the operator is told: faults, what is held and how to settle it, odd habits, mails given up. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from watcher.differ.habits import LESS, is_habit, of_source
from watcher.digests.links import safe_link
from watcher.digests.views import Note, NoteLine, NoteSection
from watcher.model.change import Change, EventKind
from watcher.model.held import short
from watcher.model.mail import Undelivered
from watcher.model.source import Fault
from watcher.model.text import NAME_LIMIT, clean, moment
from watcher.ofsted.headline import TITLE_LIMIT

REASON_LIMIT = 300
LINES_SHOWN = 50
SUBJECT_NAME_LIMIT = 40

_CLOSING = (
    "Readers are told nothing of faults but that a page cannot be read; what was recorded before stays as it is. "
    "The command “watcher status” shows all sources, “watcher changes” what was recorded."
)


def operator_note(
    faults: Sequence[Fault],
    held: Sequence[Change],
    source_names: Mapping[str, str],
    now: datetime,
    undelivered: Sequence[Undelivered] = (),
    *,
    waiting: int = 0,
) -> Note:
    """The mail about at least one fault, held change or mail that was given up.

    A fault that was not told before is new; one that was and is open still lasts; one with `cleared_at`
    is over. `source_names` are the names of the sources by id. `waiting` is how much is held in all, told before
    or not.
    """
    if not faults and not held and not undelivered:
        raise ValueError("a mail without items is never sent")
    odd = [fault for fault in faults if not fault.cleared_at and is_habit(fault.source_id)]
    failing = [fault for fault in faults if not fault.cleared_at and not is_habit(fault.source_id)]
    new = [fault for fault in failing if not fault.told_at]
    lasting = [fault for fault in failing if fault.told_at]
    cleared = [fault for fault in faults if fault.cleared_at]
    edits = [change for change in held if _is_edit(change)]
    reports = [change for change in held if not _is_edit(change)]
    sections = (
        NoteSection("New faults", _fault_lines(new, source_names)),
        NoteSection("Faults that last", _fault_lines(lasting, source_names)),
        NoteSection("Held: readers are told of the report, not of its grades", _held_lines(reports)),
        NoteSection("Held: an edit by others that readers are not told of", _held_lines(edits)),
        NoteSection("Unlike before: see whether it is still where it was", _fault_lines(odd, source_names)),
        NoteSection("Mails that were given up: they are not tried again", _undelivered_lines(undelivered)),
        NoteSection("Working again", _fault_lines(cleared, source_names)),
    )
    counts = _counts(
        (_names_of(new, source_names), "new fault", "new faults"),
        ([""] * len(lasting), "fault lasts", "faults last"),
        ([change.provider_name for change in reports], "report held", "reports held"),
        ([change.provider_name for change in edits], "edit held", "edits held"),
        (_names_of(odd, source_names), "source unlike before", "sources unlike before"),
        ([""] * len(undelivered), "mail given up", "mails given up"),
        ([""] * len(cleared), "working again", "working again"),
    )
    return Note(
        subject=f"watcher: {counts}",
        opening=f"As of {moment(now)}: {counts}.",
        sections=tuple(section for section in sections if section.lines),
        closing=f"{_waiting(waiting)}{_CLOSING}",
    )


def _waiting(held: int) -> str:
    if not held:
        return ""
    what = "1 change waits" if held == 1 else f"{held} changes wait"
    return f"In all {what} for you to release or reject; “watcher held” lists what is held. "


def _counts(*said: tuple[Sequence[str], str, str]) -> str:
    """`2 new faults, 1 report held (Marlow Vale)`: what is alone of its sort is named, unless its name is empty."""
    return ", ".join(_count(names, one, several) for names, one, several in said if names)


def _count(names: Sequence[str], one: str, several: str) -> str:
    name = clean(names[0], SUBJECT_NAME_LIMIT) if len(names) == 1 else ""
    return f"{len(names)} {one if len(names) == 1 else several}" + (f" ({name})" if name else "")


def _names_of(faults: Sequence[Fault], source_names: Mapping[str, str]) -> list[str]:
    return [source_names.get(of_source(fault.source_id), "") for fault in faults]


def _shown(lines: Sequence[NoteLine]) -> tuple[NoteLine, ...]:
    more = len(lines) - LINES_SHOWN
    rest = (NoteLine(f"{more} more", "The command “watcher status” shows them.", (), None),)
    return (*lines[:LINES_SHOWN], *(rest if more > 0 else ()))


def _fault_lines(faults: Sequence[Fault], source_names: Mapping[str, str]) -> tuple[NoteLine, ...]:
    return _shown([_fault_line(fault, source_names) for fault in faults])


def _fault_line(fault: Fault, source_names: Mapping[str, str]) -> NoteLine:
    id_ = of_source(fault.source_id)
    name = clean(source_names.get(id_, ""), NAME_LIMIT)
    what = clean(fault.reason, REASON_LIMIT)
    if fault.cleared_at and is_habit(fault.source_id):
        what = "finds as much again" if fault.source_id.startswith(LESS) else "publishes again"
    return NoteLine(f"{name} ({id_})" if name else id_, what, (_time_of(fault),), None)


def _time_of(fault: Fault) -> str:
    if fault.cleared_at:
        return f"From {moment(fault.first_seen)} to {moment(fault.cleared_at)}."
    return f"First seen {moment(fault.first_seen)}, last seen {moment(fault.last_seen)}."


def _undelivered_lines(mails: Sequence[Undelivered]) -> tuple[NoteLine, ...]:
    return _shown([_undelivered_line(mail) for mail in mails])


def _undelivered_line(mail: Undelivered) -> NoteLine:
    said = (clean(mail.error, REASON_LIMIT), f"Given up {moment(mail.failed_at)}.")
    return NoteLine(mail.address, clean(mail.subject, TITLE_LIMIT), said, None)


def _is_edit(change: Change) -> bool:
    return change.event.kind is EventKind.COVERAGE


def _held_lines(held: Sequence[Change]) -> tuple[NoteLine, ...]:
    more = len(held) - LINES_SHOWN
    rest = (NoteLine(f"{more} more", "The command “watcher held” lists them.", (), None),)
    return (*(_held_line(change) for change in held[:LINES_SHOWN]), *(rest if more > 0 else ()))


def _held_line(change: Change) -> NoteLine:
    document = change.after or change.before
    title = clean(document.title, TITLE_LIMIT) if document else change.key
    name = clean(change.provider_name, NAME_LIMIT)
    told = "nothing" if _is_edit(change) else f"“{clean(change.headline, REASON_LIMIT)}”"
    about = "Open the page" if _is_edit(change) else f"Open the report on {name}"
    return NoteLine(
        name=name,
        what=f"{title}, recorded {moment(change.recorded_at)}; readers were told {told}",
        details=tuple(clean(problem, REASON_LIMIT) for problem in change.problems),
        link=safe_link(about, document.url) if document else None,
        commands=_ways_out(change),
    )


def _ways_out(change: Change) -> tuple[str, ...]:
    id_ = short(change.id)
    return (f"watcher held show {id_}", f"watcher held release {id_}", f'watcher held reject {id_} --why "…"')
