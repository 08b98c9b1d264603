"""The least that a Scrapy spider can do: fetch each page, hash it, compare the hash with the one before.

    python -m benchmarks.bare_spider ADDRESSES HASHES [parse]

Scrapy's defaults without a reactor, except: one request at a time and no delay, as `watcher` is asked to
work here, and no log line for each page. ADDRESSES has one address a line; HASHES is JSON, and is replaced.
With `parse` it also makes a tree of each page with BeautifulSoup and lxml.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

SETTINGS = {
    "TWISTED_REACTOR_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "ERROR",
}


class BareSpider(Spider):
    name = "bare"
    before: dict[str, str]
    after: dict[str, str]
    changed = 0
    parses = False

    def parse(self, response: Response) -> None:
        """Hash the body and compare; make a tree of it if asked to."""
        if self.parses:
            from bs4 import BeautifulSoup

            BeautifulSoup(response.body, "lxml")
        self.after[response.url] = found = sha256(response.body).hexdigest()
        self.changed += found != self.before.get(response.url)


def main(addresses: Path, hashes: Path, parses: bool) -> None:
    """Fetch each address once, and say how many pages differ from the last time."""
    before = json.loads(hashes.read_text()) if hashes.exists() else {}
    process = AsyncCrawlerProcess(SETTINGS)
    crawler = process.create_crawler(BareSpider)
    after: dict[str, str] = {}
    process.crawl(crawler, start_urls=addresses.read_text().split(), before=before, after=after, parses=parses)
    process.start()
    hashes.write_text(json.dumps(after))
    print(f"{len(after)} pages, {getattr(crawler.spider, 'changed', '?')} changed")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] == ["parse"])
