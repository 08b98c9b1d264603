"""Whatever the file: its text or a reason, in bounded time and memory, and the next file is read as ever."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import hostile_pdfs
from watcher.model.errors import ReportError
from watcher.ofsted.reports import pdf
from watcher.ofsted.reports.pdf import PdfReader, text_of

TEXT = ("Marlow Vale is good",)


@pytest.fixture(scope="module")
def reader() -> Iterator[PdfReader]:
    with PdfReader() as reader:
        yield reader


@pytest.fixture(autouse=True)
def still_reads(reader: PdfReader) -> Iterator[None]:
    yield
    assert reader.text_of(hostile_pdfs.good()) == TEXT


def refusal(reader: PdfReader, data: bytes) -> ReportError:
    with pytest.raises(ReportError) as caught:
        reader.text_of(data)
    return caught.value


def test_a_good_file_gives_one_text_a_page(reader: PdfReader) -> None:
    assert reader.text_of(hostile_pdfs.good()) == TEXT
    assert text_of(hostile_pdfs.good()) == TEXT


@pytest.mark.parametrize(
    ("data", "reason", "passing"),
    [
        (b"", "empty", True),
        (b"<!DOCTYPE html><html><title>Not found</title></html>", "not a PDF but a web page", True),
        (b"\0" * 5000, "not a PDF", True),
        (b"%PDF-1.7\n" + b"x" * 5000, "cut off", True),
        (b"%PDF-1.7\n nothing \nstartxref\n0\n%%EOF", "damaged", True),
        (hostile_pdfs.encrypted("secret", "master"), "password", False),
        (hostile_pdfs.claimed_pages(1_000_000), "1000000 pages", False),
        (hostile_pdfs.shared_pages(6, 10), "1000000 pages", False),
        (hostile_pdfs.flat_pages(100_000), "100000 pages", False),
        (hostile_pdfs.claimed_pages(399), "page 2 can't be opened", True),
        (hostile_pdfs.circular_pages(), "damaged", True),
        (hostile_pdfs.deep_pages(20_000), "damaged", True),
        (hostile_pdfs.deep_forms(30), "memory", False),
        (hostile_pdfs.deflate_bomb(1024), "memory", False),
        (hostile_pdfs.text_bomb(64), "memory", False),
        (hostile_pdfs.text_bomb(1), "characters of text", False),
        (hostile_pdfs.object_stream_bomb(1024), "damaged", True),
        (hostile_pdfs.wide(14_401), "200 inches", False),
        (hostile_pdfs.scanned(), "no text", False),
        (hostile_pdfs.unmapped_font(), "font", False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_is_refused_with_its_reason(reader: PdfReader, data: bytes, reason: str, passing: bool) -> None:
    error = refusal(reader, data)
    assert reason in error.reason
    assert error.passing is passing


@pytest.mark.parametrize(
    "data",
    [
        hostile_pdfs.wide(14_400),
        hostile_pdfs.deep_arrays(100_000),
        hostile_pdfs.deep_dictionaries_in_content(100_000),
        hostile_pdfs.encrypted("", "master"),
    ],
    ids=["200 inches", "deep arrays", "deep dictionaries", "only the owner's password"],
)
def test_an_odd_file_that_can_be_read_is_read(reader: PdfReader, data: bytes) -> None:
    assert reader.text_of(data)[0].startswith("Marlow V")


@pytest.mark.parametrize("tenth", range(10))
def test_a_truncated_file_is_tried_again(reader: PdfReader, tenth: int) -> None:
    whole = hostile_pdfs.good()
    assert refusal(reader, whole[: len(whole) * tenth // 10]).passing


def test_a_file_made_for_the_web_is_cut_off_though_its_first_end_mark_is_there(reader: PdfReader) -> None:
    whole = hostile_pdfs.good()
    announced = b"%%PDF-1.7\n9 0 obj\n<< /Linearized 1 /L %d >>\nendobj\n" % (len(whole) + 1000)
    assert "cut off" in refusal(reader, whole.replace(b"%PDF-1.7\n", announced)).reason


def test_an_enormous_file_is_refused_unopened(reader: PdfReader) -> None:
    assert "too large" in refusal(reader, hostile_pdfs.good().ljust(pdf.BYTES + 1)).reason


def test_characters_no_database_takes_are_dropped(reader: PdfReader) -> None:
    (text,) = reader.text_of(hostile_pdfs.one_page(hostile_pdfs.words(b"Marlow\\000 Vale")))
    assert "\0" not in text


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with PdfReader(timedelta(seconds=0.3)) as hasty:
        error = refusal(hasty, hostile_pdfs.endless())
        assert "longer than 0.3 seconds" in error.reason
        assert not error.passing
        assert hasty.text_of(hostile_pdfs.good()) == TEXT


def test_a_child_killed_between_two_files_is_replaced() -> None:
    with PdfReader() as reader:
        reader.text_of(hostile_pdfs.good())
        os.kill(child_of(reader), signal.SIGKILL)
        assert gone(child_of(reader), within=timedelta(seconds=5))
        assert reader.text_of(hostile_pdfs.good()) == TEXT


async def test_a_child_killed_from_outside_is_not_the_file_s_fault() -> None:
    with PdfReader() as reader:
        reading = asyncio.create_task(reader.text_of_async(hostile_pdfs.endless()))
        await asyncio.sleep(0.5)
        os.kill(child_of(reader), signal.SIGKILL)
        with pytest.raises(ReportError, match="from outside") as caught:
            await reading
    assert caught.value.passing


def child_of(reader: PdfReader) -> int:
    assert reader._child is not None
    return reader._child.pid


def test_nothing_is_started_before_the_first_pdf() -> None:
    with PdfReader() as reader:
        refusal(reader, b"<html>")
        assert reader._child is None


def test_closing_ends_a_file_in_progress_and_blames_nobody() -> None:
    async def close_while_reading() -> None:
        reader = PdfReader()
        reading = asyncio.create_task(reader.text_of_async(hostile_pdfs.endless()))
        await asyncio.sleep(0.5)
        reader.close()
        with pytest.raises(ReportError, match="interrupted") as caught:
            await reading
        assert caught.value.passing

    asyncio.run(close_while_reading())


async def test_an_event_loop_goes_on_while_files_take_turns() -> None:
    with PdfReader() as reader:
        files = [hostile_pdfs.good(), hostile_pdfs.deep_forms(30), hostile_pdfs.good()]
        reading = asyncio.gather(*map(reader.text_of_async, files), return_exceptions=True)
        beats = 0
        while not reading.done():
            await asyncio.sleep(0.01)
            beats += 1
        first, second, third = await reading
    assert beats > 10
    assert (first, third) == (TEXT, TEXT)
    assert isinstance(second, ReportError)


def test_a_program_that_cannot_start_its_child_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with PdfReader() as reader:
        error = refusal(reader, hostile_pdfs.good())
    assert "did not start" in error.reason
    assert error.passing


ABANDON = """
import datetime, pathlib, sys
from watcher.ofsted.reports.pdf import PdfReader
reader = PdfReader(datetime.timedelta(seconds=2))
reader.text_of(pathlib.Path(sys.argv[1]).read_bytes())
print(reader._child.pid, flush=True)
if len(sys.argv) > 2:
    reader.text_of(pathlib.Path(sys.argv[2]).read_bytes())
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_child_outlives_its_parent(tmp_path: Path, ending: signal.Signals) -> None:
    program = abandon(tmp_path, hostile_pdfs.endless())
    child = int(program.stdout.readline()) if program.stdout else 0
    time.sleep(0.2)
    program.send_signal(ending)
    program.wait(10)
    assert gone(child, within=timedelta(seconds=20))


def test_a_program_that_forgets_to_close_ends_all_the_same(tmp_path: Path) -> None:
    program = abandon(tmp_path)
    out, _ = program.communicate(timeout=10)
    assert program.returncode == 0
    assert gone(int(out), within=timedelta(seconds=5))


def abandon(folder: Path, busy: bytes | None = None) -> subprocess.Popen[bytes]:
    """A program that reads a good file, prints its child's number, and is kept busy by the other file."""
    (folder / "good.pdf").write_bytes(hostile_pdfs.good())
    names = ["good.pdf"]
    if busy is not None:
        (folder / "busy.pdf").write_bytes(busy)
        names.append("busy.pdf")
    command = [sys.executable, "-c", ABANDON, *names]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def gone(pid: int, *, within: timedelta) -> bool:
    deadline = time.monotonic() + within.total_seconds()
    while time.monotonic() < deadline:
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return not state.stdout.strip().startswith("Z") and bool(state.stdout.strip())
