"""What texts made to cost time cost: how reading grows when such a text doubles.

    python -m benchmarks.bench_hostile

CPU time of one process. A factor near 2 is growth in step with the text; near 4, the text can be made to stop us. The
limits of the readers (a page, a mail, a title are cut) make it less.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from statistics import median

from watcher.claims.check import check
from watcher.mail.bounces import read_bounce
from watcher.mail.replies import meaning
from watcher.model.errors import PageError, ReportError, SourceError
from watcher.model.news import Article, DateBasis, NewsSource, Tier
from watcher.model.record import Records
from watcher.model.source import COUNCIL_TYPE, Provider
from watcher.news.about.copies import shingles
from watcher.news.about.reading import read_once
from watcher.news.articles.html import is_written_as_declared
from watcher.news.articles.read import read_article
from watcher.news.assess import first_look
from watcher.news.lists.feed import read_feed
from watcher.news.lists.read import read_list
from watcher.news.lists.sitemap import read_sitemap
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.pages.provider import provider_page, region
from watcher.ofsted.pages.search import search_page
from watcher.ofsted.reports.read import read_report

MOST_GROWTH = 3.0
SIZE, ROUNDS = 50_000, 3
DAY, URL = date(2026, 3, 1), "https://news.example/item"
COUNCIL = Provider(COUNCIL_TYPE, "80564")
PAPER = NewsSource("paper", "The Eastmere Post", "https://post.example/", "newspaper", Tier.LOCAL_PRESS)


def _article(text: str) -> object:
    words = "<p>More than one word here.</p>" * 9
    page = f"<html><body><main><h1>Council opens</h1><p>{text}</p>{words}</main></body></html>"
    return read_article(page.encode(), URL, today=DAY)


def _feed(text: str) -> object:
    xml = f"<rss version='2.0'><channel><item><title>{text}</title><link>{URL}</link></item></channel></rss>"
    return read_feed(xml.encode(), URL, DAY)


def _relevance(text: str) -> object:
    return first_look(Article(URL, text[:20_000], DAY, DateBasis.META, text), None, PAPER, gazetteer().by_urn, URL)


def _bounce(text: str) -> object:
    return read_bounce(f"From: MAILER-DAEMON\n\n{text}".encode())


def _list(text: str) -> object:
    rows = f"<li><a href='/news/1'>{text}</a><p>{text}</p><p>28 October 2026</p></li>"
    return read_list(
        f"<html><body><main><ul class='list'>{rows * 3}</ul></main></body></html>".encode(), URL, "jadu", {}, DAY
    )


def _markup(text: str) -> object:
    """The text as markup of a list, an article and a provider page."""
    page = f"<html><body>{text}</body></html>".encode()
    for read in (
        lambda: read_list(page, URL, "generic", {}, DAY),
        lambda: read_article(page, URL, today=DAY),
        lambda: provider_page(page, URL, COUNCIL, "https://reports.ofsted.gov.uk"),
        lambda: search_page(page),
        lambda: is_written_as_declared(page, None),
    ):
        with suppress(PageError, SourceError):
            read()
    return region(page)


def _provider(text: str) -> object:
    days = f"<li class='timeline__day'><a href='/v1/file/1'>{text}<span class='nonvisual'>{text}</span></a></li>"
    page = f"<html><title>{text}</title><body><main><ol class='timeline'>{days}</ol></main></body></html>".encode()
    region(page)
    return provider_page(page, URL, COUNCIL, "https://reports.ofsted.gov.uk")


def _report(text: str) -> object:
    return read_report([f"Inspection of Eastmere local authority children’s services\n{text}", text])


def _claims(text: str) -> object:
    reading, _ = read_once(Article(URL, text[:300], DAY, DateBasis.META, text), None, gazetteer().by_urn)
    shingles(text)
    return check(reading.statements, Records(), gazetteer().by_urn, ("80564",), DAY, DAY)


def _sitemap(text: str) -> object:
    return read_sitemap(f"<urlset><url><loc>{text}</loc><lastmod>{text}</lastmod></url></urlset>".encode())


_WORDS = ("good. ", "rated good, ", "Leicester was rated good and ", "2019 ", "12 May ", "“ ", "' ", "a", "not ")
READERS: Mapping[str, tuple[Callable[[str], object], tuple[str, ...]]] = {
    "an article": (_article, ("9", "a.", "a-", "ofsted.gov.uk/", " ")),
    "a list": (_list, ("9", "a ", "1 May ", " ", "a.")),
    "markup": (
        _markup,
        ("<main ", "<p>", "<div>", "<a href='/v1/file/", "<script>", "<!--", "<time>", "&#"),
    ),
    "a provider": (_provider, ("9", "a ", "1 May 2019 ", " ", "Published ", " - ")),
    "a report": (
        _report,
        (
            "Good ",
            "1. ",
            "1. x\n",
            "1 May 2019 to ",
            " ",
            "\n",
            "a",
            "• ",
            "What needs ",
            "Judgement Grade ",
            "Areas for improvement\n",
            "(outcome ",
            "Inspection of ",
        ),
    ),
    "claims": (_claims, _WORDS),
    "a sitemap": (_sitemap, ("a", "2019-", " ")),
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
        with suppress(PageError, SourceError, ReportError):
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
            print(f"{name:12} {unit!r:32} {once * 1000:8.1f} ms {twice * 1000:8.1f} ms   x {growth:.1f}")
    return failed


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    raise SystemExit(main())
