"""No two requests to a host come within its delay, in its own log, also when a check was killed or follows another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.support.inside import inside
from tests.support.passes import PAGE, letters
from tests.support.program import started
from tests.support.small_site import Site, answer, serving
from tests.support.until import until
from tests.support.watched_news import listing, park

# Longer than a check takes to start inside the test's process, so that nothing but a wait can keep it.
DELAY = 1.0
PATIENT = answer(f"User-agent: *\nCrawl-delay: {DELAY}\n")
CONFIG = """
providers = ["{ofsted}{page}"]
[ofsted]
base_url = "{ofsted}"
[news]
follow = ["site"]
[fetch]
delay = {delay}
timeout = 20
"""
SOURCE = '[source.site]\nname = "A site"\nurl = "{url}/news"\nfamily = "jadu"\ntier = "local_press"\n'


@dataclass
class Deployment:
    """Ofsted's site, a news site, and the host that its articles lie on."""

    folder: Path
    hosts: tuple[Site, Site, Site]

    def check(self, times: int = 1) -> None:
        for _ in range(times):
            inside(self.folder, "check", "--full")

    def killed_at(self, path: str, host: int) -> None:
        """Begin a check in a process of its own, and kill it when this is asked for."""
        before = self.hosts[host].paths().count(path)
        with started(self.folder, "check", "--full") as process:
            until(lambda: self.hosts[host].paths().count(path) > before, path)
            process.kill()

    @property
    def shortest_gap(self) -> float:
        return min(min(host.gaps()) for host in self.hosts)


@contextmanager
def deployed(folder: Path, delay: float = DELAY) -> Iterator[Deployment]:
    today = datetime.now(UTC).date()
    rows = [(f"/news/article/{n}/fair", f"Ofsted and children’s services, part {n}", today) for n in (1,)]
    articles = {"/robots.txt": answer("")} | dict(park(*row) for row in rows)
    ofsted = {"/robots.txt": answer(""), PAGE: answer(letters())}
    with serving(ofsted) as one, serving({"/robots.txt": answer("")}) as two, serving(articles) as three:
        two.answers["/news"] = listing(*((three.base_url + path, title, when) for path, title, when in rows))
        (folder / "watcher.toml").write_text(CONFIG.format(ofsted=one.base_url, page=PAGE, delay=delay))
        (folder / "sources.toml").write_text(SOURCE.format(url=two.base_url))
        yield Deployment(folder, (one, two, three))


def test_between_two_checks(tmp_path: Path) -> None:
    with deployed(tmp_path) as at:
        at.check(times=2)
        assert [host.paths().count("/robots.txt") for host in at.hosts] == [2, 2, 1]
        assert at.shortest_gap >= DELAY


def test_when_a_check_is_killed_and_started_again_at_once(tmp_path: Path) -> None:
    with deployed(tmp_path) as at:
        at.killed_at("/news", 1)
        at.killed_at("/news/article/1/fair", 2)
        # Ofsted's site is asked first after the start
        at.killed_at(PAGE, 0)
        at.check()
        assert at.shortest_gap >= DELAY


def test_if_robots_txt_asked_for_it_before_a_kill(tmp_path: Path) -> None:
    with deployed(tmp_path, delay=0.1) as at:
        for host in at.hosts:
            host.answers["/robots.txt"] = PATIENT
        at.killed_at("/news", 1)
        at.check(times=2)
        assert at.shortest_gap >= DELAY


def test_until_robots_txt_says_otherwise(tmp_path: Path) -> None:
    with deployed(tmp_path, delay=0.1) as at:
        news = at.hosts[1]
        news.answers["/robots.txt"] = PATIENT
        at.check()
        # a robots.txt that can't be read takes nothing back
        news.answers["/robots.txt"] = answer("", 503)
        at.check()
        assert min(news.gaps()) >= DELAY
        news.answers["/robots.txt"] = answer("")
        at.check()
        news.log.clear()
        at.check()
        assert news.paths() == ["/robots.txt", "/news"] and min(news.gaps()) < DELAY
