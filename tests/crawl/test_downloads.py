"""All hosts at once and each politely, as their own logs tell; hosts that hang keep nobody waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from time import sleep

import pytest

from tests.support.small_site import Say, Site, answer, hanging, serving
from tests.support.watched_news import listing, news_pass, park
from watcher.crawl.budget import Budget, Spent
from watcher.crawl.downloads import host_of
from watcher.crawl.followed import site_source
from watcher.crawl.plan import PassSummary
from watcher.model.news import NewsSource
from watcher.settings import Fetch, Settings
from watcher.store import Store

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
SLOW = 0.15


def after_a_while(say: Say) -> Say:
    def slowly(handler: BaseHTTPRequestHandler) -> None:
        sleep(SLOW)
        say(handler)

    return slowly


def council(number: int) -> dict[str, Say]:
    title = "Ofsted report on children’s services of site"
    rows = [(f"/news/article/{n}/ofsted-{n}", f"{title} {number}, part {n}", date(2025, 2, n)) for n in (26, 27, 28)]
    pages = {"/robots.txt": answer(""), "/news": listing(*rows)} | dict(park(*row) for row in rows)
    return {path: after_a_while(say) for path, say in pages.items()}


@contextmanager
def sites(*answers: dict[str, Say]) -> Iterator[list[Site]]:
    with ExitStack() as stack:
        yield [stack.enter_context(serving(each)) for each in answers]


async def visited(
    running: Sequence[Site], tmp_path: Path, fetch: Fetch, followed: Sequence[NewsSource] = ()
) -> PassSummary:
    """One pass over a news site on each of these hosts, or over those that are named."""
    followed = followed or [
        NewsSource(f"site-{n}", f"Site {n}", f"{one.base_url}/news", "jadu") for n, one in enumerate(running)
    ]
    summary = PassSummary()
    with Store.open(f"sqlite:///{tmp_path}/watcher.db") as store:
        store.pages.follow([site_source(site) for site in followed], NOW)
        await news_pass(Settings(home=tmp_path, fetch=fetch), store, NOW, followed, summary)
    return summary


async def test_all_hosts_are_asked_at_once_and_each_has_its_delay(tmp_path: Path) -> None:
    with sites(*(council(n) for n in range(5))) as running:
        await visited(running, tmp_path, Fetch(delay=0.3, timeout=20))
    assert all(len(site.log) == 5 for site in running)
    # the delay begins when the answer came, so no two requests meet and none comes too soon
    assert all(min(site.gaps()) >= 0.3 + SLOW for site in running)
    assert max(site.log[0].at for site in running) < min(site.log[-1].at for site in running)


async def test_no_more_hosts_are_asked_at_once_than_may_be(tmp_path: Path) -> None:
    with sites(*(council(n) for n in range(3))) as running:
        await visited(running, tmp_path, Fetch(delay=0, timeout=20, hosts_at_once=1))
    times = sorted(asked.at for site in running for asked in site.log)
    assert min(later - sooner for sooner, later in pairwise(times)) >= SLOW


async def test_crawl_delay_is_kept_as_it_is_asked_for(tmp_path: Path) -> None:
    patient = council(1) | {"/robots.txt": answer("User-agent: *\nCrawl-delay: 1\n")}
    with sites(patient) as running:
        await visited(running, tmp_path, Fetch(delay=0.1, timeout=20))
    assert len(running[0].log) == 5 and min(running[0].gaps()) >= 1


async def test_a_host_that_hangs_is_asked_once_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    hung = council(0) | {"/news": hanging}
    with sites(hung, council(1)) as running:
        summary = await visited(running, tmp_path, Fetch(delay=0.1, timeout=3))
        assert running[0].paths() == ["/robots.txt", "/news"]
        asked_at = running[0].last("/news").at
        assert running[1].log[-1].at < asked_at + 3
    assert set(summary.faults) == {"news:site-0"}


async def test_a_host_that_hung_is_not_tried_again_for_another_site(tmp_path: Path) -> None:
    hung = {"/robots.txt": answer(""), "/news": hanging, "/posts": listing()}
    with sites(hung) as running:
        twice = [NewsSource(name, name, f"{running[0].base_url}/{name}", "jadu") for name in ("news", "posts")]
        await visited(running, tmp_path, Fetch(delay=0.1, timeout=1), twice)
        assert running[0].paths() == ["/robots.txt", "/news"]


@pytest.mark.parametrize(
    ("spent", "said"),
    [
        (Spent(seconds=119.9, requests=499, size=1), ""),
        (Spent(seconds=120), "asking took more than 120 seconds"),
        (Spent(requests=500), "more than 500 requests"),
        (Spent(size=64 << 20), "more than 64 MB"),
        (Spent(cpu=60), "reading took more than 60 seconds of CPU time"),
    ],
)
def test_a_visit_has_a_budget(spent: Spent, said: str) -> None:
    assert Budget().used_up(spent) == said
    assert Budget(time=timedelta(seconds=5)).used_up(Spent(seconds=5)) == "asking took more than 5 seconds"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Example.gov.uk/a", "www.example.gov.uk"),
        ("http://www.example.gov.uk:80/", "www.example.gov.uk"),
        ("https://example.gov.uk:8443/x", "example.gov.uk:8443"),
        ("https://example.gov.uk./x", "example.gov.uk"),
    ],
)
def test_a_host_is_a_name_and_a_port(url: str, host: str) -> None:
    assert host_of(url) == host
