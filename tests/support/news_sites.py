"""The stand-ins for councils' sites, papers and a firm's blog, started in this process on a free port."""

from __future__ import annotations

import importlib.util
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

# How the families of the stand-ins are called here.
FAMILIES = {
    "jadu": "jadu",
    "localgov-drupal": "localgov-drupal",
    "drupal": "drupal",
    "goss": "goss",
    "contensis": "contensis",
    "wordpress": "wordpress",
    "umbraco-leicester-like": "umbraco",
    "drupal7-leicestershire-like": "drupal7",
    "newspaper": "newspaper",
    "aggregator": "generic",
    "law-firm": "law-firm",
}


@dataclass
class NewsSites:
    """The running stand-ins. `site` is their own object: `as_of`, `faults`, `noise` and `log` may be set."""

    site: Any
    content: Any
    base_url: str
    directory: list[dict[str, Any]]

    def truth(self) -> list[dict[str, Any]]:
        """What is true of every item, by the stand-ins' own account."""
        return list(self.content.truth(date.min, date.max))

    def break_next(self, kind: str, path: str, times: int | None = None) -> None:
        """Let the next requests below a path (`/SITE/PATH`) fail in a way; all of them when `times` is not given."""
        self.site.faults.append({"path": path, "kind": kind} | ({"times": times} if times else {}))

    def mend(self) -> None:
        self.site.faults.clear()

    def sources_toml(self, *only: str) -> str:
        """The sources of a user who follows these sites, all of them if none is named."""
        return "\n".join(_table(row) for row in self.directory if not only or row["id"] in only)


@contextmanager
def news_sites(shared: Path, as_of: date, ofsted: str = "https://reports.ofsted.gov.uk") -> Iterator[NewsSites]:
    """Serve the sites as they stood on a date; their links to Ofsted lead to `ofsted`."""
    module = _module(shared)
    servers = module.make_servers(shared / "replica" / "council_news.json", as_of, ofsted=ofsted)
    # or each answer would wait for the acknowledgement of its own header
    servers[0].RequestHandlerClass.disable_nagle_algorithm = True
    threads = [
        threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True) for one in servers
    ]
    for thread in threads:
        thread.start()
    site = servers[0].site
    port = servers[0].server_port
    try:
        yield NewsSites(site, site.content, f"http://127.0.0.1:{port}", site.directory(port))
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def _table(row: dict[str, Any]) -> str:
    feed = row["sitemap"] or row["feed"]
    lines = [
        f"[source.{row['id']}]",
        f"name = {json.dumps(row['name'], ensure_ascii=False)}",
        f"url = {json.dumps(row['list'])}",
        f'family = "{FAMILIES[row["family"]]}"',
        f'tier = "{row["tier"]}"',
        f"authorities = {json.dumps(row['authorities'])}",
        *([f"feed = {json.dumps(feed)}"] if feed else []),
    ]
    return "\n".join(lines) + "\n"


def _module(shared: Path) -> ModuleType:
    folder = shared / "replica"
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    spec = importlib.util.spec_from_file_location("council_replica", folder / "council_replica.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module
