"""The history by which habits are known."""

from __future__ import annotations

from datetime import date, timedelta

from tests.support.builders import NOW, a_record, a_source, an_observation
from watcher.model.news import Headline
from watcher.model.news_item import RowsSeen, SiteVisited
from watcher.model.source import SEARCH_SOURCE, Coverage
from watcher.store import Store
from watcher.store.visit_counts import VISITS_KEPT

SITE = "news:marlow-mercury"


def follow(store: Store) -> None:
    site = a_source(id=SITE, name="Marlow Mercury", spider="news", coverage=Coverage.ROLLING, topics=())
    store.pages.follow([a_source(), site], NOW)


def test_what_the_last_visits_found_is_known_oldest_first(store: Store) -> None:
    follow(store)
    for n in range(VISITS_KEPT + 5):
        store.news.record_site(SiteVisited(SITE, None, found=n), NOW + timedelta(hours=n))
    assert store.visit_counts.by_source() == {SITE: list(range(5, VISITS_KEPT + 5))}


def test_a_list_that_did_not_change_or_is_at_fault_says_nothing_of_habit(store: Store) -> None:
    follow(store)
    store.news.record_site(SiteVisited(SITE, None), NOW)
    store.news.record_site(
        SiteVisited(SITE, None, fault="it shows too few items: 1, expected at least 5", found=1), NOW
    )
    assert store.visit_counts.by_source() == {}


def test_sites_that_published_lately_are_not_asked_about(store: Store) -> None:
    follow(store)
    rows = [Headline(f"https://news.example/{n}", "News", date(2025, 1, 1) + timedelta(days=n)) for n in range(3)]
    store.news.remember_rows(RowsSeen(SITE, tuple(rows)), NOW)
    assert store.visit_counts.publishing_days(NOW.date() - timedelta(days=1)) == {}, "it was first seen today"
    later = NOW.date() + timedelta(days=60)
    assert store.visit_counts.publishing_days(later) == {SITE: [date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 3)]}


def test_ofsteds_councils_are_one_publisher(store: Store) -> None:
    follow(store)
    seen = tuple(an_observation(key=str(n), published=date(2025, 1, n)) for n in (1, 2))
    store.pages.record(a_record(observations=seen))
    assert store.visit_counts.publishing_days(date(2025, 3, 1)) == {SEARCH_SOURCE: [date(2025, 1, 1), date(2025, 1, 2)]}
    assert store.visit_counts.publishing_days(date(2025, 1, 1)) == {}
