"""The work behind `watcher article`: reads single articles from files or the web. Wiring only."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.model.address import is_web_address
from watcher.model.errors import FetchError, PageError
from watcher.model.news import Article
from watcher.settings import Settings

if TYPE_CHECKING:
    from watcher.crawl.fetch import Fetching

_GZIP = b"\x1f\x8b"


def read_articles(places: Sequence[str], today: date, settings: Settings) -> Iterator[tuple[str, Article | str]]:
    """Yield each file or address with its article, in order, or with the reason why it can't be read.

    All addresses are fetched together, before the first result, so that no site is asked too fast.
    """
    asked: dict[str, Article | str] | None = None
    for where in places:
        if is_web_address(where):
            asked = (
                _asked([each for each in places if is_web_address(each)], today, settings) if asked is None else asked
            )
            yield where, asked[where]
        else:
            yield where, _of_file(where, today, settings)


def _of_file(where: str, today: date, settings: Settings) -> Article | str:
    from watcher.news.articles.read import read_article

    try:
        body = _saved(Path(where))
        return read_article(body, "", today=today, ofsted=(settings.ofsted.base_url,))
    except PageError as error:
        return error.reason
    except OSError as error:
        return f"can't open it: {error.strerror}"
    except zlib.error:
        return "can't unpack it: the gzip file is damaged"


def _saved(path: Path) -> bytes:
    """The bytes of a saved page, up to the limit. Some tools save the answer still gzipped."""
    from watcher.news.articles.html import LONGEST

    with path.open("rb") as file:
        body = file.read(LONGEST + 1)
    return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, LONGEST + 1) if body[:2] == _GZIP else body


def _asked(addresses: Sequence[str], today: date, settings: Settings) -> dict[str, Article | str]:
    # Imported here: Scrapy loads slowly, and reading files does not need it.
    from watcher.crawl.ask import asking
    from watcher.crawl.settings import FetchSettings

    async def work(site: Fetching) -> dict[str, Article | str]:
        return {where: await _of_address(site, where, today, settings) for where in dict.fromkeys(addresses)}

    fetch = FetchSettings.of(settings.fetch)
    return asyncio.run(asking(fetch, work))


async def _of_address(site: Fetching, where: str, today: date, settings: Settings) -> Article | str:
    from watcher.crawl.ask import followed
    from watcher.news.articles.read import read_article
    from watcher.news.pages import Fetched

    try:
        answer = await followed(site, where)
        sent = Fetched(answer.url, answer.body, (answer.headers.get("Content-Type") or b"").decode("latin-1"))
        ofsted = (settings.ofsted.base_url,)
        return read_article(sent.body, sent.url, encoding=sent.encoding, today=today, ofsted=ofsted)
    except FetchError as error:
        return f"can't fetch it: {error.reason}"
    except PageError as error:
        return error.reason
    except ValueError as error:
        return f"not a valid web address: {error}"
