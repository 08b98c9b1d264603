"""Readers who sign up themselves: what they want, what they agreed to, and why we stopped writing to them. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.model.interest import Interest
from watcher.model.subscription import Frequency, Subscription


class SuppressionReason(StrEnum):
    """Why we no longer write to an address. Only after a complaint can its owner not sign up again."""

    LEFT = "left"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    BY_OPERATOR = "by-operator"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a reader wants to get, and how often. `topics` are ids as in `Subscription`."""

    topics: tuple[str, ...]
    interests: tuple[Interest, ...]
    frequency: Frequency


@dataclass(frozen=True, slots=True)
class Consent:
    """The words that a reader agreed to, and from where: the page, and the network of the request (not its address)."""

    version: str
    text: str
    page: str
    network: str


@dataclass(frozen=True, slots=True)
class SignUp:
    """A request for emails to an address. Its owner has agreed only once `confirmed_at` is set."""

    id: str
    address: str
    wishes: Wishes
    consent: Consent
    asked_at: datetime
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A subscriber with what they follow now, by topic. `links` counts how often their manage links became invalid."""

    id: int
    address: str
    one_mail_an_item: bool
    all_quiet: bool
    follows: tuple[Subscription, ...]
    links: int = 0


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Why we must not write to an address, and since when."""

    reason: SuppressionReason
    since: datetime


@dataclass(frozen=True, slots=True)
class RequestedMail:
    """A finished email that was sent because somebody asked for it."""

    message_id: str
    address: str
    subject: str
    content: bytes


def fingerprint(address: str) -> str:
    """What identifies an address after it was erased: the SHA-256 of its lower-case form."""
    return hashlib.sha256(address.strip().lower().encode("utf-8", "surrogatepass")).hexdigest()


def satisfied(wishes: Wishes, reader: Reader) -> bool:
    """Whether the reader follows all of this already, with the same kinds of news and as often."""
    wanted = frozenset(wishes.interests), wishes.frequency
    now = {one.topic: (frozenset(one.interests), one.frequency) for one in reader.follows}
    return all(now.get(topic) == wanted for topic in wishes.topics)
