"""Sitemaps: what they list, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.model.errors import UnreadableError
from watcher.news.lists.sitemap import is_index, read_sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(*entries: str, root: str = "urlset") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {NAMESPACE}>{"".join(entries)}</{root}>'.encode()


def page(url: str, lastmod: str = "") -> str:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc> {url} </loc>{changed}<priority>0.5</priority></url>"


def test_pages_come_in_order_with_the_day_of_their_last_change() -> None:
    body = sitemap(
        page("https://firm.example/blog/one/", "2024-03-01"),
        page("https://firm.example/blog/two/", "2024-03-02T09:00:00+00:00"),
        page("https://firm.example/blog/three/"),
    )
    assert read_sitemap(body) == (
        ("https://firm.example/blog/one/", date(2024, 3, 1)),
        ("https://firm.example/blog/two/", date(2024, 3, 2)),
        ("https://firm.example/blog/three/", None),
    )


@pytest.mark.parametrize("words", ["2024-03", "yesterday", "2024-02-31", "03/01/2024"])
def test_a_date_that_is_none_is_unknown(words: str) -> None:
    assert read_sitemap(sitemap(page("https://firm.example/", words))) == (("https://firm.example/", None),)


def test_an_index_gives_its_children() -> None:
    body = sitemap("<sitemap><loc>https://firm.example/post-sitemap.xml</loc></sitemap>", root="sitemapindex")
    assert is_index(body)
    assert read_sitemap(body) == (("https://firm.example/post-sitemap.xml", None),)
    assert not is_index(sitemap())


def test_an_address_listed_twice_is_one() -> None:
    assert len(read_sitemap(sitemap(page("https://firm.example/a"), page("https://firm.example/a", "2024-01-01")))) == 1


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "//firm.example/a", "", "https://[", "data:,x"]
)
def test_what_is_no_web_address_is_left_out(url: str) -> None:
    assert read_sitemap(sitemap(page(url), page("https://firm.example/a"))) == (("https://firm.example/a", None),)


def test_a_sitemap_without_a_namespace_is_read() -> None:
    assert read_sitemap(b"<urlset><url><loc>https://firm.example/a</loc></url></urlset>")


def test_an_entity_bomb_is_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE urlset [<!ENTITY l0 "ha">{laughs}]><urlset><url><loc>&l11;</loc></url></urlset>'
    with pytest.raises(UnreadableError):
        read_sitemap(body.encode())


def test_an_external_entity_is_refused() -> None:
    body = b'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>&x;</loc></url></urlset>'
    with pytest.raises(UnreadableError, match="document type"):
        read_sitemap(body)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html><body>Page not found</body></html>", b"<rss/>", b"not xml", sitemap(page("https://a.example"))[:90]],
)
def test_what_is_no_sitemap_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_sitemap(body)


def test_more_than_is_read_is_refused() -> None:
    with pytest.raises(UnreadableError, match="bytes"):
        read_sitemap(sitemap(" " * 10_000_001))
    with pytest.raises(UnreadableError, match="addresses"):
        read_sitemap(sitemap(*(page(f"https://firm.example/{n}") for n in range(20_001))))
