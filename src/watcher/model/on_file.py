"""What the store holds of each document on a council's page, and what was imported instead. All frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from watcher.model.report import Report, ReportFile
from watcher.model.source import Observation


@dataclass(frozen=True, slots=True)
class OnFile:
    """A document that a council's page lists, with what was read of it.

    `file` is None while it has not been read. `graded`: its label says that it may change a grade. `provider_url` is
    the address of the council's page. `withdrawn`: Ofsted took it off its page.
    """

    urn: str
    entry: Observation
    provider_url: str
    graded: bool
    withdrawn: bool
    file: ReportFile | None

    @property
    def report(self) -> Report | None:
        """What the document says, unless it is unread or held."""
        return None if self.file is None or self.file.held else self.file.report


@dataclass(frozen=True, slots=True)
class ImportedReport:
    """The grades of a report that a person imported. It fills the record until we read the report ourselves.

    `report` holds what the table gives: kind, dates and judgements. Mails never see it.
    """

    urn: str
    file_id: str
    url: str
    published: date
    sha256: str | None
    report: Report
    imported_at: datetime
