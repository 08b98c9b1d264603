"""A deployment whose store holds every real report and letter beside the checkout, read as a check reads them."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.builders import a_page_state, a_record
from tests.support.program import configure
from tests.support.stores import new_store
from watcher.differ.case import ReadReport, read_file
from watcher.model.errors import ReportError
from watcher.model.report import ReportFile
from watcher.model.source import Observation, Source
from watcher.model.visit import FetchedFile
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.document_kinds import as_read
from watcher.ofsted.pages.labels import event_of
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.read import read_report

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def truth_of(shared: Path) -> dict[str, Row]:
    """What is known about each real graded report, by its number; one is no report, but the page of a dead link."""
    return {row["file_url"].rpartition("/")[2]: row for row in rows_of(shared / "reports" / "truth.csv")}


def grades_of(row: Row) -> dict[str, str]:
    """The printed grades of a report by their printed labels."""
    return dict(json.loads(row["judgements_printed"]))


@cache
def real_record(shared: Path) -> Path:
    """The folder of the deployment. It is made once in a process, and only to be looked at."""
    folder = Path(_kept().name)
    configure(folder, "https://reports.ofsted.gov.uk", authorities='"all"')
    with new_store(folder / "state") as store, PdfReader() as reader:
        by_source = _documents(shared, reader)
        store.pages.follow([_source(id_) for id_ in by_source], NOW)
        for id_, found in by_source.items():
            entries = tuple(as_read(entry, file) for entry, file in found)
            state = a_page_state(source_id=id_, url=_source(id_).url)
            files = tuple(file for _, file in found)
            store.pages.record(a_record(source_id=id_, taken_at=NOW, observations=entries, files=files, page=state))
    return folder


@cache
def _kept() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="watcher-real-")


def _source(id_: str) -> Source:
    urn = id_.rpartition("/")[2]
    url = f"https://reports.ofsted.gov.uk/provider/44/{urn}"
    return Source(id_, gazetteer().by_urn[urn].name, url, "ofsted", topics=("all", f"authority:{urn}"))


def _documents(shared: Path, reader: PdfReader) -> dict[str, list[tuple[Observation, ReportFile]]]:
    found: dict[str, list[tuple[Observation, ReportFile]]] = defaultdict(list)
    for row in rows_of(shared / "replica" / "all_documents.csv"):
        entry = _entry(row)
        body = (shared / "replica" / row["file"]).read_bytes()
        name = gazetteer().by_urn[row["urn"]].name
        file = read_file(FetchedFile(entry, body), _reading(body, reader), NOW, gazetteer(), source_name=name)
        found[entry.source_id].append((entry, file))
    return found


def _entry(row: Row) -> Observation:
    event = event_of(row["title"])
    facts = {"event": event.kind.value, "graded": "yes" if event.graded else "no"}
    url = f"https://files.ofsted.gov.uk/v1/file/{row['file_id']}"
    published = date.fromisoformat(row["published"])
    return Observation(f"ofsted:44/{row['urn']}", row["file_id"], row["title"], url, published, facts)


def _reading(body: bytes, reader: PdfReader) -> ReadReport:
    digest = sha256(body).hexdigest()
    try:
        return ReadReport(read_report(reader.text_of(body)), sha256=digest)
    except ReportError as error:
        return ReadReport(error=error, sha256=digest)
