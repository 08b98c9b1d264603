"""Many news sites with latency: how long a first and a quiet check take, against the longest queue of one host.

    python -m benchmarks.bench_hosts             # --hosts 40 --items 5 --latency 0.2 --delay 2 --bad 6

Each site has an address of its own, 127.0.x.y, in a process of its own, and logs when it was asked. The logs tell
whether a host was ever asked twice within the delay, or while it was still answering. The last of them may be bad: they
hang, drip, ask for patience, break, send rubbish, or hang at robots.txt.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from aiohttp import web

ROOT = Path(__file__).resolve().parents[1]
WATCHER = str(Path(sys.executable).with_name("watcher"))
PORT = 8765
Log = Mapping[str, Sequence[tuple[float, float]]]


def address(host: int) -> str:
    """The loopback address of a site."""
    return f"127.0.{1 + host // 200}.{1 + host % 200}"


def page(host: int, path: str, items: int) -> str:
    """The list of a site, or one of its articles."""
    if path == "/robots.txt":
        return ""
    if path == "/news":
        rows = (
            f'<li><a href="/news/article/{n}/ofsted-{n}">Ofsted report on children’s services, part {n} of {host}</a>'
            f"<p>{28 - n} October 2026</p></li>"
            for n in range(items)
        )
        return f"<html><body><main><ul class='list'>{''.join(rows)}</ul></main></body></html>"
    words = f"Ofsted has inspected children’s services of council {host}. " * 12
    return f"<html><body><main><article><h1>{path}</h1><p>{words}</p></article></main></body></html>"


async def misbehave(request: web.Request, kind: int) -> web.StreamResponse:
    """The answer of a bad host, of one of six kinds."""
    if request.path == "/robots.txt" and kind != 5:
        return web.Response(text="")
    match kind:
        case 0 | 5:
            await asyncio.sleep(300)
        case 1:
            slow = web.StreamResponse()
            await slow.prepare(request)
            for _ in range(300):
                await slow.write(b" ")
                await asyncio.sleep(1)
        case 2:
            return web.Response(status=429, headers={"Retry-After": "30"})
        case 3:
            return web.Response(status=503)
    return web.Response(body=b"<" * 2_000_000, content_type="text/html")


async def serve(hosts: int, items: int, latency: float, log: Path, bad: int = 0) -> None:
    """Answer for all sites until standard input ends; then write when each was asked and had answered."""
    asked: dict[str, list[tuple[float, float]]] = {address(host): [] for host in range(hosts)}
    numbers = {address(host): host for host in range(hosts)}

    async def answer(request: web.Request) -> web.StreamResponse:
        came, name = time.monotonic(), request.host.partition(":")[0]
        await asyncio.sleep(latency)
        if numbers[name] >= hosts - bad:
            return await misbehave(request, hosts - 1 - numbers[name])
        asked[name].append((came, time.monotonic()))
        return web.Response(text=page(numbers[name], request.path, items), content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    for host in range(hosts):
        await web.TCPSite(runner, address(host), PORT).start()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    log.write_text(json.dumps(asked))
    await runner.cleanup()


def configure(folder: Path, hosts: int, delay: float) -> None:
    """A configuration that follows the sites, and one council whose page is not there."""
    ofsted = f"authorities = ['Leicester']\n[ofsted]\nbase_url = 'http://{address(0)}:{PORT}'\n"
    (folder / "watcher.toml").write_text(f"{ofsted}[fetch]\ndelay = {delay}\ntimeout = 20\n")
    (folder / "sources.toml").write_text(
        "\n".join(
            f'[source.site{host}]\nname = "Site {host}"\nurl = "http://{address(host)}:{PORT}/news"\n'
            'family = "generic"\ntier = "local_press"\n'
            for host in range(hosts)
        )
    )


def check(folder: Path, options: argparse.Namespace) -> tuple[float, Log]:
    """The seconds of one check, and what the sites logged."""
    log = folder / "log.json"
    command = [sys.executable, "-m", "benchmarks.bench_hosts", "--serve", str(log)]
    command += ["--hosts", str(options.hosts), "--items", str(options.items), "--latency", str(options.latency)]
    command += ["--bad", str(options.bad)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin and server.stdout
        server.stdout.readline()
        began = time.monotonic()
        done = subprocess.run(
            [WATCHER, "check", "--now", "2026-10-29T12:00"], cwd=folder, stdout=subprocess.PIPE, text=True, check=False
        )
        took = time.monotonic() - began
        server.stdin.close()
    print(done.stdout.splitlines()[0] if done.stdout else f"exit {done.returncode}")
    return took, json.loads(log.read_text())


def tell(what: str, took: float, log: Log) -> None:
    """One line: how long, the longest queue, the shortest gap, and how many requests met."""
    queues = [asked for asked in log.values() if asked]
    longest = max(asked[-1][1] - asked[0][0] for asked in queues)
    gaps = [later[0] - sooner[0] for asked in queues for sooner, later in pairwise(asked)]
    met = sum(later[0] < sooner[1] for asked in queues for sooner, later in pairwise(asked))
    begun = [asked[0][0] for asked in queues]
    ended = max(asked[-1][1] for asked in queues)
    span, shortest, mean = ended - min(begun), min(gaps, default=0.0), sum(gaps) / max(len(gaps), 1)
    print(f"{what} check: {took:.1f} s; first to last request {span:.1f} s, longest queue {longest:.1f} s", end=", ")
    print(f"ratio {span / longest:.2f}")
    print(f"  {sum(map(len, queues))} requests, none closer than {shortest:.3f} s, mean {mean:.2f} s; {met} met")


def main() -> None:
    """Serve, or measure a first and a quiet check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--items", type=int, default=5)
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--delay", type=float, default=2.0)
    parser.add_argument("--bad", type=int, default=0, choices=range(7))
    parser.add_argument("--serve", type=Path)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.hosts, options.items, options.latency, options.serve, options.bad))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        configure(folder, options.hosts, options.delay)
        for what in ("first", "quiet"):
            took, log = check(folder, options)
            tell(what, took, log)


if __name__ == "__main__":
    main()
