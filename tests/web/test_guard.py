"""What holds for every page: headers, origin, sizes, limits, and logs that hold nothing."""

from __future__ import annotations

import http.client
import json
import logging
import socket
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.until import until
from tests.support.web_site import LEICESTER, Site, a_form, running_site
from watcher.commands import serve_web
from watcher.web.limits import Limits, RequestKind, network_of

READER = "reader@example.org"


def test_every_answer_binds_the_browser_and_sets_no_cookie(site: Site) -> None:
    reader = site.signed_up(READER)
    paths = (
        "/",
        "/privacy",
        "/health",
        "/missing",
        "/manage",
        f"/u/{site.tokens.unsubscribe(reader)}",
        "/static/style.css",
    )
    for answer in [*(site.get(path) for path in paths), site.post("/sign-up", []), site.post("/", []), site.post("/x")]:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Set-Cookie"] is None and answer.headers["Server"] is None
        assert answer.headers["Strict-Transport-Security"] is None


def test_no_page_holds_a_script_or_a_style_of_its_own(site: Site) -> None:
    reader = site.signed_up(READER)
    for path in ("/", "/privacy", "/manage", f"/manage/{site.tokens.manage(reader)}", "/missing"):
        page = site.get(path).html
        assert not page.select("style, [style], script:not([src])")
        assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith(("on", "hx-on"))]


def test_over_https_the_browser_is_told_to_stay_there(tmp_path: Path) -> None:
    with running_site(tmp_path, base_url="https://alerts.example") as site:
        assert site.get("/").headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec_Fetch_Site": "none"}, 200),
        ({}, 200),
    ],
)
def test_a_sign_up_is_taken_from_our_own_page_only(site: Site, headers: dict[str, str], status: int) -> None:
    assert site.post("/sign-up", a_form(), **headers).status == status
    assert site.store.outbox.pending_count() == (status == 200)


def test_a_form_without_any_word_of_where_it_comes_from_is_refused(site: Site) -> None:
    assert site.ask("POST", "/sign-up", b"address=a@example.org").status == 403
    assert site.ask("DELETE", "/").status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null", "Sec_Fetch_Site": "cross-site"}, 403),
        ({"Origin": "null"}, 200),
        ({"Origin": ""}, 200),
    ],
)
def test_a_signed_address_is_proof_unless_the_browser_says_otherwise(
    site: Site, headers: dict[str, str], status: int
) -> None:
    reader = site.signed_up(READER)
    answer = site.post(f"/manage/{site.tokens.manage(reader)}", [("leave", "yes")], **headers)
    assert answer.status == status
    assert len(site.store.subscribers.subscriptions()) == (status == 403)


def test_what_is_larger_than_any_form_is_refused(site: Site) -> None:
    assert site.post("/sign-up", a_form(address="a" * 100_000)).status == 413
    assert site.post("/sign-up", [("authority", LEICESTER)] * 500).status == 400
    upload = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n1\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x"
    assert site.ask("POST", "/sign-up", upload, Origin=site.base_url, Content_Type=kind).status == 400


def test_a_flood_of_unknown_addresses_is_stopped_and_readers_and_other_networks_are_not(tmp_path: Path) -> None:
    limits = Limits({RequestKind.MAIL: "3/hour"}, {RequestKind.MAIL: "6/hour"})
    with running_site(tmp_path, limits=limits, behind_proxy=True) as site:
        site.signed_up(READER)
        site.clock.wait(hours=2)

        def from_(address: str, number: int) -> bytes:
            form = a_form(address=f"victim{number}@example.org")
            answer = site.post("/sign-up", form, X_Forwarded_For=f"203.0.113.9, {address}")
            assert answer.status == 200
            return answer.body

        def mailed() -> list[int]:
            return [number for number in range(9) if site.mails(f"victim{number}@example.org")]

        answers = {from_(f"192.0.2.{n}", n) for n in range(4)}
        assert mailed() == [0, 1, 2]
        answers |= {from_(f"198.51.100.{n}", n) for n in range(4, 7)}
        assert mailed() == [0, 1, 2, 4, 5] and len(answers) == 1
        before = len(site.mails(READER))
        site.post("/manage", [("address", READER)], X_Forwarded_For="192.0.2.7")
        assert len(site.mails(READER)) == before + 1


def test_without_a_proxy_nobody_is_believed_about_where_they_are(tmp_path: Path) -> None:
    with running_site(tmp_path, limits=Limits({RequestKind.MAIL: "1/hour"}, {})) as site:
        for n in range(2):
            site.post("/sign-up", a_form(address=f"{n}@example.org"), X_Forwarded_For=f"192.0.{n}.1")
        assert [len(site.mails(f"{n}@example.org")) for n in range(2)] == [1, 0]


