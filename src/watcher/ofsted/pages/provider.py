"""A provider page of reports.ofsted.gov.uk, of any type: its documents, and its grade if it shows one.

Layout: a timeline of days, newest first, with older ones folded into a nested timeline. Each day has a link to a report
with hidden text that ends in the publication date; the day itself is that of the inspection. We ignore everything
around these. If one row can't be read, the whole page is unreadable: a partly read page would look as if reports had
been withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from watcher.model.errors import SourceError, UnreadableError
from watcher.model.report import Grade
from watcher.model.source import COUNCIL_TYPE, Observation, Provider
from watcher.model.visit import ProviderPage
from watcher.ofsted.pages.dates import date_at_end, dates_in, is_date, site_date
from watcher.ofsted.pages.grade_words import grade_of
from watcher.ofsted.pages.html import attribute, document, split_address, text, whole
from watcher.ofsted.pages.labels import event_of, label_of, overfull
from watcher.ofsted.pages.report_card import card_bytes, report_card
from watcher.ofsted.pages.selecting import select
from watcher.ofsted.pages.timeline import Timeline, address
from watcher.ofsted.rules import source_id

if TYPE_CHECKING:
    from bs4 import Tag

# The hosts that have served the reports since 2018. We only use TLS.
FILE_HOSTS = ("files.ofsted.gov.uk", "files.api.ofsted.gov.uk")

# first contact: provider-name
_HEADINGS = ("h1.title-block__heading", "h1.heading--title", "h1")
_RATINGS = ".latest-rating__title .nonvisual, .rating--selected, .subjudgements__overall strong"
# Parts of a link to a report that are not its label.
_NO_LABEL = "time, strong, .nonvisual, .filetype"
# first contact: provider-file-links
_FILE_PATH = re.compile(r"/v1/file/(\d{1,12})")
_URN = re.compile(r"URN:\s*(\S+)")
_TITLE = re.compile(r"(.+?) - (?:\w[\w ]* - )?Find an Inspection Report - Ofsted")
_TITLE_LENGTH = 300
_MAIN, _END_OF_MAIN = re.compile(rb"<main\b"), b"</main>"


def provider_page(body: bytes, url: str, provider: Provider, base_url: str, encoding: str = "utf-8") -> ProviderPage:
    """The page at `url` of the site `base_url`. Raises SourceError unless all of it can be read.

    For councils only the documents count. For others, the grade beside a report or the current rating becomes the
    `grade` of the entry or of the page. `encoding` is what the response declares.
    """
    source = source_id(provider.key)
    try:
        page = document(body, encoding, region(body))
        timeline = Timeline(page)
        _refuse_other_provider(page, provider)
        reader = _Rows(source, provider, url, base_url)
        card = None if provider.type == COUNCIL_TYPE else report_card(body, encoding)
        return ProviderPage(provider, _name(page), _grade(page, provider), reader.entries(timeline), card)
    except UnreadableError as why:
        raise SourceError(source, f"can't read the provider page: {why}") from None


def region(body: bytes) -> bytes:
    """The part of a provider page with data, cut out before anything is parsed.

    Tokens, time stamps and banners around it differ from one request to the next. If the marks are missing, or a report
    is outside them, it is the whole page.
    """
    # first contact: same-region, provider-main
    begins, ends = _MAIN.search(body), body.rfind(_END_OF_MAIN)
    if begins is None or ends < begins.end():
        return body
    found = body[begins.start() : ends + len(_END_OF_MAIN)]
    card = card_bytes(body)
    found = found if card in found else found + card
    return found if found.count(b"/v1/file/") == body.count(b"/v1/file/") else body


# --- the page -------------------------------------------------------------------------------------


def _refuse_other_provider(page: Tag, provider: Provider) -> None:
    # first contact: provider-urn
    printed = _URN.search(text(*select(page, ".title-block__subheading")))
    if printed and printed[1] != provider.urn:
        raise UnreadableError(f"it is the page of another provider, URN {printed[1][:20]}")


def _name(page: Tag) -> str:
    """What the page calls its provider, in its most specific heading or else in its title."""
    title = _TITLE.fullmatch(text(*select(page, "title"))[:_TITLE_LENGTH])
    headings = ({text(heading) for heading in select(page, css)} - {""} for css in _HEADINGS)
    names = next(filter(None, headings), set())
    if len(names) == 1:
        return names.pop()
    if title is None:
        raise UnreadableError("it does not name its provider")
    return title[1]


def _grade(page: Tag, provider: Provider) -> Grade | None:
    # first contact: provider-no-grade
    if provider.type == COUNCIL_TYPE:
        return None
    shown = {grade_of(text(rating)) for rating in select(page, _RATINGS)} - {None}
    if len(shown) > 1:
        raise UnreadableError(f"it shows more than one rating: {', '.join(sorted(filter(None, shown)))}")
    return shown.pop() if shown else None


# --- its rows -------------------------------------------------------------------------------------


class _Rows:
    """Reads the rows of one page, and keeps what all of them need."""

    def __init__(self, source: str, provider: Provider, url: str, base_url: str) -> None:
        self._source, self._provider, self._url = source, provider, url
        self._base = urlsplit(base_url)

    def entries(self, timeline: Timeline) -> tuple[Observation, ...]:
        """Every document once. If the same one is listed twice with different facts, the page is unreadable."""
        entries: dict[str, Observation] = {}
        for link in timeline.links:
            entry = self._entry(link, *timeline.dates(link))
            if entries.setdefault(entry.key, entry) != entry:
                # first contact: provider-rows
                raise UnreadableError(f"report {entry.key} is listed twice with different details")
        return tuple(entries.values())

    def _entry(self, link: Tag, publications: Sequence[str], others: Sequence[str]) -> Observation:
        url, key = self._file(link)
        hidden = text(*select(link, ".nonvisual"))
        title = label_of(_visible(link)) or label_of(hidden.rpartition(" - ")[0])
        # first contact: provider-published
        published = date_at_end(hidden) or _published(publications, key)
        _refuse_odd_label(title, published, key)
        # first contact: provider-inspected
        facts = self._facts(link, title) | _inspected(others, published)
        return Observation(self._source, key, title, url, published, facts)

    def _file(self, link: Tag) -> tuple[str, str]:
        """The address and the number of a report file. Anything but a known host is refused."""
        parts = split_address(attribute(link, "href"), self._url)
        number = _FILE_PATH.fullmatch(parts.path)
        if number is None:
            raise UnreadableError(f"a report link leads to {address(link)!r}, which is not a report file")
        if parts.hostname in FILE_HOSTS and parts.netloc == parts.hostname:
            return urlunsplit(("https", parts.netloc, parts.path, "", "")), number[1]
        if (parts.scheme, parts.netloc) == (self._base.scheme, self._base.netloc):
            return urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")), number[1]
        raise UnreadableError(f"report {number[1]} is on an unknown host: {parts.netloc[:60]!r}")

    def _facts(self, link: Tag, title: str) -> dict[str, str]:
        event, council = event_of(title), self._provider.type == COUNCIL_TYPE
        facts = {"event": event.kind.value, "graded": "yes" if event.graded and council else "no"}
        shown = [] if council else [grade_of(text(words)) for words in select(link, "strong")]
        grades = {grade for grade in shown if grade}
        if len(grades) > 1:
            raise UnreadableError(f"the report {title[:60]!r} has more than one grade")
        return facts | ({"grade": grades.pop().value} if grades else {})


def _visible(link: Tag) -> str:
    hidden = {id(words) for part in select(link, _NO_LABEL) for words in part.strings}
    return whole(" ".join(words for words in link.strings if id(words) not in hidden and not is_date(words)))


def _refuse_odd_label(title: str, published: date, key: str) -> None:
    """Raise UnreadableError for an empty label, or one that contains a date or a grade."""
    if not title:
        raise UnreadableError(f"report {key} has no label")
    if published in dates_in(title) or overfull(title):
        raise UnreadableError(f"the label of report {key} contains a date or a grade: {title[:60]!r}")


def _published(printed: Sequence[str], key: str) -> date:
    """The date after "Published", for a link without a date in its hidden text."""
    dates = {site_date(words) for words in printed}
    if len(dates) != 1:
        raise UnreadableError(f"report {key} has {'several publication dates' if dates else 'no publication date'}")
    return dates.pop()


def _inspected(printed: Sequence[str], published: date) -> dict[str, str]:
    """The date of the day; in a second layout it is inside the link. None if several are possible."""
    dates = {site_date(words) for words in printed} - {published}
    return {"inspected": dates.pop().isoformat()} if len(dates) == 1 else {}
