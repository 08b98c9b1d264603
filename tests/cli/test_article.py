"""`watcher article` as a user meets it, in a process of its own."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.article_pages import FAMILY_PAGES, LEAD, REPORT, TEXT, TITLE
from tests.support.inside import inside
from tests.support.program import configure

KEYS = ["title", "published", "published_basis", "text", "links", "quotations"]


@pytest.fixture
def site() -> Iterator[str]:
    """A site with one article, called UTF-8 and sent as windows-1252, and a folder that robots.txt keeps from us."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = {
                "/robots.txt": b"User-agent: *\nDisallow: /private/\n",
                "/news/1": FAMILY_PAGES["jadu"].encode("cp1252"),
            }
            known = body.get(self.path)
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "text/plain" if "robots" in self.path else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(known or b"")))
            self.end_headers()
            self.wfile.write(known or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_files_are_read_without_a_configuration_one_object_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(FAMILY_PAGES["goss"], encoding="utf-8")
    (tmp_path / "b.html").write_text("no page at all")
    ended = inside(tmp_path, "article", "a.html", "b.html", "missing.html", "--json")
    read, refused, missing = ended.lines
    assert list(read) == ["file", *KEYS]
    assert (read["file"], read["title"], read["links"]) == ("a.html", TITLE, [REPORT])
    assert read["text"].splitlines() == [LEAD, *TEXT]
    assert refused == {"file": "b.html", "error": "this is not an HTML page"}
    assert missing["error"].startswith("can't open it")
    assert ended.code == 1


def test_a_file_saved_as_it_was_sent_is_unpacked_within_bounds(tmp_path: Path) -> None:
    packed = gzip.compress(FAMILY_PAGES["goss"].encode())
    (tmp_path / "a.html").write_bytes(packed)
    (tmp_path / "b.html").write_bytes(packed[:10] + b"\xff" + packed[11:])
    (tmp_path / "c.html").write_bytes(gzip.compress(b"<p>" + b" " * 200_000_000))
    read, damaged, bomb = inside(tmp_path, "article", "a.html", "b.html", "c.html", "--json").lines
    assert read["title"] == TITLE
    assert damaged["error"] == "can't unpack it: the gzip file is damaged"
    assert bomb["error"] == "the page is too large; the limit is 8 MB"


def test_a_good_file_alone_ends_well_and_reads_well(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(FAMILY_PAGES["jadu"], encoding="utf-8")
    ended = inside(tmp_path, "article", "a.html")
    assert ended.code == 0
    assert "2024-05-03 (label)" in ended.out and "Cllr Ida Penrose, lead member for children and families" in ended.out


def test_an_address_is_asked_for_politely_and_bytes_win_over_the_declared_charset(tmp_path: Path, site: str) -> None:
    configure(tmp_path, "https://reports.ofsted.gov.uk")
    ended = inside(tmp_path, "article", f"{site}/news/1", f"{site}/private/1", f"{site}/gone", "--json")
    read, forbidden, gone = ended.lines
    assert list(read) == ["url", *KEYS]
    assert (read["url"], read["title"], read["published"]) == (f"{site}/news/1", TITLE, "2024-05-03")
    assert "robots.txt forbids it" in forbidden["error"]
    assert "404" in gone["error"]
    assert ended.code == 1
