"""Passes over the replica with the real reports: every fault that it can be given, and none of them news."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.passes import QUICK, Watch, watching
from tests.support.replica import Replica, replica

pytestmark = pytest.mark.shared

LEICESTER = "ofsted:44/80482"
BEFORE, AFTER = date(2025, 1, 28), date(2025, 1, 29)
NEW = {"50267800"}

FAULTS = [
    "status:403",
    "status:404",
    "status:429",
    "status:500",
    "status:503",
    "block",
    "shell",
    "empty",
    "truncate",
    "slow:2",
    "reset",
    "bomb",
    "redirect:/search",
]


@pytest.fixture
def ofsted(shared: Path) -> Iterator[Replica]:
    with replica(shared, BEFORE) as running:
        running.site.noise = True
        yield running


@pytest.fixture
def watch(ofsted: Replica, tmp_path: Path) -> Iterator[Watch]:
    """Follows Leicester and the list; an answer is waited for one second."""
    with watching(ofsted.base_url, tmp_path, ["44/80482"], search=True) as watch:
        watch.fetch = replace(QUICK, timeout=timedelta(seconds=1))
        yield watch


def told(watch: Watch) -> set[str]:
    keys = [change.key for change in watch.changes()]
    assert len(keys) == len(set(keys))
    return set(keys)


async def test_a_country_is_followed_from_its_list_and_then_costs_two_requests(ofsted: Replica, watch: Watch) -> None:
    first = await watch.go(follow_listed=watch.follow_listed)
    assert (first.visited, first.files, first.changes, first.faults) == (61, 61, 0, {})
    ofsted.asked()
    quiet = await watch.go(follow_listed=watch.follow_listed)
    assert (quiet.visited, quiet.unchanged) == (0, 0)
    assert ofsted.asked() == ["/robots.txt", "/search"]


async def test_what_is_published_is_told_once(ofsted: Replica, watch: Watch) -> None:
    await watch.go()
    ofsted.site.as_of = AFTER
    summary = await watch.go()
    assert (summary.changes, told(watch)) == (1, NEW)
    await watch.go(full=True)
    assert told(watch) == NEW
    assert watch.changes()[0].headline == "Leicester: Good to Requires improvement, 4 of 4 judgements down"


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_broken_page_is_a_fault_and_no_news_is_lost(kind: str, ofsted: Replica, watch: Watch) -> None:
    await watch.go()
    ofsted.site.as_of = AFTER
    ofsted.break_next(kind, "/provider/")
    summary = await watch.go()
    assert set(summary.faults) == {LEICESTER}
    assert told(watch) == set()
    ofsted.mend()
    summary = await watch.go()
    assert (told(watch), watch.faults()) == (NEW, {})


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_broken_list_is_a_fault_and_no_news_is_lost(kind: str, ofsted: Replica, watch: Watch) -> None:
    await watch.go()
    ofsted.site.as_of = AFTER
    ofsted.break_next(kind, "/search")
    assert set((await watch.go()).faults) == {"ofsted:search"}
    ofsted.mend()
    await watch.go()
    assert (told(watch), watch.faults()) == (NEW, {})


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_broken_report_is_a_fault_and_no_news_is_lost(kind: str, ofsted: Replica, watch: Watch) -> None:
    await watch.go()
    ofsted.site.as_of = AFTER
    ofsted.break_next(kind, "/v1/file/")
    summary = await watch.go()
    assert set(summary.faults) == {LEICESTER}
    assert told(watch) == set()
    ofsted.mend()
    watch.now -= timedelta(hours=12)  # before a report that keeps failing is told without its grades
    await watch.go()
    assert (told(watch), watch.faults()) == (NEW, {})
    assert not any(change.held for change in watch.changes())


@pytest.mark.parametrize("kind", ["status:403", "status:429", "status:500", "status:503", "block", "truncate", "reset"])
async def test_a_fault_that_passes_in_time_is_none(kind: str, ofsted: Replica, watch: Watch) -> None:
    for path in ("/provider/", "/search", "/v1/file/"):
        ofsted.break_next(kind, path, times=1)
    summary = await watch.go()
    assert (summary.visited, summary.faults) == (1, {})


async def test_pages_with_validators_are_not_even_sent(ofsted: Replica, watch: Watch) -> None:
    ofsted.site.noise, ofsted.site.etags = False, True
    await watch.go()
    await watch.go(full=True)
    answers = [entry["status"] for entry in ofsted.site.log if entry["path"].startswith("/provider/")]
    assert answers == [200, 304]
