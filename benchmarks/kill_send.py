"""`kill -9` at random points of planning and of sending, with a mail server on loopback that counts.

    python -m benchmarks.kill_send [KILLS] [--seed 1]

Readers follow everything; news is recorded while planners and senders are killed. In the end both are let run to
their ends, and every reader must have got every piece of news once: none lost, and of what came twice at most one
mail for each kill of a sender, with the same Message-ID and the same bytes. Exit 1 where that is not so.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter, defaultdict
from datetime import timedelta
from email import message_from_bytes
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from tests.support.builders import NOW, a_change, a_page_state, a_record, a_source
from tests.support.smtp_sink import SmtpSink

from watcher.commands import run, send
from watcher.commands.start import open_store
from watcher.model.subscription import Frequency
from watcher.settings import MailSettings, Settings
from watcher.store import Store
from watcher.store.tables.core import delivery, receipt, subscription

READERS = 120
NEWS_EVERY = 20
# So that the start of a process, which is not what is to be killed, takes no time.
PRELOADED = ["tests.builders", "tests.smtp_sink", "watcher.commands.run", "watcher.commands.send"]
# A little more than either takes undisturbed, in seconds: most of the points lie inside the work.
LIFE = {"digest": 1.0, "send": 0.8}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with TemporaryDirectory() as folder, SmtpSink() as sink:
        began = time.monotonic()
        settings = Settings(mail=MailSettings(smtp=sink.url, sender="alerts@firm.example"), home=Path(folder))
        kills = _kill_often(settings, given.kills, random.Random(given.seed))
        problems = _problems(settings, sink, kills["send"])
        said = ", ".join(f"{count} of {what}" for what, count in sorted(kills.items()))
        print(f"killed {said}; {len(sink.messages)} mails came, {_repeats(sink)} of them twice")
        print(f"{time.monotonic() - began:.0f} s; {'; '.join(problems) or 'none lost, none told twice'}")
    return 1 if problems else 0


def work(settings: Settings, what: str, minute: int) -> None:
    """One command to its end, in a process of its own."""
    now = NOW + timedelta(minutes=minute)
    with open_store(settings) as store:
        if what == "digest":
            run.digest(settings, store, Frequency.IMMEDIATELY, now)
        else:
            send.send(settings, store, now)


def _kill_often(settings: Settings, kills: int, chance: random.Random) -> Counter[str]:
    """How many of each command were killed before they ended; in the end each runs undisturbed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    done, news = Counter[str](), 0
    with open_store(settings) as store:
        store.pages.follow([a_source()], NOW)
        for number in range(READERS):
            store.subscribers.subscribe(f"reader{number}@example.org", "all", Frequency.IMMEDIATELY, NOW)
        while done.total() < kills:
            if done.total() >= news * NEWS_EVERY:
                news += 1
                _record(store, news)
            what = chance.choice(["digest", "send"])
            done[what] += _killed(context, settings, what, news, chance.uniform(0, LIFE[what]))
    for what in ("digest", "send"):
        work(settings, what, news + 60 * 24)
    return done


def _record(store: Store, number: int) -> None:
    change = a_change(id=f"c{number}", key=str(number), recorded_at=NOW + timedelta(minutes=number))
    store.pages.record(a_record(changes=(change,), page=a_page_state()))


def _killed(context: ForkServerContext, settings: Settings, what: str, minute: int, life: float) -> bool:
    """Whether the command was still at work when it was killed."""
    process = context.Process(target=work, args=(settings, what, minute))
    process.start()
    process.join(life)
    alive = process.is_alive()
    process.kill()
    process.join()
    return alive


def _problems(settings: Settings, sink: SmtpSink, sends: int) -> list[str]:
    came: dict[str, set[bytes]] = defaultdict(set)
    for message in sink.messages:
        came[str(message_from_bytes(message.content)["Message-ID"])].add(message.content)
    with open_store(settings) as store, store.reading() as conn:
        mails = conn.execute(select(delivery.c.message_id, delivery.c.status)).all()
        owed = conn.execute(select(subscription.c.id)).scalars().all()
        told = conn.execute(select(receipt.c.subscription_id, receipt.c.change_id)).all()
        recorded = len([*store.changes.recorded(None)])
    return [
        *(["some news was planned for nobody"] if len(told) != len(owed) * recorded else []),
        *(["a mail did not leave"] if any(mail.status != "sent" for mail in mails) else []),
        *(["a mail was lost"] if {mail.message_id for mail in mails} != {*came} else []),
        *(["a repeat differs"] if any(len(contents) > 1 for contents in came.values()) else []),
        *(["more repeats than kills"] if _repeats(sink) > sends else []),
    ]


def _repeats(sink: SmtpSink) -> int:
    return len(sink.messages) - len({message_from_bytes(message.content)["Message-ID"] for message in sink.messages})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
