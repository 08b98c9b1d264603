"""The child process that opens PDFs: a hostile file can only harm this process.

A request comes on standard input as a line with the file's length and a limit in seconds, and the file. Its reply goes
to standard output as a line of JSON. `watcher.ofsted.reports.pdf` is the other end.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import unicodedata
from contextlib import closing, suppress
from typing import BinaryIO

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD

from watcher.model.errors import ReportError
from watcher.ofsted.reports.ruled_tables import CELL, ROW, TABLE, ruled_rows

MEMORY = 512 << 20
PAGES = 400
PAGE_POINTS = 14_400  # 200 inches, the largest page that the PDF standard allows
CHARACTERS = 600_000


def read_pages(data: bytes) -> tuple[str, ...]:
    """The text of each page, with lines ended by a newline. ReportError if there is no text."""
    with closing(_opened(data)) as document:
        count = len(document)
        if count > PAGES:
            raise ReportError(f"it has {count} pages; the limit is {PAGES}", passing=False)
        room, pages = CHARACTERS, []
        for number in range(count):
            pages.append(_page_text(document, number, room))
            room -= len(pages[-1])
        if _has_ruled_tables(pages):
            pages = [text + _rows_of(document, number) for number, text in enumerate(pages)]
    _refuse_wordless("".join(pages))
    return tuple(pages)


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise ReportError("it is protected by a password", passing=False) from error
        raise ReportError("it is damaged: it can't be opened as a PDF", passing=True) from error


def _page_text(document: pypdfium2.PdfDocument, number: int, room: int) -> str:
    try:
        page = document[number]
        with closing(page):
            if max(page.get_size()) > PAGE_POINTS:
                raise ReportError(f"page {number + 1} is larger than 200 inches", passing=False)
            with closing(page.get_textpage()) as text:
                if text.count_chars() > room:
                    raise ReportError(f"it has more than {CHARACTERS} characters of text", passing=False)
                return _plain(text.get_text_bounded())
    except pypdfium2.PdfiumError as error:
        raise ReportError(f"it is damaged: page {number + 1} can't be opened", passing=True) from error


def _plain(text: str) -> str:
    # a database may refuse NUL, and PDFium uses Windows line ends
    return text.replace("\0", "").replace("\r\n", "\n").translate(_WITHOUT_SEPARATORS)


_WITHOUT_SEPARATORS = str.maketrans("", "", TABLE + ROW + CELL)


def _has_ruled_tables(pages: list[str]) -> bool:
    """Whether it is a report whose tables are told apart by their rules alone: those on the SEND of an area."""
    return bool(pages) and "areasendinspection" in "".join(pages[0].lower().split())


def _rows_of(document: pypdfium2.PdfDocument, number: int) -> str:
    """The rows of the ruled tables of a page, to stand behind its text; nothing where it cannot be had."""
    try:
        page = document[number]
        with closing(page), closing(page.get_textpage()) as text:
            rows = [ROW + CELL.join(_plain(text.get_text_bounded(*cell)) for cell in row) for row in ruled_rows(page)]
    except pypdfium2.PdfiumError:
        return ""
    return TABLE + "".join(rows)


def _refuse_wordless(text: str) -> None:
    """Scanned pages have no characters, and a font without a mapping gives characters that are not letters."""
    printed = "".join(text.split())
    if not printed:
        raise ReportError("it has only pictures and no text; it is probably a scan", passing=False)
    letters = sum(unicodedata.category(character)[0] in "LN" for character in printed)
    if 2 * letters < len(printed):
        raise ReportError("its text can't be extracted: a font has no character table", passing=False)


def _reply_to(data: bytes) -> dict[str, object]:
    try:
        return {"pages": read_pages(data)}
    except ReportError as error:
        return {"error": error.reason, "passing": error.passing}


def _limit_memory() -> None:
    # macOS knows the limit and refuses to set it; there only the time is limited
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until the parent closes the pipe or dies."""
    for head in iter(requests.readline, b""):
        length, seconds = map(int, head.split())
        signal.alarm(seconds)  # ends this process even inside PDFium, and even if the parent is gone
        _send(replies, _reply_to(requests.read(length)))
        signal.alarm(0)


def _send(replies: BinaryIO, reply: dict[str, object]) -> None:
    replies.write(json.dumps(reply).encode() + b"\n")
    replies.flush()


def main() -> None:
    """Report that everything is loaded, then serve."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # so that no library output can be taken for a reply
    _limit_memory()
    _send(replies, {"ready": True})
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
