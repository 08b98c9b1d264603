"""Learns from a source's history what is usual, and notices if that changes without a fault. Pure.

A redesigned page may still parse well and show almost nothing; a list may still be served but never get new items.
Neither shows in one visit, so we compare many.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median, quantiles

from watcher.model.text import day

# How many visits it takes to know a habit.
VISITS_KNOWN = 5
# One short list may be an accident; two in a row are not.
AGREEING = 2
GAPS_KNOWN = 8
GAPS_TIMES = 3
# Councils and Ofsted itself are quiet over Christmas, in August and before elections.
QUIET_AT_LEAST = timedelta(days=60)

# A source that has answered "not modified" and nothing else for so long may be stuck.
UNREAD_FOR = timedelta(days=30)

LESS, QUIET, UNREAD = "less:", "quiet:", "unread:"
_HABITS = (LESS, QUIET, UNREAD)


def is_habit(fault: str) -> bool:
    """Whether a fault with this name means that a source behaves unusually, and not that it fails."""
    return fault.startswith(_HABITS)


def of_source(fault: str) -> str:
    """The id of the source that such a fault is about."""
    return fault.partition(":")[2] if is_habit(fault) else fault


def finds_less(counts: Sequence[int]) -> str | None:
    """Why the newest visits find too little: each found less than half the usual number. None if they don't.

    `counts` is what each good visit found, oldest first. The usual number is the median of the earlier visits.
    """
    before, newest = counts[:-AGREEING], counts[-AGREEING:]
    if len(before) < VISITS_KNOWN:
        return None
    usual = median(before)
    if any(found * 2 >= usual for found in newest):
        return None
    return f"finds far fewer items than usual: {newest[-1]} instead of about {usual:.0f}. Its layout may have changed"


def silent(published: Sequence[date], today: date) -> str | None:
    """Why a source has been quiet for longer than usual, None if it has not.

    `published` are the days on which it published. Too long is three times its 90th-percentile gap, and at least sixty
    days.
    """
    days = sorted(set(published))
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if len(gaps) < GAPS_KNOWN:
        return None
    usual = quantiles(gaps, n=10, method="inclusive")[-1]
    quiet = today - days[-1]
    if quiet < QUIET_AT_LEAST or quiet.days <= GAPS_TIMES * usual:
        return None
    return (
        f"nothing new since {day(days[-1])}, for {quiet.days} days. It usually publishes within"
        f" {usual:.0f} days. It may have moved"
    )


def unread(read_on: date) -> str:
    """The message for a source whose page last came whole on that day, and that has said "not modified" since."""
    return f'has answered only "not modified" since {day(read_on)}. It may be stuck: compare it with a browser'
