"""Every relevant item of the stand-in sites, papers and blog, read from its page and held against its truth."""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.news_sites import FAMILIES
from watcher.news.articles.read import read_article

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def items(shared: Path) -> Iterator[list[tuple[dict[str, Any], bytes]]]:
    """The truth of each item with its page as first published."""
    folder = str(shared / "replica")
    sys.path.insert(0, folder)
    try:
        replica = importlib.import_module("council_replica")
    finally:
        sys.path.remove(folder)
    content = replica.Content(shared / "replica" / "council_news.json")
    truth = {row["id"]: row for row in content.truth(date.min, date.max) if row["relevant"]}
    found = []
    for source in content.sources.values():
        for record in content.records[source.id]:
            if row := truth.get(record.item.id):
                day = record.item.published
                page = replica.Sites(content, day).page(source, "127.0.0.1", True)
                found.append((row, source.markup.article_page(page, record.at(day)).encode()))
    assert len(found) > 40
    yield found


def f1(one: str, other: str) -> float:
    first, second = (Counter(re.findall(r"\w+", text)) for text in (one, other))
    return 2 * (first & second).total() / (first.total() + second.total())


@pytest.mark.parametrize("named", [True, False], ids=["family named", "family told from the page"])
def test_every_item_reads_as_its_truth(items: list[tuple[dict[str, Any], bytes]], named: bool) -> None:
    scores = []
    for row, page in items:
        family = FAMILIES[row["family"]] if named else None
        article = read_article(page, f"http://127.0.0.1{row['path']}", family=family)
        text = row["text"].splitlines()[0] if row["paywall"] else row["text"]
        scores.append(f1(article.text, text))
        basis = row["date_basis_page_alone"].replace("inferred", "unknown")
        assert (article.title, article.published_basis.value) == (row["title"], basis), row["id"]
        assert str(article.published) == (row["appears"] if basis != "unknown" else "None"), row["id"]
        assert article.paywalled == row["paywall"], row["id"]
        told = {(said.text, said.speaker, said.role) for said in article.quotations}
        assert told >= {(q["text"], q["speaker"], q["role"]) for q in row.get("quotations", [])}, row["id"]
    assert min(scores) > 0.97 and sum(scores) / len(scores) >= 0.99


def test_the_recorded_council_page_is_read(shared: Path) -> None:
    [page] = (shared / "pages" / "council").glob("localgov-drupal-article*.html")
    article = read_article(page.read_bytes(), "https://example.test/news/1")
    assert (str(article.published), article.published_basis.value) == ("2026-09-25", "time")
    assert article.text.splitlines()[1:] == ["Work starts in October.", "Night work", "Diversions signed"]


def test_the_release_of_the_seeds_gives_its_speakers_with_their_offices(shared: Path) -> None:
    text = (shared / "seeds" / "S1-leicester-city-news-2021.txt").read_text(encoding="utf-8")
    body = "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
    page = f'<html><main><div class="page-content"><h1>Good Ofsted rating</h1>{body}</div></main></html>'
    said = read_article(page.encode(), "https://example.test/1", family="umbraco").quotations
    assert [(each.speaker, each.role) for each in said] == [
        ("Cllr Sarah Russell", "Deputy city mayor for social care and anti-poverty")
    ] * 3
