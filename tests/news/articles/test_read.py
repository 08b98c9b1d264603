from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.article_pages import BASES, FAMILY_PAGES, LEAD, REPORT, TEXT, TITLE, framed, listing, prose, simple
from watcher.model.errors import PageError
from watcher.model.news import Article, DateBasis
from watcher.news.articles.read import read_article

URL = "https://news.marlowvale.example/news/1"
DAY = date(2024, 5, 3)
WITH_FAMILY = [(family, family) for family in FAMILY_PAGES] + [(family, None) for family in FAMILY_PAGES]


def read(page: str | bytes, **given: object) -> Article:
    return read_article(page.encode() if isinstance(page, str) else page, URL, **given)  # type: ignore[arg-type]


def why(page: str | bytes, **given: object) -> str:
    with pytest.raises(PageError) as caught:
        read(page, **given)
    return caught.value.reason


# --- families -------------------------------------------------------------------------------------


# Families whose pages begin their text with a paragraph in bold.
BOLD_LEADS = {"drupal", "goss"}


@pytest.mark.parametrize(("page", "family"), WITH_FAMILY)
def test_every_family_is_read_whether_it_is_named_or_not(page: str, family: str | None) -> None:
    article = read(FAMILY_PAGES[page], family=family)
    assert article.title == TITLE
    assert article.text.splitlines() == [*([LEAD] if page in BOLD_LEADS else []), *TEXT]
    assert article.links == (REPORT,)
    assert [(said.speaker, said.role) for said in article.quotations] == [
        ("Cllr Ida Penrose", "lead member for children and families")
    ]


@pytest.mark.parametrize(("page", "family"), WITH_FAMILY)
def test_the_date_of_every_family_is_its_own_and_not_that_of_related_news(page: str, family: str | None) -> None:
    article = read(FAMILY_PAGES[page], family=family)
    assert article.published_basis.value == BASES[page]
    assert article.published == (None if BASES[page] == "unknown" else DAY)


def test_the_list_dates_a_page_that_does_not() -> None:
    article = read(FAMILY_PAGES["drupal7"], family="drupal7", listed=DAY)
    assert (article.published, article.published_basis) == (DAY, DateBasis.LIST)


def test_a_family_that_the_page_no_longer_is_does_not_blind_us() -> None:
    assert read(FAMILY_PAGES["jadu"], family="goss").text.splitlines() == list(TEXT)


def test_the_selectors_of_a_source_come_before_those_of_its_family() -> None:
    page = framed(
        f"<h1>Council news today</h1><h2 class=t>{TITLE}</h2><i class=w>3/5/2024</i><div class=own>{prose()}</div>"
    )
    own = {"article_body": ".own", "article_title": ".t", "article_date": ".w", "title": "h9", "rows": ".none"}
    article = read(page, family="jadu", selectors=own)
    assert (article.title, article.published, article.text.splitlines()) == (TITLE, DAY, list(TEXT))


def test_a_selector_that_is_none_is_said() -> None:
    assert why(FAMILY_PAGES["jadu"], selectors={"body": "div[["}) == "'div[[' is not a CSS selector"


# --- the text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "(ends)", "ENDS", "- Ends -", "3 minute read", "Share this page", "Read more: Another story", "Top of page",
        "Sign up for our newsletter to get news like this", "Published: 3 May 2024", "Picture shows the town hall",
        "Last updated on: 3 May 2024", "Facebook | Twitter | Email", "By Ann O’Neil and Jo Marsh",
        "© 2024 Marlow Vale Gazette. All rights reserved.", "Loading weather data ...", "press@marlowvale.example",
    ],
)  # fmt: skip
def test_a_line_that_is_no_text_of_the_story_is_left_out(line: str) -> None:
    page = FAMILY_PAGES["jadu"].replace('<div class="editor">', f'<div class="editor"><p>{line}</p>')
    assert read(page).text.splitlines() == list(TEXT)


def test_words_of_two_lines_are_not_run_together() -> None:
    above = "<p>Posted: 3 May 2024<br>Author: View profile for Ida Penrose</p>"
    assert read(framed(f"<h1>{TITLE}</h1>{above}<div class=a-body>{prose()}</div>")).published == DAY


