"""A list of subscribers, as a file has it and as we record it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watcher.model.interest import Interest
from watcher.model.reader import Suppressed
from watcher.model.subscription import Frequency


@dataclass(frozen=True, slots=True)
class ListDefaults:
    """What holds for each line of a list that doesn't say otherwise. `consent`: how we know that its owner agreed."""

    topics: tuple[str, ...] = ()
    frequency: Frequency | None = None
    interests: tuple[Interest, ...] | None = None
    consent: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ListedReader:
    """One line of a list that can be used. `agreed_at`: None if the list doesn't say when its owner agreed.

    Options that are None stay as they are, and are off for a new reader.
    """

    line: int
    address: str
    topics: tuple[str, ...]
    frequency: Frequency
    interests: tuple[Interest, ...]
    consent: str
    source: str
    agreed_at: datetime | None = None
    one_mail_an_item: bool | None = None
    all_quiet: bool | None = None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line of a list that is not used, and why, in words."""

    line: int
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it was read: what can be used, what can't, and the columns that we don't know."""

    readers: tuple[ListedReader, ...]
    refused: tuple[RefusedLine, ...]
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of one line: the topics that its reader follows now and did not follow before.

    Nothing was changed if the address is `suppressed`. `ended` are topics that were ended before, with the day of that,
    and were not begun again.
    """

    reader: ListedReader
    added: tuple[str, ...] = ()
    suppressed: Suppressed | None = None
    ended: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedReader:
    """What one reader follows with one frequency and the same kinds of news, and the newest consent to it."""

    address: str
    topics: tuple[str, ...]
    frequency: Frequency
    interests: tuple[Interest, ...]
    one_mail_an_item: bool
    all_quiet: bool
    since: datetime
    consent: str = ""
    source: str = ""
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MovedReader:
    """A reader who has another address now: how many subscriptions moved, how many pending emails were withdrawn, and
    the digest runs (frequency and end) that these were planned for.
    """

    subscriptions: int
    taken_back: int
    runs: tuple[tuple[Frequency, datetime], ...]
