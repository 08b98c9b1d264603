"""A small local site of invented councils, with the markup of Ofsted's reports site.

It serves the list of councils, their pages and the reports, and supports conditional requests, so that a check of it
works like a check of the real one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from watcher.demo.councils import COUNCILS, PUBLISHED, Council, Document, printed

ROWS = 100
HTML = "text/html; charset=UTF-8"
ROBOTS = b"User-agent: *\nDisallow: /admin/\n"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with status 200."""

    body: bytes
    content_type: str = HTML


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A council and its documents, newest first."""

    council: Council
    documents: tuple[Document, ...]

    @property
    def latest(self) -> date:
        return self.documents[0].published if self.documents else date.min


class DemoSite:
    """The site and its state; `publish` and `break_page` change it. It is served inside `with`."""

    def __init__(self, documents: Iterable[Document] = PUBLISHED, councils: Sequence[Council] = COUNCILS) -> None:
        self.requests: list[str] = []
        self._councils = councils
        self._documents = list(documents)
        self._broken: set[Council] = set()
        self._pages = Environment(
            loader=PackageLoader("watcher.demo", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._pages.filters["day"] = lambda day: f"{day:%d %B %Y}"
        self._server = _SiteServer(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self.base_url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def publish(self, document: Document) -> None:
        """Add one file to its council's page, and its date to the list."""
        self._documents.append(document)

    def break_page(self, council: Council) -> None:
        """From now on the page answers 200 without a timeline."""
        self._broken.add(council)

    def mend_page(self, council: Council) -> None:
        """The page works again."""
        self._broken.discard(council)

    def answer(self, target: str) -> Page | None:
        """The page at this path and query, None if there is none."""
        self.requests.append(target)
        url = urlsplit(target)
        first, _, rest = url.path.lstrip("/").partition("/")
        if first == "search" and not rest:
            return self._search(dict(parse_qsl(url.query)))
        if first == "provider":
            return self._provider(rest)
        if first == "v1":
            return self._file(rest.removeprefix("file/"))
        return Page(ROBOTS, "text/plain") if url.path == "/robots.txt" else None

    def _search(self, query: dict[str, str]) -> Page:
        found = self._found(query)
        start, size = int(query.get("start", 0)), min(int(query.get("rows", 10)), ROWS)
        onward = f"/search?{urlencode(query | {'start': start + size})}" if start + size < len(found) else None
        return self._page(
            "search",
            total=len(found),
            rows=found[start : start + size],
            page=start // size + 1,
            pages=max(1, -(-len(found) // size)),
            next=onward,
        )

    def _found(self, query: dict[str, str]) -> list[TimelineRow]:
        """All councils in the order that was asked for, or nothing for another kind of provider."""
        kind = query.get("level_2_types[]") or query.get("level_2_types", "12")
        if query.get("level_1_types", "3") not in ("0", "3") or kind != "12":
            return []
        rows = sorted(map(self._row, self._councils), key=lambda row: row.council.name)
        if query.get("sort") == "date":
            rows.sort(key=lambda row: row.latest, reverse=query.get("order") == "desc")
        return rows

    def _provider(self, key: str) -> Page | None:
        row = next((self._row(council) for council in self._councils if council.key == key), None)
        if row is None:
            return None
        if row.council in self._broken:
            return self._page("broken")
        return self._page("provider", council=row.council, documents=row.documents, base_url=self.base_url)

    def _file(self, file_id: str) -> Page | None:
        found = (document for document in self._documents if document.file_id == file_id)
        return next((Page(printed(document.content), "application/pdf") for document in found), None)

    def _row(self, council: Council) -> TimelineRow:
        own = [document for document in self._documents if document.council == council]
        return TimelineRow(council, tuple(sorted(own, key=lambda document: document.published, reverse=True)))

    def _page(self, name: str, **values: object) -> Page:
        return Page(self._pages.get_template(f"{name}.html.j2").render(values).encode())


class _SiteServer(ThreadingHTTPServer):
    daemon_threads = True
    site: DemoSite


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _SiteServer

    def do_GET(self) -> None:
        page = self.server.site.answer(self.path)
        if page is None:
            return self._send(404, Page(b"<title>Page not found - Ofsted</title>"))
        etag = f'"{sha256(page.body).hexdigest()[:32]}"'
        known = self.headers.get("If-None-Match") == etag
        return self._send(304 if known else 200, None if known else page, ETag=etag)

    def _send(self, status: int, page: Page | None, **headers: str) -> None:
        self.send_response(status)
        if page is not None:
            headers |= {"Content-Type": page.content_type, "Content-Length": str(len(page.body))}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page.body if page is not None else b"")

    def log_message(self, *_: object) -> None:
        """Log nothing: the terminal shows the story."""
