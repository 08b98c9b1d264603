"""Which changes are still to be sent to which reader.

A change is undelivered for a subscription that was active, and wanted its kind of news, before the change was recorded,
and that has no receipt for it. It has no age limit: the next run sends what a missed or broken run left out. News from
others that is held waits for the operator; a corrected change is sent to nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, exists, select

from watcher.model.change import Change
from watcher.model.event_kind import EventKind
from watcher.model.interest import INTERESTS
from watcher.model.subscription import Subscription
from watcher.store.changes import Documents
from watcher.store.subscribers import SUBSCRIPTIONS, as_subscription
from watcher.store.tables.core import (
    ACTIVE,
    SINCE,
    change,
    change_topic,
    delivery,
    digest_run,
    receipt,
    subscriber,
    subscription,
)
from watcher.store.tables.held import correction

# The undelivered changes of one reader, each with the subscriptions that want it.
UndeliveredChanges = list[tuple[Change, tuple[Subscription, ...]]]


def due_subscribers(conn: Connection, run_id: int) -> list[int]:
    """The ids of the readers who have undelivered changes in this run and no email from it yet."""
    # from the changes to those who follow their topics: there may be far more readers than that
    reader = subscription.c.subscriber_id
    has_mail = (delivery.c.run_id == run_id) & (delivery.c.subscriber_id == reader)
    due = pairs(run_id, select(reader).distinct()).where(
        subscription.c.frequency == digest_run.c.frequency, ~exists().where(has_mail)
    )
    return list(conn.execute(due.order_by(reader)).scalars())


def read_undelivered(
    conn: Connection, run_id: int, readers: Sequence[int], documents: Documents
) -> Iterator[tuple[int, UndeliveredChanges]]:
    """The undelivered changes of each of these readers, in their order; readers without any are left out."""
    run = conn.execute(select(digest_run.c.frequency).where(digest_run.c.id == run_id)).scalar_one()
    wishes = _active(conn, readers)
    open_ = pairs(run_id, select(subscription.c.subscriber_id, subscription.c.id, change.c.id))
    of_readers = open_.where(subscription.c.subscriber_id.in_(readers))
    in_order = of_readers.order_by(change.c.recorded_at, change.c.id, subscription.c.id)
    assessed = _by_reader(conn.execute(in_order).all(), wishes)
    for reader in readers:
        due = {one: to for one, to in assessed[reader].items() if any(wish.frequency == run for wish in to)}
        if due:
            changes = documents.of(conn, list(due))
            yield reader, [(changes[one], tuple(to)) for one, to in due.items()]


def pairs(run_id: int, columns: Select[Any]) -> Select[Any]:
    """These columns for each subscription with each change that the run may send it, whatever the frequency."""
    has_receipt = (receipt.c.subscription_id == subscription.c.id) & (receipt.c.change_id == change.c.id)
    return (
        columns.select_from(digest_run)
        .join(subscription, ACTIVE)
        .join(change_topic, change_topic.c.topic == subscription.c.topic)
        .join(change, change.c.id == change_topic.c.change_id)
        .where(digest_run.c.id == run_id, _in_time(), ~_WAITING, ~_CORRECTED, ~exists().where(has_receipt))
    )


def _in_time() -> ColumnElement[bool]:
    # A change recorded at the moment of the subscription counts as after it: better sent than lost.
    return change.c.recorded_at.between(_WANTED_SINCE, digest_run.c.ends_at)


_WANTED_SINCE = case(
    {kind: SINCE[interest] if interest else subscription.c.created_at for kind, interest in INTERESTS.items()},
    value=change.c.event,
)
_WAITING = change.c.held & (change.c.event == EventKind.COVERAGE)
_CORRECTED = change.c.id.in_(select(correction.c.change_id))


def _active(conn: Connection, readers: Sequence[int]) -> dict[int, Subscription]:
    rows = conn.execute(SUBSCRIPTIONS.where(ACTIVE, subscriber.c.id.in_(readers)))
    return {row.id: as_subscription(row) for row in rows}


def _by_reader(pairs: Iterable[Any], wishes: dict[int, Subscription]) -> dict[int, dict[str, list[Subscription]]]:
    assessed: dict[int, dict[str, list[Subscription]]] = defaultdict(lambda: defaultdict(list))
    for reader, wish, change_id in pairs:
        assessed[reader][change_id].append(wishes[wish])
    return assessed
