"""Tells the operator about hosts that refuse many readers alike, and readers who may have been stopped wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.mail.replies import Meaning, meaning
from watcher.model.errors import ConfigError, WatcherError
from watcher.model.text import moment
from watcher.store import Store

# Ids of faults: one for each host, and one for the readers.
HOST, STOPPED = "host:", "readers:stopped"


@dataclass(frozen=True, slots=True)
class DoubtfulStop:
    """A reader who was stopped because of a server's reply that proves nothing under today's rules."""

    address: str
    said: str
    since: datetime


def doubtful_stops(store: Store) -> list[DoubtfulStop]:
    """Readers stopped because of such replies, those stopped longest ago first.

    The operator's decisions are left out.
    """
    return [DoubtfulStop(*one) for one in store.readmission.stopped() if not _proves(one[1])]


def readmit(store: Store, addresses: Sequence[str], now: datetime) -> dict[str, int]:
    """Let stopped readers get emails again, as before. Returns how many subscriptions each has again.

    `ConfigError`, with nobody readmitted, if one of them is not stopped because email came back.
    """
    _refuse_unknown(store, addresses)
    return {address: store.readmission.readmit(address, now) for address in addresses}


def confirm_stops(store: Store, addresses: Sequence[str]) -> None:
    """Keep readers stopped, and don't offer them again. `ConfigError`, with nothing changed, as for `readmit`."""
    _refuse_unknown(store, addresses)
    for address in addresses:
        store.readmission.confirm_stop(address)


def revoke_links(store: Store, address: str) -> None:
    """Make all manage links that a reader was sent so far invalid. `WatcherError` for an unknown address."""
    reader = store.readers.of_address(address)
    if reader is None:
        raise WatcherError(f"{address[:80]} is not a subscriber. `watcher subscribers` lists them.")
    store.readers.revoke_links(reader.id)


def report_refusals(store: Store, now: datetime) -> None:
    """Open, renew or clear the faults about hosts and readers."""
    waiting = {f"{HOST}{one.host}": one for one in store.doubts.waiting_hosts(now)}
    for name, host in waiting.items():
        reason = (
            f"{host.host} refuses our emails, or many readers alike: {host.said}. Nobody is unsubscribed. "
            f"We try it again at {moment(host.until)}"
        )
        store.faults.report(name, reason, now)
    for fault in store.faults.recorded(open_only=True):
        if fault.source_id.startswith(HOST) and fault.source_id not in waiting:
            store.faults.clear(fault.source_id, now)
    if found := doubtful_stops(store):
        count = "1 reader was" if len(found) == 1 else f"{len(found)} readers were"
        reason = f"{count} stopped on words that don't prove a dead address. `watcher readmit` lists them"
        store.faults.report(STOPPED, reason, now)
    else:
        store.faults.clear(STOPPED, now)


def _refuse_unknown(store: Store, addresses: Sequence[str]) -> None:
    known = {address for address, _, _ in store.readmission.stopped()}
    for address in addresses:
        if address.strip().lower() not in known:
            raise ConfigError(
                f"{address[:80]} is not stopped because email came back. `watcher readmit` lists those who are."
            )


def _proves(said: str) -> bool:
    """Whether the stored words of a server are positive evidence about the address."""
    code = int(said[:3]) if said[:3].isdigit() else 554
    return meaning(code, said, of_recipient=True) is Meaning.GONE
