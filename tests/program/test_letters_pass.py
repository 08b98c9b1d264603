"""Authorities replayed with all their documents: each told once, a letter by what it asks for and never as a grade."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from tests.support.passes import watching
from tests.support.replica import replica
from watcher.model.event_kind import EventKind
from watcher.model.report import LETTERS

pytestmark = pytest.mark.shared

# Slough, Plymouth, Sefton, Dudley, St Helens: letters with and without priority action, joint ones, area SEND.
URNS = ("80553", "80538", "80550", "80464", "80560")
START = date(2018, 1, 15)
KINDS = {
    "children's services focused visit": EventKind.FOCUSED_VISIT,
    "joint area child protection inspection": EventKind.JTAI,
}

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asked_for(shared: Path) -> set[tuple[str, str]]:
    """Who was asked for priority action, and when."""
    known = rows_of(shared / "letters" / "truth.csv")
    return {(row["urn"], row["published"]) for row in known if row["priority_action"] == "yes"}


async def test_every_document_of_five_authorities_is_told_once(shared: Path, tmp_path: Path) -> None:
    index = shared / "replica" / "all_documents.csv"
    listed = [row for row in rows_of(index) if row["urn"] in URNS and row["published"] > START.isoformat()]
    days = sorted({date.fromisoformat(row["published"]) for row in listed})
    keys = [f"44/{urn}" for urn in URNS]
    with replica(shared, START, index) as ofsted, watching(ofsted.base_url, tmp_path) as watch:
        watch.now = datetime.combine(START, time(9), UTC)
        watch.follow(*keys)
        for day in (START, *days):
            ofsted.site.as_of = day
            watch.now = datetime.combine(day, time(18), UTC)
            await watch.go(full=True)
        changes = watch.changes()
    told = Counter(change.key for change in changes)
    assert told == Counter(row["file_id"] for row in listed)
    urgent = asked_for(shared)
    for row in listed:
        [change] = [one for one in changes if one.key == row["file_id"]]
        assert not change.held, (change.headline, change.problems)
        if kind := KINDS.get(row["title"].casefold()):
            assert (change.event.kind, change.judgements, change.problems) == (kind, (), ())
            assert change.report is not None and change.report.kind in LETTERS
            asks = (row["urn"], row["published"]) in urgent
            assert change.headline.endswith("asks for priority action") is asks, change.headline
    print(*(change.headline for change in changes), sep="\n")
    assert sum(change.headline.endswith("asks for priority action") for change in changes) >= 6
