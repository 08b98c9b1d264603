"""The search lists."""

from __future__ import annotations

from datetime import timedelta

from tests.support.builders import NOW, a_list, a_provider, a_search_row, a_source
from watcher.store import Store

LATER = NOW + timedelta(days=1)


def test_a_provider_counts_as_listed_since_the_last_good_list_that_showed_it(store: Store) -> None:
    stays, goes = a_search_row(), a_search_row(provider=a_provider(urn="2"), latest=None)
    store.search_list.save(a_list(stays, goes), NOW)
    store.search_list.save(a_list(stays), LATER)
    assert store.search_list.keys(NOW) == {"44/80999", "44/2"}
    assert store.search_list.keys(LATER) == {"44/80999"}
    assert store.search_list.keys(LATER + timedelta(seconds=1)) == frozenset()


def test_a_followed_list_is_visited_when_it_was_read_well(store: Store) -> None:
    store.pages.follow([a_source(id="ofsted:search")], NOW)
    store.search_list.save(a_list(), LATER)
    [status] = store.pages.statuses()
    assert (status.visited_at, status.last_tried_at) == (LATER, LATER)
