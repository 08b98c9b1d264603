"""Work that begins after the answer is sent, so that its duration gives nothing away.

The connection is closed with the answer. Otherwise the next request on it would wait for the work, and give it away.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import anyio
from starlette.background import BackgroundTask
from starlette.responses import Response

from watcher.model.errors import StoreError

log = logging.getLogger(__name__)

_TRIES = 3
_PAUSE_SECONDS = 5.0


@dataclass(slots=True)
class Later:
    """`working` counts what is not done yet."""

    working: int = 0

    def after(self, answer: Response, work: Callable[[], Awaitable[None]]) -> Response:
        """The same answer, with work to do after it. If the database is busy, the work is tried twice more."""
        self.working += 1
        answer.headers["Connection"] = "close"
        answer.background = BackgroundTask(self._do, work)
        return answer

    async def _do(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            for left in reversed(range(_TRIES)):
                try:
                    return await work()
                except StoreError as error:
                    log.error("an email that was asked for was not written: %s", error)
                    if left:
                        await anyio.sleep(_PAUSE_SECONDS)
        finally:
            self.working -= 1
