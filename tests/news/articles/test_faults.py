"""A page that came with status 200 in the place of an item, told from an item whose headline was changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from watcher.model.news import Article, DateBasis, Quotation
from watcher.news.articles.faults import another

LISTED = "Children’s services update"
SAID = "Inspectors have given Eastmere a better grade than three years ago."
UNDATED = Article("https://eastmere.example/news/1", "Ofsted finds improvement", None, DateBasis.UNKNOWN, SAID)


def test_a_short_page_of_no_day_that_says_nothing_of_its_item_is_another() -> None:
    assert another(LISTED, UNDATED)
    assert another(LISTED, replace(UNDATED, published=date(2024, 5, 3), published_basis=DateBasis.LIST))


@pytest.mark.parametrize(
    "article",
    [
        replace(UNDATED, published=date(2024, 5, 3), published_basis=DateBasis.LABEL),
        replace(UNDATED, quotations=(Quotation("We are glad of the grade."),)),
        replace(UNDATED, links=("https://reports.ofsted.gov.uk/provider/44/80482",)),
        replace(UNDATED, text=f"{SAID} Families were asked about services."),
        replace(UNDATED, text=SAID * 20),
    ],
)
def test_an_article_under_another_headline_than_its_list_gives_it_is_that_item(article: Article) -> None:
    assert another(LISTED, article) is None


def test_what_a_list_calls_nothing_may_be_any_page() -> None:
    assert another("", UNDATED) is None