@pytest.mark.parametrize(
    "line",
    [
        "The consultation ends on 3 May 2024.", "Share this with every foster carer you know, the council asks.",
        "Published on 3 May 2024, the report names four strengths and three weaknesses of the service.",
        "By Friday Every Child Had Been Seen", "Copyright in the report stays with Ofsted.", "Loading bay opens",
        "Pictured in the report is a service that knows its families.", "Read the report",
    ],
)  # fmt: skip
def test_a_sentence_that_only_begins_like_chrome_stays(line: str) -> None:
    page = FAMILY_PAGES["jadu"].replace('<div class="editor">', f'<div class="editor"><p>{line}</p>')
    assert read(page).text.splitlines() == [line, *TEXT]


@pytest.mark.parametrize(
    "others",
    [
        '<h2>Related</h2><ul><li><a href="/n">Nursery rated outstanding</a></li></ul>',
        '<h3>Related news</h3><h4><a href="/n">Nursery rated outstanding</a></h4><p>Inspectors saw 5 rooms.</p>',
        '<p><b>See also</b></p><p><a href="/n">Nursery rated outstanding</a></p>',
        '<h3>Latest news</h3><p><a href="/n">Nursery rated outstanding</a> 3 May 2024</p>',
        '<div class="jp-relatedposts"><p>Nursery rated outstanding</p></div>',
    ],
)
def test_other_releases_that_a_page_leads_to_are_no_text_of_its_own(others: str) -> None:
    last = "<h2>Notes to editors</h2><p>The council has 90 social workers.</p>"
    page = FAMILY_PAGES["jadu"].replace(prose(), f"{prose()}{others}{last}")
    assert read(page).text.splitlines() == [*TEXT, "Notes to editors", "The council has 90 social workers."]


@pytest.mark.parametrize("wrapper", ["<main>{}{}</main>", "<main><article>{}{}</article></main>", "<div>{}{}</div>"])
def test_nor_are_they_on_a_page_of_no_family(wrapper: str) -> None:
    others = (
        '<section><h2>More news</h2><div><h3><a href="/n">Nursery rated outstanding by Ofsted</a></h3>'
        "<p>Inspectors found five happy rooms, and rated it outstanding in all areas of its work.</p></div></section>"
    )
    own = "".join(f"<p>{line}</p>" for line in TEXT * 2)
    above = '<div><h2>Latest news</h2><p><a href="/m">A headline of another item</a></p></div>'
    text = read(framed(f"{above}<h1>{TITLE}</h1>{wrapper.format(own, others)}")).text
    assert "Nursery" not in text and "happy rooms" not in text
    assert TEXT[0] in text and TEXT[-1] in text


def test_what_stands_under_a_heading_about_more_news_than_links_stays() -> None:
    page = FAMILY_PAGES["jadu"].replace(prose(), f"{prose()}<p>Read more</p><p>The council has 90 social workers.</p>")
    assert read(page).text.splitlines() == [*TEXT, "The council has 90 social workers."]


WRAPPERS = [
    '<form id="aspnetForm" action="./">{}</form>',
    '<div class="content-sidebar-wrap">{}</div>',
    '<article class="post category-social-media tag-comments author-ida">{}</article>',
    '<div class="page has-ads with-sidebar">{}</div>',
]


def test_a_story_goes_on_below_a_box_of_other_stories() -> None:
    long = [f"Paragraph {n} says at some length what inspectors found in the services." for n in range(12)]
    box = "<div><h3>Related stories</h3><ul><li><a href='/2'>Library opens in Ellbridge town</a></li></ul></div>"
    told = [f"<p>{line}</p>" for line in long]
    page = framed(f"<h1>{TITLE}</h1><div>{''.join(told[:4])}{box}{''.join(told[4:])}</div>")
    assert read(page).text.splitlines() == long


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_what_is_wrapped_around_the_whole_story_is_not_taken_for_its_chrome(wrapper: str) -> None:
    story = f"<h1>{TITLE}</h1><p>3 May 2024</p><div class='field field--name-body'>{prose()}</div>"
    page = framed(f'<div class="node node--type-news">{wrapper.format(story)}</div>')
    article = read(page)
    assert (article.text.splitlines(), article.links) == (list(TEXT), (REPORT,))
    assert (article.published, article.published_basis) == (DAY, DateBasis.LABEL)


