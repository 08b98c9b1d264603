"""The grades of a council over the years: whole, or with a gap where a report is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.support.mail_stories import PUBLISHED, G, I, R, a_held_report, a_reading, the_fall_of_marlow_vale
from tests.support.sentences import history
from tests.support.stores import on_record
from watcher.digests.background import StoryContext
from watcher.digests.item import item
from watcher.digests.views import Entry
from watcher.model.change import Change
from watcher.model.record import OnRecord
from watcher.model.report import Grade, Report, ReportKind

URN = "80999"
OF_2021 = a_reading(G, G, G, overall=G)


def on(day: date, report: Report) -> OnRecord:
    return OnRecord(URN, day, f"https://files.example/v1/file/{day:%Y%m%d}", report)


def told(change: Change, *reports: OnRecord, not_read: tuple[date, ...] = ()) -> list[str]:
    background = StoryContext(records=on_record(*reports, not_read={URN: not_read}))
    entry: Entry
    (entry,) = item([change], background).entries
    return history(entry)


def test_a_report_that_is_not_read_leaves_a_gap_in_every_row() -> None:
    lines = told(the_fall_of_marlow_vale(), on(date(2021, 11, 12), OF_2021), not_read=(date(2017, 9, 4),))
    assert lines[0] == "Overall: 2017 not known yet, 2021 Good, 2025 Requires improvement"
    assert all("2017 not known yet" in line for line in lines[:-1]) and len(lines) == 6
    assert lines[-1].startswith("Ofsted also published a report on 4 September 2017. We don't know its grades yet.")


def test_a_held_report_is_a_gap_in_its_own_story() -> None:
    held = replace(a_held_report(), provider=replace(a_held_report().provider, urn=URN))
    lines = told(held, on(date(2021, 11, 12), OF_2021), not_read=(PUBLISHED,))
    assert lines[0] == "Overall: 2021 Good, 2025 not known yet"


def test_reports_of_another_remit_are_no_part_of_it() -> None:
    of_2013 = replace(a_reading(I, I, I, overall=Grade.ADEQUATE), kind=ReportKind.LAC_2013)
    lines = told(
        the_fall_of_marlow_vale(), on(date(2013, 8, 20), of_2013), on(date(2021, 11, 12), OF_2021),
        not_read=(date(2012, 5, 1),),
    )  # fmt: skip
    assert lines[0] == "Overall: 2021 Good, 2025 Requires improvement"


def test_two_reports_of_one_year_are_told_apart_by_their_months() -> None:
    lines = told(
        the_fall_of_marlow_vale(), on(date(2021, 2, 1), a_reading(R, R, R, overall=R)), on(date(2021, 11, 12), OF_2021)
    )
    assert lines[0] == "Overall: Feb 2021 Requires improvement, Nov 2021 Good, 2025 Requires improvement"


def test_the_oldest_reports_are_counted_where_there_is_no_room() -> None:
    years = [on(date(year, 5, 1), OF_2021) for year in range(2014, 2022)]
    lines = told(the_fall_of_marlow_vale(), *years)
    assert lines[0].startswith("Overall: 2017 Good,")
    assert lines[-1].endswith("3 earlier reports are not shown.")


def test_one_report_alone_has_no_history() -> None:
    assert told(the_fall_of_marlow_vale()) == []
