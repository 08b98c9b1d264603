"""What texts made to cost time cost: how reading grows when such a text doubles.

    python -m benchmarks.bench_hostile

CPU time of one process. A factor near 2 is growth in step with the text; near 4, the text can be made to stop us. The
limits of the readers (a page, a mail, a title are cut) make it less.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from statistics import median

from watcher.mail.bounces import read_bounce
from watcher.mail.replies import meaning
from watcher.model.errors import PageError
from watcher.model.news import NewsSource, Tier
from watcher.news.about.relevance import about
from watcher.news.articles.read import read_article
from watcher.news.lists.feed import read_feed
from watcher.ofsted.authorities import gazetteer

MOST_GROWTH = 3.0
SIZE, ROUNDS = 50_000, 3
DAY, URL = date(2026, 3, 1), "https://news.example/item"
PAPER = NewsSource("paper", "The Eastmere Post", "https://post.example/", "newspaper", Tier.LOCAL_PRESS)


def _article(text: str) -> object:
    words = "<p>More than one word here.</p>" * 9
    page = f"<html><body><main><h1>Council opens</h1><p>{text}</p>{words}</main></body></html>"
    return read_article(page.encode(), URL, today=DAY)


def _feed(text: str) -> object:
    xml = f"<rss version='2.0'><channel><item><title>{text}</title><link>{URL}</link></item></channel></rss>"
    return read_feed(xml.encode(), URL, DAY)


def _relevance(text: str) -> object:
    return about(text[:20_000], text, (), PAPER, gazetteer().by_urn, URL)


def _bounce(text: str) -> object:
    return read_bounce(f"From: MAILER-DAEMON\n\n{text}".encode())


READERS: Mapping[str, tuple[Callable[[str], object], tuple[str, ...]]] = {
    "an article": (_article, ("9", "a.", "a-", "ofsted.gov.uk/", " ")),
    "a feed": (_feed, ("&lt;a ", "&amp;", "a ")),
    "relevance": (_relevance, ("visit ", "member for the the and ", "visits no ", "Leicester ", "12 ", "' \" ")),
    "a bounce": (
        lambda text: read_bounce(f"From: MAILER-DAEMON\n\n{text}".encode()),
        ("<", "a ", "message-id: <a@", "failed "),
    ),
    "a reply": (lambda text: meaning(550, text, of_recipient=True), ("user ", "unknown ", "block", "5.1.")),
}


def cost(read: Callable[[str], object], text: str) -> float:
    """The median CPU time of a few readings."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        with suppress(PageError):
            read(text)
        times.append(time.process_time() - began)
    return median(times)


def main() -> int:
    """Print the growth for each text; how many grow too much."""
    failed = 0
    print(f"texts made to cost time, {SIZE // 1000} and {SIZE // 500} kB; growth at most {MOST_GROWTH}")
    for name, (read, units) in READERS.items():
        for unit in units:
            once, twice = (cost(read, unit * (size // len(unit))) for size in (SIZE, 2 * SIZE))
            growth = twice / max(once, 0.001)
            failed += growth > MOST_GROWTH
            print(f"{name:12} {unit!r:28} {once * 1000:8.1f} ms {twice * 1000:8.1f} ms   x {growth:.1f}")
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
