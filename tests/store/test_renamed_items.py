"""Items whose address a site writes with another query each time are known."""

from __future__ import annotations

from tests.support.builders import NOW, a_source
from tests.support.news_builders import a_headline, a_news_source
from watcher.model.news_item import RowsSeen
from watcher.store import Store

SOURCE = "news:marlow-vale"


def test_an_address_that_only_its_query_makes_new_is_known_if_its_title_shows_in_its_path(store: Store) -> None:
    base, title = "https://www.vale.example/news/ofsted-rates-services-good", "Ofsted rates services good"
    store.pages.follow([a_source(), a_news_source()], NOW)
    store.news.remember_rows(RowsSeen(SOURCE, (a_headline(url=f"{base}?cb=1", title=title),)), NOW)
    random, plain = a_headline(url=f"{base}?cb=2", title=title), a_headline(url=f"{base}?cb=3", title="Another title")
    elsewhere = a_headline(url="https://www.vale.example/news?id=2", title=title)
    assert store.renamed_items.renamed(SOURCE, [random, plain, elsewhere]) == {random.url}
    assert store.renamed_items.renamed("news:paper", [random]) == frozenset()
