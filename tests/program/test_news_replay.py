"""The main job on councils' sites, papers and a firm's blog beside Ofsted's: the clock is moved through the years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.support.news_sites import NewsSites, news_sites
from tests.support.replica import Replica, replica
from watcher.commands import run
from watcher.commands.start import open_store
from watcher.model.change import Change
from watcher.model.event_kind import EventKind
from watcher.model.news import Stale, Tier
from watcher.model.record import story_of
from watcher.model.subscription import Frequency
from watcher.settings import Fetch, NewsSettings, Ofsted, Settings
from watcher.store import Store

pytestmark = pytest.mark.shared

START = date(2021, 10, 31)
END = date(2026, 8, 31)
# Reports of before the start that items look back to are read for the history at these rates.
FULL_PASSES = 3


@dataclass
class World:
    """Both sites, a watcher of them, and the clock that all share."""

    ofsted: Replica
    news: NewsSites
    settings: Settings
    store: Store

    def at(self, day: date) -> datetime:
        self.ofsted.site.as_of = day
        self.news.site.as_of = day
        return datetime.combine(day, time(12), UTC)

    def check(self, day: date, **how: Any) -> None:
        assert run.check(self.settings, self.store, self.at(day), **how) is not None

    def told(self, day: date) -> list[tuple[str, str, str]]:
        """The mails of a day: whom, about what, and the text part."""
        now = self.at(day)
        run.digest(self.settings, self.store, Frequency.IMMEDIATELY, now)
        mails = []
        for delivery in self.store.outbox.pending(now, 100):
            message = message_from_bytes(delivery.content, policy=policy.default)
            part = message.get_body(("plain",))
            assert part is not None
            mails.append((delivery.address, str(message["Subject"]), str(part.get_content())))
            self.store.outbox.mark_sent(delivery.id, now)
        return mails


@contextmanager
def a_world(shared: Path, folder: Path, start: date, *sites: str) -> Iterator[World]:
    with ExitStack() as stack:
        ofsted = stack.enter_context(replica(shared, start))
        news = stack.enter_context(news_sites(shared, start, ofsted.base_url))
        (folder / "sources.toml").write_text(news.sources_toml(*sites), encoding="utf-8")
        settings = Settings(
            home=folder,
            authorities="all",
            ofsted=Ofsted(base_url=ofsted.base_url),
            fetch=Fetch(delay=0, timeout=5),
            news=NewsSettings(articles_a_visit=100),
        )
        yield World(ofsted, news, settings, stack.enter_context(open_store(settings)))


def days_of(world: World, since: date, until: date) -> list[date]:
    """The days on which something is published, edited or deleted, and the day after each report."""
    days = {date.fromisoformat(row["appears"]) for row in world.news.truth() if row["relevant"]}
    days |= {date.fromisoformat(edit["from"]) for row in world.news.truth() for edit in row["edits"]}
    days |= {record.published for record in world.ofsted.site.reports if record.published}
    return sorted(day for day in days if since < day <= until)


def coverage(world: World) -> dict[str, list[Change]]:
    """The changes about news items, by the item's path."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in world.store.changes.recorded():
        if change.event.kind in (EventKind.COVERAGE, EventKind.OWN_POST):
            found[change.key.removeprefix(world.news.base_url)].append(change)
    return found


@pytest.fixture(scope="module")
def replayed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, dict[str, Any]]]:
    """A reader of Leicester, the marketing team and a reader of all coverage, from the autumn of 2021 on."""
    with a_world(shared, tmp_path_factory.mktemp("replayed"), START) as world:
        now = world.at(START)
        for _ in range(FULL_PASSES):
            world.check(START, full=True)
        world.store.subscribers.subscribe("reader@marlow.example", "authority:80482", Frequency.IMMEDIATELY, now)
        world.store.subscribers.subscribe("team@firm.example", "own-posts", Frequency.IMMEDIATELY, now)
        mails = defaultdict(list)
        days = [*days_of(world, START, END), date(2025, 2, 10), date(2025, 2, 11), date(2023, 1, 2)]
        for day in sorted(days):
            world.check(day)
            for address, subject, text in world.told(day):
                mails[address].append((day, subject, text))
        yield world, mails


def test_a_reader_of_leicester_gets_one_story_each_time(replayed: tuple[World, dict[str, Any]]) -> None:
    _, mails = replayed
    days = [day for day, _, _ in mails["reader@marlow.example"]]
    assert days.count(date(2021, 11, 12)) == 1
    assert days.count(date(2025, 1, 29)) == 1
    assert not [day for day in days if date(2025, 1, 30) <= day <= date(2025, 2, 11)]


