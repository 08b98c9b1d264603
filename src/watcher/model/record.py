"""The record of councils and their areas: the reports against which claims and articles are checked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from watcher.model.report import Report, ReportKind


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A report with grades or an outcome that could be read completely."""

    urn: str
    published: date
    url: str
    report: Report


@dataclass(frozen=True, slots=True, eq=False)
class Records(Mapping[str, tuple[OnRecord, ...]]):
    """The reports of each authority by its URN, the oldest first.

    `not_read` says when graded reports came out that its page lists and that are not on record, because they are held
    or not read yet; the oldest first. While one of them is the newest, nobody may say what the newest report found.
    """

    reports: Mapping[str, tuple[OnRecord, ...]] = field(default_factory=dict)
    not_read: Mapping[str, tuple[date, ...]] = field(default_factory=dict)

    def __getitem__(self, urn: str) -> tuple[OnRecord, ...]:
        return self.reports[urn]

    def __iter__(self) -> Iterator[str]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)

    def with_reports(self, reports: Mapping[str, tuple[OnRecord, ...]]) -> Records:
        """The same gaps around other reports."""
        return replace(self, reports=reports)

    def newer_not_read(self, urn: str, known: OnRecord | None, by: date) -> date | None:
        """When the newest graded report came out that was there `by` a day, is not on record, and is newer than
        `known`; None if there is no such report.
        """
        out = [day for day in self.not_read.get(urn, ()) if day <= by]
        return out[-1] if out and (known is None or out[-1] >= known.published) else None

    def missing_between(self, before: OnRecord, after: OnRecord) -> bool:
        """Whether a graded report came out between two reports of one authority and is not on record."""
        return any(before.published <= day <= after.published for day in self.not_read.get(before.urn, ()))


def of_services(records: Records) -> Records:
    """The reports on a council's services for children. Reports on its area's SEND partnership carry no grade."""
    reports = {urn: tuple(one for one in found if not is_of_the_area(one)) for urn, found in records.items()}
    return records.with_reports(reports)


def is_of_the_area(one: OnRecord) -> bool:
    """Whether a report is about a local area partnership, with an outcome instead of grades."""
    return one.report.kind is ReportKind.AREA_SEND


def as_of(records: Records, urn: str, day: date) -> OnRecord | None:
    """The newest report of an authority that was out on that day, if any."""
    out = [one for one in records.get(urn, ()) if one.published <= day]
    return out[-1] if out else None


def story_of(urn: str, published: date) -> str:
    """The name of the story about a report: `80482@2021-11-12`."""
    return f"{urn}@{published.isoformat()}"
