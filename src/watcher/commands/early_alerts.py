"""Alerts about what Ofsted published, planned and sent while the news sites are still being read."""

from __future__ import annotations

import asyncio
from datetime import datetime

from watcher.commands.digest import DigestPlan, Planned
from watcher.commands.send import send
from watcher.commands.threads import in_thread
from watcher.mail.deliver import Delivered
from watcher.model.stopping import Stopping
from watcher.model.subscription import Frequency
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Settings
from watcher.store import Store


def together(*rounds: Delivered | None) -> Delivered | None:
    """The result of several sends; None if none could begin, because another send was running."""
    done = [one for one in rounds if one]
    if not done:
        return None
    return Delivered(
        sum(one.sent for one in done),
        sum(one.postponed for one in done),
        sum(one.refused for one in done),
        next((one.trouble for one in reversed(done) if one.trouble), None),
        any(one.stopped for one in done),
    )


class EarlyAlerts:
    """One set of alerts, begun by `begin`. Later mail of the same run must leave alerts out: one email a person."""

    def __init__(self, settings: Settings, store: Store, now: datetime) -> None:
        self._settings, self._store, self._now = settings, store, now
        self._planning: asyncio.Task[Planned] | None = None
        self.sending: asyncio.Task[Delivered | None] | None = None

    def begin(self, changes: int) -> None:
        """Start to plan and send alerts about new documents on Ofsted's pages, if there are any. Does not wait."""
        if changes and self._planning is None:
            self._planning = asyncio.create_task(in_thread(self._plan))
            self.sending = asyncio.create_task(self._send(self._planning))

    async def planned(self) -> Planned | None:
        """What was planned; None if nothing had to be sent."""
        return await asyncio.shield(self._planning) if self._planning else None

    async def sent(self) -> Delivered | None:
        """What was sent; None if nothing had to be sent, or another send was running."""
        return await asyncio.shield(self.sending) if self.sending else None

    async def stop(self) -> None:
        """Stop sending. Emails that were planned stay planned, and are sent next time."""
        tasks = [task for task in (self._planning, self.sending) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _plan(self, stopping: Stopping) -> Planned:
        return DigestPlan(self._store, self._settings, gazetteer(), Frequency.IMMEDIATELY, self._now).plan(
            self._now, stopping
        )

    async def _send(self, planning: asyncio.Task[Planned]) -> Delivered | None:
        await asyncio.wait({planning})
        return await in_thread(lambda stopping: send(self._settings, self._store, self._now, stopping))
