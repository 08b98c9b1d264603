"""What surrounds the stories of a mail: why its reader gets it, and which pages were checked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from watcher.digests.views import PagesChecked, Reason, ReasonKind, UnreadablePage
from watcher.model.text import NAME_LIMIT, clean, moment
from watcher.subscribers.topics import first_titles

UNREADABLE_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that we can't read, as named for readers, and since when."""

    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class SourcesChecked:
    """What we watch, and how well: `well` of `followed` pages, and the last good check of any."""

    well: int
    followed: int
    last: datetime | None
    troubles: tuple[Trouble, ...] = ()
    what: str = "councils"


def reason_of(topics: Iterable[str], topic_names: Mapping[str, str], kind: ReasonKind = ReasonKind.FOLLOWS) -> Reason:
    """That a reader follows these topics."""
    return Reason(kind, *first_titles(topics, topic_names))


def pages_checked(checked: SourcesChecked) -> PagesChecked:
    """What was checked and when, and what can't be read. Silence must never look like "no news"."""
    return PagesChecked(
        well=checked.well,
        followed=checked.followed,
        what=checked.what,
        last=moment(checked.last) if checked.last else "",
        unreadable=tuple(map(_unreadable, checked.troubles[:UNREADABLE_SHOWN])),
        more=max(len(checked.troubles) - UNREADABLE_SHOWN, 0),
    )


def _unreadable(trouble: Trouble) -> UnreadablePage:
    return UnreadablePage(clean(trouble.name, NAME_LIMIT), moment(trouble.since))
