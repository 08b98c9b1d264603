"""The document of `watcher article --json`. Keys are added, never renamed; docs/article-json.md describes it. Pure."""

from __future__ import annotations

from typing import Any

from watcher.model.news import Article, Quotation


def is_address(where: str) -> bool:
    """Whether a page was named by its address on the web, not by a file."""
    return where.casefold().startswith(("http://", "https://"))


def article_document(where: str, article: Article) -> dict[str, Any]:
    """What was read from a file or an address, as plain values for JSON."""
    return {
        **_named(where),
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "published_basis": article.published_basis.value,
        "text": article.text,
        "links": list(article.links),
        "quotations": [_quotation(quotation) for quotation in article.quotations],
    }


def error_document(where: str, reason: str) -> dict[str, Any]:
    """A page that is no article or could not be had, and why."""
    return {**_named(where), "error": reason}


def _named(where: str) -> dict[str, str]:
    return {"url" if is_address(where) else "file": where}


def _quotation(quotation: Quotation) -> dict[str, str | None]:
    return {"text": quotation.text, "speaker": quotation.speaker, "role": quotation.role}
