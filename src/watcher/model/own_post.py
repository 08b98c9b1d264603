"""An article of our own as the store has it, and what a person decided on its sentences. Frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from watcher.model.news import Article, Mention


@dataclass(frozen=True, slots=True)
class PostRuling:
    """What a person decided on one issue of a post: `accepted` with the reason, or `done`."""

    issue: str
    verdict: str
    why: str
    ruled_at: datetime


@dataclass(frozen=True, slots=True)
class PostOnFile:
    """One article of our own as the store has it.

    `since` says when each open reason was first seen, by (letter, report date); `read_at` is when its page was last
    read.
    """

    source_id: str
    url: str
    mention: Mention
    article: Article | None
    read_at: datetime
    since: Mapping[tuple[str, str], datetime]
    rulings: tuple[PostRuling, ...] = ()

    @property
    def id(self) -> str:
        return sha256(f"{self.source_id} {self.url}".encode()).hexdigest()[:8]
