"""One address for one page, and none for what must never be asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.news.urls import canonical, host_of, identity, joined, same_site

SITE = "https://www.eastmere.gov.uk/news"


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("HTTPS://WWW.Eastmere.gov.uk:443/news/a#top", "https://www.eastmere.gov.uk/news/a"),
        ("http://www.eastmere.gov.uk.:80/a", "http://www.eastmere.gov.uk/a"),
        ("http://eastmere.gov.uk:8080/a", "http://eastmere.gov.uk:8080/a"),
        ("https://eastmere.gov.uk", "https://eastmere.gov.uk/"),
        ("https://eastmere.gov.uk/a?b=2&a=1", "https://eastmere.gov.uk/a?a=1&b=2"),
        (
            "https://eastmere.gov.uk/a?utm_source=rss&UTM_medium=x&id=7&fbclid=z&at_campaign=q",
            "https://eastmere.gov.uk/a?id=7",
        ),
        ("https://eastmere.gov.uk/a/../b/./c", "https://eastmere.gov.uk/b/c"),
        ("https://eastmere.gov.uk/caf\u00e9", "https://eastmere.gov.uk/caf%C3%A9"),
        ("https://eastmere.gov.uk/a/", "https://eastmere.gov.uk/a/"),
        ("  https://eastmere.gov.uk/a\n", "https://eastmere.gov.uk/a"),
        ("http://[::1]:80/a", "http://[::1]/a"),
    ],
)
def test_the_ways_to_write_an_address_come_to_one(written: str, one: str) -> None:
    assert canonical(written) == one


@pytest.mark.parametrize(
    ("href", "one"),
    [
        ("a b", "https://www.eastmere.gov.uk/a%20b"),
        ("/news/a", "https://www.eastmere.gov.uk/news/a"),
        ("?page=2", "https://www.eastmere.gov.uk/news?page=2"),
        ("http://eastmere.gov.uk/news/a", "https://www.eastmere.gov.uk/news/a"),
        ("//eastmere.gov.uk/news/a", "https://www.eastmere.gov.uk/news/a"),
        ("http://eastmere.gov.uk:8080/a", "http://eastmere.gov.uk:8080/a"),
        ("http://press.eastmere.gov.uk/a", "http://press.eastmere.gov.uk/a"),
    ],
)
def test_a_link_is_resolved_and_written_as_its_own_site_writes_itself(href: str, one: str) -> None:
    assert canonical(href, SITE) == one


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,<b>",
        "file:///etc/passwd",
        "mailto:press@eastmere.gov.uk",
        "https://user:secret@eastmere.gov.uk/",
        "https://eastmere.gov.uk\\@evil.example/",
        "https://eastmere.gov.uk:99999/",
        "https://./",
        "https://[::1/",
        "https://eastmere.gov.uk/" + "a" * 2000,
        "https://eastmere.gov.uk/?" + "a=1&" * 3_000_000,
    ],
)
def test_what_is_no_web_address_to_ask_is_none(href: str) -> None:
    assert canonical(href, SITE) is None
    assert canonical("https:///news") is canonical("/news") is None


@given(st.text(max_size=80))
def test_a_canonical_address_stays_as_it_is(href: str) -> None:
    one = canonical(href, SITE)
    assert one is None or canonical(one) == one


def test_a_site_is_its_registered_domain() -> None:
    assert same_site("https://democracy.eastmere.gov.uk/x", "https://news.eastmere.gov.uk/")
    assert same_site("http://WWW.eastmere.gov.uk./x", SITE)
    assert not same_site("https://www.marlowvale.gov.uk/", SITE)
    assert not same_site("https://gov.uk/", SITE)
    assert not same_site("https://eastmere.gov.uk.evil.example/", SITE)
    assert not same_site("http://127.0.0.2/", "http://127.0.0.1/")
    assert same_site("http://127.0.0.1:81/", "http://127.0.0.1/")
    assert not same_site("mailto:a@b.example", SITE)


def test_an_item_is_the_same_with_and_without_scheme_www_and_slash() -> None:
    assert identity("http://www.eastmere.gov.uk/a/") == identity("https://eastmere.gov.uk/a")
    assert identity("https://eastmere.gov.uk/?p=1") != identity("https://eastmere.gov.uk/?p=2")
    assert host_of("https://www.Eastmere.gov.uk/a") == "eastmere.gov.uk"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/b", "https://marlow.example/b"), ("?p=2", "https://marlow.example/a?p=2"), ("//x.example", "https://x.example"),
        ("http://[", ""), ("//[", ""), ("http://[::1", ""), ("http://a]b/", ""),
    ],
)  # fmt: skip
def test_a_link_that_is_no_address_leads_nowhere(href: str, address: str) -> None:
    assert joined("https://marlow.example/a", href) == address
