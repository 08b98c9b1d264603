"""The mails about a subscription itself: to confirm it, to be let in to change it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from watcher.digests.views import Fact, Link
from watcher.model.reader import FREQUENCY_WORDS, INTEREST_WORDS, SignUp, Wishes
from watcher.model.text import moment
from watcher.subscribers.tokens import CONFIRM_WITHIN, MANAGE_WITHIN
from watcher.subscribers.topics import topic_title

TOPICS_NAMED = 40


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, what topics are called (by id), and the operator's own line at the foot."""

    sender: str
    topic_names: Mapping[str, str]
    identity: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail with one link; `facts` are shown between its first words and the link, `notes` after it."""

    subject: str
    opening: str
    facts: tuple[Fact, ...]
    action: Link
    notes: tuple[str, ...]
    identity: str


def confirmation(asked: SignUp, url: str, head: Letterhead) -> Letter:
    """Asks the owner of the address whether they want what somebody asked for."""
    return Letter(
        subject=f"Please confirm: emails from {head.sender}",
        opening=f"On {moment(asked.asked_at)} somebody (you, we hope) asked for emails to this address.",
        facts=facts(asked.wishes, head.topic_names),
        action=Link("Look at it and confirm", url),
        notes=(
            f"The link works for {CONFIRM_WITHIN.days} days. Nothing of this is sent to you before you confirm.",
            "If it was not you, do nothing: nothing comes of it, and the request is deleted in a week.",
        ),
        identity=head.identity,
    )


def nothing_new(asked: SignUp, url: str, head: Letterhead) -> Letter:
    """Says to somebody who signed up again that all of it was so before."""
    return Letter(
        subject=f"You follow this already: emails from {head.sender}",
        opening=f"On {moment(asked.asked_at)} this address was signed up for what it gets already. Nothing changed.",
        facts=facts(asked.wishes, head.topic_names),
        action=Link("See or change what you follow", url),
        notes=_let_in_notes(),
        identity=head.identity,
    )


def let_in(url: str, asked_at: datetime, head: Letterhead) -> Letter:
    """The link to a reader's own page."""
    return Letter(
        subject=f"Your link: emails from {head.sender}",
        opening=f"On {moment(asked_at)} somebody (you, we hope) asked for a link to change what you follow.",
        facts=(),
        action=Link("See or change what you follow", url),
        notes=_let_in_notes(),
        identity=head.identity,
    )


def facts(wishes: Wishes, names: Mapping[str, str]) -> tuple[Fact, ...]:
    """What was asked for, in words."""
    titles = [topic_title(topic, names) for topic in wishes.topics]
    more = len(titles) - TOPICS_NAMED
    shown = [*titles[:TOPICS_NAMED], f"{more} more"] if more > 0 else titles
    return (
        Fact("About", ", ".join(shown)),
        Fact("What", ", ".join(INTEREST_WORDS[one][0] for one in wishes.interests)),
        Fact("How often", FREQUENCY_WORDS[wishes.frequency][0]),
    )


def _let_in_notes() -> tuple[str, ...]:
    return (
        f"The link works for {MANAGE_WITHIN.days} days. Whoever has it can change what you follow: keep it safe.",
        "If it was not you, do nothing.",
    )
