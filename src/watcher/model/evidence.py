"""Why a change was recorded, and who got it. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watcher.model.change import Change
from watcher.model.held import Ruling
from watcher.model.report import ReportFile


@dataclass(frozen=True, slots=True)
class PageFetched:
    """The page that a change was found on, by the SHA-256 of its bytes, and when they came."""

    sha256: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    """One email about a change. `status` is that of the email, `ended_at` when it was sent or given up."""

    address: str
    topic: str
    frequency: str
    status: str
    planned_at: datetime
    ended_at: datetime | None
    subject: str


@dataclass(frozen=True, slots=True)
class ChangeEvidence:
    """All that is on record about one change.

    `file` is the reading of its document, `earlier` that of the report it was compared with. `text_sha256` is the hash
    of the text of a news item, while we keep it. `corrected_at` are the times at which it was called wrong.
    `sent_later` means that it was first taken as known, with the reason.
    """

    change: Change
    recorded_at: datetime
    page: PageFetched | None
    file: ReportFile | None
    earlier: ReportFile | None
    text_sha256: str | None
    text_read_at: datetime | None
    operator_told_at: datetime | None
    ruling: Ruling | None
    corrected_at: tuple[datetime, ...]
    sent_later: str | None
    recipients: tuple[Recipient, ...]
