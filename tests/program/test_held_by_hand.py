"""Held reports and corrections as the operator meets them: the installed program, the invented site, a mail folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.support.inside import inside
from tests.support.mail_rules import check_list_mail, check_mail, text_of
from tests.support.program import configure
from watcher.cli.options import moment_of
from watcher.commands import run
from watcher.commands.start import open_store
from watcher.commands.subscribers import subscribe
from watcher.demo.councils import MARLOW_VALE, NEWS
from watcher.demo.report_pdf import ReportEra, report_of, report_pdf
from watcher.demo.site import DemoSite
from watcher.model.report import Grade, JudgementId
from watcher.model.subscription import Frequency
from watcher.settings import read

BASELINE, FOUND, NEXT_DAY, THIRD_DAY = (f"2026-10-{day}T13:00" for day in (19, 20, 21, 22))
GRADES = dict.fromkeys(ReportEra.SINCE_APRIL_2026.value, Grade.REQUIRES_IMPROVEMENT)
PERIOD = ((date(2026, 8, 31), date(2026, 9, 11)),)
# The table says one thing of leaders, the heading of their section another.
MISMATCHED = report_of(
    "Marlow Vale", ReportEra.SINCE_APRIL_2026, GRADES, PERIOD, headings={JudgementId.LEADERS: Grade.OUTSTANDING}
)
DOUBTFUL = replace(NEWS, content=MISMATCHED)
MAIL = '[mail]\noperator = "operator@example.org"\nsender = "alerts@watcher.example"'


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, DemoSite]]:
    """A folder where one report is held, and two readers and the operator know of it; and the site, still served."""
    folder = tmp_path_factory.mktemp("held")
    with DemoSite() as site:
        settings = read(configure(folder, site.base_url, MAIL))
        with open_store(settings) as store:
            run.check(settings, store, moment_of(BASELINE), pretended=True)
            for name in ("reader", "other"):
                topics = [MARLOW_VALE.key]
                address, at = f"{name}@example.org", moment_of(BASELINE)
                assert len(list(subscribe(store, address, topics, Frequency.IMMEDIATELY, at))) == 1
            site.publish(DOUBTFUL)
            run.run(settings, store, moment_of(FOUND), pretended=True)
        yield folder, site


@pytest.fixture
def held(prepared: tuple[Path, DemoSite], tmp_path: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(prepared[0], tmp_path / "held"))


def mails(folder: Path, to: str) -> list[EmailMessage]:
    """The mails to one address, in the order of their dates."""
    found = [path.read_bytes() for path in (folder / "state" / "outbox").glob("*.eml")]
    messages = [message_from_bytes(content, policy=policy.default) for content in found]
    for content in found:
        check_list_mail(content, https=False) if b"List-Id" in content else check_mail(content)
    mine = [message for message in messages if message["To"] == to]
    return sorted(mine, key=lambda message: message["Date"].datetime)


def held_id(folder: Path) -> str:
    (line,) = inside(folder, "held", "--json").lines
    return str(line["id"])


def texts(folder: Path, to: str) -> list[str]:
    return [" ".join(text_of(message).split()) for message in mails(folder, to)]


def test_the_operators_mail_says_how_to_release_and_to_reject(held: Path) -> None:
    [note] = texts(held, "operator@example.org")
    id_ = held_id(held)[:10]
    assert "1 report held" in note and f"watcher held release {id_}" in note
    assert f'watcher held reject {id_} --why "…"' in note
    assert "Sent to readers: “Marlow Vale: new" in note and "we are checking its grades" in note


def test_what_is_held_is_listed_and_shown_with_both_readings(held: Path) -> None:
    (line,) = inside(held, "held", "--json").lines
    assert line["kind"] == "report" and line["authority"]["name"] == "Marlow Vale"
    assert line["why"] and line["no_release"] is None and line["url"].startswith("http")
    listed = inside(held, "held")
    assert listed.code == 0 and line["id"][:10] in listed.out and "Marlow Vale" in listed.out
    shown = inside(held, "held", "show", line["id"][:6])
    assert "Requires improvement to be good" in shown.out and "outstanding" in shown.out.casefold()
    assert f"watcher held release {line['id'][:10]}" in shown.out
    assert inside(held, "status", "--json").lines[0]["held_changes"] == 1


def test_a_release_tells_readers_the_grades_without_another_pass(held: Path, prepared: tuple[Path, DemoSite]) -> None:
    asked, id_ = len(prepared[1].requests), held_id(held)
    ahead = inside(held, "held", "release", id_[:6], "--dry-run")
    assert ahead.code == 0 and "Readers would get" in ahead.out and held_id(held) == id_
    done = inside(held, "held", "release", id_[:6], "--why", "read page 1", "--by", "ada", "--now", NEXT_DAY)
    assert done.code == 0 and "Readers get this" in done.out and "Requires improvement" in done.out
    inside(held, "digest", "immediately", "--now", NEXT_DAY)
    assert len(prepared[1].requests) == asked, "nothing was fetched"
    inside(held, "run", "--full", "--now", THIRD_DAY)
    first, second = texts(held, "reader@example.org")
    assert "checking its grades" in first and "Requires improvement" in second, "told once"
    assert inside(held, "held").out == "Nothing is held.\n"
    assert inside(held, "status", "--json").lines[0]["held_changes"] == 0


def test_what_is_rejected_is_over(held: Path) -> None:
    id_ = held_id(held)
    without = inside(held, "held", "reject", id_)
    assert without.code == 2 and "--why" in without.err
    assert inside(held, "held", "reject", id_[:8], "--why", "a draft", "--now", NEXT_DAY).code == 0
    assert inside(held, "held").out == "Nothing is held.\n"
    assert inside(held, "status", "--json").lines[0]["held_changes"] == 0
    inside(held, "run", "--full", "--now", "2026-11-20T13:00")
    assert len(mails(held, "reader@example.org")) == 1
    assert [str(mail["Subject"]) for mail in mails(held, "operator@example.org") if "held" in str(mail["Subject"])] == [
        "watcher: 1 report held (Marlow Vale)"
    ]
    again = inside(held, "held", "release", id_)
    assert again.code == 2 and "watcher held" in again.err


def test_a_report_that_nobody_could_read_is_not_released_and_can_be_read_again(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, MAIL)
    inside(tmp_path, "check", "--now", BASELINE)
    nothing = replace(MISMATCHED, title="Something else entirely", table=(), sections=(), summary=("No grades.",))
    site.publish(replace(NEWS, content=nothing))
    inside(tmp_path, "run", "--now", FOUND)
    id_ = held_id(tmp_path)
    refused = inside(tmp_path, "held", "release", id_)
    assert refused.code == 2 and "can't be released" in refused.err and "Traceback" not in refused.err
    again = inside(tmp_path, "held", "read", "--all")
    assert again.code == 1 and "still held" in again.out
    assert inside(tmp_path, "held", "read").code == 2
    assert held_id(tmp_path) == id_


def test_a_correction_reaches_those_who_were_told_and_them_alone(held: Path) -> None:
    [change] = inside(held, "changes", "--json").lines
    inside(held, "subscribe", "late@example.org", "--topic", MARLOW_VALE.key, "--now", NEXT_DAY)
    inside(held, "unsubscribe", "other@example.org", "--now", NEXT_DAY)
    words = held / "words.txt"
    words.write_text("There was no such report.\n\nOfsted put another council's file on the page.\n")
    correct = ["correct", change["id"][:8], "--text", str(words), "--now", NEXT_DAY]
    ahead = inside(held, *correct, "--dry-run")
    assert ahead.code == 0 and "1 reader got the wrong alert" in ahead.out and "There was no such report." in ahead.out
    done = inside(held, *correct)
    assert done.code == 0 and "1 correction planned" in done.out
    assert "0 corrections planned" in inside(held, *correct).out
    inside(held, "run", "--now", THIRD_DAY)
    alert, correction = texts(held, "reader@example.org")
    assert "That was wrong." in correction and "another council's file" in correction and "checking its grades" in alert
    assert len(mails(held, "other@example.org")) == 1, "who left is left alone"
    assert mails(held, "late@example.org") == [], "nobody is told the wrong thing any more"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["correct", "zzzz", "--text", "-"], "does not match any change"),
        (["correct", "", "--text", "-"], "does not match any change"),
        (["correct", "zzzz", "--text", "nowhere.txt"], "Can't read"),
        (["held", "show", "zzzz"], "No held change has the id"),
    ],
)
def test_what_cannot_be_done_is_explained(tmp_path: Path, arguments: list[str], said: str) -> None:
    configure(tmp_path, "http://127.0.0.1:9")
    ended = inside(tmp_path, *arguments)
    assert ended.code == 2 and said in ended.err and "Traceback" not in ended.err


def test_the_report_of_these_tests_is_one_that_people_could_read(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(report_pdf(MISMATCHED))
    (read,) = inside(tmp_path, "read-report", "report.pdf", "--json").lines
    assert read["held"] and read["judgements"] == [] and len(read["read"]) >= 4
