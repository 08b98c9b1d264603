"""Pages of a news site kept as a test: the bytes, their addresses, and what was read from them.

`DIR/ID/` has `page.html` or `feed.xml`, `article.html`, `meta.toml` and `expected.json`. The expectation counts only
when a person has compared it with the pages and set `looked_at` in it to true.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit

from watcher.model.errors import ConfigError, PageError
from watcher.model.news import Article, NewsList, NewsSource
from watcher.news.pages import Fetched, article_of, is_feed_alone, list_of

_PAGE, _FEED, _ARTICLE = "page.html", "feed.xml", "article.html"
_META, _EXPECTED = "meta.toml", "expected.json"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was fetched from a site on a day. `listed` is the article's day in the list."""

    source: NewsSource
    fetched_on: date
    page: Fetched
    article: Fetched
    listed: date | None = None


def keep(folder: Path, recorded: Recorded) -> None:
    """Write pages and what is read from them.

    Raises PageError, with nothing written, if they can't be read, and ConfigError if the folder can't be made.
    """
    expected = {"looked_at": False, **read(recorded)}
    try:
        folder.mkdir(parents=True)
        (folder / (_FEED if is_feed_alone(recorded.source) else _PAGE)).write_bytes(recorded.page.body)
        (folder / _ARTICLE).write_bytes(recorded.article.body)
        (folder / _META).write_text(_meta(recorded), encoding="utf-8")
        (folder / _EXPECTED).write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"Can't write {folder}: {error.strerror}.") from error


def faults(folder: Path) -> list[str]:
    """What is wrong with a recorded site, in words: the result differs from the expected one, or nobody has checked it.

    Raises ConfigError for a damaged folder.
    """
    try:
        expected = json.loads((folder / _EXPECTED).read_text(encoding="utf-8"))
        now = read(_recorded(folder))
    except PageError as error:
        return [f"the saved pages can no longer be read: {error.reason}"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ConfigError(
            f"{folder} is not a recorded site ({error!r}). Delete it and record the site again."
        ) from error
    wrong = [
        f"{part}.{name} is now {_shown(value)}"
        for part, values in now.items()
        for name, value in values.items()
        if value != expected.get(part, {}).get(name)
    ]
    if expected.get("looked_at") is not True:
        wrong.append(f'nobody has looked yet: compare {folder / _EXPECTED} with the pages, then set "looked_at": true')
    return wrong


def read(recorded: Recorded) -> dict[str, dict[str, Any]]:
    """What is read from recorded pages, as plain values. Raises PageError."""
    day = recorded.fetched_on
    listed = list_of(recorded.source, recorded.page, day)
    article = article_of(recorded.source, recorded.article, day, recorded.listed)
    return {"list": _list_values(listed), "article": _article_values(article)}


def _list_values(listed: NewsList) -> dict[str, Any]:
    rows = [{"url": row.url, "title": row.title, "published": _day(row.published)} for row in listed.headlines]
    return {"items": rows, "next_page": listed.next_page, "refused": list(listed.refused)}


def _article_values(article: Article) -> dict[str, Any]:
    said = [{"text": each.text, "speaker": each.speaker, "role": each.role} for each in article.quotations]
    return {
        "title": article.title,
        "published": _day(article.published),
        "published_basis": article.published_basis.value,
        "text": article.text.splitlines(),
        "links": list(article.links),
        "quotations": said,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _meta(recorded: Recorded) -> str:
    source, page, article = recorded.source, recorded.page, recorded.article
    values = {
        "name": source.name,
        "family": source.family,
        "fetched_on": recorded.fetched_on,
        "selectors": dict(source.selectors),
        "page": {"url": page.url, "content_type": page.content_type},
        "article": {"url": article.url, "content_type": article.content_type},
    }
    if recorded.listed:
        values["listed"] = recorded.listed
    return tomlkit.dumps(values, sort_keys=False)


def _recorded(folder: Path) -> Recorded:
    meta = tomllib.loads((folder / _META).read_text(encoding="utf-8"))
    page, article = meta["page"], meta["article"]
    feed = page["url"] if (folder / _FEED).is_file() else None
    return Recorded(
        NewsSource(folder.name, meta["name"], page["url"], meta["family"], feed=feed, selectors=meta["selectors"]),
        meta["fetched_on"],
        Fetched(page["url"], (folder / (_FEED if feed else _PAGE)).read_bytes(), page["content_type"]),
        Fetched(article["url"], (folder / _ARTICLE).read_bytes(), article["content_type"]),
        meta.get("listed"),
    )


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:199]}…"
