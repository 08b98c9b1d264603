"""A fast local site of invented school pages, for measuring passes over pages that did not change.

    python -m benchmarks.site PAGES

One process, one page after another from memory. It listens on one port for each way in which an unchanged
page answers, prints the ports as a line of JSON once it is ready, and stops when its standard input ends.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

FIRST_URN = 900001
HOST = "127.0.0.1"


class Answers(StrEnum):
    """How the site answers for a page that did not change."""

    NOT_MODIFIED = "304"
    SAME_BYTES = "same bytes"
    SAME_REGION = "same region"


@dataclass(frozen=True, slots=True)
class Page:
    """A page in three parts; a token and a time of the request may stand between them."""

    head: bytes
    main: bytes
    foot: bytes

    @property
    def etag(self) -> bytes:
        return b'"' + sha256(self.main).hexdigest()[:32].encode() + b'"'


def path(number: int) -> str:
    """Where the page of one school is; schools are counted from 0."""
    return f"/provider/21/{FIRST_URN + number}"


# --- the pages ------------------------------------------------------------------------------------

_SCRIPT = "window.options.push({{name: 'facet-{0}', open: {1}, label: 'Facet number {0}', rows: [{0}, {1}, 100]}});\n"
_LINK = '      <li class="footer__link footer__link--{0}"><a href="/about/section-{0}">About section {0}</a></li>\n'
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8"/>
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <link rel="stylesheet" href="/css/style.css" />
  <title>{name} - Open - Find an Inspection Report - Ofsted</title>
  <script>
{script}  </script>
"""
_MAIN = """</head>
<body>
  <a class="skip-link" href="#main">Skip to main content</a>
  <div class="cookie-banner"><h2 class="heading--sub">Cookies</h2><button class="btn">Accept all cookies</button></div>
  <header class="header"><a class="header__home-link" href="/"><span class="nonvisual">Home page</span></a></header>
  <main id="main" tabindex="-1">
  <div class="module title-block">
    <ol class="breadcrumbs"><li class="crumb back-only"><a href="/">Search again</a></li></ol>
    <h1 class="heading--title title-block__heading">{name}</h1>
    <p class="heading--main title-block__subheading">URN: {urn}</p>
    <address class="title-block__address">Address: {number} Mill Lane, Marlow Vale, MV1 {number}</address>
  </div>
  <div class="provider provider--default">
    <h2 class="timeline__title heading__main">Rating and reports</h2>
    <div class="module latest-rating"><h2 class="latest-rating__title"><span class="nonvisual">{grade}</span></h2></div>
    <h2 class="timeline__title heading--sub">Latest inspection</h2>
    <ol class="rating-scale list-unstyled clearfix">
{scale}    </ol>
    <h2 class="timeline__title heading--sub">All reports</h2>
    <ol class="timeline">
{recent}      <li class="timeline__day timeline__day--has-archive"><details><summary>
        <span class="expander-see-more">See older reports</span></summary>
        <div class="timeline__archive"><ol>
{older}        </ol></div></details></li>
      <li class="timeline__day timeline__day--opened"><div class="event">
        <span class="event__title heading--sub">Opened</span></div></li>
    </ol>
  </div>
  </main>
"""
_RUNG = '      <li class="rating heading--sub{mark}"><span>{grade}</span></li>\n'
_DAY = """      <li class="timeline__day">
        <div class="event">
          <p class="timeline__date"><time>{inspected:%d %B %Y}</time></p>
          <span class="event__title heading--sub">
            <a class="publication-link" target="_blank" href="https://files.ofsted.gov.uk/v1/file/{file}">
              {label}
              <span class="nonvisual">{label}, PDF - {published:%d %B %Y}</span>
            </a>
            <div class="event__metadata">
              <span class="filetype">PDF</span> &ndash; Published <time pubdate>{published:%d %B %Y}</time>
            </div>
          </span>
        </div>
      </li>
"""
_FOOT = """  <footer class="footer"><div class="container">
    <ul class="footer__links list-inline">
{links}    </ul>
  </div></footer>
  <script defer src="/js/core.js"></script>
</body>
</html>
"""
_GRADES = ("Outstanding", "Good", "Requires Improvement", "Inadequate")
_LABELS = ("School inspection", "Short inspection", "Monitoring inspection", "Academy conversion letter")
_REPORTS = 12


