"""The commands for news sites as a person runs them, on a small invented council's site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.feeds import item, rss
from tests.support.inside import inside
from tests.support.news_lists import ENTRIES, Entry, jadu, page
from tests.support.program import Ended, configure
from tests.support.small_site import Site, answer, serving
from watcher.model.news import Tier
from watcher.news.sites.table import own_sources

NOW = ("--now", "2026-03-02T12:00")


def article(entry: Entry) -> bytes:
    words = f"{entry.title}: the council decided it on Monday and many people came to hear about it. " * 3
    return page(
        f'<div id="content"><h1>{entry.title}</h1><p class="meta--date">Published: {entry.printed}</p>'
        f'<div class="editor"><p>{words}</p><p>{words}</p></div></div>',
        '<meta name="generator" content="http://www.jadu.net">',
        f"{entry.title} | Eastmere Council",
    )


@pytest.fixture
def site() -> Iterator[Site]:
    answers = {"/news": answer(jadu()), "/rss/news": answer(rss(*(item(link=entry.path) for entry in ENTRIES)))}
    with serving(answers | {entry.path: answer(article(entry)) for entry in ENTRIES}) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    configure(tmp_path, "http://127.0.0.1:9")
    return tmp_path


def added(home: Path, site: Site, *more: str) -> Ended:
    return inside(home, "source", "add", f"{site.base_url}/news", *NOW, *more)


def test_a_site_is_added_by_its_address_alone(home: Path, site: Site) -> None:
    ended = added(home, site)
    assert ended.code == 0, ended.err
    assert "family: jadu" in ended.out
    assert f"feed: {site.base_url}/rss/news" in ended.out
    assert "2026-02-27" in ended.out and "New library opens in the old mill" in ended.out
    source = own_sources(home / "sources.toml")["eastmere-council"]
    assert (source.name, source.family, source.tier) == ("Eastmere Council", "jadu", Tier.COUNCIL)
    assert source.feed == f"{site.base_url}/rss/news"
    assert source.authorities == ()
    assert source.verified is None


def test_what_is_said_of_a_site_is_written(home: Path, site: Site) -> None:
    more = ("--name", "Eastmere News", "--id", "eastmere", "--tier", "local_press", "--authority", "Leicester")
    assert added(home, site, *more, "--authority", "80483").code == 0
    source = own_sources(home / "sources.toml")["eastmere"]
    assert (source.name, source.tier, source.authorities) == ("Eastmere News", Tier.LOCAL_PRESS, ("80482", "80483"))


def test_the_council_of_that_name_is_the_one_it_speaks_for(home: Path, site: Site) -> None:
    assert added(home, site, "--name", "Nottingham City Council").code == 0
    assert own_sources(home / "sources.toml")["nottingham-city-council"].authorities == ("80533",)


def test_an_id_is_taken_once(home: Path, site: Site) -> None:
    assert added(home, site).code == 0
    before = (home / "sources.toml").read_bytes()
    again = added(home, site)
    assert (again.code, "already exists. Choose another one with --id" in again.err) == (2, True)
    assert added(home, site, "--id", "derby").code == 2
    assert (home / "sources.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (page("<h1>Welcome</h1><p>Nothing here.</p>"), "lists no news"),
        (page("<h1>Page not found</h1>"), "says it does not exist"),
        (b"<html><title>Just a moment...</title><body></body></html>", "a bot check"),
    ],
)
def test_a_page_that_is_not_understood_writes_nothing(home: Path, site: Site, body: bytes, why: str) -> None:
    site.answers = {"/news": answer(body)}
    ended = added(home, site)
    assert ended.code == 1
    assert why in ended.err and "docs/adding-a-source.md" in ended.err
    assert not (home / "sources.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("http://127.0.0.1:9/news",), 1, "Can't fetch"),
        (("file:///etc/passwd",), 2, "is not a valid web address"),
        (("https://a:b@c.example/",), 2, "is not a valid web address"),
        (("http://127.0.0.1:9/news", "--id", "../x"), 2, "use lower-case letters"),
        (("http://127.0.0.1:9/news", "--authority", "Atlantis"), 2, "No authority is called 'Atlantis'"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(home: Path, arguments: tuple[str, ...], code: int, why: str) -> None:
    ended = inside(home, "source", "add", *arguments)
    assert (ended.code, why in ended.err, ended.err.count("\n")) == (code, True, 1)


def test_text_of_a_site_is_never_read_as_an_instruction_to_the_terminal(home: Path, site: Site) -> None:
    entry = Entry("/news/a", "[red]Markup[/red] \x1b[31mand\u202e signs of control", ENTRIES[0].day)
    site.answers["/news"] = answer(jadu((entry,)))
    ended = added(home, site)
    assert "[red]Markup[/red]" in ended.out
    assert "\x1b" not in ended.out and "\u202e" not in ended.out


def test_a_source_that_is_tried_shows_what_it_reads_and_what_that_verifies(home: Path, site: Site) -> None:
    added(home, site, "--id", "eastmere")
    ended = inside(home, "source", "test", "eastmere", "--items", "2", *NOW)
    assert ended.code == 0, ended.out
    assert ended.out.count("the council decided it on Monday") >= 2
    assert "2026-02-27 (label)" in ended.out
    assert "Verified: the list and 2 of its articles" in ended.out
    assert "add `verified = 2026-03-02` to [source.eastmere]" in ended.out


def test_a_source_that_fails_is_not_verified(home: Path, site: Site) -> None:
    added(home, site)
    site.answers["/rss/news"] = answer(status=404)
    site.answers[ENTRIES[0].path] = answer(page("<h1>Page not found</h1>"))
    ended = inside(home, "source", "test", "Eastmere Council", *NOW)
    assert ended.code == 1
    assert "the feed: HTTP 404" in ended.out and "not read: the page says it does not exist" in ended.out
    assert "Not verified" in ended.out and "verified = " not in ended.out


def test_a_name_that_is_no_source_is_answered_with_the_nearest(home: Path) -> None:
    ended = inside(home, "source", "test", "leicester-cty")
    assert (ended.code, "Did you mean leicester-city?" in ended.err) == (2, True)


def test_all_sources_are_listed_with_whose_they_are(home: Path, site: Site) -> None:
    added(home, site, "--id", "eastmere")
    lines = inside(home, "source", "list").out.splitlines()
    assert any("eastmere" in line and "your own" in line for line in lines)
    assert any("leicester-city" in line and "built in" in line and "unverified" in line for line in lines)


def test_a_mistake_in_the_file_is_named(home: Path) -> None:
    (home / "sources.toml").write_text(
        '[source.a]\nname = "A"\nurl = "https://a.example/"\nfamily = "jadu"\nspider = "x"\n'
    )
    ended = inside(home, "source", "list")
    assert (ended.code, "sources.toml: source.a.spider: unknown key" in ended.err) == (2, True)


def test_a_recording_is_in_order_only_when_somebody_has_looked(home: Path, site: Site) -> None:
    added(home, site, "--id", "eastmere")
    first = inside(home, "record", "eastmere", "--into", "kept", *NOW)
    assert (first.code, "nobody has looked yet" in first.out) == (1, True)
    kept = home / "kept" / "eastmere"
    assert {file.name for file in kept.iterdir()} == {"page.html", "article.html", "meta.toml", "expected.json"}
    assert (kept / "page.html").read_bytes() == jadu()

    site.log.clear()
    expected = json.loads((kept / "expected.json").read_text(encoding="utf-8"))
    (kept / "expected.json").write_text(json.dumps(expected | {"looked_at": True}), encoding="utf-8")
    second = inside(home, "record", "eastmere", "--into", "kept")
    assert (second.code, "read as expected" in second.out, site.log) == (0, True, [])

    expected["article"]["title"] = "Another title"
    (kept / "expected.json").write_text(json.dumps(expected | {"looked_at": True}), encoding="utf-8")
    third = inside(home, "record", "eastmere", "--into", "kept")
    assert (third.code, "article.title is now" in third.out) == (1, True)


@pytest.mark.parametrize("name", ["x" * 201, "Eastmere\n[source.other]", "Eastmere\x1b[31m", "Eastmere\u202e", "  "])
def test_a_name_that_could_not_be_read_again_is_not_written(home: Path, site: Site, name: str) -> None:
    assert added(home, site).code == 0
    before = (home / "sources.toml").read_bytes()
    ended = added(home, site, "--id", "other", "--name", name)
    assert (ended.code, ended.out) == (2, "")
    assert "source.other.name" in ended.err
    assert (home / "sources.toml").read_bytes() == before


def test_pages_are_recorded_only_where_a_folder_can_be_made(home: Path, site: Site) -> None:
    assert added(home, site).code == 0
    (home / "pages").write_text("no folder")
    ended = inside(home, "record", "eastmere-council", "--into", str(home / "pages"), *NOW)
    assert ended.code == 2
    assert "Not a directory" in ended.err


def test_what_fails_is_said_without_the_addresses_of_objects(home: Path) -> None:
    ended = inside(home, "source", "add", "http://127.0.0.1:9/news", *NOW)
    assert ended.code == 1
    assert "Cannot connect to host 127.0.0.1:9" in ended.err
    assert "object at" not in ended.err


def test_an_id_is_shown_whole_in_a_narrow_window(home: Path) -> None:
    shown = inside(home, "source", "list", COLUMNS="60").out
    ids = "".join(line.split("│")[1].strip() for line in shown.splitlines() if line.startswith("│"))
    assert "nottinghamshire" in ids


def test_an_article_is_no_list_though_a_link_in_it_stands_beside_its_date(home: Path, site: Site) -> None:
    site.answers["/visit"] = answer(
        page('<h1>Mayor opens mill</h1><p>3 March 2026</p><p>All came. <a href="/report-it">Report a problem</a></p>')
    )
    ended = inside(home, "source", "add", f"{site.base_url}/visit", *NOW)
    assert (ended.code, ended.out) == (1, "")
    assert "Can't work out how to read" in ended.err
    assert not (home / "sources.toml").exists()


def test_a_site_of_which_only_the_feed_is_given_is_called_as_the_feed_is(home: Path, site: Site) -> None:
    assert inside(home, "source", "add", f"{site.base_url}/rss/news", *NOW).code == 0
    [source] = own_sources(home / "sources.toml").values()
    assert source.name == "Eastmere"


def test_the_list_of_posts_that_wordpress_gives_may_be_the_address_of_a_site(home: Path, site: Site) -> None:
    posts = [
        {"link": entry.path, "title": {"rendered": entry.title}, "date": "2026-02-27T09:00:00"} for entry in ENTRIES
    ]
    site.answers["/wp-json/wp/v2/posts"] = answer(json.dumps(posts).encode(), Content_Type="application/json")
    add = inside(home, "source", "add", f"{site.base_url}/wp-json/wp/v2/posts", "--name", "Eastmere", *NOW)
    assert add.code == 0, add.err
    assert "family: wordpress" in add.out
    test = inside(home, "source", "test", "eastmere", *NOW)
    assert test.code == 0, test.out
    assert f"{len(ENTRIES)} items listed" in test.out


def test_a_file_of_sources_that_was_named_must_be_there_when_news_is_read(home: Path, site: Site) -> None:
    (home / "watcher.toml").open("a", encoding="utf-8").write('[news]\nsources = "sites.toml"\n')
    ended = inside(home, "check", *NOW)
    assert ended.code == 3 and f"{home / 'sites.toml'} does not exist" in ended.out and "source add" in ended.out
    assert added(home, site).code == 0 and (home / "sites.toml").is_file()
