"""The mails about a subscription itself: to confirm it, or to change it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.digests.views import Choices, FirstNames
from watcher.model.reader import SignUp, Wishes
from watcher.model.text import moment
from watcher.subscribers.tokens import CONFIRM_WITHIN, MANAGE_WITHIN
from watcher.subscribers.topics import topic_title

TOPICS_NAMED = 40


class LetterKind(StrEnum):
    """What a letter is for; its sentences are in the template."""

    CONFIRM = "confirm"
    ALREADY_FOLLOWING = "already_following"
    MANAGE_LINK = "manage_link"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, what topics are called (by id), and the operator's own line at the foot."""

    sender: str
    topic_names: Mapping[str, str]
    identity: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail with one link, which works for so many `days`; `choices` are what was asked for, and `asked_at` when."""

    kind: LetterKind
    subject: str
    asked_at: str
    choices: Choices | None
    url: str
    days: int
    identity: str


def confirmation(asked: SignUp, url: str, head: Letterhead) -> Letter:
    """Asks the owner of the address to confirm a sign-up."""
    return Letter(
        kind=LetterKind.CONFIRM,
        subject=f"Please confirm that you want emails from {head.sender}",
        asked_at=moment(asked.asked_at),
        choices=choices(asked.wishes, head.topic_names),
        url=url,
        days=CONFIRM_WITHIN.days,
        identity=head.identity,
    )


def already_following(asked: SignUp, url: str, head: Letterhead) -> Letter:
    """Tells somebody who signed up again that they already follow all of it."""
    return Letter(
        kind=LetterKind.ALREADY_FOLLOWING,
        subject=f"You already get these emails from {head.sender}",
        asked_at=moment(asked.asked_at),
        choices=choices(asked.wishes, head.topic_names),
        url=url,
        days=MANAGE_WITHIN.days,
        identity=head.identity,
    )


def manage_link(url: str, asked_at: datetime, head: Letterhead) -> Letter:
    """The link to a reader's own page."""
    return Letter(
        kind=LetterKind.MANAGE_LINK,
        subject=f"Change what you follow: your link from {head.sender}",
        asked_at=moment(asked_at),
        choices=None,
        url=url,
        days=MANAGE_WITHIN.days,
        identity=head.identity,
    )


def choices(wishes: Wishes, names: Mapping[str, str]) -> Choices:
    """What was asked for; `names` gives councils and providers by topic id."""
    titles = tuple(topic_title(topic, names) for topic in wishes.topics)
    topics = FirstNames(titles[:TOPICS_NAMED], max(len(titles) - TOPICS_NAMED, 0))
    return Choices(topics, wishes.interests, wishes.frequency)
