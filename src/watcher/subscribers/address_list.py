"""Reads and writes a list of subscribers: CSV, or one address a line. What can't be used is listed by line. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.model.address import reader_address
from watcher.model.cells import plain_cell, typed_cell
from watcher.model.errors import ConfigError
from watcher.model.interest import USUAL_INTERESTS, Interest, interests
from watcher.model.reader_list import ExportedReader, ListDefaults, ListedReader, ReadList, RefusedLine
from watcher.model.subscription import Frequency
from watcher.model.text import LONDON, clean
from watcher.ofsted.authorities import Gazetteer
from watcher.subscribers.topics import topic_id

LARGEST_LIST = 10_000_000  # bytes
MOST_LINES = 50_000
_CONSENT_LIMIT = 2000
_SHOWN = 80
_NAMED = re.compile(r"[^<>]*<([^<>]*)>")
_MARKS = {"utf-16": (b"\xff\xfe", b"\xfe\xff"), "utf-8-sig": (b"\xef\xbb\xbf",)}

COLUMNS = ("address", "topics", "frequency", "kinds", "each_item", "quiet", "since", "consent", "consent_source",
           "consent_at")  # fmt: skip
_ALSO = {
    "email": "address",
    "e-mail": "address",
    "mail": "address",
    "email address": "address",
    "e-mail address": "address",
    "topic": "topics",
    "kind": "kinds",
    "consent source": "consent_source",
    "consent at": "consent_at",
}
_TRUE, _FALSE = ("yes", "true", "1"), ("no", "false", "0")


class _LineError(Exception):
    """Why a line can't be used."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    end: int
    cells: Sequence[str]
    unreadable: str = ""


def read_list(data: bytes, defaults: ListDefaults, gazetteer: Gazetteer) -> ReadList:
    """Read a list. `ConfigError` if it is not a list: too large, empty, or not text.

    With a first line of column names, the columns may stand in any order, and only the address is required. Without
    one, each line is an address, with or without a name. A line may be one that a spreadsheet wrote with semicolons or
    tabs.
    """
    text = _text(data)
    lines = [*_lines(text)]
    if not lines:
        raise ConfigError(
            "The list is empty. Expected one email address a line, or a CSV file with a column `address`."
        )
    columns = _columns(lines[0].cells)
    known = dict.fromkeys(name for name in columns if name in COLUMNS)
    if columns and len(known) < len([name for name in columns if name in COLUMNS]):
        raise ConfigError("Two columns of the list have the same name. Rename or remove one.")
    readers: list[ListedReader] = []
    refused: list[RefusedLine] = []
    seen: dict[tuple[str, str], int] = {}
    for line in lines[1 if columns else 0 :]:
        try:
            if line.unreadable:
                raise _LineError(line.unreadable)
            reader = _reader(line, columns, defaults, gazetteer)
            _refuse_repeated(reader, seen)
            readers.append(reader)
        except _LineError as error:
            refused.append(RefusedLine(line.number, clean(", ".join(filter(None, line.cells)), _SHOWN), str(error)))
    unknown = tuple(clean(name, _SHOWN) for name in columns if name and name not in COLUMNS)
    return ReadList(tuple(readers), tuple(refused), unknown)


def _text(data: bytes) -> str:
    if len(data) > LARGEST_LIST:
        raise ConfigError(f"The list is larger than {LARGEST_LIST // 1_000_000} MB. Split it.")
    coding = next((name for name, marks in _MARKS.items() if data.startswith(marks)), "utf-8")
    try:
        text = data.decode(coding)
    except UnicodeDecodeError:
        # what a spreadsheet on Windows writes; the names in it may be wrong, an address can't be
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise ConfigError("The list is not a text file. In a spreadsheet, save it as CSV.")
    return text


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not empty, cut into cells."""
    rows = text.splitlines(keepends=True)
    first = next((row for row in rows if row.strip()), "")
    delimiter = max(",;\t", key=re.sub(r'"[^"]*"', "", first).count)
    reader = csv.reader(rows, delimiter=delimiter, skipinitialspace=True)
    begin, taken = 1, 0
    while True:
        unreadable = ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # the reader goes on with the next line
            cells, unreadable = [], f"it can't be read as CSV ({error}). Correct the line"
        if unreadable or any(cell.strip() for cell in cells):
            taken += 1
            if taken > MOST_LINES:
                raise ConfigError(f"The list has more than {MOST_LINES:,} lines. Split it.")
            yield _Line(begin, reader.line_num, tuple(typed_cell(cell.strip()) for cell in cells), unreadable)
        begin = reader.line_num + 1


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns, empty if the first line has none."""
    names = tuple(_ALSO.get(name, name) for name in (cell.strip().casefold() for cell in cells))
    return names if "address" in names else ()


