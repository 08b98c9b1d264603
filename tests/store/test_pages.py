"""Following pages, and what one visit leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.builders import (
    NOW,
    PAGE_URL,
    SOURCE_ID,
    a_change,
    a_page_state,
    a_record,
    a_report_file,
    a_source,
    an_attempt,
    an_observation,
    an_unchanged,
)
from tests.support.plans import Asked, capturing, fill, questions, table_scans
from watcher.model.errors import StoreError
from watcher.store import Store

LATER = NOW + timedelta(hours=1)


def test_a_followed_page_is_a_target_that_was_never_visited(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    [target] = store.pages.targets()
    assert target.source == a_source()
    assert target.followed_since == NOW
    assert target.visited_at is None
    assert target.page is None


def test_only_what_was_asked_for_last_is_followed_and_the_rest_is_remembered(store: Store) -> None:
    left, kept = a_source(id="ofsted:44/1"), a_source(id="ofsted:44/2")
    store.pages.follow([left, kept], NOW)
    store.pages.record(a_record(source_id=left.id, observations=(an_observation(source_id=left.id),), page=None))
    store.pages.follow([kept], LATER)
    assert [target.source.id for target in store.pages.targets()] == [kept.id]
    assert list(store.pages.known(left.id).observations) == ["50200001"]
    assert [status.followed for status in store.pages.statuses()] == [False, True]


def test_followed_since_stays_the_first_time_and_the_name_becomes_the_newest(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.follow([a_source(name="Marlow Vale Council")], LATER)
    [target] = store.pages.targets()
    assert target.followed_since == NOW
    assert target.source.name == "Marlow Vale Council"


def test_a_source_never_followed_is_not_known(store: Store) -> None:
    with pytest.raises(StoreError, match="never followed"):
        store.pages.known("ofsted:44/nobody")
    with pytest.raises(StoreError, match="never followed"):
        store.pages.record(a_record())


def test_a_visit_is_remembered_whole(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    seen = (an_observation(key="1"), an_observation(key="2", published=None))
    store.pages.record(
        a_record(
            observations=seen,
            files=(a_report_file(file_id="1"), a_report_file(file_id="2", report=None, problems=("cut off",))),
            attempts=(an_attempt(file_id="3"),),
            marker=date(2025, 3, 3),
            revisit_at=LATER,
            fault="one report could not be fetched",
        )
    )
    known = store.pages.known(SOURCE_ID)
    assert known.observations == {"1": seen[0], "2": seen[1]}
    assert known.files["1"] == a_report_file(file_id="1")
    assert known.files["2"].held
    assert known.attempts == {"3": an_attempt(file_id="3")}
    assert [fault.reason for fault in store.faults.recorded(open_only=True)] == ["one report could not be fetched"]
    assert known.target.page == a_page_state()
    assert (known.target.visited_at, known.target.revisit_at) == (NOW, LATER)
    assert known.target.marker == date(2025, 3, 3)
    assert not known.first_sight


def test_what_a_page_no_longer_lists_is_kept_as_missing_then_withdrawn(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    stays, goes = an_observation(key="1"), an_observation(key="2")
    store.pages.record(a_record(observations=(stays, goes)))
    store.pages.record(a_record(observations=(stays,), missing={"2": LATER}))
    known = store.pages.known(SOURCE_ID)
    assert known.observations == {"1": stays, "2": goes}
    assert known.missing == {"2": LATER}
    store.pages.record(a_record(observations=(stays,), withdrawn=frozenset({"2"})))
    known = store.pages.known(SOURCE_ID)
    assert (known.missing, known.withdrawn) == ({}, frozenset({"2"}))
    store.pages.record(a_record(observations=(stays, goes)))
    known = store.pages.known(SOURCE_ID)
    assert (known.missing, known.withdrawn) == ({}, frozenset())


def test_a_record_without_a_page_forgets_the_page(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.record(a_record())
    store.pages.record(a_record(page=None))
    assert store.pages.known(SOURCE_ID).target.page is None


def test_attempts_are_replaced_by_those_of_the_newest_visit(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.record(a_record(attempts=(an_attempt(file_id="1"), an_attempt(file_id="2"))))
    store.pages.record(a_record(attempts=(an_attempt(file_id="2"),)))
    assert list(store.pages.known(SOURCE_ID).attempts) == ["2"]


def test_a_change_is_recorded_once_however_often_it_is_reported(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    record = a_record(changes=(a_change(id="c1"), a_change(id="c2")))
    assert [change.id for change in store.pages.record(record)] == ["c1", "c2"]
    assert store.pages.record(record) == ()
    assert store.pages.record(replace(record, changes=(a_change(id="c3"),))) == (a_change(id="c3"),)
    assert [change.id for change in store.changes.recorded()] == ["c1", "c2", "c3"]


def test_a_record_that_cannot_be_saved_whole_is_not_saved_at_all(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    stranger = an_observation(source_id="ofsted:44/nobody")
    with pytest.raises(StoreError):
        store.pages.record(a_record(observations=(an_observation(), stranger), changes=(a_change(),)))
    assert store.pages.known(SOURCE_ID).first_sight
    assert store.pages.known(SOURCE_ID).observations == {}


def test_an_unchanged_page_is_noted_with_its_new_validators(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.record(a_record(revisit_at=LATER))
    newer = a_page_state(etag='"v2"')
    store.pages.touch([an_unchanged(state=newer, listed=date(2025, 4, 1))], LATER)
    [target] = store.pages.targets()
    assert target.page == newer
    assert (target.visited_at, target.revisit_at, target.marker) == (LATER, None, date(2025, 4, 1))


def test_touching_nothing_does_nothing(store: Store) -> None:
    store.pages.touch([], NOW)


def test_the_fault_of_a_page_nobody_follows_any_more_is_over(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.faults.report(SOURCE_ID, "the page answered 404", NOW)
    store.pages.follow([], LATER)
    assert store.faults.recorded(open_only=True) == []


def test_a_page_followed_again_goes_on_where_it_was_and_is_looked_at_at_once(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.record(a_record())
    store.pages.follow([], LATER)
    store.pages.follow([a_source()], LATER)
    known = store.pages.known(SOURCE_ID)
    assert not known.first_sight and known.target.revisit_at == LATER
    assert "50200001" in known.observations


def test_a_page_that_was_never_seen_and_is_followed_again_is_followed_from_now_on(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.follow([], LATER)
    store.pages.follow([a_source()], LATER)
    known = store.pages.known(SOURCE_ID)
    assert known.first_sight and known.target.followed_since == LATER


def test_a_source_is_called_what_its_page_says(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.record(a_record(name="Rose Lane School"))
    store.pages.record(a_record())
    assert store.pages.statuses()[0].name == "Rose Lane School"


def test_what_readers_know_without_grades_is_held_until_its_grades_are_told(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.record(a_record(changes=(a_change(id="c1", held=True, report=None), a_change(id="c2", key="9"))))
    assert store.pages.known(SOURCE_ID).held == {"50200001"}
    store.pages.record(a_record(changes=(a_change(id="c3", report=None, recorded_at=LATER),)))
    assert store.pages.known(SOURCE_ID).held == {"50200001"}
    store.pages.record(a_record(changes=(a_change(id="c4", recorded_at=LATER),)))
    assert store.pages.known(SOURCE_ID).held == frozenset()


def test_many_pages_are_touched_in_one_batch(store: Store) -> None:
    ids = [f"ofsted:44/{number}" for number in range(300)]
    store.pages.follow([a_source(id=source_id) for source_id in ids], NOW)
    store.pages.touch([an_unchanged(state=a_page_state(source_id=source_id)) for source_id in ids], LATER)
    assert {target.visited_at for target in store.pages.targets()} == {LATER}


def test_the_status_of_a_source_says_when_it_was_tried_and_what_is_wrong(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    store.pages.record(a_record())
    store.faults.report(SOURCE_ID, "the page answered 503", LATER)
    [status] = store.pages.statuses()
    assert (status.id, status.name, status.url) == (SOURCE_ID, "Marlow Vale", PAGE_URL)
    assert (status.visited_at, status.last_tried_at) == (NOW, LATER)
    assert status.fault == "the page answered 503"


def test_hostile_text_is_stored_and_read_back_without_harm(store: Store) -> None:
    store.pages.follow([a_source()], NOW)
    hostile = "\0 \ud800 \u202e '; DROP TABLE source; -- \r\n{}%s"
    store.pages.record(a_record(observations=(an_observation(title=hostile, facts={"event": hostile}),)))
    seen = store.pages.known(SOURCE_ID).observations["50200001"]
    assert seen.title == hostile.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
    assert seen.facts["event"].endswith("DROP TABLE source; -- \r\n{}%s")


def test_no_question_of_a_pass_or_a_round_of_mail_reads_a_large_table_through(store: Store) -> None:
    # so many that no sample of the rows that PostgreSQL counts makes reading all of them look cheaper
    fill(store, 100_000)
    through: dict[tuple[str, str], Asked] = {}
    for question, ask in questions(store).items():
        with capturing(store) as asked:
            ask()
        assert asked, question
        through |= {(question, step): one for one in asked for step in table_scans(store, one)}
    assert through == {}
