"""Which pages are due, and which reports a page calls for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.support.builders import a_known, a_report_file, a_source, a_target, an_observation
from watcher.model.source import Observation, Provider
from watcher.model.visit import ProviderPage, SearchRow, Target
from watcher.ofsted.rules import due, list_moved, source_id, wanted

NOW = datetime(2025, 3, 3, 9, tzinfo=UTC)
SEEN = NOW - timedelta(days=1)


def target(key: str, **fields: object) -> Target:
    known: dict[str, object] = {"followed_since": SEEN, "visited_at": SEEN, "marker": date(2024, 1, 1), **fields}
    return a_target(source=a_source(id=source_id(key)), **known)


def row(urn: str, latest: date | None) -> SearchRow:
    return SearchRow(Provider("44", urn), urn, latest)


def page(*entries: Observation) -> ProviderPage:
    return ProviderPage(Provider("44", "80999"), "Marlow Vale", None, entries)


def test_a_quiet_list_calls_for_no_page() -> None:
    rows = [row("1", date(2024, 1, 1)), row("2", date(2024, 1, 1))]
    assert due(rows, [target("44/1"), target("44/2")], NOW, full=False) == ()


def test_a_moved_date_calls_for_its_page_newest_first() -> None:
    rows = [row("1", date(2024, 1, 1)), row("2", date(2025, 3, 1)), row("3", date(2025, 3, 2))]
    targets = [target("44/1"), target("44/2"), target("44/3")]
    assert due(rows, targets, NOW, full=False) == ("ofsted:44/3", "ofsted:44/2")


def test_a_date_that_moved_back_calls_for_its_page_too() -> None:
    assert due([row("1", date(2021, 1, 1))], [target("44/1")], NOW, full=False) == ("ofsted:44/1",)


def test_a_page_never_seen_is_due_without_any_list() -> None:
    assert due([], [target("44/1", visited_at=None)], NOW, full=False) == ("ofsted:44/1",)


def test_a_page_is_due_when_it_asked_to_be_seen_again_or_is_a_week_old() -> None:
    targets = [
        target("44/1", revisit_at=NOW),
        target("44/2", revisit_at=NOW + timedelta(seconds=1)),
        target("44/3", visited_at=NOW - timedelta(days=7)),
    ]
    assert due([], targets, NOW, full=False) == ("ofsted:44/1", "ofsted:44/3")


def test_pages_that_no_list_covers_are_looked_at_every_time() -> None:
    assert due([], [target("21/1")], NOW, full=False) == ("ofsted:21/1",)


def test_a_full_pass_visits_everything() -> None:
    assert due([], [target("44/1"), target("44/2")], NOW, full=True) == ("ofsted:44/1", "ofsted:44/2")


def test_a_list_moves_when_it_gives_another_date() -> None:
    seen = target("44/1")
    assert list_moved(seen, date(2025, 3, 3))
    assert not list_moved(seen, date(2024, 1, 1))
    assert not list_moved(seen, None)


def test_first_sight_calls_for_the_newest_graded_report() -> None:
    letter = an_observation(key="9", facts={"event": "focused_visit", "graded": "no"}, published=date(2025, 3, 1))
    old, new = (an_observation(key=str(y), published=date(y, 1, 1)) for y in (2019, 2022))
    fresh = a_known(target=a_target(followed_since=NOW))
    assert wanted(page(letter, new, old), fresh, NOW) == (new,)


def test_a_new_report_calls_for_itself_and_for_an_unread_one_before_it() -> None:
    oldest, old, new = (an_observation(key=str(y), published=date(y, 1, 1)) for y in (2019, 2022, 2025))
    known = a_known(target=a_target(visited_at=SEEN), observations={"2019": oldest, "2022": old})
    assert wanted(page(new, old, oldest), known, NOW) == (old, new)
    read = replace(known, files={"2022": a_report_file(file_id="2022")})
    assert wanted(page(new, old, oldest), read, NOW) == (new,)


def test_reports_of_one_day_are_ordered_by_file_number() -> None:
    day = date(2025, 1, 1)
    first, second = an_observation(key="999", published=day), an_observation(key="1000", published=day)
    known = a_known(target=a_target(visited_at=SEEN), observations={"1": an_observation(key="1", published=None)})
    assert wanted(page(second, first), known, NOW) == (first, second)
