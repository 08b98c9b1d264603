"""A mistake in the list of one's own sources stops what it is in, is told, and stops nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.inside import inside
from tests.support.program import configure
from tests.support.small_site import Site, serving
from tests.support.watched_news import OTHERS, listing
from watcher.demo.councils import NEWS
from watcher.demo.site import DemoSite

START, LATER, NEXT_DAY = "2026-10-19T07:05", "2026-10-20T13:05", "2026-10-21T13:05"
MAIL = '[mail]\noperator = "operator@example.org"'
GOOD, TYPO = "jadu", "jaadu"


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


@pytest.fixture
def news() -> Iterator[Site]:
    with serving({"/a": listing(*OTHERS), "/b": listing(*OTHERS)}) as running:
        yield running


def sources(folder: Path, news: Site, first: str, second: str) -> None:
    tables = [
        f'[source.{id_}]\nname = "Paper {id_}"\nurl = "{news.base_url}/{id_}"\nfamily = "{family}"\n'
        'tier = "local_press"\n'
        for id_, family in (("a", first), ("b", second))
    ]
    (folder / "sources.toml").write_text("\n".join(tables), encoding="utf-8")


def prepared(folder: Path, site: DemoSite, news: Site) -> None:
    configure(folder, site.base_url, MAIL)
    sources(folder, news, GOOD, GOOD)
    assert inside(folder, "check", "--now", START).code == 0
    asked = ("--topic", "all", "--frequency", "immediately", "--now", START)
    assert inside(folder, "subscribe", "reader@example.org", *asked).code == 0
    site.publish(NEWS)
    news.log.clear()


def mails(folder: Path, to: str) -> list[str]:
    written = [path.read_text() for path in sorted((folder / "state" / "outbox").glob("*.eml"))]
    return [mail for mail in written if f"To: {to}" in mail]


def test_a_typo_in_one_source_stops_that_one_alone_and_is_told_once(tmp_path: Path, site: DemoSite, news: Site) -> None:
    prepared(tmp_path, site, news)
    sources(tmp_path, news, TYPO, GOOD)
    ended = inside(tmp_path, "run", "--now", LATER)
    assert ended.code == 3 and "news:a" in ended.out and "jaadu" in ended.out
    assert "/b" in news.paths() and "/a" not in news.paths()
    assert len(mails(tmp_path, "reader@example.org")) == 1
    assert inside(tmp_path, "run", "--now", NEXT_DAY).code == 3
    assert sum("jaadu" in mail for mail in mails(tmp_path, "operator@example.org")) == 1
    sources(tmp_path, news, GOOD, GOOD)
    assert inside(tmp_path, "run", "--now", "2026-10-21T14:05").code == 0
    assert inside(tmp_path, "status", "--json", "--now", NEXT_DAY).lines[0]["faults"] == []
    assert news.paths().count("/a") == 1


def test_a_file_that_cannot_be_read_stops_ones_own_sites_and_not_ofsted_nor_mail(
    tmp_path: Path, site: DemoSite, news: Site
) -> None:
    prepared(tmp_path, site, news)
    (tmp_path / "sources.toml").write_text("[source.a\nname =", encoding="utf-8")
    ended = inside(tmp_path, "run", "--now", LATER)
    assert ended.code == 3 and "config:sources.toml" in ended.out
    assert len(mails(tmp_path, "reader@example.org")) == 1 and not news.paths()
    followed = [source["id"] for source in inside(tmp_path, "status", "--json", "--now", LATER).lines[0]["sources"]]
    assert {"news:a", "news:b"} <= set(followed), "they go on when the file is mended"
    sources(tmp_path, news, GOOD, GOOD)
    assert inside(tmp_path, "run", "--now", NEXT_DAY).code == 0
    assert inside(tmp_path, "status", "--json", "--now", NEXT_DAY).lines[0]["faults"] == []


def test_an_unknown_name_among_those_to_follow_stops_nothing_else(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, '[news]\nfollow = ["no-such-paper"]')
    ended = inside(tmp_path, "check", "--now", START)
    assert ended.code == 3 and "news:no-such-paper" in ended.out and "6 pages" not in ended.err
    assert len(inside(tmp_path, "status", "--json", "--now", START).lines[0]["sources"]) == 6
