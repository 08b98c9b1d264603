"""Stores with the documents of invented councils, saved as a check saves them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.support.builders import NOW, a_page_state, a_record, a_report_file, a_source, an_observation
from tests.support.stores import new_store
from watcher.model.report import Grade, Judgement, JudgementId, Report, ReportFile, ReportKind
from watcher.model.source import Observation
from watcher.store import Store

ORDER = (
    JudgementId.LEADERS,
    JudgementId.HELP_AND_PROTECTION,
    JudgementId.IN_CARE,
    JudgementId.CARE_LEAVERS,
    JudgementId.ADOPTION,
)
COMBINED = (JudgementId.LEADERS, JudgementId.HELP_AND_PROTECTION, JudgementId.IN_CARE_AND_CARE_LEAVERS)
GRADES = {
    "O": Grade.OUTSTANDING,
    "G": Grade.GOOD,
    "R": Grade.REQUIRES_IMPROVEMENT,
    "I": Grade.INADEQUATE,
    "N": Grade.NOT_JUDGED,
}


@dataclass(frozen=True)
class Listed:
    """A document on a council's page; `file` is what was read of it."""

    entry: Observation
    file: ReportFile | None


def graded(
    urn: str, published: date, grades: str, overall: str = "", *, unread: bool = False, held: str = "", **fields: Any
) -> Listed:
    """A graded report: `"GRG"` is leaders, help and the combined judgement, `"GGRG"` has care and leavers apart.

    With five letters it is a report of the single inspection framework, which also judges adoption.
    """
    names = COMBINED if len(grades) == 3 else ORDER
    rows = tuple(
        Judgement(name, name.value, GRADES[grade].value, GRADES[grade], 1)
        for name, grade in zip(names, grades, strict=False)
    )
    kind = ReportKind.SIF_NO_LSCB if len(grades) == 5 else ReportKind.ILACS_STANDARD
    total = Judgement(JudgementId.OVERALL, "Overall effectiveness", overall, GRADES[overall], 1) if overall else None
    report = Report(
        kind,
        urn,
        inspection_periods=((published.replace(day=1), published.replace(day=2)),),
        overall=total.grade if total else None,
        judgements=rows,
        overall_row=total,
        **fields,
    )
    return document(urn, published, report, unread=unread, held=held, facts={"event": "inspection", "graded": "yes"})


def document(
    urn: str,
    published: date,
    report: Report | None,
    *,
    unread: bool = False,
    held: str = "",
    facts: dict[str, str] | None = None,
    key: str = "",
    title: str = "Children's services inspection",
) -> Listed:
    """Any document; `unread` lists it alone, `held` says why its reading can't be trusted."""
    source, key = f"ofsted:44/{urn}", key or f"5{urn}{published:%y%m%d}"
    facts = facts or {"event": "focused_visit", "graded": "no"}
    entry = an_observation(source_id=source, key=key, published=published, facts=facts, title=title)
    problems = (held,) if held else ()
    read = replace(report, problems=problems) if report else None
    file = a_report_file(
        source_id=source, file_id=key, url=entry.url, title=title, published=published, report=read, problems=problems
    )
    return Listed(entry, None if unread else file)


def filled(folder: Path, documents: Iterable[Listed]) -> Store:
    """A new store in which the councils are followed and their pages were read."""
    store = new_store(folder)
    fill(store, documents)
    return store


def fill(store: Store, documents: Iterable[Listed]) -> None:
    """Save the documents as what one visit to each page found."""
    by_source: dict[str, list[Listed]] = {}
    for one in documents:
        by_source.setdefault(one.entry.source_id, []).append(one)
    urns = {source: source.rpartition("/")[2] for source in by_source}
    store.pages.follow(
        [
            a_source(id=source, name=urn, url=f"https://reports.example/provider/44/{urn}", topics=("all",))
            for source, urn in urns.items()
        ],
        NOW,
    )
    for source, found in by_source.items():
        store.pages.record(
            a_record(
                source_id=source,
                observations=tuple(one.entry for one in found),
                files=tuple(one.file for one in found if one.file),
                page=a_page_state(source_id=source, url=f"https://reports.example/provider/44/{urns[source]}"),
            )
        )
