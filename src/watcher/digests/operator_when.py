"""What the operator is to hear now, and what can wait for the mail of the day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.differ.habits import QUIET
from watcher.model.held import Held
from watcher.model.mail import Undelivered
from watcher.model.source import Fault

# When the operator hears of a fault again: a day after the first note, then weekly while it lasts.
_TELL_AGAIN = (timedelta(days=1), timedelta(days=7))

# At the day's mail the whole of the day counts, so that what falls due an hour later does not wait for another day.
HALF_A_DAY = timedelta(hours=12)
# One trouble is told at once; more of the same kind within a day are the same trouble.
SAME_TROUBLE = timedelta(days=1)
# A held change that nobody rules on is mentioned again.
REMIND_EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OperatorNews:
    """Everything that one mail to the operator tells."""

    faults: tuple[Fault, ...] = ()
    held: tuple[Held, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.faults or self.held or self.undelivered)


def to_say(
    known: OperatorNews, told_lately: Sequence[Fault], pages: int, day_began: datetime, now: datetime
) -> OperatorNews:
    """What to tell the operator now: nothing, or all there is.

    Once a day, at `day_began` (the newest time of the day's mail), all that was there by then; at once, at any
    time, when something of it is urgent. Then the rest comes along, for that costs no further mail.
    `known` is all that may be told, `told_lately` the faults told within `SAME_TROUBLE`, `pages` how many pages of
    Ofsted's are followed.
    """
    due = _tellable(_by(known, day_began), day_began + HALF_A_DAY)
    by_now = _tellable(known, max(now, day_began + HALF_A_DAY))
    return by_now if due or urgent(by_now, told_lately, pages) else OperatorNews()


def urgent(news: OperatorNews, told_lately: Sequence[Fault], pages: int) -> tuple[str, ...]:
    """Why the operator should hear at once, in words; nothing where it can wait.

    A held report: readers know that its grades are being checked, and wait for the operator alone.
    Ofsted's pages, or our mail, begin to fail: from then on readers may hear late, or not at all. Further faults
    of the same kind within a day are part of what was told, and wait. All of Ofsted's pages fail: whatever was
    told of single ones before, this is something else.
    OperatorNews sites wait: what Ofsted says is told without them. So do faults that last or are over, mails that were
    given up (nothing can be done about them in a hurry), edits that are held (readers miss nothing of Ofsted's)
    and whatever does other than it used to.
    """
    reasons = ["a report is held" for one in news.held if not one.told_at and not one.is_edit][:1]
    kinds = {kind for one in told_lately if (kind := _kind(one.source_id))}
    new = [one for one in news.faults if not one.told_at and not one.cleared_at]
    begun = dict.fromkeys(kind for one in new if (kind := _kind(one.source_id)) and kind not in kinds)
    reasons += [_BEGINS[kind] for kind in begun]
    if pages > 1 and _of_ofsted(new) > pages / 2 >= _of_ofsted(told_lately):
        reasons.append("most of Ofsted's pages fail")
    return tuple(reasons)


_BEGINS = {
    "ofsted": "a page of Ofsted's begins to fail",
    "mail:server": "no mail can be sent",
    "mail:refused": "mail servers refuse us",
    "mail": "a mail cannot be written",
}


def _kind(fault: str) -> str | None:
    """Which trouble a fault is part of; None where none that is urgent."""
    if fault in _BEGINS:
        return fault
    kind = fault.partition(":")[0]
    return kind if kind in _BEGINS else None


def _of_ofsted(faults: Sequence[Fault]) -> int:
    return sum(_kind(one.source_id) == "ofsted" for one in faults)


def _tellable(known: OperatorNews, at: datetime) -> OperatorNews:
    """What of it the operator has not heard, or not for so long that it is told again."""
    return OperatorNews(
        tuple(one for one in known.faults if _fault_is(one, at)),
        tuple(one for one in known.held if one.told_at is None or at - one.told_at >= REMIND_EVERY),
        known.undelivered,
    )


def _fault_is(fault: Fault, at: datetime) -> bool:
    """Whether it is to be told: new, lasting long enough since it was told last, or over."""
    if fault.cleared_at:
        return True
    if fault.told_at and fault.source_id.startswith(QUIET):
        return False
    return to_tell(fault, fault.told_times, at)


def _by(news: OperatorNews, when: datetime) -> OperatorNews:
    """What of it was there by a moment."""
    return OperatorNews(
        tuple(one for one in news.faults if (one.cleared_at or one.first_seen) <= when),
        tuple(one for one in news.held if one.since <= when),
        tuple(one for one in news.undelivered if one.failed_at <= when),
    )


def to_tell(fault: Fault, told_times: int, now: datetime) -> bool:
    """Whether the operator is to hear of an open fault now: at once, then again only if it lasts."""
    if fault.told_at is None:
        return True
    wait = _TELL_AGAIN[min(told_times, len(_TELL_AGAIN)) - 1]
    return now - fault.told_at >= wait
