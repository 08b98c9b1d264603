"""The weekly line to the operator: that the program runs, and what it did in the last seven days. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.digests.note_views import NoteLine, NoteSection
from watcher.model.run import WHOLE_PASSES, RunOutcome, RunRecord
from watcher.model.text import moment


@dataclass(frozen=True, slots=True)
class WeekOfRuns:
    """What a week brought.

    `runs` began within it, newest first. `mailed` is of the week too; the other numbers are current.
    """

    runs: tuple[RunRecord, ...]
    mailed: int
    open_faults: int
    held: int
    pending: int

    @property
    def checks(self) -> tuple[RunRecord, ...]:
        """The runs that checked everything that is followed."""
        return tuple(run for run in self.runs if run.kind in WHOLE_PASSES)

    @property
    def summary(self) -> str:
        """For a subject line: `running, 65 checks in the last seven days`."""
        if not self.checks:
            return "no checks in the last seven days"
        return f"running, {_count(len(self.checks), 'check')} in the last seven days"


def week_is_due(first_run: datetime | None, told: datetime | None, boundary: datetime, now: datetime) -> bool:
    """Whether the weekly line is due. `boundary` is the newest weekly time, `told` the one of the last line.

    A line dated in the future was written under a wrong clock, and is ignored.
    """
    if first_run is None or first_run > boundary:
        return False
    return told is None or told > now or told < boundary


def week_section(week: WeekOfRuns) -> NoteSection:
    """What the mail says about the week."""
    changes = sum(run.counts.changed for run in week.runs)
    lines = (
        NoteLine("Checks", _checks(week.checks), (), None),
        NoteLine("News", f"{_count(changes, 'change')} recorded, {_count(week.mailed, 'email')} sent.", (), None),
        NoteLine("Now", _now(week), (), None),
        NoteLine("About this email", _TURN_OFF, (), None),
    )
    return NoteSection("The last seven days", lines)


_TURN_OFF = (
    "You get it once a week so that you notice if watcher stops. To turn it off, set weekly = false in the section "
    "[status] of watcher.toml."
)


def _checks(checks: Sequence[RunRecord]) -> str:
    if not checks:
        return "No check ran. Check that cron or the service is running."
    well = sum(run.outcome is RunOutcome.WELL for run in checks)
    faults = sum(run.outcome is RunOutcome.AT_FAULT for run in checks)
    failed = sum(run.outcome is RunOutcome.FAILED for run in checks)
    stopped = len(checks) - well - faults - failed
    ended = ((well, "well"), (faults, "with faults"), (failed, "failed"), (stopped, "interrupted or still running"))
    how = ", ".join(f"{number} {word}" for number, word in ended if number)
    return f"{_count(len(checks), 'check')}: {how}. The last one began on {moment(checks[0].started_at)}."


def _now(week: WeekOfRuns) -> str:
    faults, held, emails = _count(week.open_faults, "fault"), _count(week.held, "change"), week.pending
    return f"{faults} open, {held} held for your decision, {_count(emails, 'email')} waiting to be sent."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
