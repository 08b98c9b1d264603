"""How often one network, and all of them together, may ask for something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter


class RequestKind(StrEnum):
    """What is counted. Mailboxes are counted too, in the database, so that a restart resets nothing."""

    MAIL = "mail"
    CHANGE = "change"
    READ = "read"


BY_NETWORK: Mapping[RequestKind, str] = {
    # an office of thirty may sign up on one day
    RequestKind.MAIL: "20/hour; 60/day",
    RequestKind.CHANGE: "60/minute",
    RequestKind.READ: "240/minute",
}
# Somebody who signs others up from many networks is stopped here.
TOGETHER: Mapping[RequestKind, str] = {RequestKind.MAIL: "200/hour; 1000/day"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts in memory, over windows that slide."""

    by_network: Mapping[RequestKind, str] = field(default_factory=lambda: BY_NETWORK)
    together: Mapping[RequestKind, str] = field(default_factory=lambda: TOGETHER)
    _counter: SlidingWindowCounterRateLimiter = field(
        default_factory=lambda: SlidingWindowCounterRateLimiter(MemoryStorage())
    )

    def allows(self, what: RequestKind, network: str) -> bool:
        """Count one more, unless that is too many."""
        mine = _items(self.by_network, what)
        return self._hit(mine, what, network) and self._hit(_items(self.together, what), what, "together")

    def _hit(self, items: list[RateLimitItem], *who: str) -> bool:
        if not all(self._counter.test(item, *who) for item in items):
            return False
        for item in items:
            self._counter.hit(item, *who)
        return True


def _items(limits: Mapping[RequestKind, str], what: RequestKind) -> list[RateLimitItem]:
    return parse_many(limits[what]) if what in limits else []


def network_of(host: str) -> str:
    """The network of an address: /24 of IPv4, /56 of IPv6, which is what one household or office is given."""
    try:
        address = ip_address(host.strip().strip("[]"))
    except ValueError:
        return "unknown"
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    kept = 24 if address.version == 4 else 56
    first = int(address) >> (address.max_prefixlen - kept) << (address.max_prefixlen - kept)
    return f"{type(address)(first)}/{kept}"