def test_the_story_has_the_official_grades_and_then_what_the_council_says(
    replayed: tuple[World, dict[str, Any]],
) -> None:
    _, mails = replayed
    [text] = [text for day, _, text in mails["reader@marlow.example"] if day == date(2025, 1, 29)]
    assert text.index("Requires improvement") < text.index("City council welcomes Ofsted praise")


def test_the_marketing_reader_is_told_once_for_each_reason_that_an_article_went_stale(
    replayed: tuple[World, dict[str, Any]],
) -> None:
    world, _ = replayed
    for row in world.news.truth():
        if row["tier"] != "own" or not row["relevant"]:
            continue
        found = coverage(world)[f"/{row['site']}{row['path']}"]
        told = {(one.reason, change.id, change.recorded_at.date()) for change in found for one in _reasons(change)}
        expected = {one["reason"]: max(date.fromisoformat(one["from"]), START) for one in row.get("stale", [])}
        assert sorted(reason for reason, _, _ in told) == sorted(expected), row["title"]
        for reason, _, day in told:
            late = day - expected[reason]
            assert 0 <= late.days <= 7, f"{row['title']}: {reason} was told on {day}"


def _reasons(change: Change) -> tuple[Stale, ...]:
    """Without (h), what was never exact: the truth has no letter for it."""
    assert change.coverage is not None
    return tuple(one for one in change.coverage.stale if one.reason != "h")


def test_every_item_is_joined_to_its_stories(replayed: tuple[World, dict[str, Any]]) -> None:
    world, _ = replayed
    joined: dict[str, set[str]] = defaultdict(set)
    stories = {
        story for row in world.news.truth() if row["relevant"] for name in row["stories"] for story in _each(name)
    }
    for story, mentions in world.store.news.mentions(sorted(stories)).items():
        for mention in mentions:
            joined[mention.url.removeprefix(world.news.base_url)].add(story)
    # of one council that is named in the truth there are no reports
    out = {story_of(one.urn, one.published) for one in world.ofsted.site.reports}
    wrong = []
    for row in world.news.truth():
        expected = {story for name in row["stories"] for story in _each(name)} if row["relevant"] else set()
        path = f"/{row['site']}{row['path']}"
        # what robots.txt forbids is never read
        told_of = row["relevant"] and expected <= out and _is_followed(row) and "/premium/" not in path
        if told_of and joined[path] != expected:
            wrong.append((row["id"], joined[path], expected))
    assert not wrong, "\n".join(map(str, wrong))


def _is_followed(row: dict[str, Any]) -> bool:
    """Whether an item appeared while it was watched, is still there, and is no copy, nor out of date."""
    gone = row["deleted"] or row.get("same_as") or row.get("stale")
    return date.fromisoformat(row["appears"]) > START and not gone


def _each(name: str) -> list[str]:
    """`A+B@DAY` is one story of two records."""
    urns, _, day = name.partition("@")
    return [f"{urn}@{day}" for urn in urns.split("+")]


def test_nothing_comes_of_unrelated_releases_or_of_an_aggregator_alone(
    replayed: tuple[World, dict[str, Any]],
) -> None:
    world, _ = replayed
    truth = {f"/{row['site']}{row['path']}": row for row in world.news.truth()}
    for path, changes in coverage(world).items():
        assert truth[path]["relevant"], path
        assert truth[path]["stories"] or truth[path]["tier"] == "own", path
        for change in changes:
            assert change.coverage is not None and change.coverage.tier is not Tier.AGGREGATOR


def test_an_edit_is_a_change_only_if_facts_moved(replayed: tuple[World, dict[str, Any]]) -> None:
    world, _ = replayed
    found = coverage(world)
    for row in world.news.truth():
        if not row["relevant"] or row["tier"] in ("own", "aggregator") or date.fromisoformat(row["appears"]) <= START:
            continue
        edited = [change for change in found[f"/{row['site']}{row['path']}"] if change.kind == "changed"]
        moving = [edit for edit in row["edits"] if edit["moves_facts"]]
        assert bool(edited) == bool(moving), row["title"]


def test_every_source_is_read_without_a_fault(replayed: tuple[World, dict[str, Any]]) -> None:
    world, _ = replayed
    assert [fault.reason for fault in world.store.faults.recorded(open_only=True)] == []
