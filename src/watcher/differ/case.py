"""What we know when we decide about one visit: the page, its reports, and what was known before. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from watcher.model.errors import ReportError
from watcher.model.report import LETTERS, Report, ReportFile, ReportKind
from watcher.model.source import Observation
from watcher.model.visit import Attempt, FetchedFile, Known, Visit
from watcher.ofsted.authorities import Gazetteer, plain
from watcher.ofsted.document_kinds import as_read, contested
from watcher.ofsted.rules import doubtful, given_up, has_outcome, is_council, is_graded, is_new, looks_like_pdf, order


@dataclass(frozen=True, slots=True)
class ReadReport:
    """The result of reading one fetched report: the report, or why it can't be read; and the hash of its bytes."""

    report: Report | None = None
    error: ReportError | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The newest readable report of the authority that this one succeeded."""

    name: str
    report: Report


@dataclass(slots=True)
class Case:
    """Everything that the decisions about one visit depend on. `approved` are reports that the operator has looked
    at.
    """

    visit: Visit
    now: datetime
    predecessor: Predecessor | None
    files: dict[str, ReportFile] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    accepted: list[Observation] = field(default_factory=list)
    approved: frozenset[str] = frozenset()

    @property
    def known(self) -> Known:
        return self.visit.known

    def file(self, key: str) -> ReportFile | None:
        return self.files.get(key) or self.known.files.get(key)

    def remembered(self) -> list[Observation]:
        """What was listed before this visit and has not been withdrawn."""
        return [o for key, o in self.known.observations.items() if key not in self.known.withdrawn]

    @property
    def source(self) -> str:
        return self.known.target.source.id

    @property
    def name(self) -> str:
        """A council's name from our own table; for others, the name on the page."""
        return self.known.target.source.name if is_council(self.source) else self.visit.page.name


def read_file(
    fetched: FetchedFile, reading: ReadReport, now: datetime, gazetteer: Gazetteer, *, source_name: str
) -> ReportFile:
    """A report file to remember: what it says, and every reason to hold its grades."""
    entry = fetched.entry
    problems = (reading.error.reason,) if reading.error else reading.report.problems if reading.report else ()
    file = ReportFile(
        entry.key, entry.source_id, entry.url, entry.title, entry.published, reading.sha256,
        reading.report, problems, now,
    )  # fmt: skip
    return doubtful(file, _doubts(entry, file, gazetteer, source_name)) if reading.report else file


def take(case: Case, fetched: FetchedFile, readings: Mapping[str, ReadReport], gazetteer: Gazetteer) -> None:
    """Add one fetched report to the case: as read, given up, or to be tried again."""
    key, name = fetched.entry.key, case.known.target.source.name
    if has_outcome(fetched.entry):
        _take_outcome(case, read_file(fetched, readings.get(key, ReadReport()), case.now, gazetteer, source_name=name))
        return
    reading = readings.get(key, ReadReport())
    failure = fetched.failure if fetched.body is None else reading.error and reading.error.reason
    passing = fetched.body is None or (reading.error is not None and reading.error.passing)
    why = failure or "the report could not be fetched"
    if passing and not _is_over(case, fetched):
        first = case.known.attempts[key].first_failed if key in case.known.attempts else case.now
        case.attempts[key] = Attempt(key, first, why)
        return
    if passing:
        reading = ReadReport(error=ReportError(why, passing=True))
    case.files[key] = read_file(fetched, reading, case.now, gazetteer, source_name=name)


def know_by_documents(case: Case) -> None:
    """Take every listed document for what it says itself, where it was read and its label says something else."""
    page = case.visit.page
    entries = tuple(as_read(entry, case.file(entry.key)) for entry in page.entries)
    case.visit = replace(case.visit, page=replace(page, entries=entries))


def _take_outcome(case: Case, file: ReportFile) -> None:
    """Only outcomes that were read for certain. The others are sent without their outcome, and never held."""
    if file.report is not None and file.report.kind is ReportKind.AREA_SEND and not file.held:
        case.files[file.file_id] = file


def _is_over(case: Case, fetched: FetchedFile) -> bool:
    """Whether we stop waiting for a failure that might be temporary: it has lasted a day, or will never end.

    Old links die, and then answer with a page that says so: a file that we only want for comparison must not delay
    news. We keep waiting for a report that came damaged, or whose reading failed.
    """
    entry = fetched.entry
    newest = max(filter(is_graded, case.visit.page.entries), key=order, default=None)
    dead = fetched.body is not None and not looks_like_pdf(fetched.body)
    dead = dead and entry != newest and not is_new(entry, case.known)
    return dead or entry.key in case.known.files or given_up(entry.key, case.known, case.now)


#: names of companies and trusts that run a council's services; Ofsted's titles may name them alone
_TRUST = re.compile(r"\b(?:trust|children first|achieving for children|futures|together)\b", re.IGNORECASE)


def _about_another(report: Report, gazetteer: Gazetteer, source_name: str) -> str | None:
    """Why a report may be about another council than the one on whose page it is; None where nothing says so.

    A title may name the trust that runs the services. It counts where the table or text ties it to the council.
    """
    expected = gazetteer.named(source_name)
    # first contact: report-authority
    named = gazetteer.named(report.authority)
    candidates = (named,) if named else gazetteer.served_by(report.authority)
    if candidates:
        wrong = expected is not None and expected.urn not in {one.urn for one in candidates}
        return f"the report is about {report.authority}, but it is on the page of {source_name}" if wrong else None
    if _TRUST.search(report.authority) and not _names(report, source_name):
        return f"its title names {report.authority}, and nothing in it names {source_name}"
    return None


def _names(report: Report, council: str) -> bool:
    """Whether the title or a paragraph of the report names the council, whole words only."""
    name = re.compile(rf"(?<!\w){re.escape(plain(council))}(?!\w)")
    return any(name.search(plain(text)) for text in (report.authority, *(said.text for said in report.passages)))


def _doubts(entry: Observation, file: ReportFile, gazetteer: Gazetteer, source_name: str) -> list[str]:
    """Where the page and the report contradict each other."""
    report, doubts = file.report, []
    if report is None:
        return []
    if about := _about_another(report, gazetteer, source_name):
        doubts.append(about)
    if label := contested(entry, file):
        doubts.append(label)
    ends = [end for _, end in report.inspection_periods] if report.kind not in LETTERS else []
    if ends and file.published and max(ends) > file.published:
        doubts.append(f"the inspection ends on {max(ends)}, after the report was published on {file.published}")
    return doubts