def test_the_body_field_of_drupal_is_no_summary_for_having_one() -> None:
    field = f'<div class="field field-name-body field-type-text-with-summary">{prose()}</div>'
    tags = '<div class="field field-name-field-tags"><a href="/tags/1">Children</a></div>'
    node = f'<div class="node node-article">{field}{tags}<p>Submitted by press on Monday</p></div>'
    page = framed(f'<h1>{TITLE}</h1><div id="block-system-main">{node}</div>')
    article = read(page)
    assert (article.text.splitlines(), article.links) == (list(TEXT), (REPORT,))


def test_text_of_no_family_is_read_by_the_general_reader_with_what_it_finds() -> None:
    long = [
        f"Paragraph {n} says at some length what inspectors found in the services of the county." for n in range(12)
    ]
    assert read(simple(*long)).text.splitlines() == long


@pytest.mark.parametrize("part", ["<body", "<div"])
@pytest.mark.parametrize("called", ["post cookies-not-set", "single newsletter-popup feedback-on"])
def test_what_a_page_or_a_part_is_called_takes_no_line_of_its_story_away(part: str, called: str) -> None:
    long = [f"Paragraph {n} says at some length what inspectors found." for n in range(12)]
    page = simple(*long).replace(f"{part}>".encode(), f'{part} class="{called}">'.encode())
    assert read(page).text.splitlines() == long


def test_paragraphs_that_would_be_behind_a_paywall_are_text_where_they_are_free() -> None:
    long = [f"Paragraph {n} says at some length what inspectors found in the county." for n in range(12)]
    page = simple(*long).replace(b"<p>Paragraph", b'<p class="paywall">Paragraph')
    article = read(page)
    assert (article.text.splitlines(), article.paywalled) == (long, False)


def test_a_story_told_in_json_ld_is_taken_where_the_page_shows_too_little_of_it() -> None:
    told = [f"Sentence {n} of a story that scripts would show, about children." for n in range(9)]
    data = f'{{"@type":"NewsArticle","headline":"{TITLE}","articleBody":"{" ".join(told)} It&rsquo;s told."}}'
    node = f'<script type="application/ld+json">{data}</script>'
    assert read(simple("Loading the story, one moment please.", head=node)).text == " ".join([*told, "It’s told."])
    paid = node.replace('"articleBody"', '"isAccessibleForFree":false,"articleBody"')
    article = read(simple("Loading the story, one moment please.", head=paid))
    assert article.paywalled and "Sentence 8" not in article.text


def test_a_paywall_leaves_what_is_free() -> None:
    page = framed(
        f'<article><h1>{TITLE}</h1><div class="article-body"><p>{TEXT[0]}</p><div class="paywall">'
        "<h2>Subscribe to read on</h2><p>Join thousands of readers for one pound.</p></div></div></article>"
    )
    article = read(page)
    assert (article.text, article.paywalled) == (TEXT[0], True)
    assert not read(FAMILY_PAGES["newspaper"]).paywalled


def test_markup_and_signs_that_print_nothing_do_not_come_through() -> None:
    text = "<p>One\u200b two <script>alert(1)</script>three four\u00a0five.</p>"
    page = framed(f'<h1>\u202e{TITLE}\u0007</h1><div class="a-body">{text}</div>')
    article = read(page)
    assert (article.title, article.text) == (TITLE, "One two three four five.")


# --- titles ---------------------------------------------------------------------------------------


def test_the_headline_is_told_from_the_name_of_the_site() -> None:
    page = framed(f"<h1>Marlow Vale Council</h1><h1>{TITLE}</h1><div class=a-body>{prose()}</div>")
    assert read(page.replace("<h1>Marlow", "<h1>\nMarlow")).title == TITLE


