"""`watcher web` as a process: it serves, sends what it asks for at once, and ends when told to."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.support.program import started, watcher
from tests.support.smtp_sink import SmtpSink
from tests.support.web_site import a_form, free_port

READER = "reader@example.org"


def configured(folder: Path, smtp: str = "", port: int | None = None, base_url: str | None = None) -> int:
    """Write a configuration; the port of its pages."""
    port = port or free_port()
    base_url = f"http://127.0.0.1:{port}" if base_url is None else base_url
    mail = f'[mail]\nsmtp = "{smtp}"\nsender = "alerts@watcher.example"\n'
    web = f'[web]\nbase_url = "{base_url}"\nport = {port}\n'
    (folder / "watcher.toml").write_text(f'authorities = "all"\n\n{mail}\n{web}', encoding="utf-8")
    return port


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = started(folder, "web")
    try:
        until(lambda: answer(port, "GET", "/health")[0] == 200, process)
        yield process
    finally:
        process.kill()
        process.communicate()


def until(happens: object, process: subprocess.Popen[str], seconds: float = 30) -> None:
    assert callable(happens)
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            if happens():
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"it did not happen; exit {process.poll()}")


def answer(port: int, method: str, path: str, fields: list[tuple[str, str]] | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, urlencode(fields or []), headers)
    got = connection.getresponse()
    body = got.read().decode()
    connection.close()
    return got.status, body


def link_in(content: bytes) -> str:
    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    assert body is not None
    [link] = re.findall(r"http://127[^/]+(/\S+)", body.get_content())
    return str(link)


def test_from_the_form_to_the_way_out_with_a_real_mail_server(tmp_path: Path) -> None:
    with SmtpSink() as sink:
        port = configured(tmp_path, sink.url)
        with serving(tmp_path, port) as process:
            assert answer(port, "POST", "/sign-up", a_form())[0] == 200
            until(lambda: sink.messages, process)
            assert sink.messages[0].to == READER
            link = link_in(sink.messages[0].content)
            assert answer(port, "GET", link)[0] == 200
            told = json.loads(watcher(tmp_path, "consent", READER).out)
            assert told["subscriptions"] == [] and len(told["sign_ups"]) == 1
            assert answer(port, "POST", link)[0] == 200
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=15)
            assert process.returncode == 0
            assert READER not in out + err and link.rpartition("/")[2] not in out + err
        told = json.loads(watcher(tmp_path, "consent", READER).out)
        [follow], [agreed] = told["subscriptions"], told["consents"]
        assert (follow["topic"], follow["ended_at"]) == ("authority:80482", None)
        assert agreed["network"] == "127.0.0.0/24" and agreed["wishes"]["topics"] == ["authority:80482"]
        assert watcher(tmp_path, "forget", READER).out.strip() == "Erased."
        told = json.loads(watcher(tmp_path, "consent", READER).out)
        assert told["left_alone"]["reason"] == "left" and told["subscriptions"] == told["mails"] == []
        assert watcher(tmp_path, "forget", READER).out.strip() == "Nothing is recorded about this address."
        assert watcher(tmp_path, "erase").out.strip() == "0 addresses erased"


def test_a_mail_server_that_is_down_loses_no_confirmation(tmp_path: Path) -> None:
    port = configured(tmp_path, f"smtp://127.0.0.1:{free_port()}")
    with serving(tmp_path, port) as process:
        assert answer(port, "POST", "/sign-up", a_form())[0] == 200
        time.sleep(1)
        process.kill()
    with SmtpSink() as sink:
        configured(tmp_path, sink.url, port)
        assert watcher(tmp_path, "send").code == 0
        assert [message.to for message in sink.messages] == [READER]


def test_an_interrupt_ends_it_well(tmp_path: Path) -> None:
    port = configured(tmp_path)
    with serving(tmp_path, port) as process:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
        assert process.returncode == 0


def test_a_port_that_is_taken_or_no_address_for_readers_is_said_plainly(tmp_path: Path) -> None:
    port = configured(tmp_path)
    with serving(tmp_path, port):
        (tmp_path / "other").mkdir()
        configured(tmp_path / "other", port=port)
        ended = watcher(tmp_path / "other", "web")
        assert ended.code == 2 and f"Can't listen on 127.0.0.1:{port}" in ended.err
    configured(tmp_path, base_url="")
    ended = watcher(tmp_path, "web")
    assert ended.code == 2 and "[web] base_url is not set" in ended.err


def test_without_the_extra_it_says_what_to_install_and_nothing_else_needs_it(tmp_path: Path) -> None:
    configured(tmp_path)
    program = (
        "import sys\n"
        "for name in ('starlette', 'uvicorn', 'limits', 'python_multipart'):\n"
        "    sys.modules[name] = None\n"
        "from watcher.cli.main import main\n"
        "main()\n"
    )
    run = [sys.executable, "-c", program]
    ended = subprocess.run([*run, "web"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 2 and "pip install '.[web]'" in ended.stderr
    for command in (["status"], ["consent", READER], ["erase"], ["--help"]):
        other = subprocess.run([*run, *command], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert other.returncode == 0, other.stderr
