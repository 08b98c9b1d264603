"""The way out, and the reader's own page."""

from __future__ import annotations

import asyncio
import sqlite3
from urllib.parse import urlencode

import pytest
from starlette.types import Message

from tests.support.builders import NOW
from tests.support.until import until
from tests.support.web_site import EAST_MIDLANDS, LEICESTER, RUTLAND, Site, a_form
from watcher.mail.sender import sender_of
from watcher.model.interest import Interest
from watcher.model.reader import SuppressionReason
from watcher.model.subscription import Frequency
from watcher.web import leave
from watcher.web.app import application

READER = "reader@example.org"
ONE_CLICK = [("List-Unsubscribe", "One-Click")]
PART = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'


def follows(site: Site) -> list[str]:
    return [one.topic for one in site.store.subscribers.subscriptions()]


def test_scanners_that_look_at_every_link_change_nothing(site: Site) -> None:
    site.post("/sign-up", a_form(address="new@example.org"))
    reader = site.signed_up(READER, authority=[LEICESTER, RUTLAND])
    signed = (f"/u/{site.tokens.unsubscribe(reader)}", f"/manage/{site.tokens.manage(reader)}")
    before = site.store.subscribers.subscriptions()
    for path in (*signed, site.link_to("new@example.org"), site.link_to(READER)):
        for method in ("GET", "HEAD", "GET"):
            answer = site.ask(method, path)
            assert answer.status == 200
            assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert site.store.subscribers.subscriptions() == before
    assert site.store.suppressions.of_address(READER) is None


def test_one_click_ends_everything_without_cookie_login_origin_or_redirect(site: Site) -> None:
    reader = site.signed_up(READER, authority=[LEICESTER, RUTLAND])
    path = f"/u/{site.tokens.unsubscribe(reader)}"
    answer = site.post(path, ONE_CLICK, Origin="https://mail.example", Sec_Fetch_Site="cross-site")
    assert (answer.status, answer.headers["Set-Cookie"]) == (200, None)
    assert "You have unsubscribed" in answer.words
    assert follows(site) == []
    left = site.store.suppressions.of_address(READER)
    assert left is not None and left.reason is SuppressionReason.LEFT
    assert site.store.subscribers.subscriptions(active_only=False)[0].ended_reason == "by link"
    assert "You have unsubscribed" in site.post(path, ONE_CLICK).words


def test_one_who_left_does_not_come_back_by_an_old_link(site: Site) -> None:
    reader = site.signed_up(READER)
    manage = f"/manage/{site.tokens.manage(reader)}"
    site.post(f"/u/{site.tokens.unsubscribe(reader)}", ONE_CLICK)
    for answer in (site.get(manage), site.post(manage, a_form())):
        assert answer.status == 410 and "sign up again" in answer.words
    assert follows(site) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", PART),
        ("multipart/form-data; boundary=x", b"--y broken"),
        ("multipart/form-data", b"no boundary"),
        ("application/json", b"{}"),
        ("text/plain", b""),
    ],
    ids=["multipart", "broken", "no boundary", "json", "empty"],
)  # fmt: skip
def test_whatever_a_mail_program_posts_means_leave(site: Site, kind: str, body: bytes) -> None:
    reader = site.signed_up(READER)
    assert site.ask("POST", f"/u/{site.tokens.unsubscribe(reader)}", body, Content_Type=kind).status == 200
    assert follows(site) == []


def test_the_page_offers_to_stop_one_of_several(site: Site) -> None:
    reader = site.signed_up(READER, authority=[LEICESTER, RUTLAND])
    path = f"/u/{site.tokens.unsubscribe(reader)}"
    choices = [choice["value"] for choice in site.get(path).html.select("input[name=what]")]
    assert choices == ["whole", f"authority:{LEICESTER}", f"authority:{RUTLAND}"]
    assert "You won’t get any more emails about this" in site.post(path, [("what", f"authority:{LEICESTER}")]).words
    assert follows(site) == [f"authority:{RUTLAND}"]
    assert "You have unsubscribed" in site.post(path, [("what", "whole")]).words


@pytest.mark.parametrize("again", [f"authority:{LEICESTER}", "authority:of somebody else", "a\0b"])
def test_a_button_that_is_pressed_twice_ends_nothing_more(site: Site, again: str) -> None:
    reader = site.signed_up(READER, authority=[LEICESTER, RUTLAND])
    path = f"/u/{site.tokens.unsubscribe(reader)}"
    site.post(path, [("what", f"authority:{LEICESTER}")])
    assert site.post(path, [("what", again)]).status == 200
    assert follows(site) == [f"authority:{RUTLAND}"]


