"""Odd pages, and the truth about each: its date, its headline, what belongs to its text. Written before the rules."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.broken_pages import BROKEN
from watcher.model.errors import PageError
from watcher.model.news import Article
from watcher.news.articles.read import read_article

TODAY = date(2025, 6, 30)
THIRD = date(2025, 3, 3)
TITLE = "Inspectors praise services for children in Marlow Vale"
STORY = "".join(
    f"<p>{words}</p>"
    for words in (
        "Services for children in Marlow Vale are good in every area, Ofsted has found after its inspection.",
        "Inspectors visited the council for two weeks and spoke with children, carers and social workers there.",
        "The lead member for children said that the whole team had worked for years to make this happen for families.",
    )
)


def page(main: str, head: str = "", before: str = "", after: str = "", title: str = TITLE) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Marlow Vale Council</title>{head}'
        f"</head><body>{before}<main>{main}</main>{after}</body></html>"
    ).encode()


def read(content: bytes, family: str | None = None) -> Article:
    return read_article(content, "https://www.marlow.example/news/1", family=family, today=TODAY)


HEADED = f"<h1>{TITLE}</h1>"
CDATA = (
    f'<script type="application/ld+json">//<![CDATA[\n{{"@type": "NewsArticle", "headline": "{TITLE}", '
    '"datePublished": "2025-03-03T09:00:00+00:00"}\n//]]></script>'
)
CARD = '<div class="card"><a href="/news/2">Library opens its doors in Ellbridge town</a><span>{}</span></div>'

OTHERS = "".join(
    f"<li><article class='entry'><h3><a href='/news/{n}'>Library number {n} opens its doors in Ellbridge town</a></h3>"
    f"<p>{'The library has a new roof, new windows and a room for music. ' * 6}</p>"
    f"<time pubdate datetime='2025-04-0{n}'>{n} April 2025</time></article></li>"
    for n in (7, 8, 9)
)


@pytest.mark.parametrize(
    ("content", "published"),
    [
        pytest.param(page(f"{HEADED}<p>Published: 3 March 2025</p>{STORY}"), THIRD, id="a label below the headline"),
        pytest.param(
            page(f"{HEADED}{STORY}", before="<header><p class='date'>Monday 30 June 2025</p></header>"),
            None,
            id="today's date in the masthead",
        ),
        pytest.param(
            page(f"{HEADED}{STORY}", before="<div class='top'><time datetime='2025-06-30'>30 June 2025</time></div>"),
            None,
            id="a clock in the masthead",
        ),
        pytest.param(
            page(f"<p>Published: 30 June 2025</p>{HEADED}<p>Published: 3 March 2025</p>{STORY}"),
            THIRD,
            id="another label above the headline",
        ),
        pytest.param(
            page(f"{HEADED}{STORY}{CARD.format('Published: 9 April 2025')}"), None, id="a card of another story"
        ),
        pytest.param(
            page(
                f"{HEADED}{STORY}<div class='item'><h3><a href='/news/2'>Library opens its doors in Ellbridge town</a>"
                "</h3><time datetime='2025-04-09'>9 April 2025</time></div>"
            ),
            None,
            id="the time of another story",
        ),
        pytest.param(
            page(
                f"{HEADED}{STORY}",
                after="<section><h2>News</h2><div><p>Published: 9 April 2025</p>"
                "<a href='/n'>Library opens its doors in Ellbridge town</a></div></section>",
            ),
            None,
            id="other news after the story",
        ),
        pytest.param(
            page(f"{HEADED}<p>Date: 12 March 2025</p><p>Time: 7pm</p><p>Venue: Town Hall</p>{STORY}"),
            None,
            id="the day of an event",
        ),
        pytest.param(
            page(f"{HEADED}<dl><dt>Date</dt><dd>12 March 2025</dd><dt>Where</dt><dd>Town Hall</dd></dl>{STORY}"),
            None,
            id="the day of an event in a list",
        ),
        pytest.param(page(f"{HEADED}<p>Date: 3 March 2025</p>{STORY}"), THIRD, id="a date that is called date"),
        pytest.param(
            page(f"{HEADED}<time datetime='2025-03-04'>3 March 2025</time>{STORY}"), None, id="a time against its words"
        ),
        pytest.param(
            page(f"{HEADED}<time datetime='2025-07-01T23:30:00Z'>2 July 2025</time>{STORY}"),
            None,
            id="a day in the future",
        ),
        pytest.param(
            page(f"{HEADED}<time datetime='2025-06-01T23:30:00Z'>2 June 2025</time>{STORY}"),
            date(2025, 6, 2),
            id="near midnight in summer",
        ),
        pytest.param(
            page(f"{HEADED}<p>Published: 5 March 2025</p>{STORY}", head=CDATA), None, id="the label against JSON-LD"
        ),
        pytest.param(page(f"{HEADED}{STORY}", head=CDATA), THIRD, id="JSON-LD in CDATA"),
        pytest.param(
            page(f"{HEADED}{STORY}", head='<meta name="date" content="03/13/2025">'),
            date(2025, 3, 13),
            id="American order that can only be American",
        ),
        pytest.param(
            page(f"{HEADED}{STORY}", head='<meta name="date" content="13/03/2025">'),
            date(2025, 3, 13),
            id="British order that can only be British",
        ),
        pytest.param(
            page(f"{HEADED}{STORY}", head='<meta name="date" content="04/03/2025">'), None, id="either order"
        ),
        pytest.param(
            page(f"{HEADED}<p>Published: 3 April 2025</p>{STORY}", head='<meta name="date" content="04/03/2025">'),
            date(2025, 4, 3),
            id="either order, and the page says which",
        ),
        pytest.param(
            page(f"<article>{HEADED}{STORY}<footer>Posted on 3 March 2025 by the press office</footer></article>"),
            THIRD,
            id="the item's own footer",
        ),
        pytest.param(
            page(f"{HEADED}{STORY}", after="<footer><p>Published: 1 June 2025</p></footer>"),
            None,
            id="the footer of the site",
        ),
        pytest.param(
            page(f"{HEADED}<p>Last updated: 9 April 2025</p>{STORY}"), None, id="only the day of an update"
        ),
        pytest.param(
            page(
                f"{HEADED}<div class='meta'><a href='/author/jo'>Jo Bloggs, Local Democracy Reporter</a> "
                f"<time datetime='2025-03-03'>3 March 2025</time></div>{STORY}"
            ),
            THIRD,
            id="beside the name of its author",
        ),
        pytest.param(
            page(f"<article>{HEADED}{STORY}</article>", after=f"<ul>{OTHERS}</ul>"),
            None,
            id="the marked times of other stories",
        ),
        pytest.param(
            page(
                f"<article>{HEADED}<p>By the press office, <time datetime='2025-03-03'>3 March 2025</time></p>{STORY}"
                "</article>",
                after=f"<ul>{OTHERS}</ul>",
            ),
            THIRD,
            id="its own time before the marked times of others",
        ),
        pytest.param(page(f"{HEADED}{STORY}{OTHERS}"), None, id="the times of other stories in articles of their own"),
        pytest.param(
            page(f"<p>Published: 3 March 2025</p>{STORY}<p>Published: 9 April 2025</p>"),
            None,
            id="two labels on a page without a headline",
        ),
        pytest.param(
            page(f"<div><time datetime='2025-03-03'>3 March</time></div>{STORY}<time datetime='2025-04-09'></time>"),
            None,
            id="two times on a page without a headline",
        ),
        pytest.param(
            page(f"<p>Published: 3 March 2025</p>{STORY}"), THIRD, id="the only label on a page without a headline"
        ),
        pytest.param(
            page(f"<header>{HEADED[:-5]} <span>Members only</span></h1></header><time>3 March 2025</time>{STORY}"),
            THIRD,
            id="a badge in the headline",
        ),
        *(
            pytest.param(
                page(f"{HEADED}<p>By the press office</p><div class='{name}'>3 March 2025</div>{STORY}"), day, id=name
            )
            for name, day in [
                *((name, THIRD) for name in ("date", "news-date", "NewsDate", "field-newsdate", "published")),
                *((name, None) for name in ("end-date", "closing-date", "last-date", "candidate", "updated", "strap")),
            ]
        ),
        *(
            pytest.param(page(f"{markup}{STORY}"), day, id=markup[:50])
            for markup, day in [
                (f"<div class='hero'>{HEADED}</div><div><img src='/i.jpg'><p>3 March 2025</p></div>", THIRD),
                (f"<header>{HEADED}<p>Monday 3 March 2025</p></header>", THIRD),
                (f"<div>{HEADED}<p>For schools</p></div><p>3 March 2025</p>", None),
                (f"<div>{HEADED}</div>For schools<p>3 March 2025</p>", None),
                (f"<table><tr><td><font>3 March 2025</font>{HEADED}<font>Posted 4 March 2025</font>", date(2025, 3, 4)),
            ]
        ),
        pytest.param(
            page(
                f"<div>{HEADED}<dl><dd>Category: <a class='category-name' href='/news'>News from all of the council</a>"
                f"</dd><dd><time datetime='2025-03-03'>3 March 2025</time></dd></dl>{STORY}</div>"
            ),
            THIRD,
            id="beside a link to where it is filed",
        ),
        *(
            pytest.param(
                page(f"{HEADED}<time datetime='2025-03-03T00:00:00{zone}'>3 March 2025</time>{STORY}"),
                THIRD,
                id=f"the midnight of a day in {zone}",
            )
            for zone in ("+00:00", "Z", "+01:00", "+02:00", "-05:00", "")
        ),
    ],
)  # fmt: skip
def test_the_date_is_the_items_own_or_unknown(content: bytes, published: date | None) -> None:
    assert read(content).published == published


def test_a_bold_first_paragraph_is_text() -> None:
    lead = "Ofsted has rated Marlow Vale good, and the council says why that matters to its families."
    drupal = page(
        f"<div class='node node--type-news'>{HEADED}<div class='field--name-body'><p><strong>{lead}</strong></p>{STORY}"
        "</div></div>"
    )
    assert read(drupal, "drupal").text.startswith(lead)
    goss = page(
        f"<h1 class='a-heading__title'>{TITLE}</h1><div class='a-body'><div class='a-body__inner'><p><b>{lead}</b></p>"
        f"{STORY}</div></div>"
    )
    assert read(goss, "goss").text.startswith(lead)


@pytest.mark.parametrize("family", ["drupal", None])
@pytest.mark.parametrize(
    "box",
    [
        "<div class='inset'><h3>Read more</h3><a href='/n'>Library opens its doors in Ellbridge town</a></div>",
        "<p>Read more</p><p><a href='/n'>Library opens its doors in Ellbridge town</a></p>",
        "<h3>Read more</h3><p><a href='/n'>Library opens its doors in Ellbridge town</a></p>",
    ],
)
def test_the_paragraph_after_a_box_of_other_news_is_text(box: str, family: str | None) -> None:
    last = "The director of children's services said that the next steps were already under way in every team."
    content = page(
        f"<div class='node node--type-news'>{HEADED}<div class='field--name-body'>{STORY}{box}<p>{last}</p></div></div>"
    )
    assert last in read(content, family).text


@pytest.mark.parametrize(
    ("heading", "shared", "title"),
    [
        ("Latest updates", TITLE, TITLE),
        ("News", TITLE, TITLE),
        (TITLE, "Marlow Vale Council", TITLE),
        (TITLE, "Marlow Vale Council: home page of the council", TITLE),
        ("Council news and views", TITLE, TITLE),
    ],
)
def test_a_lone_heading_of_a_section_is_no_headline(heading: str, shared: str, title: str) -> None:
    head = f'<meta property="og:title" content="{shared}">'
    for own in (TITLE, "Marlow Vale Council"):
        content = page(f"<h1>{heading}</h1><h2>{TITLE}</h2>{STORY}", head=head, title=own)
        assert read(content).title == title


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("family", ["generic", "drupal", "localgov-drupal", "jadu", "goss", "contensis", None])
def test_no_exception_but_page_error_leaves_the_reading_of_an_article(content: bytes, family: str | None) -> None:
    try:
        read_article(content, "https://www.marlow.example/", family=family, today=TODAY, listed=THIRD)
    except PageError as error:
        assert error.reason


@pytest.mark.parametrize(
    "line",
    [
        "<p>Was this page useful?</p>",
        "<p>Did you find this information helpful? Yes No</p>",
        "<p>Share this release</p>",
        "<p>This website uses cookies so that you get the best out of it.</p>",
        "<p>The library has a new roof, new windows and a room for music, and […]</p>",
        "<dl><dt>Reference</dt><dd>MV 12</dd><dt>Date</dt><dd>3 March 2025</dd></dl>",
    ],
)
def test_what_a_system_adds_to_a_story_is_not_its_text(line: str) -> None:
    plain = read(page(HEADED + STORY)).text
    assert read(page(f"{HEADED}{STORY}{line}")).text == plain
    assert read(page(f"{HEADED}{line}{STORY}")).text == plain


def test_a_short_story_below_a_notice_of_cookies_is_a_story() -> None:
    notice = "<div id='ccc'><p>We use cookies to make this site work.</p></div>"
    short = "<p>The path along the canal is open again.</p><p>Volunteers planted forty trees beside it.</p>"
    assert read(page(f"<div>{HEADED}{short}</div>", before=notice)).text.startswith("The path along the canal")


def test_a_page_that_is_laid_out_by_a_table_has_the_text_of_its_cell() -> None:
    menu = "<td><a href='/a'>Home page of this council</a><br><a href='/b'>All services from A to Z</a></td>"
    laid_out = page(f"<table><tr>{menu}<td><b>{TITLE}</b>{STORY}</td></tr></table>")
    assert read(laid_out).text == read(page(HEADED + STORY)).text
