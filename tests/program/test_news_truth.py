"""Relevance, joining, copies and edits over every item of the stand-in for council sites and papers."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.stores import on_record
from watcher.model.news import Article, DateBasis, NewsSource, Tier
from watcher.model.record import OnRecord, Records
from watcher.model.report import Grade, Judgement, JudgementId, Report, ReportKind
from watcher.news.about.copies import same_text
from watcher.news.about.edits import facts_of, moved
from watcher.news.about.join import join
from watcher.news.about.reading import lines_of
from watcher.news.about.relevance import about, worth_reading
from watcher.ofsted.authorities import gazetteer

pytestmark = pytest.mark.shared
TABLE = gazetteer().by_urn
LINK = re.compile(r"\]\(([^)\s]+)\)|(https?://\S+|\{ofsted\}\S+)")
LATEST = date(2026, 11, 1)


@dataclass(frozen=True)
class Told:
    """One item: where it was published, its versions as articles (no date of their own yet), and its truth."""

    source: NewsSource
    versions: tuple[Article, ...]
    summary: str
    truth: dict[str, Any]

    @property
    def article(self) -> Article:
        return self.versions[0]


def module(folder: Path) -> ModuleType:
    sys.path.insert(0, str(folder))
    try:
        spec = importlib.util.spec_from_file_location("council_replica", folder / "council_replica.py")
        assert spec is not None and spec.loader is not None
        loaded = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = loaded
        spec.loader.exec_module(loaded)
        return loaded
    finally:
        sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def items(shared: Path) -> tuple[Told, ...]:
    return tuple(told(module(shared / "replica"), shared / "replica" / "council_news.json"))


def told(replica: ModuleType, path: Path) -> Iterator[Told]:
    content = replica.Content(path)
    truth = {row["id"]: row for row in content.truth(date.min, date.max)}
    for site in content.sources.values():
        source = NewsSource(site.id, site.name, "https://x.example/", site.family, Tier(site.tier), site.urns)
        for record in content.records[site.id]:
            days = [record.item.published, *(date.fromisoformat(version["from"]) for version in record.versions)]
            versions = tuple(article(replica, record.at(day), truth[record.item.id]) for day in days)
            yield Told(source, versions, record.item.summary, truth[record.item.id])


def article(replica: ModuleType, item: Any, truth: dict[str, Any]) -> Article:
    basis = DateBasis(truth["date_basis_page_alone"])
    dated = basis not in (DateBasis.INFERRED, DateBasis.UNKNOWN)
    links = [one or other for one, other in LINK.findall("\n".join(item.body))]
    return Article(
        f"https://x.example/{item.id}",
        item.title,
        item.published if dated else None,
        basis if dated else DateBasis.UNKNOWN,
        replica.plain(item),
        tuple(link.replace("{ofsted}", "https://reports.example") for link in links),
    )


@pytest.fixture(scope="module")
def records(shared: Path) -> Records:
    with (shared / "reports" / "truth.csv").open(encoding="utf-8", newline="") as file:
        return on_record(*(a_report_of(row) for row in csv.DictReader(file) if row["published"]))


def a_report_of(row: dict[str, str]) -> OnRecord:
    known = {grade.value for grade in Grade}
    judgements = tuple(
        Judgement(JudgementId.OVERALL, label, grade, Grade(grade))
        for label, grade in json.loads(row["judgements"] or "[]")
        if grade in known
    )
    periods = json.loads(row["inspection_periods"] or "[]")
    report = Report(
        ReportKind.ILACS_STANDARD,
        row["la_name"],
        tuple((date.fromisoformat(start), date.fromisoformat(end)) for start, end in periods),
        overall=Grade(row["overall"]) if row["overall"] in known else None,
        judgements=judgements,
    )
    return OnRecord(row["urn"], date.fromisoformat(row["published"]), row["file_url"], report)


def test_no_unrelated_release_is_taken_for_one_about_an_inspection(items: tuple[Told, ...]) -> None:
    decoys = [one for one in items if not one.truth["relevant"] and one.truth.get("expect") != "either"]
    assert len(decoys) > 1000
    taken = [one.article.title for one in decoys if about(lines_of(one.article, TABLE), one.source, TABLE).relevant]
    assert taken == []


def test_every_item_about_an_inspection_is_found_and_worth_reading(items: tuple[Told, ...]) -> None:
    relevant = [one for one in items if one.truth["relevant"]]
    missed = [
        one.article.title
        for one in relevant
        if not about(lines_of(one.article, TABLE), one.source, TABLE).relevant
        or not worth_reading(one.article.title, one.summary, one.source)
    ]
    assert len(relevant) > 40 and missed == []


@pytest.mark.parametrize("late", [False, True], ids=["seen at once", "seen years later"])
def test_every_item_joins_the_stories_it_tells_of(items: tuple[Told, ...], records: Records, late: bool) -> None:
    wrong = {one.truth["id"]: found for one in items if (found := joined_wrongly(one, records, late))}
    assert wrong == {}


def joined_wrongly(one: Told, records: Records, late: bool) -> object:
    """What came out where it is not the truth; a report that is not in the folder can make no story."""
    appeared = date.fromisoformat(one.truth["appears"])
    reading = lines_of(one.article, TABLE)
    subject = about(reading, one.source, TABLE)
    listed = None if one.source.tier is Tier.AGGREGATOR else appeared
    found = join(reading, subject, one.source, records, TABLE, listed, LATEST if late else appeared)
    events = {(event["urn"], event["published"]) for event in one.truth.get("events", [])}
    known = {f"{urn}@{day}" for urn, day in events if any(str(r.published) == day for r in records.get(urn, ()))}
    right = set(found.stories) == (known if one.truth.get("stories") else set())
    return None if right and str(found.date) == str(one.truth.get("date", appeared)) else found


def test_copies_are_one_text_and_nothing_else_is(items: tuple[Told, ...]) -> None:
    relevant = [one for one in items if one.truth["relevant"]]
    wrong = [
        (one.truth["id"], other.truth["id"])
        for n, one in enumerate(relevant)
        for other in relevant[:n]
        if same_text(one.article.text, other.article.text) != (origin(one) == origin(other))
    ]
    assert wrong == []


def origin(one: Told) -> str:
    return str(one.truth.get("same_as") or one.truth["id"])


def test_only_edits_that_moved_a_fact_are_told(items: tuple[Told, ...]) -> None:
    edits = [
        (one.truth["id"], edit["moves_facts"], moved(*(facts_of(lines_of(each, TABLE)) for each in (before, after))))
        for one in items
        for edit, before, after in zip(one.truth["edits"], one.versions, one.versions[1:], strict=False)
    ]
    assert edits and [edit for edit in edits if edit[1] != bool(edit[2])] == []
