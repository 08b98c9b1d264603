"""The end of `serve`: soon, whatever the mail server does, and with nothing lost."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.builders import NOW
from tests.support.program import configure, started
from tests.support.small_site import answer, serving
from tests.support.smtp_sink import SmtpSink
from tests.support.stores import new_store
from tests.support.until import until
from watcher.commands.serve import STOP_WITHIN, Jobs
from watcher.demo.site import DemoSite
from watcher.mail.message import message_id, note_message
from watcher.mail.render import Rendered
from watcher.mail.sender import Sender
from watcher.model.errors import StoreError
from watcher.settings import MailSettings, Settings, read
from watcher.store import Store

MAILS = 40
SENDER = Sender("alerts@watcher.example")
# The installed schedule, with its first mail round due at once.
SERVE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from watcher.commands import serve
from watcher.settings import read
from watcher.store import Store
of_the_product = serve.scheduled
def soon(work, settings):
    scheduler = of_the_product(work, settings)
    scheduler.modify_job("send", next_run_time=datetime.now(UTC))
    return scheduler
serve.scheduled = soon
settings = read(Path(sys.argv[1]))
with Store.open(settings.store_url) as store:
    serve.serve(settings, store)
"""


def fill(store: Store) -> None:
    for number in range(MAILS):
        address, id_ = f"reader{number}@example.org", message_id(SENDER, number)
        content = note_message(Rendered("Marlow Vale", "text", "<p>text</p>"), address, SENDER, id_, NOW)
        store.outbox.plan_note(id_, address, "Marlow Vale", content, (), (), NOW)


def until_tried(sink: SmtpSink, mails: int) -> None:
    until(lambda: len(sink.tried) >= mails, "a mail to be tried")


async def test_a_round_of_mail_ends_between_two_mails(tmp_path: Path, sink: SmtpSink) -> None:
    sink.delay = 0.3
    settings = Settings(
        home=tmp_path, authorities=("Leicester",), mail=MailSettings(smtp=sink.url, sender=SENDER.address)
    )
    with new_store(tmp_path) as store:
        fill(store)
        work = Jobs(settings, store)
        going = asyncio.create_task(work.mail())
        await asyncio.to_thread(until_tried, sink, 2)
        await work.end(STOP_WITHIN)
        assert going.cancelled()
        assert 0 < len(sink.messages) < MAILS
        assert store.outbox.pending_count() == MAILS - len(sink.messages), "what was taken is recorded, the rest waits"


async def test_what_waits_when_the_end_comes_does_not_begin(tmp_path: Path, sink: SmtpSink) -> None:
    with DemoSite() as site, new_store(tmp_path) as store:
        settings = read(configure(tmp_path, site.base_url, f'[mail]\nsmtp = "{sink.url}"'))
        fill(store)
        work = Jobs(settings, store)
        going, waiting = asyncio.create_task(work.visit()), asyncio.create_task(work.mail())
        while not site.requests:
            await asyncio.sleep(0.02)
        await work.end(STOP_WITHIN)
        await asyncio.wait([going, waiting])
        assert going.cancelled() and not waiting.cancelled()
        assert not sink.tried


async def test_a_pass_need_not_wait_for_mails_that_leave_at_a_slow_pace(tmp_path: Path, sink: SmtpSink) -> None:
    with DemoSite() as site, new_store(tmp_path) as store:
        settings = read(configure(tmp_path, site.base_url, f'[mail]\nsmtp = "{sink.url}"\na_minute = 1'))
        fill(store)
        work = Jobs(settings, store)
        sending = asyncio.create_task(work.mail())
        await asyncio.to_thread(until_tried, sink, 1)
        await work.visit()
        assert site.requests and not sending.done()
        await work.end(STOP_WITHIN)
        assert sending.cancelled()


async def test_a_visit_pings_and_leaves_metrics_and_one_that_reaches_nothing_pings_fail(tmp_path: Path) -> None:
    with (
        DemoSite() as site,
        serving({"/x": answer("OK"), "/x/fail": answer("OK")}) as listener,
        new_store(tmp_path) as store,
    ):
        status = f'[status]\nping = "{listener.base_url}/x"\nmetrics = "w.prom"'
        work = Jobs(read(configure(tmp_path, site.base_url, status)), store)
        await work.visit()
        assert "watcher_stale 0.0" in (tmp_path / "w.prom").read_text()
        gone = Jobs(read(configure(tmp_path, "http://127.0.0.1:9", status)), store)
        await gone.visit()
        assert listener.paths() == ["/x", "/x/fail"]


async def test_alerts_that_could_not_be_sent_are_a_fault(tmp_path: Path) -> None:
    async def failing() -> None:
        raise StoreError("the database went away")

    with new_store(tmp_path) as store:
        work = Jobs(Settings(home=tmp_path), store)
        sending = asyncio.create_task(failing())
        await asyncio.wait([sending])
        work._alerts_sent(sending)
        [fault] = store.faults.recorded(open_only=True)
        assert "the database went away" in fault.reason


def test_a_server_that_takes_an_hour_for_a_mail_does_not_hold_up_the_end(tmp_path: Path, sink: SmtpSink) -> None:
    sink.delay = 3600
    (tmp_path / "state").mkdir()
    config = tmp_path / "watcher.toml"
    config.write_text(f'[mail]\nsmtp = "{sink.url}"\nsender = "{SENDER.address}"\n')
    with new_store(tmp_path / "state") as store:
        fill(store)
        process = subprocess.Popen([sys.executable, "-c", SERVE, str(config)])
        until_tried(sink, 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
        assert not sink.messages, "the server still had not answered"
        assert store.outbox.pending_count() == MAILS


def test_a_run_that_is_stopped_while_mail_goes_out_ends_as_soon(tmp_path: Path, sink: SmtpSink) -> None:
    sink.delay = 3600
    (tmp_path / "state").mkdir()
    with DemoSite() as site, new_store(tmp_path / "state") as store:
        configure(tmp_path, site.base_url, f'[mail]\nsmtp = "{sink.url}"')
        fill(store)
        process = started(tmp_path, "run")
        until_tried(sink, 1)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        assert not sink.messages, "the server still had not answered"
        assert process.returncode == 130 and "resumes from here" in said
        assert store.outbox.pending_count() == MAILS
