"""What is said on standard error while working."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.inside import inside
from tests.support.program import configure
from tests.support.smtp_sink import SmtpSink
from watcher.cli.logs import set_up_logging
from watcher.demo.councils import EASTMERE, NEWS
from watcher.demo.site import DemoSite
from watcher.mail.bounces import read_bounce

SECRETS = {"WATCHER_MAIL_PASSWORD": "open-sesame", "WATCHER_SECRET_KEYS": "k" * 20 + "-signing-key-" + "k" * 20}
START, LATER = "2026-10-19T07:05", "2026-10-20T13:05"


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back as it was afterwards."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield root
    root.setLevel(level)
    root.handlers[:] = handlers
    for name in ("flufl.bounce", "scrapy", "watcher", "watcher.notice"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.parametrize(("verbosity", "said"), [(0, False), (1, False), (2, True)])
def test_a_strangers_broken_mail_is_no_error_of_ours(
    root: logging.Logger, capsys: pytest.CaptureFixture[str], verbosity: int, said: bool
) -> None:
    set_up_logging(verbosity)
    assert read_bounce(b"From: postmaster\xff\n\nNobody of that name is here.") is None
    assert ("Traceback" in capsys.readouterr().err) is said


def test_one_v_says_a_line_for_each_source_and_decision_and_nothing_of_libraries(
    root: logging.Logger, tmp_path: Path
) -> None:
    with DemoSite() as site:
        configure(tmp_path, site.base_url)
        assert inside(tmp_path, "check", "--now", START).err == ""
        site.publish(NEWS)
        site.break_page(EASTMERE)
        said = inside(tmp_path, "run", "-v", "--now", LATER).err
        full = inside(tmp_path, "check", "-v", "--full", "--now", LATER).err
    assert all(" watcher." in line for line in said.splitlines()), said
    for words in (
        "ofsted:search: 5 providers listed",
        "ofsted:44/9000001: read; 5 documents listed",
        "ofsted:44/9000001: change ",
        "ofsted:44/9000003: not due",
        "immediately digest: 0 emails planned",
        "weekly digest: ",
    ):
        assert words in said, words
    assert "ofsted:44/9000002: fault: " in full and "ofsted:44/9000003: not changed" in full


def test_logs_as_json_are_an_object_a_line_whatever_happens(root: logging.Logger, tmp_path: Path) -> None:
    with DemoSite() as site:
        configure(tmp_path, site.base_url)
        ended = inside(tmp_path, "--log-json", "run", "-v", "--now", START)
        lines = [json.loads(line) for line in ended.err.splitlines()]
        assert ended.code == 0 and {"event", "level", "logger", "time"} <= lines[0].keys()
        refused = inside(tmp_path, "run", "--log-json", "--config", "nowhere.toml")
        assert refused.code == 2
        assert "does not exist" in json.loads(refused.err)["event"]
        assert json.loads(inside(tmp_path, "check", "--log-json", "nobody").err)["level"] == "error"


@pytest.mark.parametrize("how", ["-v", "-vv"])
def test_no_address_and_no_secret_is_in_a_log(
    root: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WATCHER_STATUS__PING", "http://127.0.0.1:9/ping-secret")
    with DemoSite() as site, SmtpSink(logins={"post": SECRETS["WATCHER_MAIL_PASSWORD"]}) as sink:
        sink.answer_rcpt["gone@example.org"] = "550 5.1.1 <gone@example.org> is unknown here"
        configure(
            tmp_path, site.base_url, f'[mail]\nsmtp = "smtp://post@127.0.0.1:{sink.port}"\nsender = "a@firm.example"'
        )
        assert inside(tmp_path, "check", "--now", START).code == 0
        for address in ("reader@example.org", "gone@example.org"):
            asked = ("--topic", "all", "--frequency", "immediately", "--now", START)
            assert inside(tmp_path, "subscribe", address, *asked).code == 0
        site.publish(NEWS)
        for flags in ((how,), (how, "--log-json")):
            said = inside(tmp_path, "run", *flags, "--now", LATER).err
            assert said and "@example.org" not in said and "@firm.example" not in said
            assert not [secret for secret in (*SECRETS.values(), "ping-secret") if secret in said]
        assert len(sink.messages) == 1


def test_a_traceback_is_cleaned_too(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    for as_json in (False, True):
        set_up_logging(0, as_json=as_json)
        try:
            raise ValueError("reader@example.org")
        except ValueError:
            logging.getLogger("watcher.x").exception("it failed")
        said = capsys.readouterr().err
        assert "Traceback" in said and "ValueError" in said and "reader@example.org" not in said
