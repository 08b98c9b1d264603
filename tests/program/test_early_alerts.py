"""A new report is mailed while the news sites are still being read, and once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

from tests.support.small_site import answer, serving
from tests.support.watched_news import OTHERS, listing
from watcher.commands import run
from watcher.commands.start import open_store
from watcher.commands.subscribers import subscribe
from watcher.demo.councils import MARLOW_VALE, NEWS
from watcher.demo.site import DemoSite
from watcher.model.subscription import Frequency
from watcher.settings import Fetch, MailSettings, Ofsted, Settings

BASELINE, LATER = datetime(2026, 10, 19, 9, tzinfo=UTC), datetime(2026, 10, 20, 13, tzinfo=UTC)
SITE = '[source.slow]\nname = "A slow council"\nurl = "{url}/news"\nfamily = "jadu"\n'


async def test_a_report_is_mailed_before_a_slow_news_site_has_answered(tmp_path: Path) -> None:
    asked, go_on = Event(), Event()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        go_on.wait(60)
        listing(*OTHERS)(handler)

    with DemoSite() as ofsted, serving({"/robots.txt": answer(""), "/news": slow}) as news:
        settings = Settings(
            home=tmp_path,
            authorities="all",
            ofsted=Ofsted(base_url=ofsted.base_url),
            fetch=Fetch(delay=0, timeout=60),
            mail=MailSettings(sender="alerts@watcher.example"),
        )
        with open_store(settings) as store:
            await run.check_async(settings, store, BASELINE, pretended=True)
            list(subscribe(store, "reader@example.org", [MARLOW_VALE.key], Frequency.IMMEDIATELY, BASELINE))
            (tmp_path / "sources.toml").write_text(SITE.format(url=news.base_url))
            ofsted.publish(NEWS)
            running = asyncio.create_task(run.run_async(settings, store, LATER, pretended=True))
            outbox = settings.state / "outbox"
            while not [*outbox.glob("*.eml")] and not running.done():
                await asyncio.sleep(0.05)
            assert asked.is_set() and not running.done()
            assert len([*outbox.glob("*.eml")]) == 1
            go_on.set()
            summary = await running
    assert summary is not None and summary.check is not None and summary.sent is not None
    assert summary.check.faults == {}
    assert (summary.planned.mails, summary.sent.sent) == (1, 1)
    assert len([*outbox.glob("*.eml")]) == 1