def test_all_emails_are_more_than_those_about_every_council(site: Site) -> None:
    reader = site.signed_up(READER, more=[("everything", "yes")])
    for topic in ("own-posts", f"authority:{LEICESTER}"):
        site.store.subscribers.subscribe(READER, topic, Frequency.DAILY, NOW)
    path = f"/u/{site.tokens.unsubscribe(reader)}"
    whole, *single = (choice["value"] for choice in site.get(path).html.select("input[name=what]"))
    assert "all" in single and whole not in single
    site.post(path, [("what", "all")])
    assert follows(site) == [f"authority:{LEICESTER}", "own-posts"]
    site.post(path, [("what", str(whole))])
    assert follows(site) == []


def test_the_way_out_works_for_ever_and_so_opens_no_other_door(site: Site) -> None:
    page = site.get(f"/u/{site.tokens.unsubscribe(site.signed_up(READER))}")
    assert READER not in page.text and "/manage/" not in page.text
    assert page.html.select_one("main a[href='/manage']")


def test_a_link_from_before_an_address_was_erased_does_not_say_that_nothing_comes(site: Site) -> None:
    old = f"/u/{site.tokens.unsubscribe(site.signed_up(READER))}"
    site.store.erasure.forget(READER, NOW)
    site.clock.wait(days=30)
    site.signed_up(READER)
    assert "use the link in the newest email" in site.post(old, ONE_CLICK).words
    assert follows(site) == [f"authority:{LEICESTER}"]


def test_leaving_is_never_refused_for_a_full_window_or_an_erased_address(site: Site) -> None:
    reader = site.signed_up(READER)
    path = f"/u/{site.tokens.unsubscribe(reader)}"
    assert {site.post(path, ONE_CLICK).status for _ in range(80)} == {200}
    site.store.erasure.forget(READER, NOW)
    assert site.post(path, ONE_CLICK).status == 200
    assert "You have unsubscribed" in site.get(path).words


def test_a_forged_way_out_changes_nothing_and_says_what_else_to_do(site: Site) -> None:
    reader = site.signed_up(READER)
    token = site.tokens.unsubscribe(reader)
    for forged in (token[:-2], f"{token}A", site.tokens.manage(reader), "x", "%00", "../u/x", "A" * 3000):
        answer = site.post(f"/u/{forged}", ONE_CLICK)
        assert answer.status in (400, 404), forged
    assert "people@watcher.example" in site.get("/u/x").words
    assert follows(site) == [f"authority:{LEICESTER}"]


# --- the reader's own page ------------------------------------------------------------------------


async def asked_for_a_link(site: Site, address: str) -> tuple[bytes, int]:
    """The answer, and how many mails waited for the reader when it left. Returns when all is done."""
    app = application(site.settings, site.store, sender_of(site.settings), clock=site.clock)
    headers = [(b"origin", site.base_url.encode()), (b"content-type", b"application/x-www-form-urlencoded")]
    scope = {"type": "http", "method": "POST", "path": "/manage", "query_string": b"", "headers": headers}
    left: list[tuple[bytes, int]] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": urlencode({"address": address}).encode()}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            left.append((message["body"], len(site.mails(READER))))

    await app(scope, receive, send)
    [answer] = left
    return answer


def test_the_link_is_mailed_to_a_reader_and_to_nobody_else_with_the_same_answer(site: Site) -> None:
    reader = site.signed_up(READER)
    site.clock.wait(hours=2)
    answers = [asyncio.run(asked_for_a_link(site, name)) for name in (READER, "nobody@example.org", READER)]
    assert len({body for body, _ in answers}) == 1
    assert len(site.mails(READER)) == 2 and site.mails("nobody@example.org") == []
    assert [mails for _, mails in answers] == [1, 2, 2], "written after the answer, whose time would tell"
    assert site.tokens.read_manage(site.link_to(READER).removeprefix("/manage/")) == (reader, 0)


def test_one_who_left_may_come_back_at_once(site: Site) -> None:
    reader = site.signed_up(READER)
    asyncio.run(asked_for_a_link(site, READER))
    assert site.link_to(READER).startswith("/manage/")
    site.post(f"/u/{site.tokens.unsubscribe(reader)}", ONE_CLICK)
    site.clock.wait(seconds=1)
    assert site.signed_up(READER) == reader
    assert follows(site) == [f"authority:{LEICESTER}"]


