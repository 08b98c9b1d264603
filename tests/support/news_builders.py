"""Small builders of news values: a plausible default for every field. Councils and people are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.support.builders import NOW
from watcher.model.news import Article, DateBasis, Headline, Mention, NewsSource, Quotation, Tier
from watcher.model.news_item import Assessment, ItemRead, NewsItem
from watcher.model.source import Source

SITE = "https://news.marlowvale.example"
URL = f"{SITE}/news/inspectors-report"
STORY = "80999@2025-03-03"


def a_site(**fields: Any) -> NewsSource:
    site = NewsSource("marlow-vale", "Marlow Vale Council", f"{SITE}/news", "jadu", authorities=("80999",))
    return replace(site, **fields)


def a_news_source(**fields: Any) -> Source:
    return replace(Source("news:marlow-vale", "Marlow Vale Council", f"{SITE}/news", "news"), **fields)


def a_headline(**fields: Any) -> Headline:
    return replace(Headline(URL, "Inspectors report on services for children", date(2025, 3, 3)), **fields)


def an_article(**fields: Any) -> Article:
    text = (
        "Ofsted has rated children’s services in Marlow Vale as requires improvement to be good.\n"
        "The inspection took place in January, and the report is out today.\n"
        "Every recommendation will be acted on, the council says, and a plan follows in the spring."
    )
    quotation = Quotation("We know what has to be done.", "Cllr Ada Quill", "lead member for children")
    article = Article(URL, a_headline().title, date(2025, 3, 3), DateBasis.LABEL, text, (), (quotation,))
    return replace(article, **fields)


def an_item_read(**fields: Any) -> ItemRead:
    return replace(ItemRead("news:marlow-vale", a_headline(), an_article()), **fields)


def a_news_item(**fields: Any) -> NewsItem:
    item = NewsItem("news:marlow-vale", URL, date(2025, 3, 3), NOW, False, an_article(), {"grades": "x"})
    return replace(item, **fields)


def a_mention(**fields: Any) -> Mention:
    article = an_article()
    mention = Mention(
        "news:marlow-vale",
        "Marlow Vale Council",
        Tier.COUNCIL,
        URL,
        article.title,
        article.published,
        article.published_basis,
        (STORY,),
        ("80999",),
        article.quotations,
    )
    return replace(mention, **fields)


def an_assessment(**fields: Any) -> Assessment:
    return replace(Assessment(a_news_item(), (STORY,), a_mention(), tuple(range(16))), **fields)
