"""The document of `watcher article --json`. Keys are added, never renamed; docs/article-json.md describes it. Pure."""

from __future__ import annotations

from typing import Any

from watcher.model.address import is_web_address
from watcher.model.news import Article, Quotation


def article_document(where: str, article: Article | str) -> dict[str, Any]:
    """What was read from a file or an address, as plain values for JSON; a text is why nothing could be read."""
    if isinstance(article, str):
        return {**_named(where), "error": article}
    return {
        **_named(where),
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "published_basis": article.published_basis.value,
        "text": article.text,
        "links": list(article.links),
        "quotations": [_quotation(quotation) for quotation in article.quotations],
    }


def _named(where: str) -> dict[str, str]:
    return {"url" if is_web_address(where) else "file": where}


def _quotation(quotation: Quotation) -> dict[str, str | None]:
    return {"text": quotation.text, "speaker": quotation.speaker, "role": quotation.role}