def test_the_heading_that_a_page_is_shared_as_comes_before_one_that_its_title_ends_with() -> None:
    named = f"<title>{TITLE} | Marlow Vale Gazette</title><meta property='og:title' content='{TITLE}'>"
    both = f"<html><head>{named}</head><body><h1>Marlow Vale Gazette</h1><h1>{TITLE}</h1>{prose()}</body></html>"
    assert read(both).title == TITLE
    logo = both.replace(f"<h1>{TITLE}</h1>", f"<h2>{TITLE}</h2>").replace("Marlow Vale Gazette", "The Gazette")
    assert read(logo).title == TITLE
    printed = both.replace(f"<h1>{TITLE}</h1>", "").replace("<h1>Marlow Vale Gazette", "<h1>Praise for services")
    assert read(printed).title == "Praise for services"


def test_a_page_without_a_heading_is_called_what_it_is_shared_as() -> None:
    shared = f'<meta property="og:title" content="{TITLE}">'
    assert read(framed(f"<div class=a-body>{prose()}</div>", shared, "x")).title == TITLE
    assert read(framed(f"<div class=a-body>{prose()}</div>")).title == TITLE


# --- dates ----------------------------------------------------------------------------------------

NODE = '<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{}"}}</script>'
META = '<meta property="article:published_time" content="{}">'


@pytest.mark.parametrize(
    ("head", "above", "day", "basis"),
    [
        (NODE.format("2024-05-01"), "", date(2024, 5, 1), "json-ld"),
        (NODE.format("2024-04-30T23:30:00Z") + META.format("2024-05-02"), "", date(2024, 5, 1), "json-ld"),
        (META.format("2024-05-02"), "<time datetime=2024-05-03>x</time>", date(2024, 5, 2), "meta"),
        (NODE.format("2024-02-30") + META.format("2024-05-02"), "", date(2024, 5, 2), "meta"),
        ("", "<time datetime=2024-05-03>x</time><p>Published: 3 May 2024</p>", DAY, "time"),
        ("", "<time datetime=2024-05-03>x</time><p>Published: 4 May 2024</p>", None, "unknown"),
        ("", "<p>Last updated <time datetime=2024-06-03>3 June</time></p><p>Posted on 3rd May 2024</p>", DAY, "label"),
        ("", "<p>Published: Friday 3rd May 2024</p>", DAY, "label"),
        ("", "<p>Date: 03/05/2024</p>", DAY, "label"),
        ("", "<div>3 May 2024</div>", DAY, "label"),
        ("", "<p>Published: 31/11/2024</p>", None, "unknown"),
        ("", "<p>Last updated: 3 May 2024</p>", None, "unknown"),
        (META.format("2031-05-02"), "", None, "unknown"),
        ("", "", None, "unknown"),
    ],
)  # fmt: skip
def test_the_date_is_found_in_the_order_of_trust(head: str, above: str, day: date | None, basis: str) -> None:
    article = read(simple(head=head, above=above), today=date(2026, 1, 1))
    assert (article.published, article.published_basis.value) == (day, basis)


def test_a_date_in_the_text_is_not_the_date_of_the_article() -> None:
    text = "Published on 3 May 2024, the report says that services are good.", "The last one was dated 4 May 2020."
    assert read(simple(*text, *TEXT)).published is None


@pytest.mark.parametrize(
    "other",
    [
        "<blockquote>A post by a visitor <time datetime='2024-05-01'>1 May 2024</time></blockquote>",
        "<a href='/news/2'><b>Library opens in Ellbridge town with a fair</b> <i>for all who live there and more</i>"
        " <time datetime='2024-05-01'>1 May 2024</time></a>",
        "<ul><li><a href='/news/2'><time datetime='2024-05-01'>1 May 2024</time> Library opens in town</a></li></ul>",
    ],
)
def test_the_date_of_a_quoted_post_or_of_another_page_is_not_the_date_of_the_article(other: str) -> None:
    assert read(simple(above=other)).published_basis is DateBasis.UNKNOWN


