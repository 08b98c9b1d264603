"""The reports read, and those that wait to be read."""

from __future__ import annotations

from datetime import date, timedelta

from tests.support.builders import NOW, SOURCE_ID, a_record, a_report_file, a_source, an_observation
from watcher.store import Store

VISIT = {"event": "focused_visit", "graded": "no"}


def test_the_newest_unread_documents_come_first(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    entries = (
        an_observation(key="old", published=date(2018, 1, 1)),
        an_observation(key="undated", published=None),
        an_observation(key="new", published=date(2024, 1, 1)),
        an_observation(key="read", published=date(2025, 1, 1)),
        an_observation(key="visit", facts=VISIT),
    )
    store.pages.record(a_record(observations=entries, files=(a_report_file(file_id="read"),)))
    assert [entry.key for entry in store.reports.unread(10)] == ["visit", "new", "old", "undated"]
    assert store.reports.unread(2) == [entries[4], entries[2]]
    assert store.reports.unread(10, {"ofsted:44/1"}) == []


def test_what_is_gone_not_followed_or_no_council_is_not_to_be_read(store: Store) -> None:
    school, left = a_source(id="ofsted:23/1"), a_source(id="ofsted:44/1")
    store.pages.follow([school, left, a_source()], NOW)
    for source in (school, left):
        store.pages.record(
            a_record(source_id=source.id, observations=(an_observation(source_id=source.id),), page=None)
        )
    gone = an_observation(key="gone"), an_observation(key="withdrawn")
    store.pages.record(a_record(observations=gone))
    store.pages.record(a_record(observations=(), missing={"gone": NOW}, withdrawn=frozenset({"withdrawn"})))
    store.pages.follow([school, a_source()], NOW)
    assert store.reports.unread(10) == []


def test_a_report_is_read_back_by_its_number_as_it_was_read_last(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    assert store.reports.find("50200001") is None
    store.reports.save(a_report_file(report=None, problems=("encrypted",)))
    store.reports.save(a_report_file(read_at=NOW + timedelta(days=1)))
    assert store.reports.find("50200001") == a_report_file(read_at=NOW + timedelta(days=1))


def test_a_file_listed_by_two_councils_is_known_for_each(store: Store) -> None:
    other = a_source(id="ofsted:44/2")
    store.pages.follow([a_source(), other], NOW)
    store.reports.save(a_report_file())
    store.reports.save(a_report_file(source_id=other.id))
    assert list(store.pages.known(SOURCE_ID).files) == list(store.pages.known(other.id).files) == ["50200001"]


def test_the_newest_graded_report_of_a_council(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    assert store.reports.newest_graded("80999") is None
    old, new = (
        an_observation(key="1", published=date(2018, 1, 1)),
        an_observation(key="2", published=date(2022, 1, 1)),
    )
    visit = an_observation(key="3", published=date(2024, 1, 1), facts=VISIT)
    files = tuple(a_report_file(file_id=one.key, published=one.published) for one in (old, new, visit))
    store.pages.record(a_record(observations=(old, new, visit), files=files))
    assert store.reports.newest_graded("80999") == files[1]


def test_a_withdrawn_report_still_counts(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.record(a_record(files=(a_report_file(),)))
    store.pages.record(a_record(observations=(), withdrawn=frozenset({"50200001"})))
    assert store.reports.newest_graded("80999") == a_report_file()


def test_the_record_says_which_graded_reports_it_lacks(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    days = {"read": 2015, "held": 2017, "unread": 2019, "newer": 2021, "gone": 2023}
    entries = tuple(an_observation(key=key, published=date(year, 5, 1)) for key, year in days.items())
    visit = an_observation(key="visit", published=date(2024, 1, 1), facts=VISIT)
    files = (
        a_report_file(file_id="read", published=date(2015, 5, 1)),
        a_report_file(file_id="held", published=date(2017, 5, 1), problems=("two grades",)),
        a_report_file(file_id="newer", published=date(2021, 5, 1), report=None, problems=("damaged",)),
    )
    store.pages.record(a_record(observations=(*entries, visit), files=files))
    store.pages.record(a_record(observations=(*entries[:4], visit), withdrawn=frozenset({"gone"})))
    records = store.reports.records()
    assert [one.published.year for one in records["80999"]] == [2015]
    assert [day.year for day in records.not_read["80999"]] == [2017, 2019, 2021]
    assert records.newer_not_read("80999", records["80999"][0], date(2020, 1, 1)) == date(2019, 5, 1)
    assert records.newer_not_read("80999", records["80999"][0], date(2016, 1, 1)) is None
