"""Dates as the Ofsted site prints them."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.model.errors import UnreadableError
from watcher.ofsted.pages.dates import date_at_end, dates_in, is_date, site_date, without_date


@pytest.mark.parametrize("words", ["08 April 2019", "8 April 2019", " 08\n April  2019", "08\u00a0April 2019"])
def test_a_printed_date_is_read(words: str) -> None:
    assert site_date(words) == date(2019, 4, 8)


@pytest.mark.parametrize("words", ["", "April 2019", "08/04/2019", "2019-04-08", "31 April 2019", "8 Aprils 2019"])
def test_anything_else_is_refused(words: str) -> None:
    with pytest.raises(UnreadableError):
        site_date(words)


def test_the_date_at_the_end_of_a_hidden_text_is_found() -> None:
    assert date_at_end("Full inspection, PDF - 08 September 2026 ") == date(2026, 9, 8)
    assert date_at_end("Report of 08 September 2026, PDF") is None


def test_a_date_at_the_end_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnreadableError):
        date_at_end("Full inspection, PDF - 31 September 2026")


def test_dates_among_words_are_only_those_that_exist() -> None:
    assert dates_in("12 Rooms 2024, 8 April 2019 and 31 September 2026") == {date(2019, 4, 8)}
    assert is_date(" 08 April\n2019 ")
    assert not is_date("12 Rooms 2024")
    assert not is_date("Published 8 April 2019")
    assert without_date("Published  8 April 2019") == "Published"