def test_tomorrow_is_another_zone_and_later_is_a_mistake() -> None:
    page = simple(head=META.format("2024-05-03"))
    assert read(page, today=date(2024, 5, 2)).published == DAY
    assert read(page, today=date(2024, 5, 1)).published is None
    assert read(simple(), listed=DAY, today=date(2024, 5, 1)).published is None


# --- links ----------------------------------------------------------------------------------------


def test_only_safe_addresses_of_ofsted_are_links() -> None:
    hrefs = (
        "javascript:alert('//reports.ofsted.gov.uk/')", "https://reports.ofsted.gov.uk@evil.example/", "http://[bad",
        "https://ofsted.gov.uk.evil.example/", "//files.ofsted.gov.uk/v1/file/50212345", "/provider/44/1",
        "http://127.0.0.1:8765/provider/44/2", "data:text/html,reports.ofsted.gov.uk",
    )  # fmt: skip
    text = " ".join(f'<a href="{href}">here</a>' for href in hrefs)
    page = simple(f"The reports are {text} and at reports.ofsted.gov.uk/provider/44/3.", *TEXT)
    assert read(page, ofsted=("http://127.0.0.1:8765",)).links == (
        "https://files.ofsted.gov.uk/v1/file/50212345",
        "http://127.0.0.1:8765/provider/44/2",
        "https://reports.ofsted.gov.uk/provider/44/3",
    )


# --- what is no article ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", "the page is empty"),
        (b"%PDF-1.7 \x00\x01", "this is not an HTML page"),
        (b'{"rest": "api"}', "this is not an HTML page"),
        (framed("<h1>Page not found</h1><p>It may have been moved or deleted.</p>"), "says it does not exist"),
        (framed("<h1>Sorry, this page is no longer available</h1><p>Try it.</p>"), "says it does not exist"),
        ("<html><title>Eastmere</title><body>Before you continue, choose your cookies.</body></html>", "cookie notice"),
        ("<html><head><title>News</title></head><body><div id='root'></div></body></html>", "needs JavaScript"),
        ("<html><title>Just a moment...</title><body><p>Please wait for some seconds.</p></body></html>", "bot check"),
        (framed("<h1>News</h1><p>All the news in one place.</p>", title="News"), "section of the site"),
        (framed("<h1>Something</h1>", title="Something"), "no article text"),
        (framed("<h1>Sorry, something went wrong</h1><p>Please try again later.</p>", title="News"), "shows an error"),
        (framed("<h1>Eastmere</h1><p>We hope to be back soon.</p>", title="Website maintenance"), "shows an error"),
        (framed("<h1>We’ll be back soon</h1><p>Our website is being worked on today.</p>"), "shows an error"),
        (framed("<h1>503 Service Unavailable</h1><p>Please try again in some time.</p>"), "shows an error"),
        (framed("<h1>An unexpected error has occurred</h1><p>Please try again in time.</p>"), "shows an error"),
        (framed("<h1>Please sign in</h1><p>Your name and your password are needed.</p>"), "shows an error"),
        (listing([f"A headline of some length number {n}" for n in range(9)]), "list of 9 items"),
        (b"<html><body><p>" + b"x" * 8_000_001, "too large"),
        ("<html><body>" + "<div>" * 5000 + "text", "nested more than"),
        ("<html><body>" + "<p>word word</p>" * 25_000, "more than 20000 elements"),
    ],
)  # fmt: skip
def test_a_page_that_is_no_article_is_refused_with_what_it_is(page: str | bytes, reason: str) -> None:
    assert reason in why(page)


def test_an_article_in_a_script_without_spaces_has_words() -> None:
    told = "督察认为该市的儿童服务在各个方面都良好，并指出三个需要改进的地方。" * 5
    assert read(simple(told)).text == told


def test_the_name_of_the_section_above_an_article_does_not_make_it_a_list() -> None:
    page = framed(f"<h1>News</h1><h2>{TITLE}</h2><div class=a-body>{prose()}</div>")
    assert read(page).title == TITLE


