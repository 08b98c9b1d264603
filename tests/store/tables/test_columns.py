"""The values of the model come back from their columns as they went in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url

from tests.support.builders import a_change, a_report
from watcher.model.change import Change
from watcher.model.errors import StoreError
from watcher.model.report import Report
from watcher.model.source import Observation
from watcher.store.tables.columns import JsonColumn, Moment, Words

ENGINES = [make_url(f"{name}://").get_dialect()() for name in ("sqlite", "postgresql+psycopg")]
YEARS = datetime(1900, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001
MOMENTS = st.datetimes(*YEARS, timezones=st.timezones())


def through(column: Any, value: Any, engine: Any) -> Any:
    return column.process_result_value(column.process_bind_param(value, engine), engine)


@settings(deadline=None)  # how a report is kept is worked out at the first of them
@given(st.builds(Report), st.sampled_from(ENGINES))
def test_any_report_comes_back(report: Report, engine: Any) -> None:
    assert through(JsonColumn(Report), report, engine) == report


@settings(deadline=None)
@given(st.builds(Change, recorded_at=st.datetimes(timezones=st.just(UTC))), st.sampled_from(ENGINES))
def test_any_change_comes_back(change: Change, engine: Any) -> None:
    assert through(JsonColumn(Change), change, engine) == change


@given(st.builds(Observation))
def test_any_observation_within_a_change_comes_back(seen: Observation) -> None:
    change = a_change(before=seen, after=None)
    assert through(JsonColumn(Change), change, ENGINES[0]) == change


@given(st.text(alphabet=st.characters(), max_size=50), st.sampled_from(ENGINES))
def test_any_text_is_made_storable(text: str, engine: Any) -> None:
    for column in (Words(), JsonColumn(str)):
        stored = column.process_bind_param(text, engine)
        assert stored is not None
        assert "\0" not in stored
        stored.encode()


@given(st.text())
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert Words().process_bind_param(text, ENGINES[0]) == text.replace("\0", "\ufffd")


@given(MOMENTS, st.sampled_from(ENGINES))
def test_any_moment_comes_back_in_utc(moment: datetime, engine: Any) -> None:
    back = through(Moment(), moment, engine)
    assert back == moment.astimezone(UTC)
    assert back.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Moment().process_bind_param(datetime(2025, 1, 1), ENGINES[0])  # noqa: DTZ001


def test_nothing_stays_nothing() -> None:
    for column in (Moment(), JsonColumn(Report)):
        assert through(column, None, ENGINES[0]) is None
    assert Words().process_bind_param(None, ENGINES[0]) is None


def test_a_document_of_another_shape_is_a_store_error() -> None:
    with pytest.raises(StoreError, match="Can't read a stored"):
        JsonColumn(Report).process_result_value('{"kind": "unheard of"}', ENGINES[0])


def test_a_report_reads_as_plain_json() -> None:
    stored = JsonColumn(Report).process_bind_param(a_report(), ENGINES[0])
    assert stored is not None
    assert stored.startswith('{"kind":"ilacs_short","authority":"Marlow Vale","inspection_periods":[["2025-01-20"')
