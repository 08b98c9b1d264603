"""What our parsers take for granted about sites that could not be seen when they were written. Pure values.

The code names an assumption where it relies on it: `# first contact: ID`. docs/first-contact.md lists them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ASSUMPTIONS: Mapping[str, str] = {
    # how the sites answer
    "robots": "Each host has a robots.txt that can be read, or none, and it allows what we fetch.",
    "validators": "A page has an ETag or a date, and a request with it is answered 304 if nothing changed.",
    "same-region": "Two fetches of an unchanged page have the same <main>, whatever differs around it.",
    "date-header": "Answers carry a Date header that is right within a day.",
    "encodings": "Pages come uncompressed, or compressed as gzip or deflate.",
    "utf-8": "Ofsted's pages are UTF-8 and say so, or say nothing.",
    "page-size": "A page of Ofsted's has at most 2 MB and ends with its closing tag.",
    # the search list
    "search-count": "The list prints how many results there are, in .js-results-count.",
    "search-rows": "Each result is a .search-result with one link to /provider/TYPE/URN in its title.",
    "search-date": "A result shows its date as 'Latest report: 29 January 2025'.",
    "search-order": "sort=date&order=desc puts the newest report first.",
    "search-page-size": "rows=100 gives 100 results on a page.",
    "search-next": "a.pagination__next leads to the next page; all pages together have all announced results.",
    "search-councils": "level_1_types=3 and level_2_types[]=12 list councils alone, all of type 44.",
    "search-marker": "The date of a result is the publication date of the newest document on its page.",
    # provider pages
    "provider-rows": "Every row of a page can be read: its link, its label and its dates.",
    "provider-timeline": "Documents are links of class publication-link in a .timeline.",
    "provider-file-links": "They lead to /v1/file/NUMBER on files.ofsted.gov.uk or files.api.ofsted.gov.uk.",
    "provider-published": "The hidden text of a link ends in the publication date, the same as <time pubdate>.",
    "provider-inspected": "The date of a row's day is the end of the inspection.",
    "provider-name": "The page names its provider in its heading.",
    "provider-urn": "Below the heading stands 'URN: NUMBER'.",
    "provider-labels": "Every label on a council's page is one that we know.",
    "provider-no-grade": "A council's page itself shows no grade.",
    "provider-archive": "Older documents are folded into a <details> of the same page.",
    "provider-main": "All links to documents lie in one <main>.",
    "wrong-type": "A provider's number under a wrong type answers 404 or 410.",
    # reports
    "report-file": "The link of a document gives a PDF of at most 25 MB.",
    "report-grades": "The newest graded report of a council can be read without problems.",
    "report-authority": "A report names the council on whose page it is.",
    # news sites
    "news-markup": "A site's pages have the mark of the family that our table gives it.",
    "news-list": "The list of a site shows as many items as we expect.",
    "news-order": "The list shows the newest items first, but for a few that are pinned.",
    "news-feed": "The feed of a site shows items of its list.",
    "news-article": "An item has a title that fits the list, and text.",
    "news-date": "The list or the item prints the publication date.",
}


class AssumptionVerdict(StrEnum):
    HOLDS = "holds"
    FAILS = "does not hold"
    UNSEEN = "could not be seen"


@dataclass(frozen=True, slots=True)
class PageSeen:
    """One answer. `reason` says why there is none; `name` is that of the file in which it is kept."""

    name: str
    url: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one page shows of one assumption."""

    assumption: str
    verdict: AssumptionVerdict
    evidence: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class AssumptionResult:
    """What all pages together show of one assumption: it fails if one page shows so."""

    assumption: str
    verdict: AssumptionVerdict
    evidence: tuple[Sighting, ...]

    @property
    def sentence(self) -> str:
        return ASSUMPTIONS[self.assumption]


def together(sightings: Iterable[Sighting]) -> tuple[AssumptionResult, ...]:
    """One result for each assumption, in the order of the list. What no page showed could not be seen."""
    seen: dict[str, list[Sighting]] = {name: [] for name in ASSUMPTIONS}
    for one in sightings:
        seen[one.assumption].append(one)
    return tuple(AssumptionResult(name, _worst(found), tuple(found)) for name, found in seen.items())


def _worst(found: list[Sighting]) -> AssumptionVerdict:
    verdicts = {one.verdict for one in found}
    order = (AssumptionVerdict.FAILS, AssumptionVerdict.HOLDS)
    return next((verdict for verdict in order if verdict in verdicts), AssumptionVerdict.UNSEEN)


def sighting(assumption: str, holds: bool | None, evidence: str, page: PageSeen | None = None) -> Sighting:
    """What a page shows: that it holds, that it does not, or (None) that it can't be told."""
    verdict = AssumptionVerdict.UNSEEN
    if holds is not None:
        verdict = AssumptionVerdict.HOLDS if holds else AssumptionVerdict.FAILS
    return Sighting(assumption, verdict, evidence, page.url if page else "")
