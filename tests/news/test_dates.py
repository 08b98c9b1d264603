from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.news.dates import bare_date, believable, labelled_date, machine_date, printed_date

DAY = date(2024, 5, 3)


@pytest.mark.parametrize(
    "words",
    [
        "3 May 2024", "03 May 2024", "3rd May 2024", "3rd of May, 2024", "May 3, 2024", "May 3rd 2024", "03/05/2024",
        "3.5.2024", "3-5-24", "2024-05-03", "Friday 3 May 2024", "Friday, May 3, 2024", "07:30, 3 May 2024",
        "3 May 2024 at 10:30",
    ],
)  # fmt: skip
def test_a_date_is_read_day_first_however_it_is_printed(words: str) -> None:
    assert bare_date(words) == DAY
    assert printed_date(words) == DAY


@pytest.mark.parametrize(
    "words",
    [
        "May 3, 2024 By Comms team", "May 3, 2024 | By Comms team", "3 May 2024 by Ann O’Lee", "3 May 2024 at 9.30am",
        "May 3, 2024, 9:30 a.m.", "3 May 2024, 09:30", "Friday 3rd May 2024 -",
    ],
)  # fmt: skip
def test_a_time_and_an_author_may_follow_a_date(words: str) -> None:
    assert bare_date(words) == DAY


@pytest.mark.parametrize(
    "words", ["3 May 2024 by the river and in the park", "3 May 2024 was a good day.", "3 May 2024 by cabinet, again."]
)
def test_a_date_with_a_sentence_is_not_a_date_alone(words: str) -> None:
    assert bare_date(words) is None


@pytest.mark.parametrize("words", ["31/11/2024", "31 November 2024", "30 February 2023", "3 May", "2024", "13/13/2024"])
def test_what_is_no_day_is_no_date(words: str) -> None:
    assert bare_date(words) is None
    assert printed_date(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "Published: 3 May 2024", "Published on Friday, May 3, 2024", "Date published 03/05/2024", "Posted 3 May 2024",
        "Date: 3 May 2024", "PUBLISHED 3 MAY 2024", "Release date - 3rd May 2024", 
        "Posted on 3 May 2024 by the press office", "First published: 3 May 2024 | News",
        "Posted by Ann Lee on 3 May 2024", "Posted in Press releases by Comms team on 3 May 2024", "Sent: 3 May 2024",
    ],
)  # fmt: skip
def test_a_label_announces_the_date(words: str) -> None:
    assert labelled_date(words) == DAY


@pytest.mark.parametrize(
    "words",
    [
        "Last updated: 3 May 2024", "Published on 3 May 2024, the report says much.", "The report of 3 May 2024",
        "Copyright 2024", "Inspection dates: 3 May 2024", "Published: soon", "Published by Ofsted on 3 May 2024",
        "Published by the council. It met on 3 May 2024", "Posted in News by Ann Lee on 3 May 2024 in the town hall of",
    ],
)  # fmt: skip
def test_prose_and_other_labels_announce_none(words: str) -> None:
    assert labelled_date(words) is None


def test_a_moment_is_the_day_it_was_in_london() -> None:
    assert machine_date("2024-05-02T23:30:00Z") == DAY
    assert machine_date("2024-05-02T20:30:00-04:00") == DAY
    assert machine_date("2024-01-02T23:30:00+00:00") == date(2024, 1, 2)
    assert machine_date("2024-05-03T23:30:00") == DAY
    assert machine_date("2024-02-30T10:00:00Z") is None


def test_an_empty_value_and_a_day_to_come_are_not_believed() -> None:
    assert believable(date(1970, 1, 1)) is None
    assert believable(DAY, today=date(2024, 5, 2)) == DAY
    assert believable(DAY, today=date(2024, 5, 1)) is None


def test_two_dates_are_none() -> None:
    assert printed_date("from 3 May 2024 to 9 May 2024") is None


@given(st.dates(min_value=date(1995, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_as_it_is_printed(day: date) -> None:
    for form in (
        f"{day.day} {day:%B %Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%A}, {day:%B} {day.day}, {day.year}",
        f"{day:%d %b %Y}",
    ):
        assert labelled_date(f"Published: {form}") == day


@given(st.text(max_size=300))
def test_no_words_upset_it(words: str) -> None:
    for read in (machine_date, printed_date, bare_date, labelled_date):
        assert read(words) is None or isinstance(read(words), date)


@pytest.mark.parametrize("words", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-23:59", "0000-00-00T00:00:00Z"])
def test_the_ends_of_the_calendar_are_no_date(words: str) -> None:
    assert machine_date(words) is None
