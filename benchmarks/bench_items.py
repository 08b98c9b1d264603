"""Does any command get slower when years of news items are on record?

    python -m benchmarks.bench_items             # --items 10000 1000000 --sites 20 --rounds 3

Two deployments follow the same sites on loopback. One has few items on record, the other many: the same number a day,
so many years of them. One in thirty is about an inspection; the texts of the last thirty days are kept. Each command
runs in both by turns, as a process of its own; the smallest CPU time of the rounds counts, user and system.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.bench_hosts import ROOT, address, configure
from watcher.claims import RULES
from watcher.model.news import Article, DateBasis, Mention, Tier
from watcher.store import Store
from watcher.store.tables.news import news_item, news_story

WATCHER = str(Path(sys.executable).with_name("watcher"))
NOW = datetime(2026, 10, 29, 12, tzinfo=UTC)
A_DAY, KEPT = 300, timedelta(days=30)
ITEMS_A_LIST, BATCH = 20, 20_000
AT_MOST = 2.0
TEXT = "Ofsted has inspected children’s services of the council. " * 40
COMMANDS: Sequence[Sequence[str]] = (
    ("check",),
    ("check", "news:site3"),
    ("run",),
    ("digest", "daily"),
    ("send",),
    ("status",),
    ("runs",),
    ("changes",),
    ("changes", "--not-sent", "--since", "2026-10-28"),
    ("held",),
    ("subscribers",),
    ("consent", "reader@example.org"),
    ("outbox", "list"),
    ("source", "list"),
    ("erase",),
)


# --- what is on record ----------------------------------------------------------------------------


def rows(count: int, sites: int) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Items, newest first, and for those of a story the row that joins them to it."""
    for number in range(count):
        seen = NOW - timedelta(days=1 + number / A_DAY)
        site = f"news:site{number % sites}"
        url = f"http://{address(number % sites)}:8765/news/article/{10_000 + number}/what-happened-then"
        item = {
            "source_id": site, "url": url, "title": f"What the council decided about item {number}",
            "listed": seen.date(), "first_seen": seen, "baseline": False, "relevant": False, "own": False,
        }  # fmt: skip
        yield (item | _UNREAD, None) if number % 30 else _about_an_inspection(item, seen, number)


_UNREAD: dict[str, Any] = dict.fromkeys(
    ("read_at", "forget_at", "facts", "dead", "assessed_at", "assessed", "rules", "stories", "mention", "article")
)


def _about_an_inspection(
    item: dict[str, Any], seen: datetime, number: int
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    story = f"ofsted:44/80482:{number // 300}" if number % 60 == 0 else None
    url, title = item["url"], item["title"]
    fresh = seen > NOW - KEPT
    basis = DateBasis.LIST
    stories = (story,) if story else ()
    about = {
        "relevant": True,
        "read_at": seen,
        "forget_at": seen + KEPT if fresh else None,
        "facts": {"title": title},
        "dead": frozenset[str](),
        "assessed_at": NOW,
        "assessed": {"title": title},
        "rules": RULES,
        "stories": stories,
        "mention": Mention(item["source_id"], "Site", Tier.LOCAL_PRESS, url, title, seen.date(), basis, stories),
        "article": Article(url, title, seen.date(), basis, TEXT) if fresh else None,
    }
    joined = {"story": story, "source_id": item["source_id"], "url": url, "joined_at": seen} if story else None
    return _UNREAD | item | about, joined


def fill(folder: Path, count: int, sites: int) -> None:
    """Put the items on record."""
    with Store.open(f"sqlite:///{folder / 'state' / 'watcher.db'}") as store:
        items: list[dict[str, Any]] = []
        joined: list[dict[str, Any]] = []
        for item, story in rows(count, sites):
            items.append(item)
            if story:
                joined.append(story)
            if len(items) == BATCH:
                _save(store, items, joined)
        _save(store, items, joined)


def _save(store: Store, items: list[dict[str, Any]], joined: list[dict[str, Any]]) -> None:
    with store.writing() as conn:
        for table, some in ((news_item, items), (news_story, joined)):
            if some:
                conn.execute(table.insert(), some)
            some.clear()


# --- measuring ------------------------------------------------------------------------------------


@contextmanager
def served(sites: int, folder: Path) -> Iterator[None]:
    """The sites, answering at once."""
    command = [sys.executable, "-m", "benchmarks.bench_hosts", "--serve", str(folder / "log.json"), "--latency", "0"]
    command += ["--hosts", str(sites), "--items", str(ITEMS_A_LIST)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin and server.stdout
        server.stdout.readline()
        yield
        server.stdin.close()


def timed(folder: Path, command: Sequence[str], round_: int) -> float:
    """The CPU seconds of a command, a few minutes after the one before."""
    known = [*command]
    if command[0] in ("check", "run", "digest", "send", "status", "erase"):
        moment = NOW + timedelta(hours=1 + round_)
        known += ["--now", moment.isoformat()]
    process = subprocess.Popen([WATCHER, *known], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    # the council's page is not there, which is a fault
    assert os.waitstatus_to_exitcode(status) in (0, 3), (known, status)
    return usage.ru_utime + usage.ru_stime


def deployment(folder: Path, count: int, sites: int) -> Path:
    """A deployment that has checked its sites once and has `count` more items on record."""
    folder.mkdir()
    configure(folder, sites, 0)
    for command in (
        ["check", "--now", NOW.isoformat()],
        ["subscribe", "reader@example.org", "--topic", "all", "--now", NOW.isoformat()],
    ):
        subprocess.run([WATCHER, *command], cwd=folder, stdout=subprocess.DEVNULL, check=False)
    fill(folder, count, sites)
    size = (folder / "state" / "watcher.db").stat().st_size / 1e6
    print(f"{count:>9,} items: {size:,.0f} MB")
    return folder


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each command; exit 1 if one is more than twice as slow with many items."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, nargs=2, default=[10_000, 1_000_000])
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    slow = []
    with tempfile.TemporaryDirectory() as name, served(options.sites, Path(name)):
        folders = [deployment(Path(name) / str(count), count, options.sites) for count in options.items]
        for command in COMMANDS:
            pairs = [[timed(folder, command, round_) for folder in folders] for round_ in range(options.rounds)]
            few, many = (min(pair[side] for pair in pairs) for side in (0, 1))
            what = " ".join(command)
            print(f"watcher {what:45} {few:6.2f} s {many:6.2f} s   ratio {many / few:.2f}", flush=True)
            slow += [what] if many > AT_MOST * few else []
    if slow:
        sys.exit(f"more than {AT_MOST} times as slow: {', '.join(slow)}")


if __name__ == "__main__":
    main()