def _reader(line: _Line, columns: Sequence[str], defaults: ListDefaults, gazetteer: Gazetteer) -> ListedReader:
    if line.end > line.number:
        raise _LineError(
            f"a quotation mark joins lines {line.number} to {line.end}, so none of them was used. Close or remove it"
        )
    if columns and len(line.cells) > len(columns) and any(line.cells[len(columns) :]):
        raise _LineError(f"it has {len(line.cells)} cells, but there are {len(columns)} columns")
    cells = dict(zip(columns, line.cells, strict=False)) if columns else {"address": _address_cell(line.cells)}
    address = _address(cells.get("address", ""))
    topics = _topics(cells.get("topics", ""), gazetteer) or defaults.topics
    if not topics:
        raise _LineError("it says nothing to follow. Fill in the column `topics`, or use --topic")
    consent = clean(cells.get("consent", ""), _CONSENT_LIMIT) or defaults.consent
    if not consent:
        raise _LineError("it says no consent. Fill in the column `consent`, or use --consent to say how you know of it")
    source = clean(cells.get("consent_source", ""), _CONSENT_LIMIT) or f"{defaults.source}, line {line.number}"
    return ListedReader(
        line.number,
        address,
        topics,
        _frequency(cells.get("frequency", "")) or defaults.frequency or Frequency.DAILY,
        _kinds(cells.get("kinds", "")) or defaults.interests or USUAL_INTERESTS,
        consent,
        source,
        _moment(cells.get("consent_at", "")),
        _yes_or_no("each_item", cells.get("each_item", "")),
        _yes_or_no("quiet", cells.get("quiet", "")),
    )


def _address_cell(cells: Sequence[str]) -> str:
    """The cell of a line without column names that holds the address."""
    found = [cell for cell in cells if "@" in cell]
    if len(found) > 1:
        raise _LineError("it has more than one address. Write one a line")
    if not found:
        raise _LineError("it has no email address")
    return found[0]


def _address(cell: str) -> str:
    named = _NAMED.fullmatch(cell)
    try:
        return reader_address((named.group(1) if named else cell).strip())
    except ValueError as error:
        raise _LineError(f"the email address is not valid: {error}") from error


def _topics(cell: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(topic_id(one, gazetteer) for one in cell.split(";") if one.strip()))
    except ConfigError as error:
        raise _LineError(str(error).rstrip(".")) from error


def _frequency(cell: str) -> Frequency | None:
    if cell and cell.casefold() not in [*Frequency]:
        raise _LineError(f"{clean(cell, _SHOWN)!r} is not a frequency. Expected {', '.join(Frequency)}")
    return Frequency(cell.casefold()) if cell else None


def _kinds(cell: str) -> tuple[Interest, ...] | None:
    try:
        return interests(cell.replace(";", ",")) if cell else None
    except ConfigError as error:
        raise _LineError(str(error).rstrip(".")) from error


def _yes_or_no(column: str, cell: str) -> bool | None:
    word = cell.casefold()
    if word and word not in (*_TRUE, *_FALSE):
        raise _LineError(f"{clean(cell, _SHOWN)!r} in the column `{column}` is neither yes nor no")
    return word in _TRUE if word else None


def _moment(cell: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(cell) if cell else None
    except ValueError:
        raise _LineError(f"{clean(cell, _SHOWN)!r} is not an ISO date, such as 2026-01-31") from None
    return when.replace(tzinfo=LONDON) if when and when.tzinfo is None else when


def _refuse_repeated(reader: ListedReader, seen: dict[tuple[str, str], int]) -> None:
    for topic in reader.topics:
        if (earlier := seen.get((reader.address, topic))) is not None:
            raise _LineError(f"line {earlier} already says this about {reader.address}")
    seen.update({(reader.address, topic): reader.line for topic in reader.topics})


# --- writing --------------------------------------------------------------------------------------


def list_rows(readers: Iterable[ExportedReader]) -> Iterator[Sequence[str]]:
    """The rows of the CSV file that `read_list` understands, names of columns first. No cell is a formula."""
    yield COLUMNS
    for one in readers:
        cells = _cells(one)
        yield [plain_cell(cells[name]) for name in COLUMNS]


def _cells(one: ExportedReader) -> Mapping[str, str]:
    return {
        "address": one.address,
        "topics": ";".join(one.topics),
        "frequency": one.frequency.value,
        "kinds": ",".join(one.interests),
        "each_item": _said(one.one_mail_an_item),
        "quiet": _said(one.all_quiet),
        "since": one.since.isoformat(),
        "consent": clean(one.consent, _CONSENT_LIMIT),
        "consent_source": clean(one.source, _CONSENT_LIMIT),
        "consent_at": one.agreed_at.isoformat() if one.agreed_at else "",
    }


def _said(value: bool) -> str:
    return _TRUE[0] if value else _FALSE[0]
