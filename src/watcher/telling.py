"""From what is recorded to mails that are planned: digests to readers, notes to the operator."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from jinja2 import TemplateError

from watcher.authorities import Gazetteer
from watcher.background import Background, History
from watcher.digests import Checked, Letterhead, Trouble, digest
from watcher.errors import MailError
from watcher.health import to_tell
from watcher.items import item
from watcher.mail import Sender, digest_message, message_id, note_message
from watcher.model import Change, Fault, Frequency, Grade, ReportFile, ReportKind, Subscription
from watcher.notes import operator_note
from watcher.ofsted import SEARCH_SOURCE
from watcher.render import Rendered, render_digest, render_note
from watcher.settings import Mail
from watcher.stopping import Stopping, never
from watcher.store import SourceStatus, Store
from watcher.stories import stories

log = logging.getLogger(__name__)

Owed = Sequence[tuple[Change, tuple[Subscription, ...]]]

# What a mistake of ours looks like while a mail is written: a word without an entry, a bad address, a bad template.
UNWRITABLE = (MailError, LookupError, ValueError, TemplateError)
# Mails kept in memory for readers who are owed the same.
WRITTEN_KEPT = 100


def sender_of(mail: Mail) -> Sender:
    return Sender(mail.sender, name=mail.sender_name, reply_to=mail.reply_to)


@dataclass(frozen=True, slots=True)
class Planned:
    """How many mails were planned, and how many readers are still owed one that could not be written."""

    mails: int = 0
    unwritten: int = 0

    def __add__(self, other: Planned) -> Planned:
        return Planned(self.mails + other.mails, self.unwritten + other.unwritten)


@dataclass(frozen=True, slots=True)
class _Known:
    """What every mail of a run says alike."""

    checked: Checked
    topic_names: Mapping[str, str]


@dataclass(slots=True)
class Telling:
    """One run of one frequency up to one moment."""

    store: Store
    mail: Mail
    gazetteer: Gazetteer
    frequency: Frequency
    ends_at: datetime
    _histories: dict[str, History] = field(default_factory=dict)
    _written: dict[object, Rendered] = field(default_factory=dict)

    def plan(self, now: datetime, stopping: Stopping = never) -> Planned:
        """Plan a mail to every reader who is owed something. Safe to repeat after a crash, or when stopped.

        A mail that cannot be written stays owed, is a fault that the operator hears of, and stops no other.
        """
        run = self.store.begin_run(self.frequency, self.ends_at)
        sources, faults = self.store.sources(), self.store.faults(open_only=True)
        known = _Known(checked_now(sources, faults), topic_names(sources, self.gazetteer))
        mails, unwritten = 0, set[str]()
        for reader, owed in self.store.owed(run):
            if stopping():
                return Planned(mails, len(unwritten))
            try:
                mails += self._plan_one(run, reader, owed, known, now)
            except UNWRITABLE as error:
                unwritten.add(self._report(_address(owed), error, now))
        self._clear(faults, unwritten, now)
        self.store.finish_run(run, now)
        return Planned(mails, len(unwritten))

    def _plan_one(self, run: int, reader: int, owed: Owed, known: _Known, now: datetime) -> bool:
        sender, address = sender_of(self.mail), _address(owed)
        rendered = self._write(owed, known)
        id_ = message_id(sender, run, reader)
        content = digest_message(rendered, address, sender, id_, now)
        receipts = [(wish.id, change.id) for change, wishes in owed for wish in wishes]
        return self.store.plan(run, reader, id_, address, rendered.subject, content, receipts, now)

    def _write(self, owed: Owed, known: _Known) -> Rendered:
        """The mail about this; readers who are owed the same for the same reasons share it."""
        key = tuple((change.id, tuple(wish.topic for wish in wishes)) for change, wishes in owed)
        if key not in self._written:
            if len(self._written) >= WRITTEN_KEPT:
                self._written.clear()
            self._written[key] = self._write_anew(owed, known)
        return self._written[key]

    def _write_anew(self, owed: Owed, known: _Known) -> Rendered:
        histories = {change.provider.key: self._history(change.source_id) for change, _ in owed}
        background = Background(histories, authorities=self.gazetteer.by_urn)
        return render_digest(
            digest(
                stories([change for change, _ in owed], self.gazetteer.by_urn),
                {change.id: wishes for change, wishes in owed},
                known.topic_names,
                known.checked,
                Letterhead(sender_of(self.mail).unsubscribe_mailto, self.mail.identity),
                frequency=self.frequency,
                ends_at=self.ends_at,
                item_of=lambda story: item(story, background),
            )
        )

    def _report(self, address: str, error: Exception, now: datetime) -> str:
        """The fault that is opened, or renewed, for the mail to this address that is being refused."""
        log.exception("the %s mail to %s cannot be written", self.frequency.value, address)
        fault = self._fault(address)
        self.store.report_fault(fault, f"this mail cannot be written: {type(error).__name__}: {error}", now)
        return fault

    def _clear(self, faults: Sequence[Fault], unwritten: set[str], now: datetime) -> None:
        """End the faults of earlier runs of this frequency: those mails are written, or no longer owed."""
        for fault in faults:
            if fault.source_id.startswith(self._fault("")) and fault.source_id not in unwritten:
                self.store.clear_fault(fault.source_id, now)

    def _fault(self, address: str) -> str:
        return f"mail:{self.frequency.value}:{address}"

    def _history(self, source_id: str) -> History:
        if source_id not in self._histories:
            files = self.store.known(source_id).files.values()
            self._histories[source_id] = sorted(filter(None, map(_past, files)), key=lambda past: past[0])
        return self._histories[source_id]


def _address(owed: Owed) -> str:
    return owed[0][1][0].address


def _past(file: ReportFile) -> tuple[date, Grade | None] | None:
    """A line of the history; an area SEND report has no grade to put there."""
    report = file.report
    if report is None or file.held or file.published is None or report.kind is ReportKind.AREA_SEND:
        return None
    return file.published, report.overall


def plan_note(store: Store, mail: Mail, now: datetime) -> Planned:
    """Plan a mail to the operator about all that is to be told now, if there is any; it is not counted as a mail."""
    faults = [f for f in store.faults_to_tell() if f.cleared_at or to_tell(f, f.told_times, now)]
    held, failures = store.untold_changes(), store.failures_to_tell()
    if not mail.operator or not (faults or held or failures):
        return Planned()
    sender, names = sender_of(mail), {source.id: source.name for source in store.sources()}
    told = [*(f.source_id for f in faults), *(c.id for c in held), *(f.id for f in failures)]
    id_ = message_id(sender, "operator", now.isoformat(), *told)
    try:
        rendered = render_note(operator_note(faults, held, names, now, failures))
        content = note_message(rendered, mail.operator, sender, id_, now)
    except UNWRITABLE:
        log.exception("the note to the operator cannot be written")
        return Planned(unwritten=1)
    held_ids, failed_ids = [change.id for change in held], [failure.id for failure in failures]
    store.plan_note(id_, mail.operator, rendered.subject, content, faults, held_ids, now, told_failures=failed_ids)
    return Planned()


def checked_now(sources: Sequence[SourceStatus], faults: Sequence[Fault]) -> Checked:
    """The line that tells readers what was looked at and what is not working."""
    pages = [source for source in sources if source.followed and source.id != SEARCH_SOURCE]
    since = {fault.source_id: fault.first_seen for fault in faults}
    well = [page for page in pages if page.visited_at and page.id not in since]
    last = max((source.visited_at for source in sources if source.followed and source.visited_at), default=None)
    troubles = tuple(
        Trouble(source.name, since[source.id]) for source in sources if source.followed and source.id in since
    )
    council = all(page.id.startswith("ofsted:44/") for page in pages)
    return Checked(len(well), len(pages), last, troubles, "authorities" if council else "providers")


def topic_names(sources: Sequence[SourceStatus], gazetteer: Gazetteer) -> dict[str, str]:
    """What readers call the topics: councils by the table, other providers by what their pages say."""
    councils = {f"authority:{urn}": authority.name for urn, authority in gazetteer.by_urn.items()}
    listed = {f"authority:{s.id.rpartition('/')[2]}": s.name for s in sources if s.id.startswith("ofsted:44/")}
    others = {f"provider:{source.id.partition(':')[2]}": source.name for source in sources}
    return {**others, **listed, **councils}
