"""A clock that was ahead, is behind, or disagrees with every server: nothing waits for a moment that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.inside import inside
from tests.support.program import configure
from tests.support.smtp_sink import SmtpSink
from watcher.commands.start import open_store
from watcher.demo.councils import HIDDEN_NEWS, NEWS
from watcher.demo.site import DemoSite
from watcher.settings import read
from watcher.store.erasure import ADDRESSES_KEPT
from watcher.store.tables.core import subscriber

# a Monday before the weekly mail, and moments from there
START, AHEAD = "2026-10-19T07:05", "2027-10-20T09:05"
WENT_BACK = "The clock went back: the record goes up to 20 October 2027, and it is 20 October 2026 now."


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def prepared(folder: Path, site: DemoSite, *more: str, frequency: str = "daily") -> None:
    """A state that has seen its baseline and has one reader."""
    configure(folder, site.base_url, *more)
    assert inside(folder, "check", "--now", START).code == 0
    asked = ("--topic", "all", "--frequency", frequency, "--now", START)
    assert inside(folder, "subscribe", "reader@example.org", *asked).code == 0


def mails(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder / "state" / "outbox").glob("*.eml"))]


@pytest.mark.parametrize("frequency", ["daily", "weekly"])
def test_digests_come_at_their_times_after_a_run_a_year_ahead(tmp_path: Path, site: DemoSite, frequency: str) -> None:
    prepared(tmp_path, site, frequency=frequency)
    assert inside(tmp_path, "run", "--now", AHEAD).code == 0
    site.publish(NEWS)
    back = inside(tmp_path, "run", "--now", "2026-10-20T13:05")
    assert back.code == 0 and WENT_BACK in back.err
    assert inside(tmp_path, "run", "--now", "2026-10-26T09:05").err == "", "it is said once"
    [mail] = mails(tmp_path)
    assert NEWS.file_id.encode() in mail


def test_what_was_found_a_year_ahead_is_told_today_and_once(tmp_path: Path, site: DemoSite) -> None:
    prepared(tmp_path, site, frequency="daily")
    site.publish(NEWS)
    # seen by the pass, and not yet told: the mail server was away
    assert inside(tmp_path, "check", "--now", AHEAD).code == 0
    assert inside(tmp_path, "run", "--now", "2026-10-20T13:05").code == 0
    assert inside(tmp_path, "run", "--now", "2026-10-21T13:05").code == 0
    [mail] = mails(tmp_path)
    assert NEWS.file_id.encode() in mail


def test_a_reader_who_came_a_year_ahead_is_told_what_comes_and_nothing_from_before(
    tmp_path: Path, site: DemoSite
) -> None:
    prepared(tmp_path, site)
    site.publish(NEWS)
    assert inside(tmp_path, "check", "--now", AHEAD).code == 0
    late = ("--topic", "all", "--frequency", "immediately", "--now", "2027-10-20T10:00")
    assert inside(tmp_path, "subscribe", "late@example.org", *late).code == 0
    site.publish(HIDDEN_NEWS)
    assert inside(tmp_path, "run", "--now", "2026-10-20T13:05").code == 0
    [mail] = [mail for mail in mails(tmp_path) if b"To: late@example.org" in mail]
    assert HIDDEN_NEWS.file_id.encode() in mail and NEWS.file_id.encode() not in mail


def test_every_page_is_looked_at_weekly_after_a_run_a_year_ahead(tmp_path: Path, site: DemoSite) -> None:
    prepared(tmp_path, site)
    assert inside(tmp_path, "check", "--full", "--now", AHEAD).code == 0
    assert inside(tmp_path, "check", "--now", "2026-10-20T13:05").code == 0
    before = len(site.requests)
    assert inside(tmp_path, "check", "--now", "2026-10-28T13:05").code == 0
    assert sum(asked.startswith("/provider/") for asked in site.requests[before:]) == 5


def test_a_mail_that_waits_is_neither_given_up_nor_kept_back_by_a_run_a_year_ahead(
    tmp_path: Path, site: DemoSite
) -> None:
    with SmtpSink(answer_data="451 4.3.0 later") as sink:
        prepared(tmp_path, site, f'[mail]\nsmtp = "smtp://127.0.0.1:{sink.port}"', frequency="immediately")
        site.publish(NEWS)
        assert "1 to be retried" in inside(tmp_path, "run", "--now", "2026-10-20T12:05").out
        assert "1 to be retried" in inside(tmp_path, "run", "--now", AHEAD).out
        sink.answer_data = "250 OK"
        assert "1 email delivered" in inside(tmp_path, "run", "--now", "2026-10-20T13:05").out


def test_a_clock_that_was_years_behind_hides_nothing_either(tmp_path: Path, site: DemoSite) -> None:
    prepared(tmp_path, site)
    site.publish(NEWS)
    assert "The clock went back" in inside(tmp_path, "check", "--now", "2020-01-01T09:05").err
    assert inside(tmp_path, "run", "--now", "2026-10-20T13:05").code == 0
    [mail] = mails(tmp_path)
    assert NEWS.file_id.encode() in mail


def test_a_gap_between_runs_is_no_leap(tmp_path: Path, site: DemoSite) -> None:
    prepared(tmp_path, site)
    assert inside(tmp_path, "run", "--now", AHEAD).err == ""


def test_a_clock_that_disagrees_with_every_server_is_said_and_shown_until_it_is_right(
    tmp_path: Path, site: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tmp_path, site.base_url)
    with monkeypatch.context() as patch:
        slow = format_datetime(datetime.now(UTC) - timedelta(days=40), usegmt=True)
        patch.setattr(BaseHTTPRequestHandler, "date_time_string", lambda *_: slow)
        wrong = inside(tmp_path, "check")
    assert wrong.code == 3 and "the clock of this machine is 40 days ahead of every server asked" in wrong.err
    assert "clock" in [fault["source"] for fault in inside(tmp_path, "status", "--json").lines[0]["faults"]]
    right = inside(tmp_path, "check")
    assert (right.code, right.err) == (0, "")
    assert inside(tmp_path, "status", "--json").lines[0]["faults"] == []


def test_nothing_is_erased_while_every_server_disagrees_with_the_clock(
    tmp_path: Path, site: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configure(tmp_path, site.base_url, '[mail]\noperator = "ada@example.org"')
    left = (datetime.now(UTC) - ADDRESSES_KEPT - timedelta(hours=1)).isoformat()
    assert inside(tmp_path, "check", "--now", left).code == 0
    assert inside(tmp_path, "subscribe", "gone@example.org", "--topic", "all", "--now", left).code == 0
    assert inside(tmp_path, "unsubscribe", "gone@example.org", "--now", left).code == 0

    def known() -> list[str]:
        with open_store(read(config)) as store, store.reading() as conn:
            return [str(address) for address in conn.execute(select(subscriber.c.address)).scalars()]

    with monkeypatch.context() as patch:
        slow = format_datetime(datetime.now(UTC) - timedelta(days=40), usegmt=True)
        patch.setattr(BaseHTTPRequestHandler, "date_time_string", lambda *_: slow)
        assert inside(tmp_path, "run").code == 3
        assert known() == ["gone@example.org"], "by the servers' clocks it is not due for weeks"
    assert inside(tmp_path, "run").code == 0
    assert "gone@example.org" not in known()


def test_what_is_erased_by_a_run_a_year_ahead_takes_nothing_from_those_who_stay(tmp_path: Path, site: DemoSite) -> None:
    prepared(tmp_path, site, frequency="immediately")
    assert inside(tmp_path, "subscribe", "gone@example.org", "--topic", "all", "--now", START).code == 0
    assert inside(tmp_path, "unsubscribe", "gone@example.org", "--now", START).code == 0
    site.publish(NEWS)
    assert inside(tmp_path, "check", "--now", "2026-10-20T12:05").code == 0
    assert inside(tmp_path, "run", "--now", AHEAD).code == 0
    site.publish(HIDDEN_NEWS)
    assert inside(tmp_path, "run", "--now", "2026-10-20T13:05").code == 0
    told = [mail for mail in mails(tmp_path) if b"To: reader@example.org" in mail]
    assert [name.encode() in b"".join(told) for name in (NEWS.file_id, HIDDEN_NEWS.file_id)] == [True, True]
    again = ("--topic", "all", "--again", "asked by phone", "--now", "2026-10-20T14:05")
    assert inside(tmp_path, "subscribe", "gone@example.org", *again).code == 0, "and who left may come back"


def test_a_pretended_moment_is_compared_with_no_server(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    assert inside(tmp_path, "check", "--now", START).code == 0


def test_a_state_used_under_the_real_clock_takes_another_moment_only_by_force(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    assert inside(tmp_path, "check", "--now", START).code == 0
    assert inside(tmp_path, "check").code == 0
    refused = inside(tmp_path, "run", "--now", AHEAD)
    assert refused.code == 2 and "add --force if you mean it" in refused.err
    assert inside(tmp_path, "subscribe", "a@example.org", "--topic", "all", "--now", AHEAD).code == 2
    assert inside(tmp_path, "run", "--now", AHEAD, "--force").code == 0
    assert inside(tmp_path, "--force", "run", "--now", AHEAD).code == 0
