"""Lists of news: the items with their dates, and nothing of what stands around them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from tests.support.news_lists import ENTRIES, EVERY, SITE, TODAY, Entry, jadu, page, unknown, wordpress
from watcher.model.errors import PageError
from watcher.model.news import NewsList
from watcher.news.lists.read import read_list, read_posts

URL = f"{SITE}/news"
EXPECTED = [(SITE + entry.path, entry.title, entry.day) for entry in ENTRIES]


def read(body: bytes, family: str = "generic", **selectors: str) -> NewsList:
    return read_list(body, URL, family, selectors, TODAY)


def told(listed: NewsList) -> list[tuple[str, str, date | None]]:
    return [(row.url, row.title, row.published) for row in listed.headlines]


@pytest.mark.parametrize(("family", "make"), EVERY, ids=lambda value: getattr(value, "__name__", value))
def test_a_family_is_read_by_its_markup(family: str, make: Callable[[], bytes]) -> None:
    # LocalGov repeats featured items above the list
    assert sorted(told(read(make(), family))) == sorted(EXPECTED)


@pytest.mark.parametrize(("family", "make"), EVERY, ids=lambda value: getattr(value, "__name__", value))
def test_every_family_is_also_read_as_what_it_looks_like(family: str, make: Callable[[], bytes]) -> None:
    assert sorted(told(read(make()))) == sorted(EXPECTED)


@pytest.mark.parametrize(("family", "make"), EVERY, ids=lambda value: getattr(value, "__name__", value))
def test_a_list_without_items_is_never_no_news(family: str, make: Callable[..., bytes]) -> None:
    with pytest.raises(PageError, match="lists no news"):
        read(make(()), family)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b'{"items": []}', "not an HTML"),
        (page("", title="Just a moment..."), "a bot check"),
        (page("<h1>Page not found</h1>"), "does not exist"),
        (page("<p>Sorry</p>", title="Page not found | Eastmere Council"), "does not exist"),
        (page("<h1>News</h1><div id='app'></div>"), "lists no news"),
        (b"<html><body><div id='consent'>Before you continue, choose your cookies.</div></body></html>", "no news"),
        (jadu()[:-100], "cut off"),
        (page("<p>word</p>" * 300_000), "too large"),
        (page("<div>" * 400 + "</div>" * 400), "nested"),
    ],
)
def test_a_page_that_is_no_list_is_refused_with_a_reason(body: bytes, why: str) -> None:
    for family in ("jadu", "generic"):
        with pytest.raises(PageError, match=why):
            read(body, family)


def test_links_that_lead_elsewhere_are_left_out_and_named() -> None:
    strange = Entry("https://elsewhere.example/a", "An item of somebody else", TODAY)
    listed = read(jadu((*ENTRIES, strange)), "jadu")
    assert told(listed) == EXPECTED
    assert listed.refused == ("1 item: the link leads to another site (elsewhere.example)",)
    with pytest.raises(PageError, match=r"another site \(elsewhere.example\)"):
        read(jadu((strange,)), "jadu")


def test_text_in_another_encoding_than_declared_is_read() -> None:
    entry = Entry("/news/cafe", "Café opens – “at last” for £5", TODAY)
    for body in (jadu((entry,)), jadu((entry,)).decode().encode("cp1252")):
        assert told(read(body, "jadu"))[0][1] == entry.title


def test_a_date_in_a_headline_is_not_the_date_of_the_item() -> None:
    body = page('<ul class="list--listing"><li><a href="/news/a"><h2>Polls on 7 May 2025</h2></a></li></ul>')
    assert told(read(body, "jadu")) == [(f"{SITE}/news/a", "Polls on 7 May 2025", None)]


def test_a_date_to_come_is_no_date() -> None:
    listed = read(jadu((Entry("/news/a", "A meeting that was announced", date(2027, 5, 1)),)), "jadu")
    assert listed.headlines[0].published is None
    assert "the date is impossible" in listed.refused[0]


@pytest.mark.parametrize(
    "printed", ["27/02/2026", "Friday 27th February 2026", "Posted on 27 Feb 2026 at 10:30", "27.2.26"]
)
def test_dates_are_read_as_they_are_printed(printed: str) -> None:
    row = f'<li><article><a href="/news/a"><h2>A title</h2></a><p class="meta--date">{printed}</p></article></li>'
    listed = read(page(f'<ul class="list--listing">{row}</ul>'), "jadu")
    assert listed.headlines[0].published == date(2026, 2, 27)


@pytest.mark.parametrize(
    "pager",
    [
        '<ul><li class="pager__item pager__item--next"><a rel="next" href="?page=2">Next page</a></li></ul>',
        '<a href="/news?page=2">Next »</a>',
        '<div class="pagination"><a class="next" href="https://eastmere.gov.uk/news?page=2"><span>2</span></a></div>',
        '<a href="https://elsewhere.example/?page=2" rel="next">Next</a><a href="?page=2">Older posts</a>',
    ],
)
def test_the_page_after_it_is_known(pager: str) -> None:
    body = jadu().replace(b"</main>", f"{pager}</main>".encode())
    assert read(body, "jadu").next_page == f"{SITE}/news?page=2"


def test_the_last_page_has_none_after_it() -> None:
    assert read(jadu(), "jadu").next_page is None
    own = jadu().replace(b"</main>", b'<a rel="next" href="/news">Next</a></main>')
    assert read(own, "jadu").next_page is None


def test_a_source_may_have_selectors_of_its_own() -> None:
    rows = "".join(
        f'<p class="hit"><b>{e.title}</b> <i>{e.printed}</i> <a href="{e.path}">Open</a></p>' for e in ENTRIES
    )
    listed = read(page(rows), rows="p.hit", title="b", date="i")
    assert told(listed) == EXPECTED


@pytest.mark.parametrize(
    "main",
    [
        "".join(f'<h3><a href="{e.path}">{e.title}</a></h3><p>{e.printed}</p>' for e in ENTRIES),
        "".join(f'<p>{e.printed}</p><h3><a href="{e.path}">{e.title}</a></h3>' for e in ENTRIES),
        "".join(f'<li><a href="{e.path}">{e.title}</a> ({e.printed})</li>' for e in ENTRIES),
        "".join(f'<section><header><h2><a href="{e.path}">{e.title}</a></h2></header>'
                f'<footer>Posted {e.printed}</footer></section>' for e in ENTRIES),
        "".join(f'<a href="{e.path}"><div><h3>{e.title}</h3><span>{e.printed}</span></div></a>' for e in ENTRIES),
        "".join(f'<div><a href="{e.path}"><div class="card__date"><b>{e.day.day}</b> <b>{e.day:%b}</b> <i>{e.day.year}'
                f'</i></div><h3>{e.title}</h3></a></div>' for e in ENTRIES),
        "".join(f'<div><h3><a href="{e.path}">{e.title}</a></h3><p>{e.printed} | Author: Ann Lee of the press office'
                '</p></div>' for e in ENTRIES),
        "".join(f'<li><b>{e.title}</b> <span>{e.printed}</span> <a href="{e.path}">Read more<span class="sr-only"> '
                f'about {e.title}</span></a></li>' for e in ENTRIES),
    ],
)  # fmt: skip
def test_of_an_unknown_list_each_date_goes_to_the_link_it_stands_by(main: str) -> None:
    assert told(read(page(main))) == EXPECTED


def test_where_dates_may_belong_to_either_neighbour_they_are_unknown() -> None:
    rows = "".join(f'<p>{e.printed}</p><h3><a href="{e.path}">{e.title}</a></h3>' for e in ENTRIES)
    listed = read(page(rows + "<p>1 March 2026</p>"))
    assert [row.published for row in listed.headlines] == [None, None, None]


def test_navigation_is_no_list_however_it_is_marked() -> None:
    menu = "".join(f'<li><a href="/news/{name}">{name.title()}</a></li>' for name in ("archive", "sign-up", "media"))
    with pytest.raises(PageError):
        read(page(f"<div><ul>{menu}</ul></div>"))


def test_posts_are_read_from_the_list_that_wordpress_gives() -> None:
    posts = [
        {"link": f"{SITE}{e.path}", "date": f"{e.day}T23:30:00", "title": {"rendered": e.title.replace("?", "&#63;")},
         "excerpt": {"rendered": "<p>All about it. [&hellip;]</p>"}}
        for e in ENTRIES
    ]  # fmt: skip
    listed = read_posts(json.dumps(posts).encode(), URL, TODAY)
    assert told(listed) == EXPECTED
    assert listed.headlines[0].summary == "All about it. […]"


@pytest.mark.parametrize("body", [b"", b"{}", b'["a"]', b'{"code": "rest_no_route"}', wordpress(), b"[" * 100_000])
def test_what_is_no_list_of_posts_is_refused(body: bytes) -> None:
    with pytest.raises(PageError, match="not a JSON list of posts"):
        read_posts(body, URL, TODAY)


@pytest.mark.parametrize(
    "main",
    [
        "".join(f'<h3><a href="/news/{n}">A headline of some words</a></h3><p>x</p>' for n in range(5000)),
        '<a href="/news/1">A headline of some words</a>' * 15_000,
        "<div class=views-row>" * 200 + "<a href=/news/a>One two three four</a>" + "</div>" * 200,
    ],
)
def test_no_page_gives_more_than_a_list_may_have(main: str) -> None:
    listed = read(page('<h3><a href="/news/one">A headline of some words</a> 1 March 2026</h3>' + main))
    assert 1 <= len(listed.headlines) <= 200


def test_the_newest_of_a_very_long_list_are_taken() -> None:
    days = [date.fromordinal(TODAY.toordinal() - n) for n in range(300)]
    listed = read(unknown([Entry(f"/news/{n}", f"Headline number {n}", day) for n, day in enumerate(days)]))
    assert [row.published for row in listed.headlines] == days[:200]
    assert "100 of 300 items left out" in listed.refused[0]


@pytest.mark.parametrize(
    "link", ["May 2025 (12)", "May 2025", "2025", "News archive 2024", "All news from May 2025 (3)"]
)
def test_the_months_of_an_archive_are_no_news(link: str) -> None:
    archive = "".join(f'<li><a href="/news/archive/{n}">{link}</a></li>' for n in range(20))
    assert told(read(page(f"{_ROWS}<ul>{archive}</ul>"))) == EXPECTED


@pytest.mark.parametrize("title", ["Local elections May 2026", "Budget consultation 2027", "Update of 3 May 2025"])
def test_a_headline_may_name_a_month_or_a_year(title: str) -> None:
    row = f'<li><h2><a href="/news/extra">{title}</a></h2></li>'
    assert title in [row.title for row in read(page(_ROWS.replace("</ul>", f"{row}</ul>"))).headlines]


@pytest.mark.parametrize(
    "frame",
    ["<form method='post' action='./'>{}</form>", "<form>{}<input type='submit'></form>", "<div id='nav'>{}</div>"],
)
def test_a_form_or_a_frame_around_the_whole_page_hides_no_news(frame: str) -> None:
    assert told(read(page(frame.format(f"<h1>News</h1>{_ROWS}")))) == EXPECTED


def test_a_form_beside_the_news_is_none() -> None:
    asked = "".join(f'<a href="/find/{n}">Search for the service number {n}</a>' for n in range(3))
    assert told(read(page(f"<form>{asked}</form>{_ROWS}"))) == EXPECTED


def test_where_rows_have_dates_a_link_in_other_markup_is_no_row() -> None:
    rows = "".join(
        f"<tr><td>{entry.printed}</td><td><b><a href='{entry.path}'>{entry.title}</a></b></td></tr>"
        for entry in ENTRIES
    )
    beside = "<a href='/news/how'>How to get in touch with us</a>"
    assert told(read(page(f"<table><tr><td>{beside}</td><td><table>{rows}</table></td></tr></table>"))) == EXPECTED


_ROWS = "".join(
    f'<li><h2><a href="{entry.path}">{entry.title}</a></h2><p>{entry.printed}</p></li>' for entry in ENTRIES
)
_ROWS = f"<ul>{_ROWS}</ul>"
