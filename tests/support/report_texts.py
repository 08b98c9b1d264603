"""Invented reports in every layout, as the page texts that a PDF reader gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from textwrap import wrap

Grades = dict[str, str]

LEADERS = "The impact of leaders on social work practice with children and families"
HELP = "The experiences and progress of children who need help and protection"
BOTH = "The experiences and progress of children in care and care leavers"
IN_CARE = "The experiences and progress of children in care"
LEAVERS = "The experiences and progress of care leavers"
OVERALL = "Overall effectiveness"

RI = "Requires improvement to be good"

COMBINED: Grades = {LEADERS: "Good", HELP: RI, BOTH: "Outstanding", OVERALL: "Good"}
APART: Grades = {LEADERS: "Good", HELP: RI, IN_CARE: "Outstanding", LEAVERS: "Inadequate", OVERALL: "Good"}
NO_OVERALL: Grades = {LEADERS: "Outstanding", HELP: "Good", IN_CARE: RI, LEAVERS: "Good"}

BULLETS = (
    "The quality of plans, so that families know what has to change and by when.",
    "The oversight of children who live in unregistered children’s homes.",
    "Support for care leavers aged 21 and over.",
)
PROSE = (
    "Families are met with patience at the first door they knock on. Workers listen before they write.",
    "Before a court is asked for anything, letters tell parents plainly what worries the council. The "
    "pre-proceedings stage rarely drifts.",
    "Grandparents who take children in as kinship carers are assessed fairly and paid on time.",
)


_TOWN_NAMES = "Ashby Birk Crane Dunmow Elder Fenny Gorse Hawes Ings Jarrow Kelby Larch Mallow Nidd Orrest Pell"
_TOWNS = _TOWN_NAMES.split()


def paragraph(number: int) -> str:
    """An invented paragraph; its first and last lines are those of no other."""
    town = _TOWNS[number % len(_TOWNS)]
    return f"In {town} this is so. {PROSE[(number - 1) % len(PROSE)]} {town} and its people say it was always thus."


def numbered(first: int) -> list[str]:
    """The lines of three numbered paragraphs."""
    return [line for number in range(first, first + 3) for line in lines_of(f"{number}. {paragraph(number)}")]


def lines_of(text: str, width: int = 74) -> list[str]:
    return wrap(text, width, break_on_hyphens=False)


def page(*lines: str) -> str:
    return "\r\n".join(lines)


@dataclass(frozen=True)
class IlacsText:
    """An inspection since 2018: change a field to change the report, `body` to contradict the table."""

    authority: str = "Eastmere"
    dates: str = "6 to 17 March 2023"
    inspector: str = "Lead inspector: Wilma Thorne, His Majesty’s Inspector"
    table: Grades = field(default_factory=lambda: APART)
    body: Grades = field(default_factory=dict)
    improve: Sequence[str] = BULLETS
    bullet: str = "◼ "
    heading: str = "What needs to improve?"
    separator: str = ": "
    footnote: Sequence[str] = ()

    def pages(self) -> list[str]:
        first = page(
            *lines_of(f"Inspection of {self.authority} local authority children’s services", 34),
            f"Inspection dates: {self.dates}",
            self.inspector,
            "Judgement Grade",
            *(line for label, grade in self.table.items() for line in (*lines_of(label, 40), grade)),
            *lines_of("Children in this invented place have been seen by people who know them. " + PROSE[0]),
        )
        return [first, self._list_page(), *self._sections(), self._footer(9, "© Crown copyright")]

    def _footer(self, number: int, *lines: str) -> str:
        running = f"Inspection of {self.authority} local authority children’s services"
        return page(running, f"{self.dates} {number}", *lines)

    def _list_page(self) -> str:
        bullets = (line for item in self.improve for line in lines_of(self.bullet + item))
        return self._footer(2, *([self.heading] if self.heading else []), *bullets, *self.footnote)

    def _sections(self) -> list[str]:
        pages, number = [], 1
        for place, (label, grade) in enumerate((self.table | self.body).items()):
            if label == OVERALL:
                continue
            heading = lines_of(f"{label}{self.separator}{grade.lower()}")
            pages.append(self._footer(3 + place, *heading, *numbered(number)))
            number += 3
        return pages


SIF_ROWS: Grades = {
    "1. Children who need help and protection": "Requires improvement",
    "2. Children looked after and achieving permanence": "Good",
    "2.1 Adoption performance": "Outstanding",
    "2.2 Experiences and progress of care leavers": "Good",
    "3. Leadership, management and governance": "Good",
}
SIF_BOXES: Grades = {
    "1. Children who need help and protection": HELP,
    "2. Children looked after and achieving permanence": (
        "The experiences and progress of children looked after and achieving permanence"
    ),
    "2.1 Adoption performance": "The graded judgement for adoption performance is that it is",
    "2.2 Experiences and progress of care leavers": (
        "The graded judgement about the experience and progress of care leavers is that it is"
    ),
    "3. Leadership, management and governance": "Leadership, management and governance",
}
SIF_FOOTNOTE = (
    "1 Ofsted produces this report under its power to combine reports. This report includes the report of "
    "the inspection of local authority functions and the report of the review of the Board."
)


@dataclass(frozen=True)
class SifText:
    """An inspection of 2014 to 2018; `split` puts the last rows of the table on the second page."""

    authority: str = "Eastmere County Council"
    dates: str = "2 June 2015 – 25 June 2015"
    published: str = "8 August 2015"
    headline: str = "Children’s services in Eastmere are good"
    table: Grades = field(default_factory=lambda: SIF_ROWS)
    body: Grades = field(default_factory=dict)
    board: str | None = "requires improvement"
    reinspection: bool = False
    split: bool = False
    recommendations: Sequence[str] = ()
    inspectors: Sequence[str] = ("Lead inspector: Wilma Thorne HMI", "Deputy lead inspector: Abel Stone HMI")

    def pages(self) -> list[str]:
        rows = [[*lines_of(label, 44), grade] for label, grade in self.table.items()]
        on_first = 3 if self.split else len(rows)
        footnote = lines_of(SIF_FOOTNOTE) if self.board else []
        first = page("1", *self._title(), *chain(*rows[:on_first]), *footnote)
        second = page("2", *chain(*rows[on_first:]), "Executive summary", *lines_of(PROSE[0]), *lines_of(PROSE[1]))
        return [first, second, *self._asked_for(), *self._sections(), *self._board(), self._team()]

    def _asked_for(self) -> list[str]:
        if not self.recommendations:
            return []
        listed = (lines_of(f"{number}. {text}") for number, text in enumerate(self.recommendations, 1))
        children = ("Summary for children and young people", "Services for children are getting better.")
        return [page("2", "Recommendations", *chain(*listed), *children)]

    def _title(self) -> list[str]:
        what = "Re-inspection" if self.reinspection else "Inspection"
        reviewed = ["and", *lines_of("Review of the effectiveness of the Local Safeguarding Children Board1", 60)]
        return [
            self.authority,
            *lines_of(
                f"{what} of services for children in need of help and protection, children looked after and "
                "care leavers",
                60,
            ),
            *(reviewed if self.board else []),
            f"Inspection date: {self.dates}",
            f"Report published: {self.published}",
            *lines_of(self.headline, 60),
        ]

    def _sections(self) -> list[str]:
        pages, number = [], 11
        for place, (label, grade) in enumerate((self.table | self.body).items()):
            box = lines_of(f"{SIF_BOXES[label]} {grade}", 60)
            pages.append(page(str(place + 3), *box, *numbered(number)))
            number += 3
        return pages

    def _board(self) -> list[str]:
        if self.board is None:
            return []
        title = "The Local Safeguarding Children Board"
        return [page("8", f"{title} (LSCB)", f"{title} is {self.board}", "Executive summary", *lines_of(PROSE[0]))]

    def _team(self) -> str:
        return page("9", "The inspection team", *self.inspectors, "Team inspectors: Ruth Vale, Ivo Marsh")


LAC_ROWS: Grades = {
    "Overall effectiveness": "Inadequate",
    "Capacity to improve": "Adequate",
    "Outcomes for looked after children and young people": "Good",
    "Quality of provision": "Inadequate",
    "Leadership and management": "Adequate",
}
_LAC_NUMBERS = {"Outstanding": 1, "Good": 2, "Adequate": 3, "Inadequate": 4}


@dataclass(frozen=True)
class LacText:
    """An inspection of 2013, with its table on the last page."""

    table: Grades = field(default_factory=lambda: LAC_ROWS)
    body: Grades = field(default_factory=dict)

    def pages(self) -> list[str]:
        first = page(
            "Inspection of looked after children",
            "services",
            "Eastmere Metropolitan Borough Council",
            "Inspection dates: 24 – 28 June 2013",
            "Reporting inspector Wilma Thorne HMI",
            "Age group: All",
            "Published: 2 August 2013",
        )
        contents = page(
            "Contents", *(f"{label} {n}" for n, label in enumerate(self.table, 5)), "Record of main findings 22"
        )
        table = [line for label, grade in self.table.items() for line in (*lines_of(label, 40), grade)]
        last = page("Record of main findings", "Services for looked after children", *table)
        return [first, contents, *self._sections(), last]

    def _sections(self) -> list[str]:
        read = self.table | self.body
        return [
            page(
                *lines_of(label, 44),
                f"Grade {_LAC_NUMBERS.get(grade, 4)} ({grade})",
                *lines_of(f"{number}. {paragraph(number)}"),
            )
            for number, (label, grade) in enumerate(read.items(), 13)
        ]


POSITIVE = (
    "The local area partnership’s arrangements typically lead to positive experiences and outcomes for children "
    "and young people with special educational needs and/or disabilities (SEND). The local area partnership is "
    "taking action where improvements are needed.",
    "The next full area SEND inspection will be within approximately five years.",
)
INCONSISTENT = (
    "The local area partnership’s arrangements lead to inconsistent experiences and outcomes for children and "
    "young people with special educational needs and/or disabilities (SEND). The local area partnership must "
    "work jointly to make improvements.",
    "The next full area SEND inspection will be within approximately 3 years.",
)
FAILINGS = (
    "There are widespread and/or systemic failings leading to significant concerns about the experiences and "
    "outcomes of children and young people with special educational needs and/or disabilities (SEND), which the "
    "local area partnership must address urgently.",
    "A monitoring inspection will be carried out within approximately 18 months. The next full reinspection will "
    "be within approximately three years.",
    "As a result of this inspection, HMCI requires the local area partnership to prepare and submit a priority "
    "action plan (area SEND) to address the identified areas for priority action.",
)


@dataclass(frozen=True)
class SendText:
    """An area SEND inspection since 2023."""

    box: Sequence[str] = INCONSISTENT
    priorities: bool = False
    area: str = "Eastmere"
    dates: str = "22 to 26 January 2024"

    def pages(self) -> list[str]:
        first = page(
            f"Area SEND inspection of the {self.area} Local",
            "Area Partnership",
            f"Inspection dates: {self.dates}",
            "Date of previous inspection: 5 to 9 December 2016",
            "Inspection outcome",
            *(line for part in self.box for line in lines_of(part)),
            "Information about the local area partnership",
            *lines_of(f"{self.area} Council and its health board plan services together."),
        )
        second = page(
            "What is the area partnership doing that is effective?",
            *(line for said in PROSE for line in lines_of("◼ " + said)),
            "What does the area partnership need to do better?",
            *lines_of(PROSE[1]),
        )
        return [first, second, self._last()]

    def _last(self) -> str:
        priorities = ["Areas for priority action", "Responsible body Areas for priority action", *lines_of(PROSE[0])]
        return page(
            *(priorities if self.priorities else []),
            "Areas for improvement",
            *lines_of("Leaders should shorten the waits for assessments, and tell families how long they are."),
            *lines_of("Leaders should make sure that every plan is reviewed each year. This matters."),
            "Local area partnership details",
            "Inspection team",
            "Wilma Thorne HMI, Ofsted lead inspector Abel Stone, CQC lead inspector",
        )
