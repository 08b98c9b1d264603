"""The five invented councils of the demonstration, and what was published about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from watcher.demo.letter_pdf import LetterContent, letter_of, letter_pdf
from watcher.demo.report_pdf import ReportContent, ReportEra, report_of, report_pdf
from watcher.model.report import Grade
from watcher.model.source import Provider

INSPECTION = "Children's services inspection"
FOCUSED_VISIT = "Children's services focused visit"

GRADES = {
    "O": Grade.OUTSTANDING,
    "G": Grade.GOOD,
    "R": Grade.REQUIRES_IMPROVEMENT,
    "I": Grade.INADEQUATE,
}


@dataclass(frozen=True, slots=True)
class Council:
    urn: str
    name: str

    @property
    def key(self) -> str:
        return Provider("44", self.urn).key


@dataclass(frozen=True, slots=True)
class Document:
    """A file on a council's page. `inspected` is the last day on site."""

    file_id: str
    council: Council
    title: str
    inspected: date
    published: date
    content: ReportContent | LetterContent


MARLOW_VALE = Council("9000001", "Marlow Vale")
EASTMERE = Council("9000002", "Eastmere")
ST_OSRICS = Council("9000003", "St Osric's")
KESTRELBY = Council("9000004", "Kestrelby")
DUNMOOR = Council("9000005", "Dunmoor & Fells")
COUNCILS = (MARLOW_VALE, EASTMERE, ST_OSRICS, KESTRELBY, DUNMOOR)


@cache
def printed(content: ReportContent | LetterContent) -> bytes:
    """The document as PDF."""
    return letter_pdf(content) if isinstance(content, LetterContent) else report_pdf(content)


def inspection(file_id: str, council: Council, era: ReportEra, on_site: str, published: str, grades: str) -> Document:
    """A graded report. `on_site` is first and last day, `grades` one initial for each row of the era's table."""
    start, end = map(date.fromisoformat, on_site.split())
    graded = dict(zip(era.value, (GRADES[initial] for initial in grades), strict=True))
    content = report_of(council.name, era, graded, ((start, end),))
    return Document(file_id, council, INSPECTION, end, date.fromisoformat(published), content)


def focused_visit(file_id: str, council: Council, on_site: str, published: str) -> Document:
    """A letter, which gives no grades."""
    start, end = map(date.fromisoformat, on_site.split())
    out = date.fromisoformat(published)
    return Document(file_id, council, FOCUSED_VISIT, end, out, letter_of(council.name, start, end, out))


A, B, C = ReportEra
PUBLISHED = (
    inspection("59000101", MARLOW_VALE, A, "2019-02-04 2019-02-15", "2019-03-26", "RRGR"),
    focused_visit("59000102", MARLOW_VALE, "2021-06-29 2021-06-30", "2021-08-10"),
    inspection("59000103", MARLOW_VALE, B, "2023-05-15 2023-05-26", "2023-07-04", "GGGGG"),
    focused_visit("59000104", MARLOW_VALE, "2025-01-14 2025-01-15", "2025-02-25"),
    inspection("59000201", EASTMERE, A, "2020-01-20 2020-01-31", "2020-03-10", "GGRG"),
    inspection("59000202", EASTMERE, B, "2024-09-16 2024-09-27", "2024-11-05", "GGORG"),
    inspection("59000301", ST_OSRICS, A, "2022-05-16 2022-05-27", "2022-07-05", "RIRI"),
    focused_visit("59000302", ST_OSRICS, "2024-03-05 2024-03-06", "2024-04-16"),
    inspection("59000401", KESTRELBY, A, "2021-10-04 2021-10-08", "2021-11-16", "GOGG"),
    inspection("59000402", KESTRELBY, C, "2026-06-15 2026-06-26", "2026-08-04", "OOGG"),
    inspection("59000501", DUNMOOR, B, "2025-01-27 2025-02-07", "2025-03-18", "GGGRG"),
)
#: two judgements lower than in 2023; overall effectiveness is no longer graded
NEWS = inspection("59000105", MARLOW_VALE, C, "2026-08-31 2026-09-11", "2026-10-20", "RRGG")
#: the date that the list shows while the page itself is broken
HIDDEN_NEWS = focused_visit("59000203", EASTMERE, "2026-09-08 2026-09-09", "2026-10-20")
