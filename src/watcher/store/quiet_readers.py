"""Readers who want a "no news" mail, and who had no news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, select

from watcher.store.tables.core import ACTIVE, delivery, digest_run, subscriber, subscription
from watcher.store.undelivered import pairs


@dataclass(frozen=True, slots=True)
class Quiet:
    """A reader who had no news, and what they follow."""

    subscriber_id: int
    address: str
    topics: Sequence[str]


def quiet_readers(conn: Connection, run_id: int, since: datetime) -> list[Quiet]:
    """The readers who get a "no news" mail.

    They want it, have followed something since `since`, got no email from a run that ended after that, and have no
    undelivered change in this run, whatever frequency they chose.
    """
    mail = exists().where(
        delivery.c.subscriber_id == subscriber.c.id, delivery.c.run_id == digest_run.c.id, digest_run.c.ends_at > since
    )
    undelivered = pairs(run_id, select(subscription.c.id)).where(subscription.c.subscriber_id == subscriber.c.id)
    wished = select(subscriber.c.id, subscriber.c.address, subscription.c.topic).join(subscription).where(ACTIVE)
    quiet = wished.where(
        subscriber.c.all_quiet, subscription.c.created_at <= since, ~mail, ~undelivered.correlate(subscriber).exists()
    )
    found: dict[tuple[int, str], list[str]] = {}
    for id_, address, topic in conn.execute(quiet.order_by(subscriber.c.id, subscription.c.id)):
        found.setdefault((id_, address), []).append(topic)
    return [Quiet(*reader, topics) for reader, topics in found.items()]


def followers_without_mail(conn: Connection, run_id: int, topic: str) -> list[Quiet]:
    """The readers who follow a topic, however often, and get no mail of this run."""
    mail = exists().where(delivery.c.subscriber_id == subscriber.c.id, delivery.c.run_id == run_id)
    following = select(subscriber.c.id, subscriber.c.address).join(subscription)
    wanted = following.where(ACTIVE, subscription.c.topic == topic, ~mail).order_by(subscriber.c.id)
    return [Quiet(id_, address, (topic,)) for id_, address in conn.execute(wanted)]