def test_a_mailbox_is_not_flooded_from_many_networks_not_even_across_a_restart(tmp_path: Path) -> None:
    sent = 0
    for restart in range(3):
        with running_site(tmp_path, behind_proxy=True) as site:
            for n in range(4):
                form = a_form(address=f"victim+{restart}{n}@example.org")
                assert site.post("/sign-up", form, X_Forwarded_For=f"192.0.{n}.{restart}").status == 200
            sent = site.store.outbox.pending_count()
    assert sent == 1


def test_looking_and_searching_is_limited_too(tmp_path: Path) -> None:
    with running_site(tmp_path, limits=Limits({RequestKind.READ: "2/minute"}, {})) as site:
        assert [site.get("/preview").status for _ in range(2)] == [422, 422]
        assert site.get("/authorities?q=a").status == 429


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.9", "192.0.2.0/24"),
        ("2001:db8:1:2345::1", "2001:db8:1:2300::/56"),
        ("[2001:db8::1]", "2001:db8::/56"),
        ("evil\r\n", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_network_is_what_one_household_is_given(host: str, network: str) -> None:
    assert network_of(host) == network


def test_nothing_in_the_log_names_a_reader_or_holds_a_token(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    reader = site.signed_up(READER)
    token, manage = site.tokens.unsubscribe(reader), site.tokens.manage(reader)
    for path in (f"/u/{token}", f"/manage/{manage}", f"/?address={READER}", f"/{READER}", f"/x/{token}"):
        site.get(path)
    site.post(f"/u/{token}")
    assert "GET /u/… 200" in caplog.text and "POST /sign-up 200" in caplog.text
    for secret in (token, manage, READER, site.link_to(READER)):
        assert secret not in caplog.text


def test_a_line_in_the_log_is_one_line_whatever_was_asked_for(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    site.get("/a%0Ab%1b[31m")
    assert all("\n" not in record.getMessage() and "\x1b" not in record.getMessage() for record in caplog.records)


def test_pages_that_are_not_there_and_ways_that_are_not_taken_are_pages(site: Site) -> None:
    for answer, status in (
        (site.get("/missing"), 404),
        (site.get("/static/../app.py"), 404),
        (site.get("/static/%2e%2e/app.py"), 404),
        (site.post("/privacy"), 405),
        (site.get("/sign-up"), 405),
    ):
        assert answer.status == status
        assert len(answer.html.select("h1")) == 1 and answer.html.select_one("a[href='/']")


def test_health_says_whether_it_works_and_nothing_else(site: Site) -> None:
    answer = site.get("/health")
    assert (answer.status, json.loads(answer.body)) == (200, {"status": "ok"})


def test_a_broken_database_is_said_and_gives_nothing_away(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    form = a_form()
    with site.store.writing() as conn:
        conn.exec_driver_sql("ALTER TABLE delivery RENAME TO gone")
    health, page = site.get("/health"), site.post("/sign-up", form)
    assert (health.status, json.loads(health.body)) == (503, {"status": "failing"})
    assert page.status == 503 and "This is our fault" in page.words
    assert "delivery" not in page.text and READER not in caplog.text


def test_an_address_in_links_is_never_taken_from_the_request(site: Site) -> None:
    site.post("/sign-up", a_form(), Host="evil.example")
    assert site.link_to(READER).startswith("/confirm/")


@pytest.mark.parametrize("path", ["/manage/", "/static", "/u/abc/", "//evil.example/"])
def test_no_answer_sends_a_visitor_to_a_host_that_the_request_named(site: Site, path: str) -> None:
    answer = site.get(path, Host="evil.example")
    assert answer.status == 404 and answer.headers["Location"] is None


def test_connections_on_which_nothing_comes_or_all_too_slowly_keep_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve_web, "CONNECTED_SECONDS", 0.5)
    monkeypatch.setattr(serve_web, "AT_ONCE_AT_MOST", 3)
    begun = b"POST /sign-up HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nSec-Fetch-Site: none\r\n\r\naddress="
    with running_site(tmp_path) as site, ExitStack() as held:
        address = ("127.0.0.1", urlsplit(site.base_url).port)
        for sent in (b"", begun[:30], begun):
            held.enter_context(socket.create_connection(address)).sendall(sent)
        until(lambda: site.get("/health").status == 503)
        until(lambda: site.get("/health").status == 200)


def test_strangers_who_ask_for_another_protocol_get_the_page_and_fill_no_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    for protocol in ("websocket", "h2c"):
        assert site.get("/", Connection="Upgrade", Upgrade=protocol).status == 200
    assert not [one for one in caplog.records if one.levelname == "WARNING"]


def test_what_is_no_http_is_dropped_and_the_pages_go_on(site: Site) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.base_url).netloc, timeout=10)
    connection.connect()
    connection.sock.sendall(b"\x16\x03\x01 hello\r\n\r\n")
    assert b"400" in connection.sock.recv(100)
    connection.close()
    assert site.get("/health").status == 200
