"""What every page needs: the configuration, the store, the tokens, the clock."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from watcher.digests.letters import Letter, Letterhead
from watcher.mail.message import message_id, note_message
from watcher.mail.render import render_letter
from watcher.mail.sender import Sender
from watcher.model.reader import Reader, RequestedMail, SignUp
from watcher.settings import Settings
from watcher.store import Store
from watcher.store.leave_queue import LeaveQueue
from watcher.subscribers.tokens import Clock, Tokens
from watcher.subscribers.topics import topic_names
from watcher.web.choices import Offered
from watcher.web.forms import Fields
from watcher.web.later import Later
from watcher.web.limits import Limits, RequestKind, network_of
from watcher.web.preview import SPAN, PastDigests, waits_for_release
from watcher.web.templates import PageTemplates

log = logging.getLogger(__name__)

RECORD_KEPT = timedelta(minutes=10)
FIELDS_AT_MOST = 400


class RecentChanges:
    """What happened in two years, read again at most every ten minutes."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._read_at: datetime | None = None
        self._past: tuple[PastDigests, ...] = ()
        self._since: datetime | None = None

    def at(self, now: datetime) -> tuple[tuple[PastDigests, ...], datetime | None]:
        """What was recorded, what was listed before, and since when we watch pages (None: we watch none)."""
        with self._lock:
            if self._read_at is None or not self._read_at <= now < self._read_at + RECORD_KEPT:
                recorded = self._store.changes.recorded(now - SPAN)
                changes = (PastDigests.of(change) for change in recorded if not waits_for_release(change))
                listed = self._store.reports.listed_since((now - SPAN).date())
                before = (PastDigests.listed(page, document) for page, document in listed if "event" in document.facts)
                self._past = (*changes, *before)
                self._since = min(
                    (one.followed_since for one in self._store.pages.targets() if one.visited_at), default=None
                )
                self._read_at = now
            return self._past, self._since


@dataclass(frozen=True, slots=True)
class WebContext:
    """`post` is called when a mail is pending."""

    settings: Settings
    store: Store
    tokens: Tokens
    clock: Clock
    limits: Limits
    offered: Offered
    pages: PageTemplates
    sender: Sender
    record: RecentChanges
    post: Callable[[], None]
    later: Later = field(default_factory=Later)

    def url(self, *parts: str) -> str:
        """An address for a mail. Never made from the Host header of a request."""
        return "/".join((self.settings.web.base_url, *parts))

    def network(self, request: Request) -> str:
        """The client's address. Behind a proxy, it is the last entry, which the proxy added itself."""
        told = request.headers.getlist("x-forwarded-for") if self.settings.web.behind_proxy else []
        if told:
            return network_of(told[-1].rpartition(",")[2])
        return network_of(request.client.host if request.client else "")

    def admit_mail(self, network: str, address: str, *, known: bool) -> bool:
        """Whether an email that somebody asked for may be sent. The answer to the request is the same either way.

        Readers' own requests are counted by mailbox alone, in the store: strangers who ask for unknown addresses must
        not use up what readers need.
        """
        if known or self.limits.allows(RequestKind.MAIL, network):
            return True
        log.warning("too many emails were asked for; one for an unknown address was not sent")
        return False

    async def refuse_broken(self) -> None:
        """`StoreError` if the database can't be read, so that we promise no email. The same for every address."""
        await run_in_threadpool(self.store.outbox.pending_count)

    @property
    def leaving(self) -> LeaveQueue:
        return LeaveQueue(self.settings.state / "leaving")

    def admit(self, request: Request, what: RequestKind) -> None:
        """Raise 429 after too many requests of this kind."""
        if not self.limits.allows(what, self.network(request)):
            raise HTTPException(429, headers={"Retry-After": "60"})

    async def topic_names(self) -> Mapping[str, str]:
        sources = await run_in_threadpool(self.store.pages.statuses)
        return topic_names(sources, self.offered.gazetteer)

    async def letterhead(self) -> Letterhead:
        return Letterhead(self.sender.name, await self.topic_names(), self.settings.mail.identity)

    async def reader(self, subscriber_id: int) -> Reader | None:
        return await run_in_threadpool(self.store.readers.find, subscriber_id)

    async def send(self, letter: Letter, to: str, name: str, now: datetime, asked: SignUp | None = None) -> None:
        """Plan the letter unless its mailbox has reached its limit; `name` makes its Message-ID."""
        rendered = render_letter(letter)
        id_ = message_id(self.sender, "letter", name)
        mail = RequestedMail(id_, to, rendered.subject, note_message(rendered, to, self.sender, id_, now))
        if await run_in_threadpool(self.store.readers.request_mail, mail, now, asked):
            self.post()


def context_of(request: Request) -> WebContext:
    context: WebContext = request.app.state.context
    return context


async def fields_of(request: Request) -> Fields:
    """The fields of a posted form, without files. HTTPException 400 if the body is not a form."""
    form = await request.form(max_files=0, max_fields=FIELDS_AT_MOST)
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def is_fragment(request: Request) -> bool:
    """Whether the request is from htmx, for a part of the page."""
    return request.headers.get("hx-request") == "true"
