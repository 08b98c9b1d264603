"""How long after the start of `watcher run` an alert about a new report arrives, while news sites hang.

    python -m benchmarks.bench_alerts            # --hanging 2 --delay 2

The demonstration's site publishes reports; some news sites accept a request and never answer. The mail server says when
the alert came: after the start of the run, and after the last document that was fetched from Ofsted's site. The least
is the queue of Ofsted's site: its requests, each `delay` after the last answer.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from tests.support.smtp_sink import SmtpSink

from watcher.demo.councils import MARLOW_VALE, NEWS
from watcher.demo.site import DemoSite

WATCHER = str(Path(sys.executable).with_name("watcher"))
BASELINE, LATER = "2026-10-19T09:00", "2026-10-20T13:00"


@contextmanager
def hanging() -> Iterator[str]:
    """The address of a site that answers nothing but robots.txt."""
    over = Event()

    class Hangs(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/robots.txt":
                over.wait(120)
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Hangs) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        over.set()
        server.shutdown()


def watcher(folder: Path, *arguments: str) -> None:
    """Run a command to its end."""
    subprocess.run([WATCHER, *arguments], cwd=folder, check=False, stdout=subprocess.DEVNULL)


def configure(folder: Path, ofsted: str, mail: str, news: list[str], delay: float) -> None:
    """A configuration that follows every council of the site, and the news sites."""
    lines = ['authorities = "all"', "[ofsted]", f'base_url = "{ofsted}"', "[fetch]", f"delay = {delay}", "timeout = 20"]
    (folder / "watcher.toml").write_text("\n".join([*lines, "[mail]", f'smtp = "{mail}"', 'sender = "a@example.org"']))
    sources = (
        f'[source.slow{n}]\nname = "Slow {n}"\nurl = "{url}/news"\nfamily = "jadu"\n' for n, url in enumerate(news)
    )
    (folder / "sources.toml").write_text("\n".join(sources))


def measure(sites: int, delay: float) -> None:
    """Print when the alert arrived."""
    with ExitStack() as running, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ofsted, sink = running.enter_context(DemoSite()), running.enter_context(SmtpSink())
        configure(folder, ofsted.base_url, sink.url, [], 0)
        watcher(folder, "check", "--now", BASELINE)
        reader = ["subscribe", "reader@example.org", "--topic", MARLOW_VALE.key, "--frequency", "immediately"]
        watcher(folder, *reader, "--now", BASELINE)
        configure(folder, ofsted.base_url, sink.url, [running.enter_context(hanging()) for _ in range(sites)], delay)
        ofsted.publish(NEWS)
        before, began = len(ofsted.requests), time.monotonic()
        run = subprocess.Popen([WATCHER, "run", "--now", LATER], cwd=folder, stdout=subprocess.DEVNULL)
        asked, last = before, began
        while not sink.messages and run.poll() is None:
            time.sleep(0.02)
            if len(ofsted.requests) > asked:
                asked, last = len(ofsted.requests), time.monotonic()
        arrived = time.monotonic()
        run.wait()
        print(f"{sites} hanging news sites, delay {delay:g} s; {asked - before} requests to Ofsted's site")
        print(f"alert: {arrived - began:.1f} s after the start (at most 15 for one new report)")
        print(f"       {arrived - last:.1f} s after the last document (at most 5)")
        print(f"the run took {time.monotonic() - began:.1f} s")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hanging", type=int, default=2)
    parser.add_argument("--delay", type=float, default=2.0)
    options = parser.parse_args()
    measure(options.hanging, options.delay)


if __name__ == "__main__":
    main()
