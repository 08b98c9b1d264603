"""Readers who sign up themselves: requests, consent, leaving, and addresses that we must not write to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from watcher.model.address import mailbox
from watcher.model.reader import (
    Consent,
    Reader,
    RequestedMail,
    SignUp,
    SuppressionReason,
    Wishes,
    fingerprint,
)
from watcher.store.engine import Part
from watcher.store.locks import one_at_a_time
from watcher.store.planned_mails import new_mail, save_mail
from watcher.store.sql import insert_new
from watcher.store.subscribers import (
    SUBSCRIPTIONS,
    as_subscription,
    end_subscriptions,
    follow,
    lock_active,
    make_reader,
    revoke_links,
)
from watcher.store.suppressions import delete_suppression, stop, suppression_of
from watcher.store.tables.core import ACTIVE, delivery, subscriber, subscription
from watcher.store.tables.readers import consent, requested_mail, sign_up

# The most emails that a stranger can have us send to one mailbox in each of these periods.
MAILS_WITHIN: Mapping[timedelta, int] = {timedelta(hours=1): 1, timedelta(days=1): 3}
TOMBSTONE = "erased:"
BY_OPERATOR = "operator"  # in place of a version: the words are the operator's own
_BY_LINK = "by link"


class Readers(Part):
    """A sign-up waits for its confirmation. We keep a consent for as long as we keep the address."""

    def request_mail(self, mail: RequestedMail, now: datetime, asked: SignUp | None = None) -> bool:
        """Save an email that somebody asked for together with its sign-up, or neither.

        False, with nothing saved, if the mailbox got enough of them lately or its owner has complained. Emails from
        before its owner last confirmed or left don't count: the owner was not a stranger.
        """
        box = fingerprint(mailbox(mail.address))
        with self.writing() as conn:
            one_at_a_time(conn, f"mailbox {box}")
            if _complained(conn, mail.address) or _too_many(conn, mail.address, box, now):
                return False
            row = new_mail(mail.message_id, mail.address, mail.subject, now)
            saved = save_mail(conn, row, mail.content)
            if saved is None:
                return False
            conn.execute(requested_mail.insert(), {"mailbox": box, "asked_at": now, "delivery_id": saved})
            if asked:
                conn.execute(sign_up.insert(), _sign_up_row(asked))
            return True

    def sign_up(self, sign_up_id: str) -> SignUp | None:
        """The sign-up with this id, None if we don't know it (any more)."""
        with self.reading() as conn:
            row = conn.execute(select(sign_up).where(sign_up.c.id == sign_up_id)).one_or_none()
            return _as_sign_up(row) if row else None

    def confirm(self, sign_up_id: str, now: datetime) -> SignUp | None:
        """Subscribe the address to what was asked for, once its consent is recorded.

        All of it or nothing. Returns the sign-up as it was: if it already had a `confirmed_at`, nothing changed now.
        None if we don't know it, or if the owner of the address has complained.
        """
        mine = sign_up.c.id == sign_up_id
        with self.writing() as conn:
            row = conn.execute(select(sign_up).where(mine).with_for_update()).one_or_none()
            asked = _as_sign_up(row) if row else None
            if asked is None or asked.confirmed_at:
                return asked
            if _complained(conn, asked.address):
                return None
            _follow_all(conn, _admit(conn, asked, now), asked.wishes, now)
            conn.execute(update(sign_up).where(mine).values(confirmed_at=now))
            return asked

    def find(self, subscriber_id: int) -> Reader | None:
        """The reader with this id. None if we don't know one, or the address was erased."""
        with self.reading() as conn:
            return _reader(conn, subscriber.c.id == subscriber_id)

    def of_address(self, address: str) -> Reader | None:
        """The reader with this address, even one who follows nothing any more."""
        with self.reading() as conn:
            return _reader(conn, subscriber.c.address == address.strip().lower())

    def choose(self, subscriber_id: int, wishes: Wishes, now: datetime) -> Reader | None:
        """Make the reader follow exactly this from now on. Returns the reader afterwards.

        None, with nothing changed, if we don't know the reader or they have left: coming back takes a new consent.
        """
        with self.writing() as conn:
            # if a button is pressed twice, the second request must see what the first one chose
            one_at_a_time(conn, f"choices of {subscriber_id}")
            active = lock_active(conn, subscriber_id)
            if not active:
                return None
            _follow_all(conn, subscriber_id, wishes, now)
            dropped = [id_ for id_, topic in active.items() if topic not in wishes.topics]
            end = update(subscription).where(subscription.c.id.in_(dropped))
            conn.execute(end.values(ended_at=now, ended_reason="no longer chosen"))
            return _reader(conn, subscriber.c.id == subscriber_id)

    def leave(self, subscriber_id: int, now: datetime, topic: str | None = None) -> int:
        """End one topic or all that the reader follows. Returns how many subscriptions ended.

        `now` is when the reader asked: nothing ends if they came back since.
        """
        with self.writing() as conn:
            reader = _reader(conn, subscriber.c.id == subscriber_id)
            if reader is None or _confirmed_since(conn, subscriber_id, now):
                return 0
            if topic is not None and {one.topic for one in reader.follows} != {topic}:
                return end_subscriptions(conn, reader.address, topic, now, _BY_LINK)
            return stop(conn, reader.address, SuppressionReason.LEFT, _BY_LINK, now)

    def revoke_links(self, subscriber_id: int) -> None:
        """Make all manage links that the reader was sent so far invalid."""
        with self.writing() as conn:
            revoke_links(conn, subscriber_id)

    def links(self) -> dict[int, int]:
        """How often each reader's manage links were made invalid; readers who are not named: never."""
        with self.reading() as conn:
            rows = conn.execute(select(subscriber.c.id, subscriber.c.links).where(subscriber.c.links > 0))
            return {row.id: row.links for row in rows}

    def readmit(self, address: str, reason: str, wishes: Wishes, now: datetime) -> None:
        """Readmit an address because its owner told the operator so; `reason` says how.

        The reason is kept as their consent. The caller then adds the subscriptions.
        """
        said = Consent(BY_OPERATOR, reason, "by the operator", "")
        with self.writing() as conn:
            _admit(conn, SignUp(token_urlsafe(12), address.strip().lower(), wishes, said, now), now)

    def consents(self, subscriber_id: int) -> list[dict[str, Any]]:
        """All that the reader agreed to, oldest first, as dictionaries keyed by column."""
        mine = select(consent).where(consent.c.subscriber_id == subscriber_id).order_by(consent.c.id)
        with self.reading() as conn:
            return [dict(row) for row in conn.execute(mine).mappings()]

    def sign_ups_of(self, address: str) -> list[SignUp]:
        """The sign-ups for this address in the last days, confirmed or not, oldest first."""
        mine = select(sign_up).where(sign_up.c.address == address.strip().lower()).order_by(sign_up.c.asked_at)
        with self.reading() as conn:
            return [_as_sign_up(row) for row in conn.execute(mine)]

    def mails_to(self, address: str) -> list[dict[str, Any]]:
        """Every email to this address on record, oldest first, without its text."""
        columns = (delivery.c.subject, delivery.c.status, delivery.c.created_at, delivery.c.ended_at)
        mine = select(*columns).where(delivery.c.address == address.strip().lower()).order_by(delivery.c.id)
        with self.reading() as conn:
            return [dict(row) for row in conn.execute(mine).mappings()]