def school_page(number: int) -> Page:
    """One invented school; 30 to 60 kB, always the same for the same number."""
    chance = random.Random(number)
    name = f"{chance.choice(('Larkfield', 'Millbrook', 'Ashdown', 'Hollin'))} Primary School No. {number}"
    script = "".join(_SCRIPT.format(line, chance.randrange(9999)) for line in range(chance.randrange(110, 270)))
    grade = chance.choice(_GRADES)
    days = list(_days(number, chance))
    main = _MAIN.format(
        name=name,
        urn=FIRST_URN + number,
        number=number,
        grade=grade,
        scale="".join(_RUNG.format(grade=g, mark=" rating--selected" if g == grade else "") for g in _GRADES),
        recent="".join(days[:4]),
        older="".join(days[4:]),
    )
    foot = _FOOT.format(links="".join(_LINK.format(line) for line in range(chance.randrange(95, 210))))
    return Page(_HEAD.format(name=name, script=script).encode(), main.encode(), foot.encode())


def _days(number: int, chance: random.Random) -> Iterator[str]:
    inspected = date(2026, 7, 1) - timedelta(days=chance.randrange(200))
    for report in range(_REPORTS):
        published = inspected + timedelta(days=30)
        file = 60_000_000 + number * _REPORTS + report
        yield _DAY.format(inspected=inspected, published=published, file=file, label=chance.choice(_LABELS))
        inspected -= timedelta(days=chance.randrange(200, 700))


# --- the server -----------------------------------------------------------------------------------


class Site(asyncio.Protocol):
    """Answers GET requests of one connection."""

    def __init__(self, pages: dict[bytes, tuple[Page, bytes]], answers: Answers) -> None:
        self._pages, self._answers = pages, answers
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._received = (self._received + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._answer(request))

    def _answer(self, request: bytes) -> bytes:
        where = request.split(b" ", 2)[1]
        if where == b"/robots.txt":
            return _answer(b"200 OK", b"User-agent: *\nAllow: /\n", b"text/plain")
        if where not in self._pages:
            return _answer(b"404 Not Found", b"")
        page, etag = self._pages[where]
        if self._answers is not Answers.NOT_MODIFIED:
            return _answer(b"200 OK", page.head + self._stamp() + page.main + self._stamp() + page.foot)
        if etag in request:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        return _answer(b"200 OK", page.head + page.main + page.foot, more=b"ETag: " + etag + b"\r\n")

    def _stamp(self) -> bytes:
        """What differs from one request to the next, where anything does."""
        if self._answers is not Answers.SAME_REGION:
            return b""
        return f"<!-- {datetime.now(UTC).isoformat()} {random.getrandbits(128):032x} -->\n".encode()


def _answer(status: bytes, body: bytes, kind: bytes = b"text/html; charset=utf-8", more: bytes = b"") -> bytes:
    head = b"HTTP/1.1 %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n%b\r\n" % (status, kind, len(body), more)
    return head + body


async def serve(number: int) -> None:
    """Serve so many schools until standard input ends."""
    made = (school_page(one) for one in range(number))
    pages = {path(one).encode(): (page, page.etag) for one, page in enumerate(made)}
    ports = {answers.value: await _listen(pages, answers) for answers in Answers}
    sizes = [len(page.head) + len(page.main) + len(page.foot) for page, _ in pages.values()]
    print(json.dumps({"ports": ports, "smallest": min(sizes), "largest": max(sizes)}), flush=True)
    await asyncio.to_thread(sys.stdin.read)


async def _listen(pages: dict[bytes, tuple[Page, bytes]], answers: Answers) -> int:
    server = await asyncio.get_running_loop().create_server(lambda: Site(pages, answers), HOST, 0)
    port: int = server.sockets[0].getsockname()[1]
    return port


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=int)
    asyncio.run(serve(parser.parse_args().pages))
