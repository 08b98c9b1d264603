"""A provider page of reports.ofsted.gov.uk, of any type: its documents, and the grade where it shows one.

Layout: a timeline of days, newest first, older ones folded away in a nested timeline. Each day holds a link
to a report with a hidden text that ends in the publication date; the day itself is that of the inspection.
Whatever stands around these is not looked at. A row that cannot be read makes the whole page unreadable:
a page read in part would look as if reports had been withdrawn.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urljoin, urlsplit, urlunsplit

from parsel import Selector, SelectorList

from watcher.errors import SourceError
from watcher.model import Grade, Observation, Provider
from watcher.ofsted import COUNCIL_TYPE, source_id
from watcher.parsing.dates import date_at_end, site_date
from watcher.parsing.event_labels import event_of, label_of
from watcher.parsing.grade_words import grade_of
from watcher.parsing.selectors import UnreadableError, document, some, text
from watcher.visits import ProviderPage

# The hosts that have held the reports since 2018; they are only ever asked over TLS.
FILE_HOSTS = ("files.ofsted.gov.uk", "files.api.ofsted.gov.uk")

_TIMELINE = '.timeline, .timeline__day, a.publication-link, li a[href*="/v1/file/"]'
_LINKS = 'a.publication-link, .timeline__day a[href*="/v1/file/"]'
_LINKS_BY_ADDRESS = 'li a[href*="/v1/file/"]'
_RATINGS = ".latest-rating__title .nonvisual, li.rating--selected, .subjudgements__overall strong"
_PUBLICATION = "@pubdate or preceding-sibling::text()[contains(., 'Published')]"
_FILE_PATH = re.compile(r"/v1/file/(\d{1,12})")
_URN = re.compile(r"URN:\s*(\S+)")
_TITLE = re.compile(r"(.+?) - (?:\w[\w ]* - )?Find an Inspection Report - Ofsted")
_TITLE_LENGTH = 300
_REGION = re.compile(rb"<main\b.*</main>", re.DOTALL)


def provider_page(body: bytes, url: str, provider: Provider, base_url: str) -> ProviderPage:
    """The page at `url` of the site `base_url`. Raises SourceError unless all of it can be read.

    Of councils only the documents count; what other pages show beside a report or as their current
    rating becomes the `grade` of the entry or of the page.
    """
    source = source_id(provider.key)
    try:
        page = document(body)
        some(page, _TIMELINE)
        _refuse_other_provider(page, provider)
        reader = _Rows(source, provider, url, base_url)
        return ProviderPage(provider, _name(page), _grade(page, provider), reader.entries(page))
    except UnreadableError as why:
        raise SourceError(source, f"the provider page cannot be read: {why}") from None


def region(body: bytes) -> bytes:
    """The part of a provider page that carries data, cut out before anything is parsed.

    Tokens, stamps and banners around it differ from one request to the next. Without the marks, or with
    a report outside them, it is the whole page.
    """
    found = _REGION.search(body)
    if found is None or found[0].count(b"/v1/file/") < body.count(b"/v1/file/"):
        return body
    return found[0]


# --- the page -------------------------------------------------------------------------------------


def _refuse_other_provider(page: Selector, provider: Provider) -> None:
    printed = _URN.search(text(page.css(".title-block__subheading")))
    if printed and printed[1] != provider.urn:
        raise UnreadableError(f"it is the page of URN {printed[1][:20]}")


def _name(page: Selector) -> str:
    title = _TITLE.fullmatch(text(page.css("title"))[:_TITLE_LENGTH])
    heading = page.css("h1.title-block__heading") or page.css("h1.heading--title") or page.css("h1")
    name = text(heading[:1]) or (title[1] if title else "")
    if not name:
        raise UnreadableError("it does not name its provider")
    return name


def _grade(page: Selector, provider: Provider) -> Grade | None:
    if provider.type == COUNCIL_TYPE:
        return None
    shown = {grade_of(text(rating)) for rating in page.css(_RATINGS)} - {None}
    if len(shown) > 1:
        raise UnreadableError(f"it shows more than one rating: {', '.join(sorted(filter(None, shown)))}")
    return shown.pop() if shown else None


# --- its rows -------------------------------------------------------------------------------------


class _Rows:
    """Reads the rows of one page; what all of them need is kept here."""

    def __init__(self, source: str, provider: Provider, url: str, base_url: str) -> None:
        self._source, self._provider, self._url = source, provider, url
        self._base = urlsplit(base_url)

    def entries(self, page: Selector) -> tuple[Observation, ...]:
        """Every document once. The same one listed twice with different facts is unreadable."""
        entries: dict[str, Observation] = {}
        for link in page.css(_LINKS) or page.css(_LINKS_BY_ADDRESS):
            entry = self._entry(link)
            if entries.setdefault(entry.key, entry) != entry:
                raise UnreadableError(f"report {entry.key} is listed twice, differently")
        _refuse_lost_documents(page)
        return tuple(entries.values())

    def _entry(self, link: Selector) -> Observation:
        url, key = self._file(link.attrib.get("href", ""))
        hidden = text(link.css(".nonvisual"))
        title = label_of(_visible(link)) or label_of(hidden.rpartition(" - ")[0])
        if not title:
            raise UnreadableError(f"report {key} has no label")
        published = date_at_end(hidden) or _published(link, key)
        facts = self._facts(link, title, published)
        return Observation(self._source, key, title, url, published, facts)

    def _file(self, href: str) -> tuple[str, str]:
        """The address and the number of a report file. Anything but a known host is refused."""
        parts = urlsplit(urljoin(self._url, href.strip()))
        number = _FILE_PATH.fullmatch(parts.path)
        if number is None:
            raise UnreadableError(f"a report link leads to {href.strip()[:100]!r}, no report file")
        if parts.hostname in FILE_HOSTS and parts.netloc == parts.hostname:
            return urlunsplit(("https", parts.netloc, parts.path, "", "")), number[1]
        if (parts.scheme, parts.netloc) == (self._base.scheme, self._base.netloc):
            return urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")), number[1]
        raise UnreadableError(f"report {number[1]} lies on a foreign host: {parts.netloc[:60]!r}")

    def _facts(self, link: Selector, title: str, published: date) -> dict[str, str]:
        event, council = event_of(title), self._provider.type == COUNCIL_TYPE
        facts = {"event": event.kind.value, "graded": "yes" if event.graded and council else "no"}
        if inspected := _inspected(link, published):
            facts["inspected"] = inspected.isoformat()
        for words in link.css("strong"):
            if not council and (grade := grade_of(text(words))):
                facts["grade"] = grade.value
        return facts


def _visible(link: Selector) -> str:
    hidden = 'self::time or self::strong or has-class("nonvisual") or has-class("filetype")'
    return " ".join(link.xpath(f".//text()[not(ancestor::*[{hidden}][ancestor::a])]").getall())


def _own(link: Selector, condition: str) -> SelectorList[Selector]:
    """The times in the list item of a link that meet an XPath condition.

    Its list item is the nearest one around it; times in days that are folded away below it are not its own.
    """
    day = link.xpath("ancestor::li[1]")
    if not day:
        raise UnreadableError(f"the report link {link.attrib.get('href', '')[:100]!r} stands outside the timeline")
    depth = len(link.xpath("ancestor::li"))
    return day.xpath(f".//time[count(ancestor::li) = {depth}][{condition}]")


def _published(link: Selector, key: str) -> date:
    """The date after "Published", for a link without a date in its hidden text."""
    found = _own(link, _PUBLICATION)
    if not found:
        raise UnreadableError(f"report {key} has no publication date")
    return site_date(text(found[-1:]))


def _inspected(link: Selector, published: date) -> date | None:
    """The date of the day; in a second layout it stands inside the link. None when several would do."""
    times = _own(link, f"not({_PUBLICATION})")
    dates = {site_date(text(time)) for time in times} - {published}
    return dates.pop() if len(dates) == 1 else None


def _refuse_lost_documents(page: Selector) -> None:
    """Raise UnreadableError for a day that speaks of a document to which it no longer links."""
    for day in page.css(".timeline__day"):
        if not day.css(_LINKS) and (day.css(".filetype") or "Published" in text(day)):
            raise UnreadableError(f"a row lists a document without a link to it: {text(day)[:80]!r}")
