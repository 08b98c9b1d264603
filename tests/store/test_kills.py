"""Processes killed at random moments, two at a time: nothing is lost, nothing is told twice, nothing is torn."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection

from sqlalchemy import select

from tests.support.builders import NOW, a_change, a_record, a_report_file, a_source, an_observation
from watcher.model.subscription import Frequency
from watcher.model.visit import Record
from watcher.store import Store
from watcher.store.planned_mails import PlannedMail
from watcher.store.tables import core
from watcher.store.undelivered import UndeliveredChanges

KILLS = 15
TOPICS = ("all", "even", "third")
FORK = multiprocessing.get_context("fork")  # the child starts at once, with everything imported


def killed_after(seconds: float, work: Callable[[Store], None], store_url: str) -> None:
    """Run `work` in two processes at once and kill both, wherever they are, so long after they began."""
    began, begin = FORK.Pipe(duplex=False)
    workers = [FORK.Process(target=_work, args=(work, store_url, begin)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for _ in workers:
        began.recv_bytes()
    time.sleep(seconds)
    for worker in workers:
        assert worker.pid
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        assert worker.exitcode == -signal.SIGKILL, "it ended by itself, with an error"


def _work(work: Callable[[Store], None], store_url: str, begin: Connection) -> None:
    with Store.open(store_url) as store:
        begin.send_bytes(b"!")
        while True:
            work(store)


def plan_all(store: Store, ends_at: datetime) -> None:
    """Seven readers in a transaction; every third reader gets each change as a mail of its own."""
    for frequency in Frequency:
        run = store.digest_runs.begin(frequency, ends_at)
        mails: list[PlannedMail] = []
        for n, (reader, owed) in enumerate(store.digest_runs.undelivered(run), 1):
            told = [[one] for one in owed] if reader % 3 == 0 else [owed]
            mails += [a_mail(run, reader, part, about) for part, about in enumerate(told)]
            if n % 7 == 0:
                store.digest_runs.plan_mails(run, mails, ends_at)
                mails.clear()
        store.digest_runs.plan_mails(run, mails, ends_at)
        store.digest_runs.finish(run, ends_at)


def a_mail(run: int, reader: int, part: int, owed: UndeliveredChanges) -> PlannedMail:
    told = " ".join(change.id for change, _ in owed)
    receipts = [(one.id, change.id) for change, assessed in owed for one in assessed]
    message_id = f"<{run}.{reader}.{part}@watcher.example>"
    return PlannedMail(reader, message_id, owed[0][1][0].address, "News", told.encode(), receipts, part)


def subscribe_readers(store: Store) -> dict[str, set[str]]:
    """Sixty readers, each with one to three topics of any frequency: their addresses with their topics."""
    chosen = random.Random(1)
    readers = {f"r{number}@example.org": set(chosen.sample(TOPICS, 1 + number % 3)) for number in range(60)}
    for address, topics in readers.items():
        for topic in sorted(topics):
            store.subscribers.subscribe(address, topic, chosen.choice(list(Frequency)), NOW)
    return readers


def topics_of(number: int) -> tuple[str, ...]:
    return ("all", *(["even"] if number % 2 == 0 else []), *(["third"] if number % 3 == 0 else []))


def told(store: Store) -> Counter[tuple[str, str]]:
    """How often each reader (by address) is told each change (by id), by the bytes of the mails."""
    bytes_of = core.delivery_content.c.content
    mails = select(core.subscriber.c.address, bytes_of).join_from(core.subscriber, core.delivery)
    with store.reading() as conn:
        rows = conn.execute(mails.join(core.delivery_content)).all()
    return Counter((row.address, change_id) for row in rows for change_id in row.content.decode().split())


def receipts(store: Store) -> int:
    with store.reading() as conn:
        return len(conn.execute(select(core.receipt)).all())


def test_planners_that_are_killed_tell_each_reader_each_change_once(store_url: str) -> None:
    moments = random.Random(20250303)
    with Store.open(store_url) as store:
        store.pages.follow([a_source()], NOW)
        readers = subscribe_readers(store)
        expected: set[tuple[str, str]] = set()
        owed = 0
        for number in range(KILLS * 4):
            topics = set(topics_of(number))
            expected |= {(address, str(number)) for address, wanted in readers.items() if wanted & topics}
            owed += sum(len(wanted & topics) for wanted in readers.values())
        for kill in range(KILLS):
            ends_at = NOW + timedelta(hours=kill + 1)
            fresh = range(kill * 4, kill * 4 + 4)
            changes = (a_change(id=str(n), topics=topics_of(n), recorded_at=ends_at) for n in fresh)
            store.pages.record(a_record(changes=tuple(changes)))
            store.close()
            killed_after(moments.uniform(0, 0.15), partial(plan_all, ends_at=ends_at), store_url)
        plan_all(store, NOW + timedelta(days=2))
        assert told(store) == dict.fromkeys(expected, 1)
        assert receipts(store) == owed


def record_all(store: Store) -> None:
    for target in store.pages.targets():
        if target.visited_at is None:
            store.pages.record(whole(target.source.id))


def whole(source_id: str) -> Record:
    entry = an_observation(source_id=source_id)
    file = a_report_file(source_id=source_id)
    change = a_change(id=source_id, source_id=source_id)
    return a_record(source_id=source_id, observations=(entry,), files=(file,), changes=(change,), page=None)


def test_a_pass_that_is_killed_leaves_every_page_recorded_whole_or_not_at_all(store_url: str) -> None:
    moments = random.Random(20250304)
    with Store.open(store_url) as store:
        store.pages.follow([a_source(id=f"ofsted:44/{number}") for number in range(500)], NOW)
        for _ in range(KILLS // 3):
            store.close()
            killed_after(moments.uniform(0.1, 0.3), record_all, store_url)
            recorded, *others = _recorded(store)
            assert all(recorded == ids for ids in others)
        assert recorded


def _recorded(store: Store) -> list[set[str]]:
    """The ids of the sources that each table knows something of, all at one moment."""
    visited = select(core.source.c.id).where(core.source.c.visited_at.is_not(None))
    others = [select(table.c.source_id) for table in (core.change, core.observation, core.report_file)]
    with store.reading() as conn:
        return [set(conn.execute(statement).scalars()) for statement in (visited, *others)]
