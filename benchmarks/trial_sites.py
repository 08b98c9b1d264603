"""The sites of the cluster's trial: many hosts on loopback, each with a list and articles, and a log of every request.

Each host has an address of its own, 127.0.x.y. The bad ones hang, drip or answer 429. The articles of a host appear
with `PUT /news?items=N`, which is for the trial alone.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from aiohttp import web

from benchmarks.bench_hosts import PORT, address

HANG = 300
KINDS = ("hangs", "drips", "answers 429")
WORDS = [
    "path",
    "canal",
    "bench",
    "walker",
    "tree",
    "lamp",
    "school",
    "parent",
    "meeting",
    "budget",
    "road",
    "library",
    "river",
    "market",
    "garden",
    "bus",
]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the site saw it: when it came and was answered, by the machine's own clock."""

    host: str
    path: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Sites:
    """The hosts, of which the last `bad` misbehave. Every host has one article about the council's report."""

    hosts: int
    items: int
    latency: float
    bad: int
    council: str
    log: list[Request] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, and log it however it ended."""
        name = request.host.partition(":")[0]
        if request.method == "PUT":
            self.shown[:] = [int(request.query["items"])]
            return web.Response()
        begin = time.time()
        try:
            return await self._answered(request, number_of(name))
        finally:
            self.log.append(Request(name, request.path, begin, time.time()))

    async def _answered(self, request: web.Request, host: int) -> web.StreamResponse:
        await asyncio.sleep(self.latency)
        if host >= self.hosts - self.bad and request.path != "/robots.txt":
            return await misbehave(request, KINDS[host % len(KINDS)])
        if request.path == "/robots.txt":
            return web.Response(text="")
        return web.Response(text=self._page(host, request.path), content_type="text/html")

    def _page(self, host: int, path: str) -> str:
        if path == "/news":
            return listing(host, self.shown[0] if self.shown else self.items)
        return article(host, int(path.split("/")[3]), self.council)


def number_of(name: str) -> int:
    """The number of the host with this address."""
    _, _, high, low = map(int, name.split("."))
    return (high - 1) * 200 + low - 1


def title(host: int, number: int) -> str:
    """The title of an article. Each is worth reading by its title."""
    return f"Ofsted and children’s services, part {number} of site {host}"


def today() -> str:
    """Today, as the sites print it."""
    now = datetime.now(UTC)
    return f"{now.day} {now:%B %Y}"


def listing(host: int, items: int) -> str:
    """The list of a host."""
    rows = "".join(
        f'<li class="list__item"><article><a href="/news/article/{n}/part"><h2>{title(host, n)}</h2></a>'
        f'<p class="meta--date">Published: {today()}</p></article></li>'
        for n in range(items)
    )
    return _framed(f'<h1>News</h1><ul class="list list--listing">{rows}</ul>', "News")


def article(host: int, number: int, council: str) -> str:
    """An article. The first one of each host is about the council's inspection; no two texts are alike."""
    random = Random(host * 1000 + number)
    said = [f"{' '.join(random.choices(WORDS, k=30)).capitalize()} in ward {host}-{number}." for _ in range(4)]
    if number == 0:
        said.insert(0, f"Ofsted has published its report on the inspection of {council}’s children’s services today.")
    text = "".join(f"<p>{one}</p>" for one in said)
    head = title(host, number)
    return _framed(
        f'<h1>{head}</h1><p class="meta--date">Published: {today()}</p><div class="editor">{text}</div>', head
    )


def _framed(main: str, head: str) -> str:
    jadu = '<meta name="generator" content="http://www.jadu.net">'
    return f'<html><head>{jadu}<title>{head}</title></head><body><main id="content">{main}</main></body></html>'


async def misbehave(request: web.Request, kind: str) -> web.StreamResponse:
    """The answer of a bad host."""
    if kind == "answers 429":
        return web.Response(status=429, headers={"Retry-After": "10"})
    if kind == "drips":
        slow = web.StreamResponse()
        await slow.prepare(request)
        for _ in range(HANG):
            await slow.write(b" ")
            await asyncio.sleep(1)
    await asyncio.sleep(HANG)
    return web.Response()


async def serve(sites: Sites, log: Path) -> None:
    """Serve until standard input ends, then write the log."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", sites.answer)
    # a request that is given up ends then, and not when it would have been answered
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None)
    await runner.setup()
    for host in range(sites.hosts):
        await web.TCPSite(runner, address(host), PORT).start()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    log.write_text(json.dumps([[one.host, one.path, one.begin, one.end] for one in sites.log]))


if __name__ == "__main__":
    hosts, items, latency, bad, council, where = sys.argv[1:]
    asyncio.run(serve(Sites(int(hosts), int(items), float(latency), int(bad), council), Path(where)))
