"""One news page as an `Article`: title, date, text without page furniture, quotations, links to Ofsted. Pure.

bytes -> (decode) -> tree -> profile's blocks, or trafilatura's text if no profile fits -> Article
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from watcher.model.errors import PageError
from watcher.model.news import Article, DateBasis
from watcher.news.articles import faults
from watcher.news.articles.blocks import Block, blocks_of
from watcher.news.articles.html import select, text_of, tree_of, words_of
from watcher.news.articles.metadata import article_node, is_paywalled, is_visible, title_of
from watcher.news.articles.publication_date import date_of
from watcher.news.articles.quotations import quotations_in
from watcher.news.articles.unknown_site import general_blocks
from watcher.news.dates import believable
from watcher.news.sites.profiles import Profile, bodies, profile_of

_OFSTED = "ofsted.gov.uk"
_MOST_LINKS = 50
# from the beginning of a word only, with as many letters as a host may have: a text may be one long word
_PRINTED_ADDRESS = re.compile(
    r"(?<![\w.-])(?:https?://)?(?:[\w-]{1,63}\.){0,6}ofsted\.gov\.uk/[^\s\"'<>“”‘’]{0,500}[\w/]", re.IGNORECASE
)
_BREAKS = re.compile(r"[\x00-\x20\x7f]")


def read_article(
    body: bytes,
    url: str,
    *,
    family: str | None = None,
    selectors: Mapping[str, str] | None = None,
    listed: date | None = None,
    encoding: str | None = None,
    today: date | None = None,
    ofsted: tuple[str, ...] = (),
) -> Article:
    """Read a news page.

    `family` and `selectors` are those of its source; without them the page itself shows its family. `listed` is the day
    in the list or feed, used if the page has none. `encoding` is what the response declared. Days after tomorrow,
    counted from `today`, are not publication dates. `ofsted` are more addresses that count as Ofsted's. Raises
    PageError that says what the page is, if it is not an article.
    """
    html = text_of(body, encoding)
    page = tree_of(html)
    profile = profile_of(page, family, selectors)
    title = title_of(page, profile)
    node = article_node(page, title)
    paywalled = is_paywalled(page, node)
    found = _Body.read(html, page, profile, node, title, paywalled)
    _refuse(_fault(page, found, node, title))
    published, basis = date_of(page, node, profile, found.elements, title, today)
    if published is None and (known := believable(listed, today)):
        published, basis = known, DateBasis.LIST
    return Article(
        url=url,
        title=title,
        published=published,
        published_basis=basis,
        text=found.text,
        links=_links(page, found, url, ofsted),
        quotations=quotations_in(found.blocks),
        paywalled=paywalled,
    )


@dataclass(frozen=True, slots=True)
class _Body:
    """The text and the elements it was read from; no elements if no profile fitted."""

    blocks: tuple[Block, ...]
    elements: Sequence[Any]

    @classmethod
    def read(
        cls, html: str, page: Any, profile: Profile | None, node: Mapping[str, Any], title: str, paywalled: bool
    ) -> _Body:
        elements = bodies(page, profile) if profile else []
        blocks = blocks_of(elements)
        if blocks:
            return cls(blocks, elements)
        return cls(general_blocks(html, page, node, title, paywalled), ())

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)


def _fault(page: Any, found: _Body, node: Mapping[str, Any], title: str) -> str | None:
    text, named = found.text, _page_title(page)
    return (
        faults.challenge(named, text)
        or faults.challenge(title, text)
        or faults.gone(title, named, text)
        or faults.trouble(title, named, text)
        or faults.nothing(page, text)
        or (None if node else faults.section(title) or faults.listing(page, text))
    )


def _refuse(why: str | None) -> None:
    if why:
        raise PageError(why)


def _page_title(page: Any) -> str:
    found = select(page, "head > title")
    return words_of(found[0]) if found else ""


# --- links ----------------------------------------------------------------------------------------


def _links(page: Any, found: _Body, url: str, ofsted: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses in the text that lead to Ofsted, as links or as printed, each once and in order."""
    areas = found.elements or select(page, "main, article") or [page]
    hrefs = [link.get("href") for area in areas for link in area.iter("a") if link.get("href") and is_visible(link)]
    printed = [match[0] for match in _PRINTED_ADDRESS.finditer(found.text)]
    addresses = (_address(href, url, ofsted) for href in (*hrefs, *map(_with_scheme, printed)))
    return tuple(dict.fromkeys(address for address in addresses if address))[:_MOST_LINKS]


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def _address(href: str, url: str, ofsted: tuple[str, ...]) -> str | None:
    """An absolute address at Ofsted; None for any other, and for addresses that are unsafe to link."""
    try:
        address = urljoin(url, _BREAKS.sub("", href))
        parts = urlsplit(address)
        safe = parts.scheme in ("http", "https") and parts.username is None and bool(parts.hostname)
        return address if safe and _is_ofsted(parts, ofsted) else None
    except ValueError:
        return None


def _is_ofsted(parts: SplitResult, ofsted: tuple[str, ...]) -> bool:
    host = parts.hostname or ""
    if host == _OFSTED or host.endswith(f".{_OFSTED}"):
        return True
    return any((parts.scheme, parts.netloc) == urlsplit(base)[:2] for base in ofsted)
