"""What may be said of an article while a graded report is known that nobody has read. Councils are invented."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.claims import claims_of
from tests.support.council_records import AUTHORITIES, MARLOW, SAVED, an_article
from tests.support.stores import on_record

OUT = date(2025, 3, 4)
DAY_AFTER = date(2025, 3, 5)
EVERY = tuple(one for reports in SAVED.values() for one in reports)
READ_BEFORE = tuple(one for one in EVERY if one.urn != MARLOW or one.published < OUT)
NEWEST_HELD = on_record(*READ_BEFORE, not_read={MARLOW: (OUT,)})
ONE_BETWEEN = on_record(
    *(one for one in EVERY if one.published != date(2021, 10, 19)), not_read={MARLOW: (date(2021, 10, 19),)}
)


def verdicts(text: str, published: date, records: object) -> set[str]:
    found = claims_of(an_article(text, published), (MARLOW,), published, records, AUTHORITIES)  # type: ignore[arg-type]
    return {one.verdict.value for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "Ofsted has rated Marlow Vale’s children’s services requires improvement.",
        "Ofsted has rated Marlow Vale’s children’s services good.",
        "Marlow Vale has moved up from requires improvement to good.",
        "The council remains rated requires improvement.",
        "It was previously rated inadequate.",
        "The report lists 5 points to improve.",
    ],
)
def test_nothing_is_said_of_the_present_while_the_newest_report_has_not_been_read(text: str) -> None:
    assert verdicts(text, DAY_AFTER, NEWEST_HELD) <= {"cannot_check"}


def test_what_was_written_before_the_unread_report_is_checked_as_ever() -> None:
    text = "Ofsted has rated Marlow Vale’s children’s services good."
    assert verdicts(text, date(2022, 1, 10), NEWEST_HELD) == {"contradicted"}


def test_a_year_is_checked_although_a_later_report_has_not_been_read() -> None:
    assert verdicts("In 2018 Marlow Vale was rated requires improvement.", DAY_AFTER, NEWEST_HELD) == {"supported"}
    assert verdicts("In 2018 Marlow Vale was rated outstanding.", DAY_AFTER, NEWEST_HELD) == {"contradicted"}


def test_what_the_report_before_found_is_not_known_while_one_in_between_has_not_been_read() -> None:
    assert verdicts("Marlow Vale has moved up from requires improvement to good.", DAY_AFTER, ONE_BETWEEN) == {
        "cannot_check"
    }
    assert verdicts("At its last inspection it was rated outstanding.", DAY_AFTER, ONE_BETWEEN) <= {"cannot_check"}
    assert verdicts("Marlow Vale has never been rated outstanding.", DAY_AFTER, ONE_BETWEEN) <= {"cannot_check"}
    assert verdicts("Ofsted has rated Marlow Vale good.", DAY_AFTER, ONE_BETWEEN) == {"supported"}


def test_a_rank_is_not_checked_while_the_newest_report_of_one_council_has_not_been_read() -> None:
    text = "Marlow Vale is one of two councils in the Wold rated good or better."
    assert verdicts(text, DAY_AFTER, NEWEST_HELD) <= {"cannot_check"}
