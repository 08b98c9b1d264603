"""When softer signs against an address add up, and when a host refuses readers in a way that blames the host. Pure.

A full mailbox or a domain without servers proves nothing once. The score of an address is the sum of its doubts, each
half as heavy after three weeks. At most one counts a day: ten emails to one full mailbox are one sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watcher.model.address import without_addresses

HALF_LIFE = timedelta(days=21)
# An address is stopped at this score, but only if its doubts lie this far apart: a host may be down for a holiday.
DOUBT_LIMIT = 3.0
SPREAD = timedelta(days=14)

# So many readers refused by one host in the same words, within this time, and at least this share of those written to.
SEVERAL = 3
WITHIN = timedelta(days=1)
SHARE = 0.25
# Sending to the host waits so long, the first time and later; the same words soon after count as the same trouble.
WAITS = (timedelta(hours=4), timedelta(hours=12), timedelta(hours=24))
REMEMBERED = timedelta(days=7)

_ID = re.compile(r"[\w.:/<>=#…-]*\d[\w.:/<>=#…-]*")
_FORGOTTEN = 0.01


@dataclass(frozen=True, slots=True)
class Doubt:
    """One sign against an address: when, how heavy (0 to 1), and the server's words without addresses."""

    at: datetime
    weight: float
    said: str


@dataclass(frozen=True, slots=True)
class WaitingHost:
    """A host that sending waits for, because it refuses readers alike, or refuses us."""

    host: str
    said: str
    since: datetime
    until: datetime
    times: int


def doubt_score(doubts: Iterable[Doubt], now: datetime) -> float:
    """How much speaks against an address at a moment, from 0."""
    by_day: dict[date, Doubt] = {}
    for one in doubts:
        known = by_day.get(one.at.date())
        by_day[one.at.date()] = one if known is None or one.weight > known.weight else known
    score = sum(one.weight * 0.5 ** (max(now - one.at, timedelta()) / HALF_LIFE) for one in by_day.values())
    return score if score > _FORGOTTEN else 0.0


def doubts_suffice(doubts: Iterable[Doubt], now: datetime) -> bool:
    """Whether the doubts about an address are enough to stop it."""
    found = list(doubts)
    moments = [one.at for one in found]
    return bool(found) and max(moments) - min(moments) >= SPREAD and doubt_score(found, now) >= DOUBT_LIMIT


def alike(said: str) -> str:
    """A server's words without what differs from reader to reader: addresses, numbers, ids."""
    code = said[:4].strip() if said[:3].isdigit() else ""
    return " ".join([code, *_ID.sub("#", without_addresses(said[len(code) :])).casefold().split()])


def host_is_to_blame(refused: int, tried: int) -> bool:
    """Whether a host that refused so many readers in the same words, of those tried, is itself the matter."""
    return refused >= SEVERAL and refused >= SHARE * tried


def host_of(address: str) -> str:
    """The receiving host, as far as an address tells it: its domain."""
    return address.rpartition("@")[2].lower()
