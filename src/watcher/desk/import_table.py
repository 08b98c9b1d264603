"""Reads a table of judgements that a person gives us, as `export judgements` writes it in CSV. Pure.

Everything is checked before anything is used: one wrong row refuses the whole file, with its line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from watcher.model.cells import typed_cell
from watcher.model.errors import ConfigError
from watcher.model.on_file import ImportedReport
from watcher.model.report import Grade, Judgement, JudgementId, Report, ReportKind
from watcher.model.text import clean, london_day
from watcher.ofsted.grades import SCALES

NEEDED = ("authority_urn", "file_id", "kind", "published", "judgement", "grade")
ROWS_AT_MOST = 200_000
_LONGEST = 300
_PAGE = re.compile(r"[1-9][0-9]{0,3}")
_KINDS = frozenset(ReportKind) - {
    ReportKind.AREA_SEND, ReportKind.FOCUSED_VISIT, ReportKind.MONITORING_VISIT, ReportKind.JTAI,
    ReportKind.CHILDREN_AND_FAMILIES,
}  # fmt: skip
_JUDGEMENTS = frozenset({
    JudgementId.OVERALL, JudgementId.LEADERS, JudgementId.HELP_AND_PROTECTION, JudgementId.IN_CARE,
    JudgementId.CARE_LEAVERS, JudgementId.IN_CARE_AND_CARE_LEAVERS, JudgementId.ADOPTION,
    JudgementId.CAPACITY_TO_IMPROVE, JudgementId.OUTCOMES, JudgementId.QUALITY_OF_PROVISION,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """The reports that a table gives, and how many of its rows were left out because they have no grade."""

    reports: tuple[ImportedReport, ...]
    without_grade: int


def reports_in(lines: Sequence[str], urns: Mapping[str, object], now: datetime) -> Imported:
    """The reports of a CSV table. `urns` are the councils we know. `ConfigError` names the first line that is wrong."""
    table = csv.DictReader(lines)
    missing = [name for name in NEEDED if name not in _names(table)]
    if missing:
        raise ConfigError(
            f"The table has no column {', '.join(missing)}. Expected the columns of `watcher export judgements`."
        )
    found: dict[tuple[str, str], list[tuple[int, Mapping[str, str]]]] = {}
    without = 0
    for number, row in _rows(table):
        if not row["grade"] or row.get("held", "").casefold() == "true":
            without += 1
            continue
        found.setdefault((row["authority_urn"], row["file_id"]), []).append((number, row))
    return Imported(tuple(_report(rows, urns, now) for rows in found.values()), without)


def _names(table: csv.DictReader[str]) -> Sequence[str]:
    try:
        return table.fieldnames or ()
    except csv.Error as error:
        raise ConfigError(f"Line 1 is not CSV: {error}.") from error


def _rows(table: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        for number, row in enumerate(table):
            if number >= ROWS_AT_MOST:
                raise ConfigError(f"The table has more than {ROWS_AT_MOST} rows. Split it.")
            yield table.line_num, {name: _cell(row.get(name)) for name in row if isinstance(name, str)}
    except csv.Error as error:
        raise ConfigError(f"Line {table.line_num} is not CSV: {error}.") from error


def _cell(value: object) -> str:
    return typed_cell(clean(value, _LONGEST)) if isinstance(value, str) else ""


def _report(rows: Sequence[tuple[int, Mapping[str, str]]], urns: Mapping[str, object], now: datetime) -> ImportedReport:
    line, first = rows[0]
    if first["authority_urn"] not in urns:
        raise _wrong(line, "authority_urn", first["authority_urn"], "the URN of a council, such as 80482")
    if not first["file_id"]:
        raise _wrong(line, "file_id", "", "Ofsted's number of the report, such as 50169981")
    same = ("kind", "published", "url", "sha256", "inspected_from", "inspected_to")
    for number, row in rows:
        if other := next((name for name in same if row.get(name) != first.get(name)), None):
            raise ConfigError(
                f"Line {number}: {other} is {row.get(other)!r}, but line {line} gives {first.get(other)!r} for the "
                f"same report {first['file_id']}. Correct one of them."
            )
    published = _day(line, "published", first["published"])
    if published > london_day(now):
        raise _wrong(line, "published", first["published"], "a day that has come")
    judgements = [_judgement(number, row) for number, row in rows]
    overall = next((one for one in judgements if one.id is JudgementId.OVERALL), None)
    if len({one.id for one in judgements}) < len(judgements):
        raise ConfigError(f"Line {line}: report {first['file_id']} has a judgement twice. Remove one of the rows.")
    report = Report(
        kind=_kind(line, first["kind"]),
        authority=first.get("authority", ""),
        inspection_periods=_periods(line, first),
        overall=overall.grade if overall else None,
        judgements=tuple(one for one in judgements if one is not overall),
        overall_row=overall,
    )
    sha256 = first.get("sha256") or None
    return ImportedReport(
        first["authority_urn"], first["file_id"], _url(line, first.get("url", "")), published, sha256, report, now
    )


def _judgement(line: int, row: Mapping[str, str]) -> Judgement:
    named, grade = row["judgement"], row["grade"]
    if named not in _JUDGEMENTS:
        raise _wrong(line, "judgement", named, ", ".join(sorted(_JUDGEMENTS)))
    if grade not in {*SCALES["ofsted4"], *SCALES["ofsted4-old"], Grade.NOT_JUDGED}:
        raise _wrong(line, "grade", grade, "outstanding, good, requires_improvement, inadequate, adequate, not_judged")
    return Judgement(JudgementId(named), named, row.get("printed", ""), Grade(grade), _page(line, row))


def _page(line: int, row: Mapping[str, str]) -> int | None:
    text = row.get("pdf_page", "")
    if text and not _PAGE.fullmatch(text):
        raise _wrong(line, "pdf_page", text, "the number of a page, such as 2")
    return int(text) if text else None


def _kind(line: int, text: str) -> ReportKind:
    if text not in _KINDS:
        raise _wrong(line, "kind", text, ", ".join(sorted(_KINDS)))
    return ReportKind(text)


def _periods(line: int, row: Mapping[str, str]) -> tuple[tuple[date, date], ...]:
    start, end = row.get("inspected_from", ""), row.get("inspected_to", "")
    if not start and not end:
        return ()
    first, last = _day(line, "inspected_from", start), _day(line, "inspected_to", end)
    if last < first:
        raise _wrong(line, "inspected_to", end, f"no day before inspected_from, {start}")
    return ((first, last),)


def _day(line: int, column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong(line, column, text, "an ISO date such as 2025-01-29") from None


def _url(line: int, text: str) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise _wrong(line, "url", text, "a web address such as https://files.ofsted.gov.uk/v1/file/50169981")
    return text


def _wrong(line: int, column: str, value: str, expected: str) -> ConfigError:
    return ConfigError(f"Line {line}: {column} is {clean(value, 60)!r}. Expected {expected}.")
