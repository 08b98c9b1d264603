"""The invented councils and their reports, from `authorities.toml`, as the store gives them to the checks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from watcher.model.record import Records
from watcher.model.report import Grade, Improvement, Judgement, JudgementId, Report, ReportFile, ReportKind
from watcher.model.source import Authority, Source
from watcher.store import Store

HERE = Path(__file__).parent
GRADES = {
    "O": Grade.OUTSTANDING,
    "G": Grade.GOOD,
    "R": Grade.REQUIRES_IMPROVEMENT,
    "I": Grade.INADEQUATE,
}
JUDGEMENTS = {
    "L": JudgementId.LEADERS,
    "H": JudgementId.HELP_AND_PROTECTION,
    "C": JudgementId.IN_CARE,
    "V": JudgementId.CARE_LEAVERS,
    "X": JudgementId.IN_CARE_AND_CARE_LEAVERS,
    "A": JudgementId.ADOPTION,
}
READ_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@cache
def councils() -> Mapping[str, Mapping[str, Any]]:
    """Each council as its table has it, by the name that the corpus calls it."""
    return tomllib.loads((HERE / "authorities.toml").read_text(encoding="utf-8"))


def urn_of(name: str) -> str:
    """The number of a council."""
    return str(councils()[name]["urn"])


@cache
def authorities() -> Mapping[str, Authority]:
    """All councils by their numbers."""
    return {one["urn"]: _authority(one) for one in councils().values()}


def _authority(one: Mapping[str, Any]) -> Authority:
    return Authority(
        one["urn"],
        one["name"],
        one["region"],
        created_on=one.get("created_on"),
        abolished_on=one.get("abolished_on"),
        predecessors=tuple(map(urn_of, one.get("predecessors", ()))),
        successors=tuple(map(urn_of, one.get("successors", ()))),
    )


def reports(name: str) -> dict[date, Report]:
    """The reports of a council by the days on which they were published, the oldest first."""
    council = councils()[name]
    return dict(_report(council["name"], line) for line in council["reports"])


def _report(council: str, line: str) -> tuple[date, Report]:
    published, overall, rows, periods, points, kind = line.split()
    grades = {row[0]: GRADES[row[1]] for row in rows.split("-")}
    judgements = (
        Judgement(id_, id_.value, grades[letter].value, grades[letter])
        for letter, id_ in JUDGEMENTS.items()
        if letter in grades
    )
    return date.fromisoformat(published), Report(
        ReportKind(kind),
        council,
        tuple(_period(period) for period in periods.split(",")),
        overall=GRADES.get(overall),
        judgements=tuple(judgements),
        board=grades.get("B"),
        improve=tuple(Improvement(f"Point {number}.") for number in range(int(points))),
    )


def _period(text: str) -> tuple[date, date]:
    begin, end = map(date.fromisoformat, text.split("/"))
    return begin, end


def stored_records(folder: Path) -> Records:
    """The reports of all councils, written into a new SQLite store and read back as the program reads them."""
    with Store.open(f"sqlite:///{folder}/watcher.db") as store:
        sources = [_source(one) for one in authorities().values()]
        store.pages.follow(sources, READ_AT)
        for name, source in zip(councils(), sources, strict=True):
            for published, report in reports(name).items():
                store.reports.save(_file(source, published, report))
        return store.reports.records()


def _source(one: Authority) -> Source:
    return Source(f"ofsted:44/{one.urn}", one.name, f"https://reports.example/provider/44/{one.urn}", "ofsted")


def _file(source: Source, published: date, report: Report) -> ReportFile:
    number = f"{source.id[-5:]}{published:%Y%m%d}"
    url = f"https://files.example/v1/file/{number}"
    return ReportFile(number, source.id, url, "Inspection", published, "f" * 64, report, (), READ_AT)
