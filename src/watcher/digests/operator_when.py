"""Decides what the operator gets now, and what can wait for the daily mail. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.differ.habits import QUIET
from watcher.model.change import Change
from watcher.model.held import Held
from watcher.model.mail import Undelivered
from watcher.model.source import Fault

# Reminders of an open fault: a day after the first mail, then weekly.
_FAULT_REMINDERS = (timedelta(days=1), timedelta(days=7))

# The daily mail includes what becomes due later the same day, so that it need not wait another day.
HALF_A_DAY = timedelta(hours=12)
# The first fault of a kind is urgent. More faults of that kind within a day are part of the same trouble.
SAME_TROUBLE = timedelta(days=1)
# The reminder interval for a held change without a decision.
REMIND_EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OperatorNews:
    """Everything that one mail to the operator says."""

    faults: tuple[Fault, ...] = ()
    held: tuple[Held, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    labels: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.faults or self.held or self.undelivered or self.labels)


def to_say(
    known: OperatorNews, told_recently: Sequence[Fault], pages: int, day_began: datetime, now: datetime
) -> OperatorNews:
    """What to tell the operator now: everything that is due, or nothing.

    A mail goes out once a day, at `day_began` (the newest time of the daily mail), or at once if something is
    urgent. An urgent mail includes everything else that is due. `known` is all open news. `told_recently` are the
    faults mailed within `SAME_TROUBLE`. `pages` is how many Ofsted pages are followed.
    """
    due = _due(_by(known, day_began), day_began + HALF_A_DAY)
    by_now = _due(known, max(now, day_began + HALF_A_DAY))
    return by_now if due or urgent(by_now, told_recently, pages) else OperatorNews()


def urgent(news: OperatorNews, told_recently: Sequence[Fault], pages: int) -> tuple[str, ...]:
    """Why the operator should hear at once, in words; empty if it can wait.

    Urgent are:
    - a held report, because readers are waiting for its grades;
    - the first failing Ofsted page or mail fault within a day, because readers may now hear late or not at all;
    - the failure of most Ofsted pages, even if single failures were mailed before.

    All else waits: news sites, continuing or cleared faults, undeliverable mails, held edits and unusual sources.
    Readers still get every report.
    """
    reasons = ["a report is held" for one in news.held if not one.told_at and not one.is_edit][:1]
    kinds = {kind for one in told_recently if (kind := _kind(one.source_id))}
    new = [one for one in news.faults if not one.told_at and not one.cleared_at]
    begun = dict.fromkeys(kind for one in new if (kind := _kind(one.source_id)) and kind not in kinds)
    reasons += [_BEGINS[kind] for kind in begun]
    if pages > 1 and _of_ofsted(new) > pages / 2 >= _of_ofsted(told_recently):
        reasons.append("most Ofsted pages fail")
    return tuple(reasons)


_BEGINS = {
    "ofsted": "an Ofsted page fails",
    "mail:server": "no email can be sent",
    "mail:refused": "mail servers reject our emails",
    "host": "a mail server refuses many readers alike",
    "mail": "an email can't be written",
    "clock": "the clock of this machine is wrong",
}


def _kind(fault: str) -> str | None:
    """The urgent kind that a fault belongs to; None if it is not urgent."""
    if fault in _BEGINS:
        return fault
    kind = fault.partition(":")[0]
    return kind if kind in _BEGINS else None


def _of_ofsted(faults: Sequence[Fault]) -> int:
    return sum(_kind(one.source_id) == "ofsted" for one in faults)


def _due(known: OperatorNews, at: datetime) -> OperatorNews:
    """The news that the operator has not had yet, or should be reminded of."""
    return OperatorNews(
        tuple(one for one in known.faults if _fault_is_due(one, at)),
        tuple(one for one in known.held if one.told_at is None or at - one.told_at >= REMIND_EVERY),
        known.undelivered,
        known.labels,
    )


def _fault_is_due(fault: Fault, at: datetime) -> bool:
    """Whether the operator should hear of a fault: it is new, due for a reminder, or cleared."""
    if fault.cleared_at:
        return True
    if fault.told_at and fault.source_id.startswith(QUIET):
        return False
    return should_remind(fault, fault.told_times, at)


def _by(news: OperatorNews, when: datetime) -> OperatorNews:
    """The news that existed at a moment."""
    return OperatorNews(
        tuple(one for one in news.faults if (one.cleared_at or one.first_seen) <= when),
        tuple(one for one in news.held if one.since <= when),
        tuple(one for one in news.undelivered if one.failed_at <= when),
        tuple(one for one in news.labels if one.recorded_at <= when),
    )


def should_remind(fault: Fault, told_times: int, now: datetime) -> bool:
    """Whether to mention an open fault now: at once when new, then at growing intervals."""
    if fault.told_at is None:
        return True
    wait = _FAULT_REMINDERS[min(told_times, len(_FAULT_REMINDERS)) - 1]
    return now - fault.told_at >= wait