def _admit(conn: Connection, asked: SignUp, now: datetime) -> int:
    """Make the address a subscriber with a recorded consent, and allow emails to it again. Returns the id."""
    conn.execute(delete_suppression(asked.address))
    reader = make_reader(conn, asked.address, now)
    record_consent(conn, asked, reader, now)
    return reader


def record_consent(conn: Connection, asked: SignUp, reader: int, now: datetime) -> None:
    """Record what the reader agreed to, inside an open transaction. The same sign-up counts once."""
    insert_new(conn, consent, _consent_row(asked, reader, now), ["sign_up_id"])


def _follow_all(conn: Connection, reader: int, wishes: Wishes, now: datetime) -> None:
    for topic in wishes.topics:
        follow(conn, reader, topic, wishes.frequency, wishes.interests, now)


def _too_many(conn: Connection, address: str, box: str, now: datetime) -> bool:
    seen = _owner_seen(conn, address)
    count = select(func.count()).select_from(requested_mail).where(requested_mail.c.mailbox == box)
    return any(
        conn.execute(count.where(requested_mail.c.asked_at > max(seen, now - span))).scalar_one() >= most
        for span, most in MAILS_WITHIN.items()
    )


def _owner_seen(conn: Connection, address: str) -> datetime:
    """When somebody last used a link, sent to this address, to confirm or to leave."""
    mine = select(func.max(consent.c.confirmed_at), func.max(consent.c.ended_at)).join(subscriber)
    known = conn.execute(mine.where(subscriber.c.address == address)).one()
    return max((moment for moment in known if moment), default=datetime.min.replace(tzinfo=UTC))


def _confirmed_since(conn: Connection, reader: int, moment: datetime) -> bool:
    newer = select(consent.c.id).where(consent.c.subscriber_id == reader, consent.c.confirmed_at > moment).limit(1)
    return conn.execute(newer).one_or_none() is not None


def _complained(conn: Connection, address: str) -> bool:
    found = suppression_of(conn, address)
    return found is not None and found.reason is SuppressionReason.COMPLAINED


def _reader(conn: Connection, who: Any) -> Reader | None:
    row = conn.execute(select(subscriber).where(who)).one_or_none()
    if row is None or row.address.startswith(TOMBSTONE):
        return None
    mine = SUBSCRIPTIONS.where(subscription.c.subscriber_id == row.id, ACTIVE).order_by(subscription.c.topic)
    follows = tuple(as_subscription(one) for one in conn.execute(mine))
    return Reader(row.id, row.address, row.one_mail_an_item, row.all_quiet, follows, row.links)


def _sign_up_row(asked: SignUp) -> dict[str, Any]:
    return {
        "id": asked.id,
        "address": asked.address,
        "wishes": asked.wishes,
        "version": asked.consent.version,
        "text": asked.consent.text,
        "page": asked.consent.page,
        "network": asked.consent.network,
        "asked_at": asked.asked_at,
    }


def _as_sign_up(row: Row[Any]) -> SignUp:
    agreed = Consent(row.version, row.text, row.page, row.network)
    return SignUp(row.id, row.address, row.wishes, agreed, row.asked_at, row.confirmed_at)


def _consent_row(asked: SignUp, subscriber_id: int, now: datetime) -> dict[str, Any]:
    return {
        "sign_up_id": asked.id,
        "subscriber_id": subscriber_id,
        "wishes": asked.wishes,
        "version": asked.consent.version,
        "text": asked.consent.text,
        "page": asked.consent.page,
        "network": asked.consent.network,
        "given_at": asked.asked_at,
        "confirmed_at": now,
    }
