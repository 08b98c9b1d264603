"""What is leant on in Scrapy beside its documented interfaces: an upgrade that takes it away fails here, by name."""

from __future__ import annotations

import ast
import inspect
import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import certifi
import pytest
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from tests.support.certificates import self_signed
from tests.support.passes import QUICK
from tests.support.small_site import answer, serving
from watcher.crawl import downloads
from watcher.crawl import settings as crawl_settings
from watcher.crawl.fetch import Fetching
from watcher.crawl.robots import FORBIDDEN
from watcher.crawl.settings import run_settings

ROOT = Path(__file__).resolve().parents[2]
FILES = [*(ROOT / "src" / "watcher" / "crawl").glob("*.py"), *(ROOT / "spiders").glob("*.py")]
SAID = re.findall(r"`(scrapy[\w.]*:[\w.]+)`", crawl_settings.__doc__ or "")


def test_the_settings_say_what_is_leant_on() -> None:
    assert len(SAID) >= 8


@pytest.mark.parametrize("name", SAID)
def test_what_the_settings_say_is_leant_on_is_there(name: str) -> None:
    assert resolve_name(name)


def test_every_import_from_the_inside_of_scrapy_is_said() -> None:
    inner = {name for path in FILES for name in _imported(path) if "._" in name or name.startswith("scrapy.core")}
    assert inner == {name for name in SAID if "._" in name} | {
        "scrapy.core.downloader:Downloader",
        "scrapy.core.downloader:Slot",
    }
    assert inner <= set(SAID)


def test_no_private_attribute_of_scrapy_is_touched() -> None:
    trees = [node for path in FILES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    touched = {node.attr for node in trees if isinstance(node, ast.Attribute) and node.attr.startswith("_")}
    assert {name for name in touched if not name.startswith("__")} <= {name for node in trees for name in _own(node)}


def test_the_downloader_without_a_reactor_is_still_called_experimental() -> None:
    handler = resolve_name("scrapy.core.downloader.handlers._aiohttp:AiohttpDownloadHandler")
    assert handler.experimental, "it is documented now: derive from its public name, or take Scrapy's default"
    assert isinstance(handler.lazy, bool)


def test_robots_are_parsed_by_a_coroutine_that_may_be_replaced() -> None:
    assert inspect.iscoroutinefunction(RobotsTxtMiddleware.robot_parser)


def test_redirects_can_be_made_from_settings_alone() -> None:
    assert list(inspect.signature(RedirectMiddleware.__init__).parameters)[1:2] == ["settings"]


class Looking(Spider):
    """Asks one address, and one that robots.txt forbids, and keeps what it saw of Scrapy meanwhile."""

    name = "looking"

    def __init__(self, base_url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.base_url, self.seen = base_url, dict[str, Any]()

    async def start(self) -> Any:
        crawler: Crawler = self.crawler
        crawler.signals.connect(self.parsed, signals.robots_parsed)
        await Fetching(crawler).get(f"{self.base_url}/page")
        downloader = crawler.engine.downloader
        key = downloader.get_slot_key(Request(self.base_url))
        self.seen |= {"transferring": downloader.slots[key].transferring, "delay": downloader.slots[key].delay}
        self.seen["begun"] = downloader.slots[key].lastseen
        try:
            await crawler.engine.download_async(Request(f"{self.base_url}/private"))
        except IgnoreRequest as error:
            self.seen["refused"] = str(error)
        again = await crawler.engine.download_async(Request(f"{self.base_url}/busy"))
        self.seen["retried"] = again.request.meta["retry_times"] if again.request else None
        return
        yield

    def parsed(self, robotparser: Any, request: Request) -> None:
        self.seen["delay asked"] = robotparser.crawl_delay("watcher")


class Passing:
    """Stands around a spider as the recording of a pass does, made by a function."""

    async def process_start(self, start: Any) -> Any:
        async for item in start:
            yield item


ANSWERS = {
    "/robots.txt": answer("User-agent: *\nCrawl-delay: 0.01\nDisallow: /private\n"),
    "/page": answer("<p>Here</p>"),
    "/busy": answer("", 503),
}


async def looked(base_url: str) -> Crawler:
    crawler = Crawler(Looking, run_settings(QUICK, lambda: Passing()))
    await crawler.crawl_async(base_url=base_url)
    return crawler


async def test_crawls_share_the_certificates_they_trust_until_others_are_to_be_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "_contexts", {})
    used = list[ssl.SSLContext]()
    certificate, _ = self_signed(tmp_path, "localhost")
    with serving(ANSWERS, tls=certificate) as site:
        for file in (tmp_path / "certificate.pem", tmp_path / "certificate.pem", certifi.where()):
            monkeypatch.setenv("SSL_CERT_FILE", str(file))
            await looked(site.base_url)
            used += downloads._contexts.values()
    assert used[0] is used[1] is not used[2]
    assert all(one.verify_mode is ssl.CERT_REQUIRED and one.check_hostname for one in used)


async def test_a_crawl_without_tls_reads_no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "_contexts", {})
    with serving(ANSWERS) as site:
        await looked(site.base_url)
    assert not downloads._contexts


async def test_what_is_leant_on_in_a_running_crawl_behaves_as_it_did() -> None:
    with serving(ANSWERS) as site:
        crawler = await looked(site.base_url)
    assert isinstance(crawler.spider, Looking)
    seen = crawler.spider.seen
    assert seen["refused"] == FORBIDDEN
    assert (seen["delay asked"], seen["retried"]) == (0.01, 3)
    assert seen["transferring"] == set()
    assert isinstance(seen["delay"], float)
    assert seen["begun"] > 0
    assert crawler.stats.get_value("finish_reason") == "finished"


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scrapy"):
            yield from (f"{node.module}:{alias.name}" for alias in node.names)


def _own(node: ast.AST) -> Iterator[str]:
    """The names that a piece of our own code defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.attr
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
