"""Awkward articles of a paper in a pass: which of them join the report, when they were published, and who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.support.small_site import Say, answer
from tests.support.watched_news import STORY, Watched, listing, watching
from watcher.model.news import Mention, Tier

MORE = "The council has 4,000 staff and looks after more than 600 children and young people across the city."
# title, what the page says of its day, its paragraphs, and the day if it belongs to the report's story
ITEMS: dict[str, tuple[str, str, tuple[str, ...], date | None]] = {
    "no-word-ofsted": (
        "Watchdog hails ‘transformed’ children’s services in Leicester",
        '<p class="byline">By Cora Vint, 4 March 2025</p>',
        (
            "Children’s services at Leicester City Council have been rated good by inspectors.",
            "Social workers know the children they work with well, according to the report, which came out on Monday.",
        ),
        date(2025, 3, 4),
    ),
    "nobody-says-who-rated": (
        "‘Good’ at last for Leicester",
        "<p>Published 4 March 2025</p>",
        (
            "Care for the city’s children has climbed to good after four years in which it required improvement.",
            MORE,
        ),
        date(2025, 3, 4),
    ),
    "good-library": (
        "Good news for readers in Leicester",
        "<p>Published 4 March 2025</p>",
        ("The city council will open a library for families, and parents say that its services are good.", MORE),
        None,
    ),
    "wrong-kind": (
        "Leicester rated good after Ofsted monitoring visit",
        "<p>Last updated: 7 March 2025 | First published: 5 March 2025</p>",
        (
            "Leicester City Council’s children’s services have been rated good in a report that Ofsted published on "
            "3 March after a monitoring visit in January.",
            MORE,
        ),
        date(2025, 3, 5),
    ),
    "dissent": (
        "Council leader and union clash over Ofsted report",
        "<p>Published 6 March 2025</p>",
        (
            "Ofsted’s report on Leicester City Council’s children’s services, which it rates good, has split opinion.",
            "Cllr Ida Penrose said: “This is the result of years of hard work.",
            "“Every one of our staff can be proud of it.”",
            "Responding to Cllr Ida Penrose, Len Harrow of the union said: “Caseloads are higher than ever.”",
        ),
        date(2025, 3, 6),
    ),
    "late": (
        "Councillors discuss Ofsted report",
        "<p>Published 24 April 2025</p>",
        (
            "Councillors met last night to discuss the Ofsted report that was published on 3 March 2025 and rated "
            "Leicester City Council’s children’s services good.",
            MORE,
        ),
        date(2025, 4, 24),
    ),
    "school": (
        "City primary school rated good by Ofsted",
        "<p>Published 5 March 2025</p>",
        (
            "Hillcrest Primary School in Leicester has been rated good by Ofsted, up from requires improvement.",
            "Cllr Ida Penrose, Leicester City Council’s lead member for children’s services, said: “Well done to all.”",
        ),
        None,
    ),
    "adults": (
        "Inspectors rate Leicester’s adult social care",
        "<p>Published 6 March 2025</p>",
        (
            "The Care Quality Commission has rated Leicester City Council’s adult social care good, in the same week "
            "as Ofsted’s report on children.",
            "It looked at how the council assesses people’s needs and works with carers.",
        ),
        None,
    ),
    "national": (
        "Four in ten social workers want to leave, survey finds",
        "<p>Published 7 March 2025</p>",
        (
            "Four in ten social workers in children’s services in England plan to leave, a survey of 2,100 has found.",
            "Councils that took part include Leicester, which Ofsted rated good this month. Unions called for action.",
        ),
        None,
    ),
    "home": (
        "Children’s home told to improve by Ofsted",
        "<p>Published 7 March 2025</p>",
        (
            "A children’s home run by Leicester City Council has been told that it requires improvement.",
            "Ofsted said that the overall experiences and progress of children in the home were not yet good.",
        ),
        None,
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Mention]]:
    """What a paper's articles have become, by their names, a week after the report and again two months later."""
    with watching(tmp_path_factory.mktemp("awkward")) as watched:
        watched.site = replace(watched.site, tier=Tier.LOCAL_PRESS, authorities=(), name="The Eastmere Post")
        watched.go()
        watched.report()
        for when in (date(2025, 3, 8), date(2025, 4, 25)):
            publish(watched, when)
            watched.now = datetime(when.year, when.month, when.day, 12, tzinfo=UTC)
            watched.go()
        yield {one.url.rpartition("/")[2]: one for one in watched.store.news.mentions([STORY])[STORY]}


def publish(watched: Watched, until: date) -> None:
    rows = []
    for number, (name, (title, says_day, paragraphs, day)) in enumerate(ITEMS.items(), 1):
        if (day or until) <= until:
            path = f"/news/article/{number}00/{name}"
            watched.web.answers[path] = article(title, says_day, paragraphs)
            rows.append((path, title, until))  # this list gives the day on which it was made
    watched.web.answers["/news"] = listing(*rows)


def article(title: str, says_day: str, paragraphs: tuple[str, ...]) -> Say:
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    others = '<h2>You may also like</h2><ul><li><a href="/x">Fair is back</a> <time>28 February 2025</time></li></ul>'
    return answer(
        f"<html><head><title>{title} | Post</title></head><body><p class='today'>Friday 25 April 2025</p><main>"
        f"<article><h1>{title}</h1>{says_day}<div>{text}</div>{others}</article></main></body></html>",
        Content_Type="text/html; charset=utf-8",
    )


def test_articles_about_the_report_join_it_and_others_do_not(told: dict[str, Mention]) -> None:
    assert set(told) == {name for name, (*_, day) in ITEMS.items() if day}


def test_each_has_the_day_that_its_page_gives_as_its_own(told: dict[str, Mention]) -> None:
    assert {name: one.published for name, one in told.items()} == {name: ITEMS[name][3] for name in told}


def test_each_side_of_a_dispute_has_its_own_words(told: dict[str, Mention]) -> None:
    assert [(said.speaker, said.text) for said in told["dissent"].quotations] == [
        ("Cllr Ida Penrose", "This is the result of years of hard work."),
        ("Cllr Ida Penrose", "Every one of our staff can be proud of it."),
        ("Len Harrow", "Caseloads are higher than ever."),
    ]
