"""What one visit of a page means, told pass by pass.

It is long because `decide` is one decision with many cases, and all start from the same page.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.support.builders import a_page_state, a_source
from tests.support.builders import a_report as a_dated_report
from watcher.differ.case import Predecessor, ReadReport, read_file
from watcher.differ.decide import decide
from watcher.model.change import ChangeKind, Movement
from watcher.model.errors import ReportError
from watcher.model.report import Grade, Improvement, Judgement, JudgementId, Passage, PriorityAction, Report, ReportKind
from watcher.model.source import Authority, Observation, Provider
from watcher.model.visit import FetchedFile, Known, ProviderPage, Record, Target, Visit
from watcher.ofsted.authorities import Gazetteer
from watcher.ofsted.rules import wanted

START = datetime(2025, 1, 6, 12, tzinfo=UTC)
PLACES = Gazetteer.of([Authority("80999", "Marlow Vale"), Authority("80998", "Eastmere")])


LABELS = {
    "inspection": "Children's services inspection",
    "focused_visit": "Children's services focused visit",
    "send": "Area SEND full inspection",
    "other": "Children's services assurance check",
}


def entry(key: str, published: str, event: str = "inspection", graded: str = "yes", **facts: str) -> Observation:
    return Observation(
        "ofsted:44/80999",
        key,
        LABELS[event],
        f"https://files.example/v1/file/{key}",
        date.fromisoformat(published),
        {"event": event, "graded": graded, **facts},
    )


OLD, NEWER, NEWEST = entry("11", "2019-05-01"), entry("12", "2022-05-03"), entry("13", "2025-02-04")
LETTER = entry("14", "2025-02-05", event="focused_visit", graded="no")


def a_report(**fields: Any) -> Report:
    """A report that prints no dates, so that it fits any entry."""
    return a_dated_report(**{"inspection_periods": (), **fields})


def a_letter(**fields: Any) -> Report:
    """A focused visit letter that asks for nothing."""
    bare = {"kind": ReportKind.FOCUSED_VISIT, "overall": None, "judgements": (), "improve": ()}
    return a_report(**{**bare, "priority_action_status": PriorityAction.NOT_STATED, **fields})


def usual_report(listed: Observation) -> Report:
    """What stands under such a label as a rule."""
    return a_letter() if listed.facts["event"] == "focused_visit" else a_report()


class Watch:
    """A source watched over several passes, remembering only what each record said."""

    def __init__(self, page: str = "44") -> None:
        self.source = a_source(id=f"ofsted:{page}/80999", name="Marlow Vale")
        self.provider = Provider(page, "80999")
        self.known = Known(Target(self.source, followed_since=START))
        self.told: list[str] = []

    def see(
        self,
        *entries: Observation,
        now: datetime = START,
        unreadable: dict[str, ReportError] | None = None,
        lost: dict[str, str] | None = None,
        reports: dict[str, Report] | None = None,
        grade: Grade | None = None,
        listed: date | None = None,
        predecessor: Predecessor | None = None,
    ) -> Record:
        page = ProviderPage(self.provider, "Marlow Vale", grade, entries)
        asked = wanted(page, self.known, now)
        files = tuple(
            FetchedFile(e, None, (lost or {})[e.key])
            if e.key in (lost or {})
            else FetchedFile(e, b"<html>" if "web page" in str((unreadable or {}).get(e.key)) else b"%PDF-1.7")
            for e in asked
        )
        readings = {
            file.entry.key: ReadReport(error=unreadable[file.entry.key], sha256=None)
            if unreadable and file.entry.key in unreadable
            else ReadReport((reports or {}).get(file.entry.key, usual_report(file.entry)), sha256="f" * 64)
            for file in files
            if file.body is not None
        }
        visit = Visit(self.known, page, b"", a_page_state(), files, listed)
        record = decide(visit, readings, now, PLACES, predecessor)
        self._remember(record)
        return record

    def _remember(self, record: Record) -> None:
        known, target = self.known, self.known.target
        self.told += [change.id for change in record.changes]
        held = {c.key for c in record.changes if c.held} | known.held
        released = {c.key for c in record.changes if c.report is not None}
        self.known = Known(
            replace(target, visited_at=record.taken_at, marker=record.marker, revisit_at=record.revisit_at),
            {**known.observations, **{o.key: o for o in record.observations}},
            record.missing,
            record.withdrawn,
            {**known.files, **{f.file_id: f for f in record.files}},
            {a.file_id: a for a in record.attempts},
            frozenset(held - released),
        )


def watching(*entries: Observation) -> Watch:
    watch = Watch()
    watch.see(*entries)
    return watch


def test_first_sight_is_a_baseline_that_reads_the_newest_report_only() -> None:
    watch = Watch()
    record = watch.see(OLD, NEWER)
    assert record.changes == ()
    assert [file.file_id for file in record.files] == ["12"]
    assert record.page is not None and record.revisit_at is None


def test_a_report_published_since_the_page_is_followed_is_news_even_on_first_sight() -> None:
    watch = Watch()
    record = watch.see(OLD, NEWER, NEWEST, now=START + timedelta(days=30))
    assert [change.key for change in record.changes] == ["13"]
    assert record.changes[0].earlier == NEWER.published


def test_a_new_report_is_compared_with_the_newest_earlier_one() -> None:
    worse = a_report(overall=Grade.INADEQUATE)
    record = watching(OLD, NEWER).see(OLD, NEWER, NEWEST, reports={"13": worse})
    (change,) = record.changes
    overall = change.judgements[0]
    assert (overall.before, overall.after, overall.steps) == (Grade.GOOD, Grade.INADEQUATE, -2)
    assert (change.kind, change.earlier, change.held) == (ChangeKind.NEW, NEWER.published, False)


def test_what_must_improve_is_matched_with_the_report_before() -> None:
    def asking(*texts: str) -> Report:
        return a_report(improve=tuple(Improvement(text) for text in texts))

    watch = Watch()
    watch.see(NEWER, reports={"12": asking("Return home interviews.", "Plans for siblings in care.")})
    after = asking("Supervision of social workers.", "The quality of return home interviews.")
    (change,) = watch.see(NEWER, NEWEST, reports={"13": after}).changes
    matching = change.improvements
    assert matching is not None
    assert [pair.after.text for pair in matching.repeated] == ["The quality of return home interviews."]
    assert [item.text for item in matching.new] == ["Supervision of social workers."]
    assert [item.text for item in matching.gone] == ["Plans for siblings in care."]


def test_two_reports_found_at_once_are_compared_one_after_the_other() -> None:
    better = {"12": a_report(overall=Grade.REQUIRES_IMPROVEMENT), "13": a_report(overall=Grade.OUTSTANDING)}
    record = watching(OLD).see(OLD, NEWER, NEWEST, reports=better)
    assert [(c.key, c.judgements[0].before, c.judgements[0].steps) for c in record.changes] == [
        ("12", Grade.GOOD, -1),
        ("13", Grade.REQUIRES_IMPROVEMENT, 2),
    ]


def test_the_same_page_again_is_nothing() -> None:
    watch = watching(OLD, NEWER)
    assert watch.see(NEWER, OLD).changes == ()


def test_a_letter_is_told_without_grades() -> None:
    (change,) = watching(NEWER).see(NEWER, LETTER).changes
    assert (change.event.kind, change.event.graded, change.judgements) == ("focused_visit", False, ())


def test_an_older_report_never_moves_a_grade() -> None:
    (change,) = watching(NEWER).see(OLD, NEWER, reports={"11": a_report(overall=Grade.INADEQUATE)}).changes
    assert {row.change for row in change.judgements} == {Movement.NOT_COMPARABLE}
    assert "lower" not in change.headline and "Inadequate" not in change.headline


def test_a_report_with_problems_is_held_and_tells_no_grade() -> None:
    doubtful = a_report(problems=("the table says good, the heading says inadequate",))
    record = watching(NEWER).see(NEWER, NEWEST, reports={"13": doubtful})
    (change,) = record.changes
    assert change.held and change.judgements == () and change.report is None
    assert "table says good" in change.problems[0]
    assert record.page is not None


def test_a_report_about_another_authority_is_held() -> None:
    (change,) = watching(NEWER).see(NEWER, NEWEST, reports={"13": a_report(authority="Eastmere Council")}).changes
    assert change.held and "Eastmere" in change.problems[0]


def test_a_report_of_an_inspection_that_ends_after_publication_is_held() -> None:
    later = a_report(inspection_periods=((date(2025, 2, 3), date(2025, 2, 14)),))
    (change,) = watching(NEWER).see(NEWER, NEWEST, reports={"13": later}).changes
    assert change.held and "after the report was published" in change.problems[0]


def test_a_report_after_a_held_one_is_not_measured_against_older_grades() -> None:
    watch = watching(OLD)
    watch.see(OLD, NEWER, reports={"12": a_report(problems=("unknown grade word",))})
    (change,) = watch.see(OLD, NEWER, NEWEST).changes
    assert {row.change for row in change.judgements} == {Movement.NOT_COMPARABLE}
    assert change.judgements[0].basis == "the earlier report of 3 May 2022 could not be read for certain"


def test_a_report_that_cannot_be_fetched_leaves_nothing_recorded_and_is_asked_for_again() -> None:
    watch = watching(NEWER)
    record = watch.see(NEWER, NEWEST, lost={"13": "503 Service Unavailable"})
    assert record.changes == () and record.page is None and record.revisit_at == START
    assert NEWEST not in record.observations
    assert record.fault == "report 13: 503 Service Unavailable"
    again = watch.see(NEWER, NEWEST, now=START + timedelta(hours=1))
    assert [change.key for change in again.changes] == ["13"] and again.fault is None


def test_a_later_report_waits_for_the_one_before_it() -> None:
    watch = watching(OLD)
    assert watch.see(OLD, NEWER, NEWEST, lost={"12": "timeout"}).changes == ()
    record = watch.see(OLD, NEWER, NEWEST, now=START + timedelta(hours=1))
    assert [change.key for change in record.changes] == ["12", "13"]


def test_a_letter_does_not_wait_for_a_report() -> None:
    record = watching(OLD).see(OLD, NEWEST, LETTER, lost={"13": "timeout"})
    assert [change.key for change in record.changes] == ["14"]


def test_a_report_that_fails_for_a_day_is_held_and_released_when_it_can_be_read() -> None:
    watch = watching(NEWER)
    broken = {"13": ReportError("not a PDF", passing=True)}
    watch.see(NEWER, NEWEST, unreadable=broken)
    day = START + timedelta(hours=24)
    (held,) = watch.see(NEWER, NEWEST, now=day, unreadable=broken).changes
    assert held.held and held.kind is ChangeKind.NEW and held.problems == ("not a PDF",)
    assert watch.see(NEWER, NEWEST, now=day + timedelta(hours=1)).changes == ()
    (released,) = watch.see(NEWER, NEWEST, now=day + timedelta(hours=24)).changes
    assert released.kind is ChangeKind.CHANGED and not released.held and released.judgements
    assert watch.see(NEWER, NEWEST, now=day + timedelta(hours=48)).changes == ()


def test_bytes_that_are_whole_and_unreadable_are_held_at_once() -> None:
    record = watching(NEWER).see(NEWER, NEWEST, unreadable={"13": ReportError("encrypted", passing=False)})
    assert [change.held for change in record.changes] == [True]


def test_a_baseline_whose_report_fails_keeps_its_entries_and_asks_again() -> None:
    watch = Watch()
    record = watch.see(OLD, NEWER, lost={"12": "timeout"})
    assert {o.key for o in record.observations} == {"11", "12"} and record.changes == ()
    assert record.fault and record.revisit_at == START
    (change,) = watch.see(OLD, NEWER, NEWEST, now=START + timedelta(hours=1)).changes
    assert change.judgements[0].before is Grade.GOOD


def test_a_vanished_report_is_withdrawn_only_after_a_day_of_two_passes() -> None:
    watch = watching(OLD, NEWER)
    first = watch.see(OLD)
    assert first.changes == () and first.missing == {"12": START} and first.page is None
    assert watch.see(OLD, now=START + timedelta(hours=23)).changes == ()
    (gone,) = watch.see(OLD, now=START + timedelta(hours=24)).changes
    assert gone.kind is ChangeKind.REMOVED and gone.judgements == ()
    assert watch.see(OLD, now=START + timedelta(hours=25)).changes == ()


def test_a_report_that_was_away_for_an_hour_is_no_news() -> None:
    watch = watching(OLD, NEWER)
    watch.see(OLD)
    record = watch.see(OLD, NEWER, now=START + timedelta(hours=1))
    assert record.changes == () and record.missing == {} and record.page is not None


def test_readers_told_of_a_withdrawal_are_told_of_the_return_once() -> None:
    watch = watching(OLD, NEWER)
    for hours in (0, 24):
        watch.see(OLD, now=START + timedelta(hours=hours))
    (back,) = watch.see(OLD, NEWER, now=START + timedelta(hours=30)).changes
    assert back.kind is ChangeKind.CHANGED
    for hours in (31, 60):
        watch.see(OLD, now=START + timedelta(hours=hours))
    (again,) = watch.see(OLD, NEWER, now=START + timedelta(hours=61)).changes
    assert again.id == back.id


def test_many_reports_vanishing_at_once_are_a_fault_and_no_news_while_a_new_one_is() -> None:
    listed = [entry(str(i), f"201{i}-01-01") for i in range(5)]
    watch = watching(*listed)
    for hours in (0, 25, 50):
        record = watch.see(*listed[:2], now=START + timedelta(hours=hours))
        assert record.changes == () and record.fault and "3 of 5" in record.fault
    record = watch.see(*listed[:2], NEWEST, now=START + timedelta(hours=51))
    assert [change.key for change in record.changes] == ["13"]


def test_a_corrected_publication_date_is_told_and_our_own_reading_of_a_label_is_not() -> None:
    watch = watching(NEWER)
    relabelled = replace(NEWER, facts={**NEWER.facts, "event": "other", "graded": "no"})
    assert watch.see(relabelled).changes == ()
    (change,) = watch.see(replace(NEWER, published=date(2022, 5, 10))).changes
    assert change.kind is ChangeKind.CHANGED


def test_a_fact_that_appears_or_vanishes_is_no_news() -> None:
    watch = watching(NEWER)
    dated = replace(NEWER, facts={**NEWER.facts, "inspected": "2022-03-01"})
    assert watch.see(dated).changes == ()
    assert watch.see(NEWER).changes == ()


def test_a_first_inspection_shows_the_predecessor() -> None:
    former = Predecessor("Old Marlow", a_report(overall=Grade.INADEQUATE))
    (change,) = watching().see(NEWEST, predecessor=former).changes
    assert change.judgements[0].change is Movement.FIRST
    assert "Old Marlow: inadequate" in change.judgements[0].basis


def test_a_page_is_looked_at_again_after_the_day_of_its_newest_report() -> None:
    now = datetime(2025, 2, 4, 9, tzinfo=UTC)
    record = watching(NEWER).see(NEWER, NEWEST, now=now)
    assert record.revisit_at == datetime(2025, 2, 5, 0, tzinfo=UTC)


def test_a_page_behind_the_list_is_looked_at_again_for_some_days_and_no_longer() -> None:
    watch, ahead = watching(NEWER), date(2025, 2, 4)
    for days in (0, 1, 3):
        now = datetime(2025, 2, 4, 12, tzinfo=UTC) + timedelta(days=days)
        record = watch.see(NEWER, now=now, listed=ahead)
        assert (record.revisit_at, record.page) == (now + timedelta(hours=6), None)
    record = watch.see(NEWER, now=datetime(2025, 2, 8, 12, tzinfo=UTC), listed=ahead)
    assert record.revisit_at is None and record.page is not None


def test_an_old_file_that_is_no_report_any_more_delays_nothing() -> None:
    watch = Watch()
    dead = {"12": ReportError("it is not a PDF but a web page", passing=True)}
    assert watch.see(OLD, NEWER, unreadable=dead).fault is not None
    for days in (1, 7, 30):
        record = watch.see(OLD, NEWER, now=START + timedelta(days=days), unreadable=dead)
        assert (record.fault, record.revisit_at) == (None, None) and record.page is not None
    (change,) = watch.see(OLD, NEWER, NEWEST, now=START + timedelta(days=31), unreadable=dead).changes
    assert {row.change for row in change.judgements} == {Movement.NOT_COMPARABLE} and not change.held


def test_a_dead_file_that_was_never_read_delays_no_news() -> None:
    dead = {"11": ReportError("it is not a PDF but a web page", passing=True)}
    watch = watching(OLD, NEWER)
    gone = replace(watch.known, observations={"11": OLD}, files={})
    watch.known = gone
    record = watch.see(OLD, NEWEST, unreadable=dead)
    assert [change.key for change in record.changes] == ["13"] and record.fault is None


def test_a_damaged_report_before_a_new_one_is_waited_for() -> None:
    watch = watching(OLD, NEWER)
    watch.known = replace(watch.known, observations={"11": OLD}, files={})
    assert watch.see(OLD, NEWEST, unreadable={"11": ReportError("it is cut off", passing=True)}).changes == ()
    (change,) = watch.see(OLD, NEWEST, now=START + timedelta(hours=1)).changes
    assert change.judgements[0].before is Grade.GOOD


def test_a_new_report_that_is_a_web_page_is_asked_for_again_however_old_its_date() -> None:
    web_page = {"13": ReportError("it is not a PDF but a web page", passing=True)}
    record = watching(NEWER).see(NEWER, NEWEST, now=START + timedelta(days=900), unreadable=web_page)
    assert record.changes == () and record.fault


def test_a_report_that_was_given_up_is_no_fault_again_when_it_still_fails() -> None:
    watch = watching(NEWER)
    for hours in (0, 24, 48, 72):
        record = watch.see(NEWER, NEWEST, now=START + timedelta(days=30, hours=hours), lost={"13": "HTTP 404"})
        assert (record.fault is None) == (hours > 0)
    assert len(watch.told) == 1


def test_an_empty_page_whose_reports_appear_later_had_them_before() -> None:
    watch = watching()
    assert watch.see(OLD, NEWER, now=START + timedelta(days=1)).changes == ()
    assert [c.key for c in watch.see(OLD, NEWER, NEWEST, now=START + timedelta(days=40)).changes] == ["13"]


def test_grades_are_released_whatever_came_between() -> None:
    watch = watching(NEWER)
    for hours in (0, 24):
        watch.see(NEWER, NEWEST, now=START + timedelta(days=30, hours=hours), lost={"13": "HTTP 503"})
    corrected = replace(NEWEST, published=date(2025, 2, 5))
    now = START + timedelta(days=30, hours=30)
    (correction,) = watch.see(NEWER, corrected, now=now, lost={"13": "HTTP 503"}).changes
    assert correction.kind is ChangeKind.CHANGED and correction.report is None
    (release,) = watch.see(NEWER, corrected, now=now + timedelta(hours=24)).changes
    assert release.report is not None and release.judgements


def test_an_inspection_issued_again_is_held() -> None:
    watch = Watch()
    dates = ((date(2022, 3, 1), date(2022, 3, 11)),)
    watch.see(NEWER, reports={"12": a_report(inspection_periods=dates)})
    (change,) = watch.see(NEWER, NEWEST, reports={"13": a_report(inspection_periods=dates)}).changes
    assert change.held and "which is not after the previous report's inspection" in change.problems[0]


def test_what_moved_while_nobody_followed_is_no_news() -> None:
    watch = watching(NEWER)
    again = replace(watch.known.target, visited_at=None, followed_since=START + timedelta(days=100))
    watch.known = replace(watch.known, target=again)
    moved = replace(NEWER, published=date(2022, 5, 10))
    assert watch.see(moved, NEWEST, now=START + timedelta(days=100)).changes == ()


def test_many_reports_that_stay_away_are_no_longer_missed_and_never_told() -> None:
    listed = [entry(str(i), f"201{i}-01-01") for i in range(5)]
    watch = watching(*listed)
    for days in range(0, 16, 3):
        record = watch.see(*listed[:2], now=START + timedelta(days=days))
        assert (record.fault is not None) == (days < 14), days
    assert record.page is not None and record.revisit_at is None and watch.told == []
    assert watch.see(*listed, now=START + timedelta(days=20)).changes == ()
    (gone,) = [
        change for days in (21, 22) for change in watch.see(*listed[:4], now=START + timedelta(days=days)).changes
    ]
    assert gone.kind is ChangeKind.REMOVED


# --- pages that show their own rating -------------------------------------------------------------


def school_report(key: str, published: str) -> Observation:
    return replace(entry(key, published, graded="no"), source_id="ofsted:21/80999", title="School inspection")


def test_a_schools_new_report_carries_the_movement_of_its_rating_once() -> None:
    watch = Watch("21")
    first, second = school_report("21", "2021-01-01"), school_report("22", "2025-02-01")
    assert watch.see(first, grade=Grade.GOOD).changes == ()
    (change,) = watch.see(first, second, grade=Grade.OUTSTANDING, now=START + timedelta(days=40)).changes
    assert [(row.before, row.after, row.steps) for row in change.judgements] == [(Grade.GOOD, Grade.OUTSTANDING, 1)]
    assert watch.see(first, second, grade=Grade.OUTSTANDING, now=START + timedelta(days=41)).changes == ()


def test_a_rating_that_moves_without_a_report_is_told() -> None:
    watch = Watch("21")
    watch.see(school_report("21", "2021-01-01"), grade=Grade.GOOD)
    (change,) = watch.see(school_report("21", "2021-01-01"), grade=Grade.INADEQUATE).changes
    assert change.kind is ChangeKind.CHANGED and change.judgements[0].steps == -2


def test_a_rating_that_moves_after_its_report_is_told_then() -> None:
    watch = Watch("21")
    first, second = school_report("21", "2021-01-01"), school_report("22", "2025-02-01")
    watch.see(first, grade=Grade.GOOD)
    (report,) = watch.see(first, second, grade=Grade.GOOD, now=START + timedelta(days=40)).changes
    assert report.judgements == ()
    (rating,) = watch.see(first, second, grade=Grade.INADEQUATE, now=START + timedelta(days=41)).changes
    assert rating.judgements[0].steps == -2


def test_a_rating_that_comes_back_with_another_report_is_news_again() -> None:
    watch = Watch("21")
    reports = [school_report("21", "2021-01-01")]
    seen = []
    for year, grade in enumerate((Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT)):
        now = START + timedelta(days=365 * year)
        watch.see(*reports, grade=grade, now=now)
        reports.append(school_report(str(30 + year), str(now.date())))
        watch.see(*reports, grade=grade, now=now + timedelta(days=1))
    seen = watch.told
    assert len(seen) == len(set(seen)) == 7


def test_a_first_rating_that_follows_its_report_is_told() -> None:
    watch = Watch("21")
    watch.see()
    report = school_report("21", "2025-02-01")
    now = datetime(2025, 2, 3, tzinfo=UTC)
    (news,) = watch.see(report, now=now).changes
    assert news.judgements == ()
    (rating,) = watch.see(report, grade=Grade.GOOD, now=now + timedelta(days=1)).changes
    assert rating.judgements[0].change is Movement.FIRST


def test_a_home_is_graded_by_the_entry_of_its_report() -> None:
    watch = Watch("2")
    first = replace(school_report("21", "2021-01-01"), facts={"event": "inspection", "graded": "no", "grade": "good"})
    second = replace(first, key="22", published=date(2025, 2, 1), facts={**first.facts, "grade": "inadequate"})
    watch.see(first)
    (change,) = watch.see(first, second, now=START + timedelta(days=40)).changes
    assert (change.judgements[0].before, change.judgements[0].steps) == (Grade.GOOD, -2)


def test_a_rating_that_vanishes_and_returns_is_no_news() -> None:
    watch = Watch("21")
    watch.see(school_report("21", "2021-01-01"), grade=Grade.GOOD)
    assert watch.see(school_report("21", "2021-01-01")).changes == ()
    assert watch.see(school_report("21", "2021-01-01"), grade=Grade.GOOD).changes == ()


# --- area SEND ------------------------------------------------------------------------------------

SEND = entry("15", "2025-03-04", event="send", graded="no")


def an_outcome(grade: Grade) -> Report:
    outcome = Judgement(JudgementId.SEND_OUTCOME, "Inspection outcome", "as printed", grade)
    return a_report(kind=ReportKind.AREA_SEND, overall=None, judgements=(outcome,))


def test_the_outcome_of_an_area_is_told_with_its_report_and_moves_no_grade() -> None:
    watch = Watch()
    watch.see(OLD)
    [first] = watch.see(OLD, SEND, reports={SEND.key: an_outcome(Grade.INCONSISTENT)}).changes
    assert first.headline == "Marlow Vale: area SEND inspection found inconsistent experiences and outcomes"
    assert (first.event.graded, first.held, first.earlier) == (False, False, None)
    again = entry("16", "2028-03-04", event="send", graded="no")
    [second] = watch.see(OLD, SEND, again, reports={again.key: an_outcome(Grade.TYPICALLY_POSITIVE)}).changes
    [row] = second.judgements
    assert (row.before, row.after, row.change) == (Grade.INCONSISTENT, Grade.TYPICALLY_POSITIVE, Movement.IMPROVED)
    assert second.earlier == SEND.published


def test_of_two_outcomes_that_come_at_once_the_later_is_compared_with_the_one_before_it() -> None:
    watch = Watch()
    watch.see(OLD)
    again = entry("16", "2028-03-04", event="send", graded="no")
    outcomes = {SEND.key: an_outcome(Grade.INCONSISTENT), again.key: an_outcome(Grade.TYPICALLY_POSITIVE)}
    first, second = watch.see(OLD, again, SEND, reports=outcomes).changes
    assert [row.change for row in first.judgements] == [Movement.FIRST]
    assert [row.change for row in second.judgements] == [Movement.IMPROVED]
    assert second.earlier == SEND.published


def test_a_report_on_an_area_whose_outcome_cannot_be_had_is_told_at_once_without_it() -> None:
    watch = Watch()
    watch.see(OLD)
    unsure = replace(an_outcome(Grade.INCONSISTENT), problems=("the box has the words of two outcomes",))
    lost = entry("16", "2025-03-05", event="send", graded="no")
    record = watch.see(OLD, SEND, lost, reports={SEND.key: unsure}, lost={lost.key: "the file answered 503"})
    assert [change.headline for change in record.changes] == ["Marlow Vale: new area SEND inspection report"] * 2
    assert not record.files and not record.attempts and record.fault is None
    assert not any(change.held or change.judgements for change in record.changes)


def test_an_outcome_that_is_older_than_a_known_one_is_not_told_as_news() -> None:
    watch = Watch()
    newer = entry("16", "2028-03-04", event="send", graded="no")
    watch.see(OLD, newer)
    [late] = watch.see(OLD, newer, SEND, reports={SEND.key: an_outcome(Grade.INCONSISTENT)}).changes
    assert late.judgements == ()


# --- letters about visits -------------------------------------------------------------------------

URGENT = a_letter(
    priority_action_status=PriorityAction.YES,
    priority_action=(Improvement("Keeping in touch with care leavers over the age of 18.", page=1),),
    improve=(Improvement("The quality of pathway plans for care leavers.", page=2),),
    topics=("Inspectors looked at the local authority’s arrangements for care leavers.",),
)


def test_a_letter_that_asks_for_priority_action_says_so() -> None:
    before = a_report(improve=(Improvement("Quality of pathway plans for care leavers."),))
    watch = Watch()
    watch.see(NEWER, reports={NEWER.key: before})
    [change] = watch.see(NEWER, LETTER, reports={LETTER.key: URGENT}).changes
    assert change.headline == "Marlow Vale: focused visit on care leavers asks for priority action"
    assert (change.report, change.judgements, change.held, change.problems) == (URGENT, (), False, ())
    assert change.earlier == NEWER.published
    assert change.improvements is not None
    assert [pair.after.text for pair in change.improvements.repeated] == [URGENT.improve[0].text]
    assert [item.text for item in change.improvements.new] == [URGENT.priority_action[0].text]


def test_a_letter_that_cannot_be_fetched_is_waited_for_and_then_told_as_unread() -> None:
    watch = watching(NEWER)
    lost = {LETTER.key: "the file answered 503"}
    assert watch.see(NEWER, LETTER, lost=lost).changes == ()
    [late] = watch.see(NEWER, LETTER, lost=lost, now=START + timedelta(hours=25)).changes
    assert late.held
    assert late.headline == "Marlow Vale: new focused visit letter; we are checking what it says"
    [read] = watch.see(NEWER, LETTER, reports={LETTER.key: URGENT}, now=START + timedelta(hours=50)).changes
    assert read.headline.endswith("asks for priority action")
    assert (read.kind, read.held) == (ChangeKind.CHANGED, False)


def test_a_letter_that_waits_does_not_keep_a_report_from_being_told() -> None:
    record = watching(NEWER).see(NEWER, LETTER, NEWEST, lost={LETTER.key: "the file answered 503"})
    assert [change.key for change in record.changes] == [NEWEST.key]


def test_a_letter_that_is_listed_years_late_is_not_news_of_today() -> None:
    old = entry("10", "2021-02-05", event="focused_visit", graded="no")
    [change] = watching(NEWER).see(NEWER, old, reports={old.key: URGENT}).changes
    assert change.headline == "Marlow Vale: Ofsted has added an older focused visit letter"


def test_letters_of_long_ago_are_not_read_at_first_sight() -> None:
    letter = entry("10", "2021-02-05", event="focused_visit", graded="no")
    assert [file.file_id for file in Watch().see(OLD, letter).files] == [OLD.key]


# --- the document and its label -------------------------------------------------------------------

UNKNOWN = entry("16", "2025-02-06", event="other", graded="no")


@pytest.mark.parametrize("listed", [UNKNOWN, LETTER])
def test_a_whole_report_under_another_label_is_held_with_its_grades(listed: Observation) -> None:
    watch = watching(NEWER)
    record = watch.see(NEWER, listed, reports={listed.key: a_report()})
    [change] = record.changes
    assert (change.event.kind, change.event.graded, change.held) == ("inspection", True, True)
    assert change.problems[0].endswith("but the document is an inspection report with grades")
    [file] = record.files
    assert file.report is not None and file.report.judgements
    assert watch.see(NEWER, listed).changes == ()


def test_a_letter_under_a_label_nobody_knows_is_told_as_the_letter_it_is() -> None:
    [change] = watching(NEWER).see(NEWER, UNKNOWN, reports={UNKNOWN.key: URGENT}).changes
    assert (change.event.kind, change.held) == ("focused_visit", False)
    assert change.problems == (
        "its label “Children's services assurance check” is not known, but the document is a focused visit letter",
    )


def test_a_letter_under_the_label_of_an_inspection_moves_no_grade() -> None:
    [change] = watching(NEWER).see(NEWER, NEWEST, reports={NEWEST.key: URGENT}).changes
    assert (change.event.kind, change.event.graded, change.judgements) == ("focused_visit", False, ())
    assert change.headline.endswith("asks for priority action")


def test_an_unknown_label_over_something_unreadable_is_told_to_the_operator() -> None:
    why = {UNKNOWN.key: ReportError("it is a press release, not a report", passing=False)}
    [change] = watching(NEWER).see(NEWER, UNKNOWN, unreadable=why).changes
    assert (change.event.kind, change.held) == ("other", False)
    assert change.problems == (
        "its label “Children's services assurance check” is not known, and the document could not be read: "
        "it is a press release, not a report",
    )


# --- titles that name a trust ---------------------------------------------------------------------

TRUSTS = Gazetteer.of(
    [
        Authority("80999", "Marlow Vale", trust="Marlow Together"),
        Authority("80998", "Eastmere", trust="Eastmere Children First"),
    ]
)


@pytest.mark.parametrize(
    ("title", "said", "problem"),
    [
        ("Marlow Together", "", None),
        ("Marlow Vale Children and Families Trust", "", None),
        ("Lakeland Children's Trust", "Children in Marlow Vale are seen by people who know them.", None),
        (
            "Lakeland Children's Trust",
            "Children are seen.",
            "its title names Lakeland Children's Trust",
        ),
        ("Eastmere Children First", "Children in Marlow Vale are seen.", "the report is about Eastmere Children First"),
        ("Eastmere", "Children in Marlow Vale are seen.", "the report is about Eastmere"),
    ],
)
def test_a_trust_in_the_title_is_tied_to_its_council(title: str, said: str, problem: str | None) -> None:
    report = a_report(authority=title, passages=(Passage("summary", said, 1),))
    file = read_file(
        FetchedFile(NEWEST, b"%PDF"), ReadReport(report, sha256="f" * 64), START, TRUSTS, source_name="Marlow Vale"
    )
    assert [reason.startswith(problem or "-") for reason in file.problems] == ([True] if problem else [])
