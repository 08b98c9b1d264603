"""The weekly line says that the program runs, when it is due, and nothing that is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.support.builders import a_fault
from watcher.digests.operator_note import operator_note
from watcher.digests.weekly_note import WeekOfRuns, week_is_due, week_section
from watcher.model.run import RunCounts, RunKind, RunOutcome, RunRecord

MONDAY = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
WEEK = timedelta(days=7)


def a_run(
    id_: int, kind: RunKind = RunKind.RUN, outcome: RunOutcome | None = RunOutcome.WELL, changed: int = 0
) -> RunRecord:
    return RunRecord(id_, kind, MONDAY, False, timedelta(seconds=3), RunCounts(changed=changed), outcome, "")


def said(week: WeekOfRuns) -> str:
    return " ".join(f"{line.name}: {line.what}" for line in week_section(week).lines)


def test_it_is_due_once_for_each_weekly_time_and_first_a_week_after_the_first_run_at_most() -> None:
    assert not week_is_due(None, None, MONDAY, MONDAY)
    assert not week_is_due(MONDAY + timedelta(hours=1), None, MONDAY, MONDAY + timedelta(hours=2))
    assert week_is_due(MONDAY + timedelta(hours=1), None, MONDAY + WEEK, MONDAY + WEEK)
    assert not week_is_due(MONDAY, MONDAY + WEEK, MONDAY + WEEK, MONDAY + WEEK + timedelta(hours=1))
    assert week_is_due(MONDAY, MONDAY, MONDAY + WEEK, MONDAY + WEEK)


def test_one_that_was_written_while_the_clock_was_ahead_keeps_nothing_back() -> None:
    assert week_is_due(MONDAY, MONDAY + 400 * WEEK, MONDAY + WEEK, MONDAY + WEEK)


def test_it_counts_checks_by_how_they_ended() -> None:
    runs = (
        a_run(5, RunKind.SEND),
        a_run(4, changed=2),
        a_run(3, outcome=RunOutcome.AT_FAULT),
        a_run(2, outcome=RunOutcome.FAILED),
        a_run(1, outcome=None),
    )
    week = WeekOfRuns(runs, 12, 1, 0, 3)
    assert week.summary == "running, 4 checks in the last seven days"
    words = said(week)
    assert "4 checks: 1 well, 1 with faults, 1 failed, 1 interrupted or still running." in words
    assert "The last one began on 2 March 2026 at 8.30am." in words
    assert "2 changes recorded, 12 emails sent." in words
    assert "1 fault open, 0 changes held for your decision, 3 emails waiting to be sent." in words


def test_a_week_without_a_check_is_not_called_well() -> None:
    week = WeekOfRuns((a_run(1, RunKind.PART),), 0, 0, 0, 0)
    note = operator_note([], [], {}, MONDAY, week=week)
    assert note.subject == "watcher: no checks in the last seven days"
    assert "No check ran." in said(week)


def test_it_joins_the_mail_about_what_is_wrong() -> None:
    week = WeekOfRuns((replace(a_run(1)),), 0, 1, 0, 0)
    note = operator_note([a_fault()], [], {}, MONDAY, week=week)
    assert note.subject.startswith("watcher: 1 new fault")
    assert note.sections[-1].heading == "The last seven days"
