"""The work behind `watcher correct`: tells readers that an alert was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.commands.digest import DigestPlan
from watcher.commands.digest_run import MAILS_AT_ONCE
from watcher.digests.background import StoryContext
from watcher.digests.correction import correction
from watcher.mail.message import digest_message, message_id
from watcher.mail.parts import without_links
from watcher.mail.render import Rendered, render_digest
from watcher.mail.sender import Sender, sender_of
from watcher.model.change import Change
from watcher.model.correction import Correction, ReaderTold, checked_text
from watcher.model.errors import ConfigError
from watcher.model.text import london_day
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Settings
from watcher.store import Store
from watcher.store.planned_mails import PlannedMail


@dataclass(frozen=True, slots=True)
class Corrected:
    """The result of a correction.

    `misled` are the readers who got the wrong alert; `planned` is how many corrections were planned now.
    `taken_back` counts the pending mails that were withdrawn. `mail` is the correction as the first reader gets
    it, None if nobody got the alert.
    """

    misled: Sequence[ReaderTold]
    planned: int
    taken_back: int
    mail: Rendered | None


def correct(
    settings: Settings, store: Store, change: Change, text: str, now: datetime, *, misread: bool = False
) -> Corrected:
    """Correct a change: plan one mail to each reader who got it, and send no more mails about it.

    With `misread`, the grades of its report are not used from now on: no history shows them, and no later
    report is compared with them.
    Pending mails about it are withdrawn and planned again without it. Safe to repeat after a crash: each reader
    gets a correction once. `ConfigError` while mails are being sent.
    """
    text = checked_text(text)
    with store.leases.hold("send") as taken:
        if not taken:
            raise ConfigError(
                "Emails are being sent right now, so nothing was changed. Try again when the send has finished, "
                "or stop it: unsent emails stay pending."
            )
        if misread:
            store.reports.doubt(change.source_id, change.key, "it was misread, as a correction told readers")
        begun = store.corrections.begin(change.id, text, now)
        done = _tell_misled(settings, store, change, begun, now)
    for frequency, ends_at in begun.runs:
        DigestPlan(store, settings, gazetteer(), frequency, ends_at).plan(now)
    return done


def correction_ahead(settings: Settings, store: Store, change: Change, text: str, now: datetime) -> Corrected:
    """Work out what `correct` would do, without doing it."""
    misled, waiting = store.corrections.readers_told(change.id), store.corrections.pending_about(change.id)
    mail = _mail(change, checked_text(text), sender_of(settings), settings, misled[0], now) if misled else None
    return Corrected(misled, 0, waiting, mail and replace(mail, text=without_links(mail.text)))


def _tell_misled(settings: Settings, store: Store, change: Change, begun: Correction, now: datetime) -> Corrected:
    sender, misled = sender_of(settings), store.corrections.readers_told(change.id)
    links = store.readers.links()
    done = store.corrections.planned_for(begun.id)
    mails: dict[object, Rendered] = {}
    planned: list[PlannedMail] = []
    for one in misled:
        day = london_day(one.told_at)
        if day not in mails:
            mails[day] = _mail(change, begun.text, sender, settings, one, now)
        if one.subscriber_id not in done:
            planned.append(_addressed(mails[day], begun, one, sender, links, now))
    batches = [planned[at : at + MAILS_AT_ONCE] for at in range(0, len(planned), MAILS_AT_ONCE)]
    count = sum(store.corrections.plan(begun.id, batch, now) for batch in batches)
    return Corrected(misled, count, begun.taken_back, next(iter(mails.values()), None))


def _mail(change: Change, text: str, sender: Sender, settings: Settings, one: ReaderTold, now: datetime) -> Rendered:
    head = sender.letterhead(settings.mail.identity)
    told_on = london_day(one.told_at)
    names = StoryContext(authorities=gazetteer().by_urn)
    return render_digest(correction(change, text, head, told_on=told_on, ends_at=now, background=names))


def _addressed(
    mail: Rendered, begun: Correction, one: ReaderTold, sender: Sender, links: Mapping[int, int], now: datetime
) -> PlannedMail:
    id_ = message_id(sender, "correction", begun.id, one.subscriber_id)
    own = sender.reader_links(one.subscriber_id, links.get(one.subscriber_id, 0))
    content = digest_message(mail, one.address, sender, id_, now, **own)
    return PlannedMail(one.subscriber_id, id_, one.address, mail.subject, content)
