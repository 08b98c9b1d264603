"""The text of a PDF, read in a child process that may die without ending the run."""

from __future__ import annotations

import asyncio
import json
import math
import re
import signal
import subprocess
import threading
from datetime import timedelta
from typing import Any, Self, cast

from watcher.model.errors import ReportError
from watcher.ofsted.child import ChildNotStartedError, deadline, end, ending, pipe, send, started
from watcher.ofsted.rules import looks_like_pdf

DEADLINE = timedelta(seconds=30)
BYTES = 64 << 20
ORPHAN_GRACE = 2  # seconds
LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d{1,12})")


def text_of(data: bytes, *, deadline: timedelta = DEADLINE) -> tuple[str, ...]:
    """The text of each page of one file; for several files one `PdfReader` is cheaper.

    ReportError says why it can't be read, and whether that may be temporary.
    """
    with PdfReader(deadline) as reader:
        return reader.text_of(data)


class PdfReader:
    """One child process, started for the first file and again after each death; `deadline` is for one file.

    Several threads or tasks may use it: they take turns.
    """

    def __init__(self, deadline: timedelta = DEADLINE) -> None:
        self._deadline = deadline
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child at once, whatever it is doing; the file it was reading may be read another time."""
        self._closed = True
        if child := self._child:
            child.kill()
        with self._turn:
            self._discard()

    def text_of(self, data: bytes) -> tuple[str, ...]:
        """The text of each page. Raises ReportError as `watcher.ofsted.reports.pdf.text_of` does."""
        refuse_no_pdf(data)
        with self._turn:
            reply = self._ask(data)
        if "error" in reply:
            raise ReportError(reply["error"], passing=reply["passing"])
        return tuple(reply["pages"])

    async def text_of_async(self, data: bytes) -> tuple[str, ...]:
        """The same for a caller inside an event loop, which goes on meanwhile."""
        return await asyncio.to_thread(self.text_of, data)

    def _ask(self, data: bytes) -> dict[str, Any]:
        child = self._running()
        self._refuse_closed()
        with deadline(child, self._deadline) as late:
            reply = _exchange(child, data, self._deadline)
        if reply is not None and not late.is_set():
            return reply
        self._discard()
        self._refuse_closed()
        raise _obituary(child, late.is_set(), self._deadline)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._discard()
            self._refuse_closed()
            self._child = _started()
        return self._child

    def _discard(self) -> None:
        if self._child is not None:
            end(self._child)
        self._child = None

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ReportError("reading the PDF was interrupted", passing=True)


def refuse_no_pdf(data: bytes) -> None:
    """Raise ReportError, without opening anything, if the bytes are not a complete PDF of a reasonable size."""
    if not data:
        raise ReportError("the file is empty", passing=True)
    if not looks_like_pdf(data):
        raise ReportError(f"it is not a PDF{_likeness(data)}", passing=True)
    if len(data) > BYTES:
        raise ReportError(f"it is too large; the limit is {BYTES >> 20} MB", passing=False)
    if _cut_off(data):
        raise ReportError("it is cut off: its end is missing", passing=True)


def _likeness(data: bytes) -> str:
    head = data[:1024].lower()
    return " but a web page" if b"<html" in head or b"<!doctype html" in head else ""


def _cut_off(data: bytes) -> bool:
    tail = data[-2048:]
    if b"startxref" not in tail or b"%%EOF" not in tail:
        return True
    # a file made for the web also has an end mark near its beginning, but says how long it is
    announced = LINEARIZED.search(data[:2048])
    return announced is not None and len(data) < int(announced[1])


def _started() -> subprocess.Popen[bytes]:
    try:
        return started("watcher.ofsted.reports.pdf_worker")
    except ChildNotStartedError as error:
        raise ReportError(f"the PDF reader did not start: {error}", passing=True) from None


def _exchange(child: subprocess.Popen[bytes], data: bytes, limit: timedelta) -> dict[str, Any] | None:
    """The reply to one file, None if the child died while reading it."""
    seconds = math.ceil(limit.total_seconds()) + ORPHAN_GRACE
    send(child, b"%d %d\n" % (len(data), seconds), data)
    return _received(child)


def _received(child: subprocess.Popen[bytes]) -> dict[str, Any] | None:
    """One reply, or None if the pipe ended, and with it (by its deadline at the latest) the child."""
    line = pipe(child.stdout).readline()
    if line.endswith(b"\n"):
        return cast(dict[str, Any], json.loads(line))
    child.wait()
    return None


def _obituary(child: subprocess.Popen[bytes], late: bool, limit: timedelta) -> ReportError:
    if late:
        return ReportError(f"reading it took longer than {limit.total_seconds():g} seconds", passing=False)
    how = ending(child)
    if -child.wait() in (signal.SIGKILL, signal.SIGTERM):  # not caused by a file: somebody did it, or the system
        return ReportError(f"the process that reads PDFs was ended from outside: {how}", passing=True)
    return ReportError(f"it broke the process that reads PDFs, or asked for too much memory: {how}", passing=False)
