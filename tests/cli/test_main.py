"""The command line as a user meets it: commands, messages and exit codes, in processes of their own."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.inside import inside
from tests.support.program import commands_of, configure, started, watcher
from tests.support.smtp_sink import SmtpSink
from tests.support.until import until
from watcher.demo.councils import EASTMERE, MARLOW_VALE, NEWS, printed
from watcher.demo.site import DemoSite

BASELINE, LATER = "2026-10-19T09:00", "2026-10-20T13:00"


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def test_every_command_explains_itself(tmp_path: Path) -> None:
    names = commands_of(inside(tmp_path, "--help").out)
    asked = "init check digest send run serve changes read-report subscribe unsubscribe subscribers status demo"
    assert set(names) >= {*asked.split(), "bounces", "outbox"}
    for name in names:
        ended = inside(tmp_path, name, "--help")
        assert ended.code == 0 and f"watcher {name} " in ended.out, name


def test_init_writes_a_configuration_that_works_and_never_overwrites_one(tmp_path: Path) -> None:
    made = watcher(tmp_path, "init", "here")
    assert made.code == 0
    # cron has a PATH of its own
    assert f"/watcher run --quiet --config {tmp_path / 'here' / 'watcher.toml'}" in made.out
    assert (tmp_path / "here" / "state").stat().st_mode & 0o077 == 0
    (tmp_path / "here" / "watcher.toml").open("a").write("# mine\n")
    again = watcher(tmp_path, "init", "here")
    assert again.code == 2 and "already exists" in again.err
    assert (tmp_path / "here" / "watcher.toml").read_text().endswith("# mine\n")
    assert watcher(tmp_path / "here", "status").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["status"], "watcher.toml does not exist. Create it with `watcher init`"),
        (["--config", "none.toml", "check"], "none.toml does not exist"),
        (["check", "--now", "soon"], "'soon' is not a valid ISO date or time"),
        (["digest", "hourly"], "is not one of"),
        (["fetch"], "No such command 'fetch'"),
    ],
)
def test_bad_usage_is_explained_and_ends_with_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    ended = inside(tmp_path, *arguments)
    assert ended.code == 2 and said in ended.err
    assert "Traceback" not in ended.err


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "watcher.toml").write_text("authoritys = 'all'\n")
    ended = inside(tmp_path, "check")
    assert ended.code == 2 and "authoritys: unknown key" in ended.err


def test_a_database_that_cannot_be_opened_ends_with_1_and_no_password(tmp_path: Path) -> None:
    configure(tmp_path, "http://127.0.0.1:9")
    url = "postgresql://watcher:hush@127.0.0.1:9/watcher"
    ended = inside(tmp_path, "check", WATCHER_STORE__URL=url)
    assert ended.code == 1 and "127.0.0.1" in ended.err
    assert "hush" not in ended.err and "Traceback" not in ended.err


def test_a_day_from_first_sight_to_a_mail(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, '[mail]\noperator = "operator@example.org"')
    first = inside(tmp_path, "check", "--now", BASELINE)
    assert first.code == 0 and "5 pages checked" in first.out and "0 changes recorded" in first.out
    reader = ["subscribe", "Reader@example.org", "--topic", MARLOW_VALE.key, "--frequency", "immediately"]
    assert inside(tmp_path, *reader, "--now", BASELINE).code == 0
    site.publish(NEWS)
    assert "1 change recorded" in inside(tmp_path, "--now", LATER, "check").out
    assert inside(tmp_path, "digest", "immediately", "--now", LATER).out == "1 email planned\n"
    assert inside(tmp_path, "digest", "immediately", "--now", LATER).out == "0 emails planned\n"
    assert inside(tmp_path, "send", "--now", LATER).out.startswith("1 email delivered")
    (mail,) = (tmp_path / "state" / "outbox").glob("*.eml")
    assert b"To: reader@example.org" in mail.read_bytes()


def test_changes_are_printed_in_the_documented_shape(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    inside(tmp_path, "check", "--now", BASELINE)
    site.publish(NEWS)
    inside(tmp_path, "check", "--now", LATER)
    (change,) = inside(tmp_path, "changes", "--json").lines
    assert change["change"] == "new" and change["source"] == f"ofsted:{MARLOW_VALE.key}"
    assert change["event"] == {"kind": "inspection", "graded": True}
    assert change["authority"] == {"urn": MARLOW_VALE.urn, "name": MARLOW_VALE.name}
    assert change["report"]["file_id"] == NEWS.file_id and change["report"]["kind"] == "ilacs_standard"
    assert [row["change"] for row in change["judgements"]].count("declined") == 2
    assert set(change["judgements"][0]) == {"id", "label", "before", "after", "change", "steps", "basis"}
    assert inside(tmp_path, "changes", "--json", "--since", "2026-10-21").lines == []
    assert change["headline"] in inside(tmp_path, "changes").out


def test_a_source_at_fault_ends_with_3_and_is_shown(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    inside(tmp_path, "check", "--now", BASELINE)
    site.break_page(EASTMERE)
    ended = inside(tmp_path, "check", "--full", "--now", LATER)
    assert ended.code == 3 and "1 source with faults" in ended.out
    (status,) = inside(tmp_path, "status", "--json").lines
    assert [fault["source"] for fault in status["faults"]] == [f"ofsted:{EASTMERE.key}"]
    assert f"ofsted:{EASTMERE.key}" in inside(tmp_path, "status").out
    site.mend_page(EASTMERE)
    assert inside(tmp_path, "check", "--now", LATER).code == 0
    assert "no faults" in inside(tmp_path, "status").out


def test_only_what_is_named_is_visited(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    inside(tmp_path, "check", "--now", BASELINE)
    before = len(site.requests)
    assert inside(tmp_path, "check", MARLOW_VALE.name, "--now", BASELINE).code == 0
    asked = [request for request in site.requests[before:] if "/provider/" in str(request)]
    assert asked == [f"/provider/{MARLOW_VALE.key}"]
    assert inside(tmp_path, "check", "Nowhere", "--now", BASELINE).code == 2


def test_reports_are_read_from_files_and_what_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "good.pdf").write_bytes(printed(NEWS.content))
    (tmp_path / "page.pdf").write_bytes(b"<html>Report not found</html>")
    ended = inside(tmp_path, "read-report", "--json", "page.pdf", "good.pdf", "none.pdf")
    page, good, none = ended.lines
    assert ended.code == 1
    assert set(page) == set(none) == {"file", "error"}
    assert good["kind"] == "ilacs_standard" and good["problems"] == []


def test_a_second_run_says_so_and_ends_with_0(tmp_path: Path, site: DemoSite) -> None:
    config = configure(tmp_path, site.base_url)
    config.write_text(config.read_text().replace("delay = 0", "delay = 3"))
    first = started(tmp_path, "run", "--now", BASELINE)
    until(lambda: len(site.requests) > 2)
    second = inside(tmp_path, "run", "--now", BASELINE)
    assert (second.code, second.out) == (0, "Another run is already in progress. Nothing to do.\n")
    first.send_signal(signal.SIGINT)
    assert first.wait(timeout=60) == 130


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_pass_that_is_stopped_goes_on_where_it_was(tmp_path: Path, site: DemoSite, how: signal.Signals) -> None:
    config = configure(tmp_path, site.base_url)
    config.write_text(config.read_text().replace("delay = 0", "delay = 0.4"))
    first = started(tmp_path, "check", "--now", BASELINE)
    until(lambda: len(site.requests) > 5)
    first.send_signal(how)
    _, said = first.communicate(timeout=15)
    assert first.returncode == 130 and "resumes from here" in said
    seen = [source["last_success"] for source in inside(tmp_path, "status", "--json").lines[0]["sources"]]
    done = sum(moment is not None for moment in seen)
    assert 0 < done < len(seen)
    config.write_text(config.read_text().replace("delay = 0.4", "delay = 0"))
    assert f"{len(seen) - done} pages checked" in inside(tmp_path, "check", "--now", BASELINE).out


def test_serve_ends_when_it_is_asked_to(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url)
    serving = started(tmp_path, "serve")
    assert serving.stderr is not None
    assert any("Serving" in line for line in serving.stderr), "it ended without serving"
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(timeout=60) == 0


def test_mail_goes_to_a_server_and_stays_pending_while_there_is_none(tmp_path: Path, site: DemoSite) -> None:
    with SmtpSink() as sink:
        configure(tmp_path, site.base_url, f'[mail]\nsmtp = "smtp://127.0.0.1:{sink.port}"')
        inside(tmp_path, "check", "--now", BASELINE)
        inside(tmp_path, "subscribe", "reader@example.org", "--topic", "all", "--now", BASELINE)
        site.publish(NEWS)
        inside(tmp_path, "check", "--now", LATER)
        inside(tmp_path, "digest", "daily", "--now", LATER)
        config = tmp_path / "watcher.toml"
        working = config.read_text()
        config.write_text(working.replace(f":{sink.port}", ":9"))
        dead = inside(tmp_path, "send", "--now", LATER)
        assert dead.code == 1 and "stay pending" in dead.out
        assert inside(tmp_path, "status", "--json").lines[0]["pending_mail"] == 1
        config.write_text(working)
        assert inside(tmp_path, "send", "--now", LATER).code == 0
        assert len(sink.messages) == 1


def test_a_place_that_cannot_be_written_is_named_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for arguments in (["init", "file"], ["init", "/proc/here"], ["demo", "file"]):
        ended = inside(tmp_path, *arguments)
        assert ended.code == 1 and arguments[1] in ended.err and "is writable" in ended.err, arguments
        assert "Traceback" not in ended.err and "Error" not in ended.err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_of_few_letters_gets_what_it_can_show_and_programs_the_same_json(
    tmp_path: Path, site: DemoSite, encoding: str
) -> None:
    configure(tmp_path, site.base_url)
    (tmp_path / "page.html").write_text(
        "<h1>Mathŵ news</h1><article><h1>Mathŵ news</h1>" + "<p>The new home ✓ of Mathŵ opened.</p>" * 9
    )
    whole = watcher(tmp_path, "article", "page.html", "--json").lines
    assert "ŵ" in whole[0]["text"]
    assert watcher(tmp_path, "article", "page.html", "--json", PYTHONIOENCODING=encoding).lines == whole
    shown = watcher(tmp_path, "article", "page.html", PYTHONIOENCODING=encoding)
    assert shown.code == 0 and "new home ? of Math? opened" in shown.out


def test_a_pass_in_the_background_of_a_shell_is_stopped_by_its_signal_as_well(tmp_path: Path, site: DemoSite) -> None:
    config = configure(tmp_path, site.base_url)
    config.write_text(config.read_text().replace("delay = 0", "delay = 5"))
    # what a shell without a terminal does for a command that ends in &
    ignored = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        first = started(tmp_path, "check", "--now", BASELINE)
    finally:
        signal.signal(signal.SIGINT, ignored)
    until(lambda: len(site.requests) > 1)
    first.send_signal(signal.SIGTERM)
    _, said = first.communicate(timeout=15)
    assert first.returncode == 130 and "resumes from here" in said


def test_who_is_stopped_while_asking_for_articles_leaves_without_a_word(tmp_path: Path, site: DemoSite) -> None:
    config = configure(tmp_path, site.base_url)
    config.write_text(config.read_text().replace("delay = 0", "delay = 5"))
    asking = started(tmp_path, "article", f"{site.base_url}/a", f"{site.base_url}/b")
    until(lambda: len(site.requests) > 0)
    asking.send_signal(signal.SIGINT)
    assert asking.communicate(timeout=15) == ("", "") and asking.returncode == 130


def test_who_is_stopped_while_it_loads_leaves_without_a_traceback() -> None:
    stopped = (
        "import sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'watcher.cli.main': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from watcher.__main__ import main\n"
        "main()\n"
    )
    ended = subprocess.run([sys.executable, "-c", stopped], capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (130, b"")
