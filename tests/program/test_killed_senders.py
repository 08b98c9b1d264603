"""`kill -9` while mails go out, with the real store and a real server: none is lost, at most one comes twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

from tests.support.builders import NOW
from tests.support.smtp_sink import SmtpSink
from watcher.mail.message import message_id, note_message
from watcher.mail.render import Rendered
from watcher.mail.sender import Sender
from watcher.store import Store

MAILS = 90
KILLS = 3
SENDER = Sender("alerts@watcher.example")
SEND_ALL = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from watcher.mail.deliver import deliver, transport_of
from watcher.store import Store
def sender(_):
    return "b@watcher.example"
with Store.open(sys.argv[1]) as store, transport_of(sys.argv[2], sender, None, Path()) as transport:
    deliver(store.outbox, transport, datetime(2025, 3, 3, 10, tzinfo=UTC))
"""


def test_a_killed_sender_loses_nothing_and_repeats_at_most_the_mail_in_hand(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/watcher.db"
    with Store.open(url) as store:
        for number in range(MAILS):
            plan(store, number)
    chance = random.Random(20250303)
    with SmtpSink(delay=0.002) as sink:
        for _ in range(KILLS):
            kill_after(chance.randint(1, MAILS // KILLS - 2), sink, url)
        sender(url, sink).wait(60)
    told = Counter(str(message_from_bytes(message.content)["Message-ID"]) for message in sink.messages)
    assert len(told) == MAILS
    assert max(told.values()) <= 2
    assert sum(told.values()) - MAILS <= KILLS
    with Store.open(url) as store:
        assert store.outbox.pending_count() == 0


def plan(store: Store, number: int) -> None:
    address, id_ = f"reader{number}@example.org", message_id(SENDER, number)
    content = note_message(Rendered("Marlow Vale", "text", "<p>text</p>"), address, SENDER, id_, NOW)
    store.outbox.plan_note(id_, address, "Marlow Vale", content, (), (), NOW)


def kill_after(mails: int, sink: SmtpSink, url: str) -> None:
    """Kill a sender when the server has taken that many more mails."""
    goal = len(sink.messages) + mails
    process = sender(url, sink)
    while len(sink.messages) < goal and process.poll() is None:
        time.sleep(0.0005)
    process.kill()
    process.wait(10)


def sender(url: str, sink: SmtpSink) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SEND_ALL, url, sink.url])
