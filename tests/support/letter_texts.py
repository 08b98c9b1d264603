"""Letters about visits with invented names and prose, in the wording and order of the real ones."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.report_texts import page

_HEAD = (
    "Ofsted",
    "Piccadilly Gate",
    "Store Street",
    "Manchester",
    "M1 2WD",
    "T 0300 123 1231",
    "Textphone 0161 618 8524",
    "enquiries@ofsted.gov.uk",
    "www.gov.uk/ofsted",
)
BULLET = "◼"
IMPROVE = "What needs to improve in this area of social work practice?"
PRIORITY = "Areas for priority action"


@dataclass(frozen=True)
class LetterText:
    """A focused visit letter; each field is the printed text in its place, line by line."""

    date: str = "12 January 2026"
    title: tuple[str, ...] = ("Focused visit to Eastmere children’s services",)
    opening: tuple[str, ...] = (
        "This letter summarises the findings of the focused visit to Eastmere children’s services",
        "on 19 and 20 November 2025. His Majesty’s Inspectors for this visit were Wilma Thorne",
        "and Jasper Quill.",
    )
    looked_at: tuple[str, ...] = ("Inspectors looked at the local authority’s arrangements for care leavers.",)
    overview: tuple[str, ...] = (
        "Care leavers in Eastmere, judged inadequate in 2019, now receive a better service than they did.",
    )
    priority: tuple[str, ...] = ()
    improve: tuple[str, ...] = (
        IMPROVE,
        f"{BULLET} The consistency of planning for care leavers. (enabler 3, national",
        "framework)",
        f"{BULLET} How manageable caseloads are.",
    )
    between: tuple[str, ...] = ()
    findings: tuple[str, ...] = ("Main findings", "Workers know young people well and visit them often.")
    closing: tuple[str, ...] = ("Ofsted will take the findings from this focused visit into account when planning.",)

    def pages(self) -> list[str]:
        first = (
            self.date, "Rowena Marsh", "Eastmere Council", "Town Hall", "Dear Ms Marsh", *self.title, *self.opening,
            *self.looked_at, "Headline findings", *self.overview, *self.priority, *_HEAD,
        )  # fmt: skip
        second = (*self.improve, *self.between, *self.findings, *self.closing, "Yours sincerely", "Wilma Thorne")
        return [page(*first), page(*second)]
