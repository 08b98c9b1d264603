"""The main job on real reports: the site's clock is moved through every publication day and watched."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.replica import Replica
from tests.support.replica import replica as serving
from watcher.cli.documents.change import change_document
from watcher.commands import run
from watcher.commands.check import PassSummary
from watcher.commands.start import open_store
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Fetch, Ofsted, Settings
from watcher.store import Store

pytestmark = pytest.mark.shared

START = date(2022, 12, 31)
JUDGEMENTS = {
    "overall": "overall",
    "leaders": "g_leaders",
    "help_and_protection": "g_help_protection",
    "in_care": "g_in_care",
    "care_leavers": "g_care_leavers",
    "in_care_and_care_leavers": "g_in_care_and_care_leavers",
    "adoption": "g_adoption",
}
PARENT = {"in_care": "in_care_and_care_leavers", "care_leavers": "in_care_and_care_leavers"}
FAULTS = [
    "status:503",
    "status:500",
    "status:404",
    "status:429",
    "block",
    "shell",
    "empty",
    "truncate",
    "reset",
    "bomb",
]


@dataclass
class Truth:
    """What the checked table says of one report, and of the graded one before it."""

    file_id: str
    urn: str
    published: date
    after: dict[str, str]
    before: dict[str, str]


@pytest.fixture
def replica(shared: Path) -> Iterator[Replica]:
    with serving(shared, START) as running:
        yield running


@contextmanager
def watching(folder: Path, replica: Replica, authorities: Any = "all") -> Iterator[Watch]:
    settings = Settings(
        home=folder, authorities=authorities, ofsted=Ofsted(base_url=replica.base_url), fetch=Fetch(delay=0, timeout=5)
    )
    with open_store(settings) as store:
        yield Watch(settings, store)


@dataclass
class Watch:
    settings: Settings
    store: Store

    def check(self, now: datetime, **how: Any) -> PassSummary:
        summary = run.check(self.settings, self.store, now, **how)
        assert summary is not None
        return summary

    def changes(self) -> list[dict[str, Any]]:
        return [json.loads(json.dumps(change_document(change))) for change in self.store.changes.recorded()]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def truths(shared: Path) -> list[Truth]:
    """Every report published after the start, oldest first, from the table that was checked by hand."""
    with (shared / "reports" / "truth.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["kind"] != "not_a_report"]
    earlier: dict[str, dict[str, str]] = {}
    found = []
    for row in sorted(rows, key=lambda r: r["published"]):
        after = {
            id_: row[column] for id_, column in JUDGEMENTS.items() if row[column] not in ("none", "not_reported", "")
        }
        day = date.fromisoformat(row["published"])
        if day > START:
            found.append(Truth(row["file_url"].rpartition("/")[2], row["urn"], day, after, earlier.get(row["urn"], {})))
        earlier[row["urn"]] = after
    return found


def expected(truth: Truth) -> dict[str, tuple[str | None, str | None]]:
    """Before and after of each judgement of a report, and of those that ended."""
    rows: dict[str, tuple[str | None, str | None]] = {}
    for id_, grade in truth.after.items():
        before = truth.before.get(id_) or truth.before.get(PARENT.get(id_, ""))
        parts = {truth.before.get(part) for part, whole in PARENT.items() if whole == id_}
        rows[id_] = (before or (parts.pop() if len(parts) == 1 else None), grade)
    alive = set(truth.after) | {PARENT[id_] for id_ in truth.after if id_ in PARENT}
    if "in_care_and_care_leavers" in truth.after:
        alive |= set(PARENT)
    return rows | {id_: (grade, None) for id_, grade in truth.before.items() if id_ not in alive}


def told(change: dict[str, Any]) -> dict[str, tuple[str | None, str | None]]:
    return {row["id"]: (row["before"], row["after"]) for row in change["judgements"]}


def days(found: list[Truth]) -> list[date]:
    return sorted({truth.published for truth in found})


def assert_told_once_and_right(watch: Watch, found: list[Truth]) -> None:
    changes = watch.changes()
    assert Counter(change["report"]["file_id"] for change in changes) == Counter(truth.file_id for truth in found)
    by_file = {change["report"]["file_id"]: change for change in changes}
    held = [change["problems"] for change in changes if change["held"]]
    assert len(held) <= len(found) // 100, held
    for truth in found:
        change = by_file[truth.file_id]
        assert (change["authority"]["urn"], change["change"]) == (truth.urn, "new")
        if not change["held"]:
            assert told(change) == expected(truth), change["headline"]


def test_every_report_is_told_once_with_the_right_grades_and_nothing_else_is(
    tmp_path: Path, shared: Path, replica: Replica
) -> None:
    found = truths(shared)
    replica.site.noise = True
    with watching(tmp_path, replica) as watch:
        first = watch.check(noon(START))
        assert (first.changes, first.faults) == (0, {})
        for day in days(found):
            replica.site.as_of = day
            summary = watch.check(noon(day))
            assert summary.faults == {}
            assert summary.changes == sum(truth.published == day for truth in found)
        assert watch.check(noon(days(found)[-1] + timedelta(days=1))).changes == 0
        assert_told_once_and_right(watch, found)


def test_a_quiet_pass_over_the_whole_country_makes_three_requests(tmp_path: Path, shared: Path) -> None:
    some_report = next((shared / "reports").glob("*/2021*.pdf"))
    index = tmp_path / "index.csv"
    with index.open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(["urn", "la", "la_code", "title", "published", "inspected", "file_id", "file"])
        for number, council in enumerate(gazetteer().current()):
            day = START - timedelta(days=number)
            name = "children's services inspection"
            rows.writerow([council.urn, council.name, number, name, day, day, 50000000 - number, some_report])
    with serving(shared, START, index) as replica, watching(tmp_path, replica) as watch:
        replica.site.noise = True
        assert watch.check(noon(START)).visited == 153
        replica.site.log.clear()
        summary = watch.check(noon(START) + timedelta(days=1))
        assert (summary.changes, summary.visited, summary.unchanged) == (0, 0, 0)
        assert len(replica.site.log) <= 3


@pytest.mark.parametrize("seed", range(3))
def test_no_fault_makes_a_change_or_loses_one(tmp_path: Path, shared: Path, replica: Replica, seed: int) -> None:
    chance = random.Random(seed)
    found = [truth for truth in truths(shared) if truth.published > date(2025, 1, 1)]
    replica.site.as_of = date(2025, 1, 1)
    replica.site.noise = True
    with watching(tmp_path, replica) as watch:
        watch.check(noon(date(2025, 1, 1)))
        for day in days(found):
            replica.site.as_of = day
            paths = [
                "/search",
                "/v1/file/",
                *(f"/provider/44/{truth.urn}" for truth in found if truth.published == day),
            ]
            replica.site.faults = [
                {"path": chance.choice(paths), "kind": chance.choice(FAULTS), "times": chance.choice([1, 2, 50])}
                for _ in range(3)
            ]
            watch.check(noon(day))
            replica.site.faults = []
            watch.check(noon(day) + timedelta(hours=2))
        assert watch.store.faults.recorded(open_only=True) == []
        assert_told_once_and_right(watch, found)


@pytest.mark.parametrize("kind", [*FAULTS, "redirect:https://example.org/"])
@pytest.mark.parametrize("path", ["/search", "/provider/44/80482", "/v1/file/"])
def test_every_lasting_fault_is_reported_and_cleared(tmp_path: Path, replica: Replica, kind: str, path: str) -> None:
    leicester, before = date(2025, 1, 29), date(2025, 1, 28)
    replica.site.as_of = before
    with watching(tmp_path, replica, ("Leicester",)) as watch:
        watch.check(noon(before))
        replica.site.as_of = leicester
        replica.site.faults = [{"path": path, "kind": kind}]
        summary = watch.check(noon(leicester))
        at_fault = "ofsted:search" if path == "/search" else "ofsted:44/80482"
        assert set(summary.faults) == {at_fault}
        assert [fault.source_id for fault in watch.store.faults.recorded(open_only=True)] == [at_fault]
        assert watch.changes() == []
        replica.site.faults = []
        watch.check(noon(leicester) + timedelta(hours=1))
        assert watch.store.faults.recorded(open_only=True) == []
        assert [change["report"]["published"] for change in watch.changes()] == ["2025-01-29"]
