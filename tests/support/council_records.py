"""Invented authorities with a history of reports, for checking what articles say about them.

Marlow Vale has reports from 2014 to 2025, and Eastmere from 2020 and 2026 (without an overall grade). Thorn Coast was
divided in 2021 into East Thorn and West Thorn. All are in one region. North Fell has nothing on record.
"""

from __future__ import annotations

from datetime import date

from tests.support.stores import on_record
from watcher.model.news import Article, DateBasis
from watcher.model.record import OnRecord
from watcher.model.report import Grade, Improvement, Judgement, JudgementId, Report, ReportKind
from watcher.model.source import Authority

MARLOW, EASTMERE, THORN, EAST_THORN, WEST_THORN, FELL = "80999", "80998", "80997", "80996", "80995", "80994"

AUTHORITIES = {
    one.urn: one
    for one in (
        Authority(MARLOW, "Marlow Vale", "Wold", "E99", aliases=("Marlow Vale City",)),
        Authority(EASTMERE, "Eastmere", "Wold", "E99"),
        Authority(
            THORN, "Thorn Coast", "Wold", "E99", abolished_on=date(2021, 4, 1), successors=(EAST_THORN, WEST_THORN)
        ),
        Authority(
            EAST_THORN, "East Thorn", "Wold", "E99", trust="Thorn Children's Trust", created_on=date(2021, 4, 1),
            predecessors=(THORN,),
        ),
        Authority(
            WEST_THORN, "West Thorn", "Wold", "E99", trust="Thorn Children's Trust", created_on=date(2021, 4, 1),
            predecessors=(THORN,),
        ),
        Authority(FELL, "North Fell", "Fells", "E98"),
    )
}  # fmt: skip
GRADES = {
    "O": Grade.OUTSTANDING,
    "G": Grade.GOOD,
    "R": Grade.REQUIRES_IMPROVEMENT,
    "I": Grade.INADEQUATE,
}
_L, _H, _C, _V = (
    JudgementId.LEADERS,
    JudgementId.HELP_AND_PROTECTION,
    JudgementId.IN_CARE,
    JudgementId.CARE_LEAVERS,
)
_CV = JudgementId.IN_CARE_AND_CARE_LEAVERS
LAYOUTS = {3: (_L, _H, _CV), 4: (_L, _H, _C, _V), 5: (_L, _H, _C, _V, JudgementId.ADOPTION)}


def a_record(
    urn: str,
    published: date,
    grades: str,
    overall: str = "",
    *,
    begin: date | None = None,
    end: date | None = None,
    points: int = 0,
    board: str = "",
) -> OnRecord:
    """A report from the initials of its grades; five initials make a report of the framework before 2018."""
    rows = tuple(
        Judgement(id_, id_.value, letter, GRADES[letter])
        for id_, letter in zip(LAYOUTS[len(grades)], grades, strict=True)
    )
    report = Report(
        ReportKind.SIF if len(grades) == 5 else ReportKind.ILACS_STANDARD,
        AUTHORITIES[urn].name,
        ((begin, end),) if begin and end else (),
        overall=GRADES.get(overall),
        judgements=rows,
        board=GRADES.get(board),
        improve=tuple(Improvement(f"Point {number}.") for number in range(points)),
    )
    return OnRecord(urn, published, f"https://files.example/v1/file/{urn}{published:%Y%m%d}", report)


SAVED = {
    MARLOW: (
        a_record(MARLOW, date(2014, 10, 7), "IIRRG", "I", begin=date(2014, 7, 1), end=date(2014, 7, 23), board="R"),
        a_record(MARLOW, date(2018, 5, 15), "RRG", "R", begin=date(2018, 3, 12), end=date(2018, 3, 23), points=6),
        a_record(MARLOW, date(2021, 10, 19), "GRR", "R", begin=date(2021, 9, 6), end=date(2021, 9, 17), points=5),
        a_record(MARLOW, date(2025, 3, 4), "OGGR", "G", begin=date(2025, 1, 20), end=date(2025, 1, 31), points=4),
    ),
    EASTMERE: (
        a_record(EASTMERE, date(2020, 2, 11), "OOO", "O", begin=date(2020, 1, 6), end=date(2020, 1, 10), points=2),
        a_record(EASTMERE, date(2026, 7, 14), "OGGG", begin=date(2026, 6, 1), end=date(2026, 6, 5), points=3),
    ),
    THORN: (a_record(THORN, date(2019, 7, 30), "III", "I", begin=date(2019, 6, 24), end=date(2019, 7, 5)),),
    EAST_THORN: (
        a_record(EAST_THORN, date(2022, 11, 22), "RRR", "R", begin=date(2022, 10, 3), end=date(2022, 10, 14), points=5),
    ),
    WEST_THORN: (
        a_record(WEST_THORN, date(2022, 11, 22), "RRR", "R", begin=date(2022, 10, 3), end=date(2022, 10, 14), points=5),
    ),
}


RECORDS = on_record(*(one for reports in SAVED.values() for one in reports))


def an_article(text: str, published: date | None = date(2025, 3, 4), title: str = "") -> Article:
    return Article("https://news.example/item", title, published, DateBasis.META, text)
