"""From what is recorded to mails that are planned: digests to readers, notes to the operator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from watcher.authorities import Gazetteer
from watcher.digests import Checked, Letterhead, Trouble, digest
from watcher.health import to_tell
from watcher.items import History
from watcher.mail import Sender, digest_message, message_id, note_message
from watcher.model import Change, Fault, Frequency, Grade, ReportFile, ReportKind, Subscription
from watcher.notes import operator_note
from watcher.ofsted import SEARCH_SOURCE
from watcher.render import render_digest, render_note
from watcher.settings import Mail
from watcher.store import SourceStatus, Store
from watcher.stories import stories

Owed = Sequence[tuple[Change, tuple[Subscription, ...]]]


def sender_of(mail: Mail) -> Sender:
    return Sender(mail.sender, name=mail.sender_name, reply_to=mail.reply_to)


@dataclass(slots=True)
class Telling:
    """One run of one frequency up to one moment."""

    store: Store
    mail: Mail
    gazetteer: Gazetteer
    frequency: Frequency
    ends_at: datetime
    _histories: dict[str, History] = field(default_factory=dict)

    def plan(self, now: datetime) -> int:
        """Plan a mail to every reader who is owed something; how many. Safe to repeat after a crash."""
        run = self.store.begin_run(self.frequency, self.ends_at)
        sources = self.store.sources()
        checked, names = checked_now(sources, self.store.faults(open_only=True)), topic_names(sources, self.gazetteer)
        planned = 0
        for reader in self.store.due_subscribers(run):
            if owed := self.store.unsent_changes(run, reader):
                planned += self._plan_one(run, reader, owed, checked, names, now)
        self.store.finish_run(run, now)
        return planned

    def _plan_one(
        self, run: int, reader: int, owed: Owed, checked: Checked, names: dict[str, str], now: datetime
    ) -> bool:
        sender, address = sender_of(self.mail), owed[0][1][0].address
        rendered = render_digest(
            digest(
                stories([change for change, _ in owed], self.gazetteer.by_urn),
                {change.id: wishes for change, wishes in owed},
                names,
                checked,
                Letterhead(sender.unsubscribe_mailto, self.mail.identity),
                frequency=self.frequency,
                ends_at=self.ends_at,
                histories={change.provider.key: self._history(change.source_id) for change, _ in owed},
            )
        )
        id_ = message_id(sender, run, reader)
        content = digest_message(rendered, address, sender, id_, now)
        receipts = [(wish.id, change.id) for change, wishes in owed for wish in wishes]
        return self.store.plan(run, reader, id_, address, rendered.subject, content, receipts, now)

    def _history(self, source_id: str) -> History:
        if source_id not in self._histories:
            files = self.store.known(source_id).files.values()
            self._histories[source_id] = sorted(filter(None, map(_past, files)), key=lambda past: past[0])
        return self._histories[source_id]


def _past(file: ReportFile) -> tuple[date, Grade | None] | None:
    """A line of the history; an area SEND report has no grade to put there."""
    report = file.report
    if report is None or file.held or file.published is None or report.kind is ReportKind.AREA_SEND:
        return None
    return file.published, report.overall


def plan_note(store: Store, mail: Mail, now: datetime) -> bool:
    """Plan a mail to the operator about all that is to be told now; whether there is one."""
    faults = [f for f in store.faults_to_tell() if f.cleared_at or to_tell(f, f.told_times, now)]
    held, failures = store.untold_changes(), store.failures_to_tell()
    if not mail.operator or not (faults or held or failures):
        return False
    sender, names = sender_of(mail), {source.id: source.name for source in store.sources()}
    rendered = render_note(operator_note(faults, held, names, now, failures))
    told = [*(f.source_id for f in faults), *(c.id for c in held), *(f.id for f in failures)]
    id_ = message_id(sender, "operator", now.isoformat(), *told)
    return store.plan_note(
        id_,
        mail.operator,
        rendered.subject,
        note_message(rendered, mail.operator, sender, id_, now),
        faults,
        [change.id for change in held],
        now,
        told_failures=[failure.id for failure in failures],
    )


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