def test_a_reader_sees_and_changes_what_they_follow(site: Site) -> None:
    reader = site.signed_up(READER, authority=[LEICESTER], region=[EAST_MIDLANDS])
    path = f"/manage/{site.tokens.manage(reader)}"
    checked = {field["id"] for field in site.get(path).html.select("input[checked]")}
    shown = {f"authority-{LEICESTER}", f"region-{EAST_MIDLANDS}", "frequency-daily", "interest-send"}
    assert shown < checked
    form = a_form(authority=[RUTLAND], interest=["coverage"], frequency="immediately")
    answer = site.post(path, [*form, ("one_mail_an_item", "yes"), ("all_quiet", "yes")])
    assert answer.status == 200 and "Saved." in answer.words
    changed = site.store.readers.find(reader)
    assert changed is not None and changed.one_mail_an_item and changed.all_quiet
    [follow] = changed.follows
    assert (follow.topic, follow.frequency) == (f"authority:{RUTLAND}", Frequency.IMMEDIATELY)
    assert follow.interests == (Interest.COVERAGE,)


def test_choices_that_say_nothing_are_not_saved(site: Site) -> None:
    reader = site.signed_up(READER)
    answer = site.post(f"/manage/{site.tokens.manage(reader)}", [("frequency", "daily")])
    assert answer.status == 422 and len(answer.html.select(".summary li")) == 2
    assert follows(site) == [f"authority:{LEICESTER}"]


def test_what_only_the_operator_gives_out_can_be_kept_or_dropped_but_not_taken(site: Site) -> None:
    reader = site.signed_up(READER)
    path = f"/manage/{site.tokens.manage(reader)}"
    site.post(path, a_form(more=[("other", "own-posts")]))
    assert follows(site) == [f"authority:{LEICESTER}"]
    site.store.subscribers.subscribe(READER, "own-posts", Frequency.DAILY, NOW)
    site.post(path, a_form(more=[("other", "own-posts")]))
    assert follows(site) == [f"authority:{LEICESTER}", "own-posts"]
    site.post(path, a_form())
    assert follows(site) == [f"authority:{LEICESTER}"]


def test_a_reader_leaves_from_their_page(site: Site) -> None:
    reader = site.signed_up(READER, authority=[LEICESTER, RUTLAND])
    assert "You have unsubscribed" in site.post(f"/manage/{site.tokens.manage(reader)}", [("leave", "yes")]).words
    assert follows(site) == []


def test_a_link_older_than_a_month_is_replaced_by_another(site: Site) -> None:
    reader = site.signed_up(READER)
    path = f"/manage/{site.tokens.manage(reader)}"
    site.clock.wait(days=30, seconds=2)
    for answer in (site.get(path), site.post(path, [("leave", "yes")])):
        assert answer.status == 410 and answer.html.select_one("main a[href='/manage']")
    assert follows(site) == [f"authority:{LEICESTER}"]


# --- whatever the database does -------------------------------------------------------------------


def test_leaving_holds_while_the_database_is_locked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leave, "ANSWERED_WITHIN_SECONDS", 0.2)
    reader = site.signed_up(READER)
    with sqlite3.connect(site.settings.state / "watcher.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = site.post(f"/u/{site.tokens.unsubscribe(reader)}", ONE_CLICK)
        assert (answer.status, "You have unsubscribed" in answer.words) == (200, True)
        other.execute("ROLLBACK")
    until(lambda: follows(site) == [])
    assert site.posted


def test_an_old_link_stays_dead_after_its_reader_came_back(site: Site) -> None:
    reader = site.signed_up(READER)
    old = f"/manage/{site.tokens.manage(reader)}"
    site.post(f"/u/{site.tokens.unsubscribe(reader)}", ONE_CLICK)
    site.clock.wait(hours=2)
    assert site.signed_up(READER) == reader
    assert site.get(old).status == 410
    site.clock.wait(hours=2)
    site.post("/manage", [("address", READER)])
    assert site.get(site.link_to(READER)).status == 200


def test_a_reader_makes_earlier_links_invalid(site: Site) -> None:
    reader = site.signed_up(READER)
    link = f"/manage/{site.tokens.manage(reader)}"
    assert "no longer work" in site.post(link, [("revoke", "yes")]).words
    assert site.get(link).status == 410
    assert site.post(f"/u/{site.tokens.unsubscribe(reader)}", ONE_CLICK).status == 200


def test_the_answer_closes_the_connection_for_everybody_alike(site: Site) -> None:
    site.signed_up(READER)
    site.clock.wait(hours=2)
    for path, form in (("/manage", [("address", "{}")]), ("/sign-up", a_form(address="{}"))):
        answers = [
            site.post(path, [(name, value.format(who)) for name, value in form]) for who in (READER, "no@example.org")
        ]
        assert {answer.headers["Connection"] for answer in answers} == {"close"}
        assert len({answer.body for answer in answers}) == 1
