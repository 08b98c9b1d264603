"""Lists of readers: imports, exports, and a reader's new address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from secrets import token_urlsafe

from sqlalchemy import Connection, select, update

from watcher.model.reader import Consent, SignUp, SuppressionReason, Wishes
from watcher.model.reader_list import ExportedReader, ListedReader, MovedReader, TakenIn
from watcher.model.subscription import Frequency, Subscription
from watcher.store.engine import Part
from watcher.store.erasure import erase_reader, forget_mail_faults, wipe_mails
from watcher.store.planned_mails import withdraw
from watcher.store.readers import BY_OPERATOR, record_consent
from watcher.store.subscribers import (
    SUBSCRIPTIONS,
    as_subscription,
    ended_topics,
    follow,
    lock_active,
    make_reader,
)
from watcher.store.suppressions import delete_suppression, stop, suppression_of
from watcher.store.tables.core import ACTIVE, delivery, subscriber, subscription
from watcher.store.tables.readers import consent


class _TriedError(Exception):
    """Ends a transaction that was only tried."""


class ReaderLists(Part):
    """An import never adds a reader who left, and never changes a reader's choices."""

    def take_in(self, readers: Sequence[ListedReader], now: datetime, *, try_only: bool = False) -> list[TakenIn]:
        """Subscribe these readers with their consent, all in one transaction, or only find out what that would do."""
        done: list[TakenIn] = []
        try:
            with self.writing() as conn:
                done += [_take_in(conn, one, now) for one in readers]
                if try_only:
                    raise _TriedError
        except _TriedError:
            pass
        return done

    def exported(self) -> list[ExportedReader]:
        """Everybody who follows something, by address; once for each frequency and choice of news."""
        agreed = select(consent).where(consent.c.ended_at.is_(None)).order_by(consent.c.id)
        more = SUBSCRIPTIONS.add_columns(subscriber.c.one_mail_an_item, subscriber.c.all_quiet).where(ACTIVE)
        with self.reading() as conn:
            newest = {row.subscriber_id: row for row in conn.execute(agreed)}
            rows = conn.execute(more.order_by(subscriber.c.address, subscription.c.topic)).all()
        groups: dict[object, list[tuple[Subscription, bool, bool, int]]] = defaultdict(list)
        for row in rows:
            one = as_subscription(row)
            key = (one.address, one.frequency, one.interests)
            groups[key].append((one, row.one_mail_an_item, row.all_quiet, row.subscriber_id))
        found = []
        for ones in groups.values():
            first, one_mail, quiet, reader = ones[0]
            said = newest.get(reader)
            found.append(
                ExportedReader(
                    first.address,
                    tuple(one.topic for one, *_ in ones),
                    first.frequency,
                    first.interests,
                    one_mail,
                    quiet,
                    min(one.created_at for one, *_ in ones),
                    said.text if said else "",
                    said.page if said else "",
                    said.given_at if said else None,
                )
            )
        return found

    def move(self, old: str, new: str, said: Consent, now: datetime) -> MovedReader | None:
        """Give the reader at `old` the address `new`, with everything they follow, chose and agreed to.

        None, with nothing changed, if nobody at `old` follows anything or somebody at `new` does. Pending digests are
        withdrawn, as if their runs had not planned them; `old` gets no more emails. Call it while no email is being
        sent.
        """
        with self.writing() as conn:
            reader, other = _id_of(conn, old), _id_of(conn, new)
            active = lock_active(conn, reader) if reader is not None else {}
            if reader is None or not active or (other is not None and lock_active(conn, other)):
                return None
            if other is not None:
                erase_reader(conn, other, new, now)
            conn.execute(delete_suppression(new))
            runs, taken_back = _take_back(conn, reader, now)
            wipe_mails(conn, (delivery.c.subscriber_id == reader) & (delivery.c.status != "pending"))
            forget_mail_faults(conn, reader, old)
            conn.execute(update(subscriber).where(subscriber.c.id == reader).values(address=new))
            stop(conn, old, SuppressionReason.BY_OPERATOR, "moved", now)
            wishes = _wishes(conn, reader)
            record_consent(conn, SignUp(token_urlsafe(12), new, wishes, said, now), reader, now)
            return MovedReader(len(active), taken_back, runs)


def _take_in(conn: Connection, listed: ListedReader, now: datetime) -> TakenIn:
    if suppressed := suppression_of(conn, listed.address):
        return TakenIn(listed, suppressed=suppressed)
    ended = ended_topics(conn, listed.address)
    reader = _id_of(conn, listed.address)
    follows = set(lock_active(conn, reader).values()) if reader is not None else set()
    wanted = tuple(one for one in listed.topics if one not in follows and one not in ended)
    again = tuple((one, ended[one]) for one in listed.topics if one in ended)
    if not wanted:
        return TakenIn(listed, ended=again)
    reader = make_reader(conn, listed.address, now)
    for topic in wanted:
        follow(conn, reader, topic, listed.frequency, listed.interests, now)
    if not follows:
        options = {"one_mail_an_item": listed.one_mail_an_item, "all_quiet": listed.all_quiet}
        chosen = {name: value for name, value in options.items() if value is not None}
        if chosen:
            conn.execute(update(subscriber).where(subscriber.c.id == reader).values(chosen))
    said = Consent(BY_OPERATOR, listed.consent, listed.source, "")
    wishes = Wishes(wanted, listed.interests, listed.frequency)
    asked = SignUp(token_urlsafe(12), listed.address, wishes, said, listed.agreed_at or now)
    record_consent(conn, asked, reader, now)
    return TakenIn(listed, wanted, ended=again)


def _id_of(conn: Connection, address: str) -> int | None:
    found: int | None = conn.execute(
        select(subscriber.c.id).where(subscriber.c.address == address)
    ).scalar_one_or_none()
    return found


def _wishes(conn: Connection, reader: int) -> Wishes:
    mine = SUBSCRIPTIONS.where(subscription.c.subscriber_id == reader, ACTIVE).order_by(subscription.c.topic)
    follows = [as_subscription(row) for row in conn.execute(mine)]
    return Wishes(tuple(one.topic for one in follows), follows[0].interests, follows[0].frequency)


def _take_back(conn: Connection, reader: int, now: datetime) -> tuple[tuple[tuple[Frequency, datetime], ...], int]:
    """Cancel the reader's pending digests, so that their runs plan them again."""
    mine = select(delivery.c.id, delivery.c.run_id).where(
        delivery.c.subscriber_id == reader, delivery.c.status == "pending", delivery.c.run_id.is_not(None)
    )
    return withdraw(conn, conn.execute(mine.with_for_update()).all(), now)
