"""Feeds as sites send them: read whole, or refused with a reason, and never half."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest

from tests.support.feeds import SITE, TODAY, URL, atom, item, rss
from watcher.model.errors import PageError
from watcher.model.news import Headline, NewsList
from watcher.news.lists.feed import LONGEST, is_feed, read_feed


def read(body: bytes, url: str = URL, **how: str | bool) -> NewsList:
    return read_feed(body, url, TODAY, **how)  # type: ignore[arg-type]


def test_the_items_of_a_feed_are_its_rows_in_order() -> None:
    listed = read(rss(item(2), item(1, when="Sun, 01 Feb 2026 10:00:00 GMT")))
    assert listed == NewsList(
        (
            Headline(f"{SITE}/news/library-2", "Library opens 2", date(2026, 2, 2), "Come and see it."),
            Headline(f"{SITE}/news/library-1", "Library opens 1", date(2026, 2, 1), "Come and see it."),
        )
    )


def test_atom_is_dated_by_its_publication_else_by_its_update() -> None:
    link = (
        '<title type="html">Bins &amp;amp; boxes</title><link rel="alternate" href="{}"/>'
        "<updated>2026-02-03T09:00:00Z</updated>"
    )
    published = "<published>2026-02-01T09:00:00Z</published>"
    listed = read(atom(link.format("/news/a"), link.format("/news/b") + published))
    assert [(row.url, row.published) for row in listed.headlines] == [
        (f"{SITE}/news/a", date(2026, 2, 3)),
        (f"{SITE}/news/b", date(2026, 2, 1)),
    ]
    assert listed.headlines[0].title == "Bins & boxes"


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("Wed, 01 Oct 2025 23:30:00 GMT", date(2025, 10, 2)),
        ("Wed, 01 Oct 2025 00:30:00 +0100", date(2025, 10, 1)),
        ("Wed, 14 Jan 2026 23:30:00 -0500", date(2026, 1, 15)),
        ("2026-01-14", date(2026, 1, 14)),
        ("14/01/2026", date(2026, 1, 14)),
        ("last Tuesday", None),
        ("0000-00-00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-23:59", None),
        ("", None),
    ],
)
def test_a_moment_is_the_day_that_it_was_in_london(when: str, day: date | None) -> None:
    assert read(rss(item(when=when))).headlines[0].published == day


def test_a_feed_that_gives_the_time_of_creation_dates_nothing() -> None:
    assert read(rss(item()), dated=False).headlines[0].published is None


def test_a_date_in_the_future_is_no_date_and_is_named() -> None:
    listed = read(rss(item(when="Mon, 02 Mar 2028 10:00:00 GMT")))
    assert listed.headlines[0].published is None
    assert listed.refused == ("1 item: the date is impossible; the item was kept without it",)


def test_an_item_is_known_by_its_link_without_what_only_tracks() -> None:
    guid = '<guid isPermaLink="false">1</guid>'
    tracked = f"{SITE}/news/library-1?utm_source=rss&amp;utm_medium=feed"
    listed = read(rss(item(1, more=guid), item(2, more=guid), item(1, "Again", tracked)))
    assert [row.url for row in listed.headlines] == [f"{SITE}/news/library-1", f"{SITE}/news/library-2"]


def test_relative_links_are_resolved() -> None:
    assert read(rss(item(link="/news/a"))).headlines[0].url == f"{SITE}/news/a"


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("&lt;b&gt;Library&lt;/b&gt; opens", "Library opens"),
        ("<![CDATA[<script>alert(1)</script>Library <img src=x onerror=alert(2)>opens]]>", "Library opens"),
        ("Library\u202e opens\u200b", "Library opens"),
        ("Council&#8217;s library &amp;amp; caf\u00e9", "Council’s library & café"),
        ("Children & families", "Children & families"),
        ("Tax under &lt;£100", "Tax under <£100"),
    ],
)
def test_a_title_is_text(title: str, plain: str) -> None:
    assert read(rss(item(title=title))).headlines[0].title == plain


def test_a_title_of_a_megabyte_is_cut() -> None:
    assert len(read(rss(item(title="word " * 200_000))).headlines[0].title) <= 300


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("javascript:alert(1)", "not a web address (javascript:…)"),
        ("data:text/html,x", "not a web address (data:…)"),
        ("file:///etc/passwd", "not a web address (file:…)"),
        ("https://elsewhere.example/news/a", "another site (elsewhere.example)"),
        ("https://user:secret@www.eastmere.gov.uk/a", "not a web address"),
    ],
)
def test_a_link_that_must_not_be_followed_is_left_out_and_named(link: str, why: str) -> None:
    listed = read(rss(item(1), item(2, link=link)))
    assert [row.url for row in listed.headlines] == [f"{SITE}/news/library-1"]
    assert why in listed.refused[0]
    with pytest.raises(PageError, match="no item of the feed can be used"):
        read(rss(item(link=link)))


def test_a_feed_of_another_host_of_the_same_domain_is_its_own() -> None:
    assert len(read(rss(item(link="https://news.eastmere.gov.uk/a"))).headlines) == 1


def test_of_a_thousand_items_the_newest_are_taken() -> None:
    days = [f"Mon, {n % 28 + 1:02} Jan 2026 10:00:00 GMT" for n in range(1000)]
    listed = read(rss(*(item(n, when=when) for n, when in enumerate(days))))
    assert len(listed.headlines) == 200
    assert min(row.published for row in listed.headlines if row.published) >= date(2026, 1, 22)
    assert "only the newest 200" in listed.refused[0]


def test_an_empty_feed_is_a_list_without_items() -> None:
    assert read(rss()) == NewsList(())


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-7"])
def test_bytes_that_are_not_what_they_say_are_read_as_what_they_are(charset: str) -> None:
    body = rss(item(title="Café – “closed” £5")).decode().encode("cp1252")
    listed = read(body, content_type=f"application/rss+xml; charset={charset}")
    assert listed.headlines[0].title == "Café – “closed” £5"


def test_utf_8_called_latin_is_read_as_utf_8() -> None:
    body = rss(item(title="Café"), head='<?xml version="1.0" encoding="iso-8859-1"?>')
    assert read(body).headlines[0].title == "Café"


def test_a_slip_in_the_xml_loses_nothing() -> None:
    assert len(read(rss(item(1, title="Bins & boxes"), item(2))).headlines) == 2


BOMB = '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<!DOCTYPE html><html><body><h1>No events</h1></body></html>", "not a feed; it begins with '<!DOCTYPE html>"),
        (b"", "not a feed"),
        (b'{"items": []}', "not a feed"),
        (b'<?xml version="1.0"?><urlset></urlset>', "not a feed"),
        (rss(item(), head=BOMB), "entities"),
        (rss(item(), head=OUTSIDE), "entities"),
        (rss(item(), head=BOMB).decode().encode("utf-16"), "entities"),
        (rss(item(1), item(2))[:-120], "cut off"),
        (rss(item(1))[:60], "cut off"),
        (rss(item()) + b" " * LONGEST, "too large"),
    ],
)
def test_what_is_no_whole_feed_is_refused_with_a_reason(body: bytes, why: str) -> None:
    with pytest.raises(PageError, match=why):
        read(body)


def test_a_feed_in_utf_16_is_read() -> None:
    body = rss(item(), head="").decode().encode("utf-16")
    assert len(read(body).headlines) == 1


def test_a_feed_is_told_by_its_root_whatever_is_before_it() -> None:
    assert is_feed(b"\xef\xbb\xbf\n<!-- made by hand -->" + rss(item(), head='<?xml-stylesheet href="a.xsl"?>'))
    assert is_feed(atom())
    assert not is_feed(b"<html><body>rss feed</body></html>")


@pytest.mark.parametrize("junk", ["<a ", "&", "<!--", "<!DOCTYPE ", "<?x ", "&lt;a "])
def test_junk_is_no_feed_and_no_title_of_an_item(junk: str) -> None:
    with pytest.raises(PageError, match="this is not a feed"):
        read((junk * (1_000_000 // len(junk))).encode())
    with suppress(PageError):
        assert [len(one.title) for one in read(rss(item(title=junk * (150_000 // len(junk))))).headlines] == [300]


@pytest.mark.parametrize("reference", ["&#x110000;", "&#xD800;", "&#99999999;", "&#55296", "&#xFFFFFFFF;"])
def test_a_reference_to_no_sign_damages_one_item_and_not_the_feed(reference: str) -> None:
    body = rss(item(2), item(1)).replace(b"Library opens 1", f"Library {reference} 1".encode())
    listed = read(body)
    assert [row.title for row in listed.headlines] == ["Library opens 2"]
    assert listed.refused == ("1 item: a damaged title",)


@pytest.mark.parametrize("reference", ["&#9999999999999999;", "&#" + "9" * 6000 + ";", "&#;", "&#x;", "&#8217;"])
def test_any_other_reference_is_read_somehow(reference: str) -> None:
    body = rss(item(2), item(1)).replace(b"Library opens 1", f"Library {reference} opens 1".encode())
    assert read(body).headlines[0].title == "Library opens 2"
