"""Asking outside of a pass: as politely as in one."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.support.feeds import item, rss
from tests.support.news_lists import ENTRIES, jadu, page, unknown
from tests.support.passes import QUICK
from tests.support.small_site import answer, serving
from watcher.crawl.ask import asking, followed
from watcher.crawl.fetch import Fetching
from watcher.crawl.survey import Survey, survey
from watcher.model.errors import FetchError, PageError

TODAY = date(2026, 3, 2)


async def surveyed(url: str, *, own: bool = False) -> Survey:
    return await asking(QUICK, lambda site: survey(site, url, TODAY, own=own))


async def test_what_the_work_returns_or_raises_is_the_answer() -> None:
    async def work(site: Fetching) -> bytes:
        return (await site.get(f"{there.base_url}/a")).body

    async def failing(site: Fetching) -> bytes:
        return (await site.get(f"{there.base_url}/b")).body

    with serving({"/a": answer("hello")}) as there:
        assert await asking(QUICK, work) == b"hello"
        with pytest.raises(FetchError, match="404"):
            await asking(QUICK, failing)


async def test_robots_txt_is_asked_first_and_obeyed() -> None:
    robots = answer("User-agent: *\nDisallow: /news\n")
    with serving({"/robots.txt": robots, "/news": answer(jadu())}) as there:
        with pytest.raises(FetchError, match="forbids it"):
            await surveyed(f"{there.base_url}/news")
        assert there.paths() == ["/robots.txt"]
        with pytest.raises(FetchError):
            await surveyed(f"{there.base_url}/other")
        assert there.last("/other").headers["User-Agent"].startswith("watcher/")


async def test_a_moved_page_is_followed_on_its_own_site_only() -> None:
    moved = {
        "/old": answer(status=301, Location="/older"),
        "/older": answer(status=302, Location="/new"),
        "/new": answer("here"),
        "/away": answer(status=302, Location="http://elsewhere.example/"),
        "/file": answer(status=302, Location="file:///etc/passwd"),
        "/round": answer(status=302, Location="/round"),
        "/broken": answer(status=302, Location="http://["),
        "/inside": answer(status=302, Location="http://169.254.169.254/latest/meta-data"),
    }
    with serving(moved) as there:
        found = await asking(QUICK, lambda site: followed(site, f"{there.base_url}/old"))
        assert (found.url, found.body) == (f"{there.base_url}/new", b"here")
        for path in ("/away", "/file", "/round", "/broken", "/inside"):
            with pytest.raises(FetchError, match="redirect to"):
                await asking(QUICK, lambda site, path=path: followed(site, there.base_url + path))  # type: ignore[misc]


async def test_a_feed_counts_only_if_it_is_about_the_items_of_the_list() -> None:
    with serving({"/news": answer(jadu())}) as there:
        same = rss(*(item(link=entry.path) for entry in ENTRIES))
        there.answers["/rss/news"] = answer(rss(item(link="/events/fair")))
        first = await surveyed(f"{there.base_url}/news")
        assert (first.family, first.feed, len(first.listed.headlines)) == ("jadu", None, 3)
        assert any("does not match the list" in line for line in first.tried)
        there.answers["/rss/news"] = answer(same)
        assert (await surveyed(f"{there.base_url}/news")).feed == f"{there.base_url}/rss/news"


async def test_a_page_that_calls_itself_a_feed_is_none() -> None:
    with serving({"/news": answer(jadu()), "/rss/news": answer(page("<h1>No events</h1>"))}) as there:
        found = await surveyed(f"{there.base_url}/news")
        assert found.feed is None
        assert any("not a feed; it begins with" in line for line in found.tried)


async def test_the_home_page_of_an_unknown_site_may_name_its_feed() -> None:
    home = page("", '<link rel="alternate" type="application/atom+xml" href="/all.atom">')
    feed = rss(*(item(link=entry.path) for entry in ENTRIES))
    with serving({"/news": answer(unknown()), "/": answer(home), "/all.atom": answer(feed)}) as there:
        found = await surveyed(f"{there.base_url}/news")
        assert (found.family, found.feed) == ("generic", f"{there.base_url}/all.atom")


async def test_a_list_that_is_filled_in_by_scripts_is_read_by_its_feed() -> None:
    shell = page('<div id="app"></div>', '<link rel="alternate" type="application/rss+xml" href="/a.rss">')
    with serving({"/news": answer(shell), "/a.rss": answer(rss(item(link="/news/a")))}) as there:
        found = await surveyed(f"{there.base_url}/news")
        assert (found.family, found.url) == ("feed", f"{there.base_url}/a.rss")


async def test_a_list_that_is_not_as_usual_in_its_family_still_has_the_feed_of_that_family() -> None:
    cards = "".join(f'<div class="card"><h3><a href="{e.path}">{e.title}</a></h3></div>' for e in ENTRIES)
    list_page = page(cards, '<link rel="stylesheet" href="/wp-content/themes/town/style.css">')
    with serving({"/news": answer(list_page), "/feed/": answer(page("<h1>News</h1>"))}) as there:
        posts = [
            {"link": there.base_url + e.path, "date": f"{e.day}T09:00:00", "title": {"rendered": e.title}}
            for e in ENTRIES
        ]
        there.answers["/wp-json/wp/v2/posts"] = answer(json.dumps(posts), Content_Type="application/json")
        found = await surveyed(f"{there.base_url}/news")
    assert (found.family, found.feed) == ("generic", f"{there.base_url}/wp-json/wp/v2/posts")


async def test_a_feed_alone_is_a_site_and_that_of_localgov_drupal_is_not_dated() -> None:
    feed = answer(rss(item(link="/news/a")))
    with serving({"/a.rss": feed, "/news/14/feed.rss": feed}) as there:
        plain = await surveyed(f"{there.base_url}/a.rss")
        localgov = await surveyed(f"{there.base_url}/news/14/feed.rss")
    assert (plain.family, plain.listed.headlines[0].published) == ("feed", date(2026, 2, 2))
    assert (localgov.family, localgov.listed.headlines[0].published) == ("localgov-drupal", None)
    assert localgov.feed == localgov.url


async def test_a_blog_of_ones_own_is_read_by_its_sitemap() -> None:
    with serving({"/site/blog/": answer(jadu())}) as there:
        urls = "".join(f"<url><loc>{there.base_url}{path}</loc></url>" for path in ("/site/blog/a/", "/site/people/"))
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        there.answers["/sitemap.xml"] = answer(sitemap)
        assert (await surveyed(f"{there.base_url}/site/blog/", own=True)).feed == f"{there.base_url}/sitemap.xml"
        assert (await surveyed(f"{there.base_url}/site/blog/")).feed is None


@pytest.mark.parametrize("body", [page("<h1>Page not found</h1>"), page("<p>Hello</p>"), b"", b"\0\1\2"])
async def test_what_is_not_understood_is_said_to_be_so(body: bytes) -> None:
    with serving({"/news": answer(body)}) as there:
        with pytest.raises(PageError):
            await surveyed(f"{there.base_url}/news")
        assert len(there.paths()) < 12