def test_headlines_beside_a_short_text_do_not_make_it_a_list() -> None:
    rows = "".join(f'<li><a href="/{n}">Another headline of the paper, number {n}</a></li>' for n in range(20))
    page = framed(f"<h1>{TITLE}</h1><div class=a-body>{prose()}</div><div><ul>{rows}</ul></div>")
    assert read(page).text.splitlines() == list(TEXT)


def test_an_article_may_be_called_what_a_challenge_is() -> None:
    assert read(simple(*TEXT * 4, title="Access denied: families tell of closed doors")).text


def test_an_article_about_something_missing_is_an_article() -> None:
    assert read(simple(*TEXT * 3, title="Page removed from register in error, council says")).text
    assert read(simple(*TEXT, title="Missing records found by inspectors")).text


@pytest.mark.parametrize(
    "title", ["Error in council tax bills put right", "Maintenance of bridges begins", "Be back in school on Monday"]
)
def test_an_article_about_trouble_is_an_article(title: str) -> None:
    assert read(simple(*TEXT, title=title)).title == title


# --- hostile bytes --------------------------------------------------------------------------------


def test_windows_bytes_called_utf_8_are_read_as_what_they_are() -> None:
    page = framed(f'<h1>{TITLE}</h1><div class="a-body"><p>Café – £5 for the council’s “good” services.</p></div>')
    assert read(page.encode("cp1252"), encoding="utf-8").text == "Café – £5 for the council’s “good” services."
    assert read(page.encode(), encoding="iso-8859-1").text == "Café – £5 for the council’s “good” services."
    damaged = page.encode().replace("£5".encode(), b"\xa35")
    assert "Café" in read(damaged).text
    assert "Café" in read(damaged, encoding="iso-8859-1").text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_page_is_read_by_how_it_begins(encoding: str) -> None:
    page = framed(f'<h1>{TITLE}</h1><div class="a-body"><p>Café – £5 for the council’s “good” services.</p></div>')
    assert read(page.encode(encoding)).text == "Café – £5 for the council’s “good” services."


def test_a_long_gap_between_words_is_read_as_a_short_one() -> None:
    assert read(simple("A line" + " " * 200_000 + "of words that belong together.")).text == (
        read(simple("A line of words that belong together.")).text
    )


def test_json_ld_that_is_broken_or_nested_without_end_is_passed_over() -> None:
    head = '<script type="application/ld+json">' + "[" * 100_000 + "</script>"
    assert read(simple(head=head, above="<p>Published: 3 May 2024</p>")).published == DAY


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<div class='editor'>", "</div>", "“", "”", "‘", "’", '"', "'", "said", "Cllr Ann Lee", ",",
            ".", ":", "<ul><li>", "<time datetime='2024-13-01'>", "</time>", "<br>", "<table><tr><td>", "\x00", "<h1>",
            "</h1>", "<script>", "</script>", "<!--", "-->", "Published: 3 May 2024", "<blockquote>", "</blockquote>",
            "a longer run of words to be read ", "&nbsp;", "<a href='http://[::1'>", "</a>",
        ]
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(FRAGMENTS, st.binary(max_size=40))
def test_whatever_comes_is_read_or_refused(parts: list[str], noise: bytes) -> None:
    page = b"<html><body>" + noise + " ".join(parts).encode("utf-8", "replace") + b"</body></html>"
    try:
        article = read_article(page, URL, today=DAY)
    except PageError as error:
        assert error.reason
    else:
        assert article.text and "\x00" not in article.text and len(article.title) <= 300


def test_a_lead_outside_the_text_is_not_in_it_and_one_in_bold_is() -> None:
    assert {name for name, page in FAMILY_PAGES.items() if LEAD in read(page).text} == BOLD_LEADS


@pytest.mark.parametrize("word", ["9" * 200_000, "a." * 100_000, "a-" * 100_000, "ofsted.gov.uk/" * 10_000])
def test_a_text_that_is_one_long_word_is_read(word: str) -> None:
    told = f"<p>{word}</p>{'<p>More than one word here.</p>' * 9}"
    assert "More than one word here." in read(f"<html><body><main><h1>Council opens</h1>{told}</main></body>").text
