"""OpenSMTPD from Debian's package as the relay that a deployment has; it hands everything on to one port.

Its queue has one fixed place, so only one can run at a time, as root; what an earlier test could not pass on comes
with a later one, so each test names its own addresses.
"""

from __future__ import annotations

import shutil
import smtplib
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import IO

import pytest
from filelock import FileLock

CONFIGURATION = """
listen on 127.0.0.1 port {port}
action "relay" relay host "smtp://127.0.0.1:{next_port}"
match from any for any action "relay"
"""
STARTS_WITHIN = 20.0


@contextmanager
def mta(folder: Path, next_port: int) -> Iterator[int]:
    """The port of a running relay to `next_port`; the test fails where there is none to run."""
    program = shutil.which("smtpd", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.fail("OpenSMTPD is not installed: apt-get install opensmtpd")
    port = _free_port()
    configuration = folder / "smtpd.conf"
    configuration.write_text(CONFIGURATION.format(port=port, next_port=next_port))
    with FileLock(Path(gettempdir()) / "watcher-tests-smtpd.lock"), (folder / "smtpd.log").open("wb") as log:
        process = _answering(port, [program, "-d", "-f", str(configuration)], log, folder / "smtpd.log")
        try:
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _answering(port: int, command: list[str], log: IO[bytes], said: Path) -> subprocess.Popen[bytes]:
    """The running server. One that was stopped a moment ago may still hold its place: then it is started again."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        while process.poll() is None and time.monotonic() < deadline:
            try:
                with smtplib.SMTP("127.0.0.1", port, timeout=5):
                    return process
            except OSError:
                time.sleep(0.1)
        process.kill()
        process.wait()
        time.sleep(0.5)
    pytest.fail(f"OpenSMTPD does not answer (is another one running here? stop it): {said.read_text()[-500:]}")
