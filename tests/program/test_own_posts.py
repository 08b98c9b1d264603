"""The firm's own posts in a pass: out of date once for each reason, cleared when edited, shown where unmatched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.small_site import Say, answer
from tests.support.watched_news import REPORT_DAY, Watched, page, watching
from watcher.model.event_kind import EventKind
from watcher.model.news import Tier


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as one:
        yield one


def test_a_post_of_our_own_goes_out_of_date_and_is_told_once_for_each_reason(watched: Watched) -> None:
    base = watched.web.base_url
    post = "/blog/leicester-2022"
    watched.site = replace(watched.site, url=f"{base}/blog/", feed=f"{base}/sitemap.xml", tier=Tier.OWN, authorities=())
    watched.web.answers["/sitemap.xml"] = sitemap(base, post, "2022-01-05")
    watched.web.answers[post] = page(
        "How is Leicester City Council doing?",
        date(2022, 1, 5),
        "The most recent Ofsted report on Leicester City Council’s children’s services is dated November 2021.",
        "It rates the council as inadequate. We act for families in care proceedings and can help you.",
    )
    told: list[Any] = []
    for _ in range(2):
        watched.go()
    first = watched.changes()
    watched.report()
    for _ in range(3):
        watched.go()
    for change in watched.changes():
        assert change.event.kind is EventKind.OWN_POST
        assert change.topics == ("own-posts",)
        assert change.coverage is not None
        told += [(one.reason, one.report) for one in change.coverage.stale]
    assert len(told) == len(set(told))
    assert [one.reason for change in first if change.coverage for one in change.coverage.stale] == ["g"]
    assert {("a", REPORT_DAY), ("c", REPORT_DAY)} <= set(told)


def test_an_edit_of_our_own_post_clears_a_reason_or_leaves_it_untold_again(watched: Watched) -> None:
    base, post = watched.web.base_url, "/blog/leicester-2022"
    watched.site = replace(watched.site, url=f"{base}/blog/", feed=f"{base}/sitemap.xml", tier=Tier.OWN, authorities=())
    watched.web.answers["/sitemap.xml"] = sitemap(base, post, "2022-01-05")
    title, help_ = "How is Leicester City Council doing?", "We act for families in care proceedings and can help you."

    def publish(*says: str) -> list[str]:
        watched.web.answers[post] = page(title, date(2022, 1, 5), *says, help_)
        watched.now += timedelta(days=8)
        known = len(watched.changes())
        for _ in range(2):
            watched.go()
        return [one.reason for new in watched.changes()[known:] if new.coverage for one in new.coverage.stale]

    graded = "Ofsted rates Leicester City Council’s children’s services as requires improvement."
    assert publish(graded) == ["g"]
    assert publish(graded, "Call us on 0116 000 0000, at any time.") == []
    assert publish(graded.replace("requires improvement", "good")) == []
    assert publish(graded) == ["g"]
    watched.report()
    assert publish(graded) == ["a"]
    updated = "Updated: Ofsted’s report of 3 March 2025 rates Leicester City Council’s children’s services as good."
    assert publish(updated) == []
    assert publish(updated + " It is good news.") == []


def test_a_post_of_our_own_that_is_only_imprecise_is_told_once_as_that(watched: Watched) -> None:
    base, post = watched.web.base_url, "/blog/leicester-2022"
    watched.site = replace(watched.site, url=f"{base}/blog/", feed=f"{base}/sitemap.xml", tier=Tier.OWN, authorities=())
    watched.web.answers["/sitemap.xml"] = sitemap(base, post, "2022-01-05")
    watched.web.answers[post] = page(
        "How is Leicester City Council doing?",
        date(2022, 1, 5),
        "Ofsted’s latest report on Leicester City Council’s children’s services, of October 2021, rates them as good.",
        "We act for families in care proceedings and can help you.",
    )
    for _ in range(3):
        watched.go()
    [change] = watched.changes()
    assert change.headline.endswith("your article “How is Leicester City Council doing?” is imprecise")
    assert change.topics == ("own-posts",) and change.coverage is not None
    assert [one.reason for one in change.coverage.stale] == ["h"]


def test_a_post_of_our_own_that_names_no_council_is_shown_as_unmatched(watched: Watched) -> None:
    base, post = watched.web.base_url, "/blog/inspections"
    watched.site = replace(watched.site, url=f"{base}/blog/", feed=f"{base}/sitemap.xml", tier=Tier.OWN, authorities=())
    watched.web.answers["/sitemap.xml"] = sitemap(base, post, "2022-01-05")
    title = "What happens when Ofsted inspects children’s services?"
    says = "Ofsted inspects the children’s services of every council and judges four areas, with an overall grade."
    watched.web.answers[post] = page(title, date(2022, 1, 5), says, "We act for families in care proceedings.")
    watched.go()
    assert watched.store.news.unmatched_posts() == [(f"{base}{post}", title)]
    assert watched.changes() == []
    watched.web.answers[post] = page(title, date(2022, 1, 5), says, "Leicester City Council was rated good in 2021.")
    watched.now += timedelta(days=8)
    watched.go()
    assert watched.store.news.unmatched_posts() == []


def sitemap(base: str, path: str, edited: str) -> Say:
    return answer(
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{base}{path}</loc><lastmod>{edited}</lastmod></url><url><loc>{base}/people/</loc></url></urlset>",
        Content_Type="application/xml",
    )
