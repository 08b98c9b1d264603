"""Dates as reports print them."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.model.errors import UnreadableDateError
from watcher.ofsted.reports.dates import read_date, read_periods


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("6 to 17 December 2021", "2021-12-06", "2021-12-17"),
        ("27 September to 8 October 2021", "2021-09-27", "2021-10-08"),
        ("9 July 2018 to 20 July 2018", "2018-07-09", "2018-07-20"),
        ("08 July 2019 to 19 July 2019", "2019-07-08", "2019-07-19"),
        ("1/06/2015 – 25/06/2015", "2015-06-01", "2015-06-25"),
        ("14 January – 5 February 2014", "2014-01-14", "2014-02-05"),
        ("24 – 28 June 2013", "2013-06-24", "2013-06-28"),
        ("30 November to 11 December 2020", "2020-11-30", "2020-12-11"),
        ("29 December to 9 January 2015", "2014-12-29", "2015-01-09"),
        ("7 March 22 to 18 March 2022", "2022-03-07", "2022-03-18"),
        ("Monday 6 March to Friday 17 March 2023", "2023-03-06", "2023-03-17"),
        ("6th to 17th March 2023", "2023-03-06", "2023-03-17"),
        ("1 1 to 2 2 May 20 26", "2026-05-11", "2026-05-22"),
        ("14 and 15 February 2023", "2023-02-14", "2023-02-15"),
        ("14 February 2023", "2023-02-14", "2023-02-14"),
        ("3 Sept to 14 Sep 2018", "2018-09-03", "2018-09-14"),
    ],
)
def test_one_period(printed: str, start: str, end: str) -> None:
    assert read_periods(printed) == ((d(start), d(end)),)


@pytest.mark.parametrize(
    "printed",
    [
        "5 to 9 December 2022 and 14 to 15 February 2023",
        "5 December 2022 to 9 December 2022 and 14 February 2023 to 15 February 2023",
        "5 to 9 December and 14 to 15 February 2023",
    ],
)
def test_two_periods(printed: str) -> None:
    assert read_periods(printed) == (
        (d("2022-12-05"), d("2022-12-09")),
        (d("2023-02-14"), d("2023-02-15")),
    )


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "in the spring",
        "17 to 6 March 2023",
        "30 to 31 February 2023",
        "6 to 17 March",
        "6 to 17 2023",
        "6 to 17 Marching 2023",
        "6 January to 17 August 2023",
        "6 to 17 March 2008",
        "14 to 15 February 2023 and 5 to 9 December 2022",
        "5 to 9 December 2022 and 7 to 15 December 2022",
        "31 October t o-ish 11 November 2022",
        "21 and 23 to 25 May 2018",
    ],
)
def test_what_is_no_inspection_date_is_refused(printed: str) -> None:
    with pytest.raises(UnreadableDateError):
        read_periods(printed)


def test_a_date_of_publication() -> None:
    assert read_date("07 February 2017") == d("2017-02-07")


@pytest.mark.parametrize("printed", ["31 February 2017", "February 2017", "7 February"])
def test_what_is_no_date_of_publication_is_refused(printed: str) -> None:
    with pytest.raises(UnreadableDateError):
        read_date(printed)
