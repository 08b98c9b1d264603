"""The record of councils and their areas: the reports against which claims and articles are checked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from watcher.model.report import Report, ReportKind


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A report with grades or an outcome that could be read completely."""

    urn: str
    published: date
    url: str
    report: Report


# The reports of each authority by its URN, the oldest first.
Records = Mapping[str, tuple[OnRecord, ...]]


def of_services(records: Records) -> Records:
    """The reports on a council's services for children. Reports on its area's SEND partnership carry no grade."""
    return {urn: tuple(one for one in found if not is_of_the_area(one)) for urn, found in records.items()}


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
