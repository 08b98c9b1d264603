"""A deployment whose state is in a real PostgreSQL: Ofsted's site, two news sites, machines and their workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen

import pytest
from sqlalchemy import text

from tests.support.inside import inside
from tests.support.passes import PAGE, letters
from tests.support.postgres import migrated_postgres_url, postgres_template, server
from tests.support.program import Ended, started
from tests.support.small_site import Site, answer, serving
from tests.support.watched_news import listing, park
from watcher.store import Store

__all__ = ["migrated_postgres_url", "postgres_template", "server"]

KEYS = "WATCHER_SECRET_KEYS"
ROWS = [(f"/news/article/{n}/fair", f"Ofsted and children’s services, part {n}", None) for n in (1, 2)]
CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND :name IN ('', application_name)"
)


@dataclass
class Deployment:
    """One folder of a machine, and the sites that it follows; `store` is what all machines share."""

    folder: Path
    ofsted: Site
    sites: tuple[Site, Site]
    url: str
    store: Store

    def machine(self, name: str, *more: str, delay: float = 0) -> Path:
        """The folder of one more machine with the same configuration, and `more` lines."""
        folder = self.folder / name
        folder.mkdir()
        names = ["one", "two"]
        ofsted = self.ofsted.base_url
        lines = [
            'id = "a"',
            f'providers = ["{ofsted}{PAGE}"]',
            "[ofsted]",
            f'base_url = "{ofsted}"',
            "[news]",
            f"follow = {names}",
            "[fetch]",
            f"delay = {delay}",
            "timeout = 20",
        ]
        lines += ["[store]", f'url = "{self.url}"', "[cluster]", "enabled = true", *more]
        (folder / "watcher.toml").write_text("\n".join(lines))
        (folder / "sources.toml").write_text(
            "\n".join(
                f'[source.{name}]\nname = "{name}"\nurl = "{site.base_url}/news"\nfamily = "jadu"\ntier = "local_press"'
                for name, site in zip(names, self.sites, strict=True)
            )
        )
        return folder

    def run(self, folder: Path, *arguments: str) -> Ended:
        return inside(folder, *arguments)

    @contextmanager
    def worker(self, folder: Path) -> Iterator[Popen[str]]:
        """A worker in a process of its own, under its folder's name for the database."""
        with started(folder, "worker", **{KEYS: "k" * 40, "PGAPPNAME": folder.name}) as process:
            try:
                yield process
            finally:
                process.kill()  # also one that is paused

    def cut(self, name: str = "") -> None:
        """Cut all connections of one worker, or of everybody."""
        with self.store.engine.begin() as conn:
            conn.execute(CUT, {"name": name})

    def read(self) -> list[str]:
        """The addresses of the items that were read."""
        posted = (
            self.store.news.posted(f"news:{name}", self.addresses(number)) for number, name in enumerate(("one", "two"))
        )
        return sorted(url for one in posted for url, known in one.items() if known.read_at)

    def addresses(self, number: int) -> list[str]:
        return [f"{self.sites[number].base_url}{path}" for path, _, _ in ROWS]


@contextmanager
def _site() -> Iterator[Site]:
    today = datetime.now(UTC).date()
    rows = [(path, title, today) for path, title, _ in ROWS]
    pages = {"/robots.txt": answer(""), "/news": listing(*rows)} | dict(park(*row) for row in rows)
    with serving(pages) as site:
        yield site


@pytest.fixture
def deployment(tmp_path: Path, migrated_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    monkeypatch.setenv(KEYS, "k" * 40)
    ofsted = {"/robots.txt": answer(""), PAGE: answer(letters())}
    with serving(ofsted) as site, _site() as one, _site() as two, Store.open(migrated_postgres_url) as store:
        yield Deployment(tmp_path, site, (one, two), migrated_postgres_url, store)
