"""Delivers pending mails, and reports trouble as faults; called by the command line and the scheduler."""

from __future__ import annotations

from datetime import datetime

from watcher.commands.clock import set_right
from watcher.commands.refusals import report_refusals
from watcher.commands.run_record import recorded
from watcher.mail.deliver import Delivered, deliver, transport_of
from watcher.mail.pace import Pace
from watcher.mail.sender import return_path_of
from watcher.model.address import without_addresses
from watcher.model.run import RunCounts, RunKind, RunOutcome
from watcher.model.stopping import Stopping, never
from watcher.settings import Settings
from watcher.store import Store
from watcher.store.leave_queue import LeaveQueue

# Ids of two faults: the server accepts nothing at all, or it rejects some mails because of who we are.
SERVER, REFUSED = "mail:server", "mail:refused"
_REASONS = 5


def send(settings: Settings, store: Store, now: datetime, stopping: Stopping = never) -> Delivered | None:
    """Deliver pending mails; None if another send is running. Trouble with the server becomes a fault."""
    # before all else, also where another machine sends: whoever left gets nothing more
    LeaveQueue(settings.state / "leaving").apply(store)
    with store.leases.hold("send") as taken:
        if not taken:
            return None
        mail = settings.mail
        with transport_of(
            mail.smtp, return_path_of(settings).of, settings.password, settings.state / "outbox"
        ) as transport:
            store.outbox.begin_sending(now)
            delivered = deliver(store.outbox, transport, now, stopping, Pace(mail.a_minute))
        _report(store, delivered, now)
        report_refusals(store, now)
        return delivered


def send_alone(settings: Settings, store: Store, now: datetime, *, pretended: bool = False) -> Delivered | None:
    """Send pending mails, recorded as a run of its own; None if another send is running."""
    with recorded(store, RunKind.SEND, now, pretended=pretended) as note:
        set_right(settings, store, now, note)
        sent = send(settings, store, now)
        note.counts = RunCounts(mailed=sent.sent if sent else 0)
        note.outcome = RunOutcome.FAILED if sent and sent.trouble else RunOutcome.WELL
        return sent


def _report(store: Store, delivered: Delivered, now: datetime) -> None:
    """Open, renew or clear the two faults, depending on how the send went and what is still pending."""
    blocked = store.outbox.blocked()
    if blocked:
        reasons = "; ".join(f"{count} emails pending: {why}" for why, count in blocked.most_common(_REASONS))
        store.faults.report(REFUSED, f"the mail server rejects our emails; {reasons}", now)
    else:
        store.faults.clear(REFUSED, now)
    trouble = without_addresses(delivered.trouble or "")
    if trouble and not delivered.stopped and trouble not in blocked:
        store.faults.report(SERVER, f"emails can't be sent: {trouble}", now)
    elif delivered.sent or not store.outbox.pending_count():
        store.faults.clear(SERVER, now)
