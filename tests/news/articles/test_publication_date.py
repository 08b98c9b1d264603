"""The day of publication on awkward pages: the item's own, or unknown; never that of another item, event or update.

The cases are in `dates.txt`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.article_pages import TITLE, framed
from watcher.news.articles.read import read_article

STORY = (
    "<p>Services for children in Marlow Vale are good in every area, Ofsted has found.</p>"
    "<p>Inspectors came to the town hall in March and named three things to improve, among them how visits are "
    "recorded.</p>"
)
CASES = [
    case.splitlines() for case in (Path(__file__).parent / "dates.txt").read_text(encoding="utf-8").split("\n## ")[1:]
]


@pytest.mark.parametrize("lines", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_day_is_the_one_that_the_item_gives_as_its_own_or_unknown(lines: list[str]) -> None:
    *parts, wanted = filter(None, lines)
    added = dict.fromkeys(("top", "head", "above", "inside", "below", "listed"), "")
    added |= dict(part.replace("¶", "\n").split(": ", 1) for part in parts)
    story = f"<h1>{TITLE}</h1>{added['above']}<div class='body'>{STORY}{added['inside']}</div>{added['below']}"
    page = framed(f"<article>{story}</article>", added["head"]).replace("<body>", f"<body>{added['top']}", 1)
    listed = date.fromisoformat(added["listed"]) if added["listed"] else None
    article = read_article(page.encode(), "https://paper.example/1", listed=listed, today=date(2026, 6, 1))
    assert str(article.published or "unknown") == wanted.removeprefix("= ")
