"""`watcher doctor` names each thing that is wrong with a fix, says nothing is wrong if so, and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.program.test_silence_state import as_nobody
from tests.program.test_status_only_looks import files
from tests.support.inside import inside
from tests.support.program import configure
from tests.support.small_site import answer, serving
from tests.support.smtp_sink import SmtpSink
from watcher.commands.doctor import examine
from watcher.demo.site import DemoSite
from watcher.model.diagnosis import Diagnosis

NOBODY = 65534


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def provider(base_url: str, key: str = "44/9000001") -> str:
    return f'[]\nproviders = ["{base_url}/provider/{key}"]'


def wrong(folder: Path) -> list[str]:
    """What `doctor` says is wrong, and what to do about it."""
    ended = inside(folder, "doctor", "--json")
    problems = [line for line in ended.lines if line["level"] == "problem"]
    assert ended.code == (3 if problems else 0)
    assert all(line["fix"] for line in ended.lines if line["level"] != "ok")
    return [f"{line['check']}: {line['what']} | {line['fix']}" for line in problems]


def test_a_deployment_that_works_has_no_problem_and_nothing_is_written_or_sent(
    tmp_path: Path, site: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHER_MAIL_PASSWORD", "secret")
    with SmtpSink(logins={"post": "secret"}) as sink:
        mail = f'[mail]\nsmtp = "smtp://post@127.0.0.1:{sink.port}"\nsender = "alerts@firm.example"'
        configure(tmp_path, site.base_url, mail, authorities=provider(site.base_url))
        assert inside(tmp_path, "run").code == 0
        before = files(tmp_path)
        assert wrong(tmp_path) == []
        said = inside(tmp_path, "doctor")
        assert said.code == 0 and "Everything works." in said.out
        assert "accepts our login and sender" in said.out
        assert "1 of 1 hosts allow what we fetch" in said.out
        assert "agrees with the servers asked" in said.out
        assert files(tmp_path) == before and sink.messages == []


def test_a_wrong_password_is_named_and_not_printed(
    tmp_path: Path, site: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHER_MAIL_PASSWORD", "not-the-password")
    with SmtpSink(logins={"post": "secret"}) as sink:
        mail = f'[mail]\nsmtp = "smtp://post@127.0.0.1:{sink.port}"\nsender = "alerts@firm.example"'
        configure(tmp_path, site.base_url, mail, authorities=provider(site.base_url))
        [said] = wrong(tmp_path)
    assert said.startswith("mail server: ") and "535" in said and "WATCHER_MAIL_PASSWORD" in said
    assert "not-the-password" not in said


def test_a_configuration_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    [said] = wrong(tmp_path)
    assert "watcher.toml does not exist" in said
    (tmp_path / "watcher.toml").write_text("authorities = [")
    [said] = wrong(tmp_path)
    assert "is not valid TOML" in said


def test_everything_that_is_named_and_does_not_exist_is_named_at_once(tmp_path: Path, site: DemoSite) -> None:
    named = '["Leicester", "Nowhere", "Nirgends"]\nproviders = ["https://example.org/x"]'
    configure(tmp_path, site.base_url, '[news]\nfollow = ["no-such-site"]', authorities=named)
    said = "\n".join(wrong(tmp_path))
    for name in ("No authority is called 'Nowhere'", "'Nirgends'", "is not a provider page", "news:no-such-site"):
        assert name in said
    assert "Leicester" not in said


def test_rights_that_are_too_wide_are_named_with_the_command_that_mends_them(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, authorities=provider(site.base_url))
    assert inside(tmp_path, "run").code == 0
    state = tmp_path / "state"
    (state / "secret.key").write_text("k" * 40)
    state.chmod(0o755)
    (state / "secret.key").chmod(0o644)
    (tmp_path / "watcher.toml").chmod(0o666)
    said = wrong(tmp_path)
    for command in (f"chmod 700 {state}", f"chmod 600 {state}/secret.key", f"chmod o-w {tmp_path}/watcher.toml"):
        assert any(one.endswith(f"Run: {command}") for one in said)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_is_named(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, authorities=provider(site.base_url))
    assert inside(tmp_path, "run").code == 0
    os.chown(tmp_path / "state" / "kept", NOBODY, NOBODY)
    [said] = wrong(tmp_path)
    assert f"{tmp_path}/state/kept belongs to another user" in said and "sudo chown -R root:" in said


def test_a_damaged_database_and_a_lost_one_are_named(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, authorities=provider(site.base_url))
    assert inside(tmp_path, "run").code == 0
    database = tmp_path / "state" / "watcher.db"
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2] + b"\xff" * 8192 + whole[len(whole) // 2 + 8192 :])
    assert any(one.startswith("database: ") and "backup" in one for one in wrong(tmp_path))
    for path in (tmp_path / "state").glob("watcher.db*"):
        path.unlink()
    assert any("is missing or empty" in one for one in wrong(tmp_path))


def a_year_behind(handler: BaseHTTPRequestHandler) -> None:
    """A robots.txt that allows everything, from a server whose clock is a year behind."""
    handler.send_response_only(200)
    handler.send_header("Date", format_datetime(datetime.now(UTC) - timedelta(days=365), usegmt=True))
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@pytest.mark.parametrize(
    ("robots", "said"),
    [
        (answer("User-agent: *\nDisallow: /provider/\n"), "forbids ofsted:44/9000001"),
        (answer("User-agent: *\nDisallow: /\n"), "forbids ofsted:search, ofsted:44/9000001"),
        (answer("", 503), "HTTP 503"),
        (a_year_behind, "365 days ahead of every server asked"),
    ],
)
def test_what_a_site_says_is_named(tmp_path: Path, robots: object, said: str) -> None:
    with serving({"/robots.txt": robots}) as site:  # type: ignore[dict-item]
        configure(tmp_path, site.base_url, authorities=provider(site.base_url))
        assert any(said in one for one in wrong(tmp_path))
        assert set(site.paths()) == {"/robots.txt"}


def test_a_site_without_a_robots_txt_allows_everything(tmp_path: Path) -> None:
    with serving({}) as site:
        configure(tmp_path, site.base_url, authorities=provider(site.base_url))
        assert wrong(tmp_path) == []


def test_a_host_that_does_not_exist_is_named(tmp_path: Path) -> None:
    configure(tmp_path, "http://no-such-host.invalid", authorities=provider("http://no-such-host.invalid"))
    [said] = wrong(tmp_path)
    assert said.startswith("dns: the address of no-such-host.invalid can't be found")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give up rights")
def test_what_may_not_be_looked_at_is_a_finding_and_the_rest_goes_on(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, authorities=provider(site.base_url))
    assert inside(tmp_path, "run").code == 0
    for path in (*tmp_path.parents, tmp_path):
        if "pytest" in str(path):
            path.chmod(0o755)
    assert inside(tmp_path, "doctor").code == 0, "and all that it needs is imported"
    said = as_nobody(lambda: "\n".join(f"{one.check}: {one.what}" for one in examined(tmp_path)))
    assert "can't be looked at: Permission denied" in said
    assert "hosts allow what we fetch" in said


def examined(folder: Path) -> list[Diagnosis]:
    return list(examine(folder / "watcher.toml", datetime.now(UTC)))


def test_what_is_wrong_is_said_once_though_it_is_a_fault_as_well(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, authorities=provider(site.base_url))
    (tmp_path / "sources.toml").write_text("[[source")
    assert inside(tmp_path, "run").code == 3
    [said] = wrong(tmp_path)
    assert "sources.toml" in said


def test_a_council_of_no_known_name_is_said_once_and_a_run_says_where_it_stands(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, authorities='["Nowhere"]')
    [said] = wrong(tmp_path)
    assert "'Nowhere'" in said
    ran = inside(tmp_path, "run")
    assert ran.code == 2 and "watcher.toml: authorities: No authority is called 'Nowhere'" in ran.err


def test_a_dead_proxy_is_named_as_what_to_look_at(
    tmp_path: Path, site: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tmp_path, site.base_url, authorities=provider(site.base_url))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert any("http_proxy" in one for one in wrong(tmp_path))


def test_runs_can_be_read_on_a_narrow_terminal(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, authorities='["Nowhere"]')
    assert inside(tmp_path, "run").code == 2
    said = inside(tmp_path, "runs", COLUMNS="40").out
    assert "run: failed in 0 s; 0 visited, 0 changed" in said and "No authority is called 'Nowhere'" in said
