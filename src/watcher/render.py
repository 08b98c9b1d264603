"""A view model as text and as HTML. The HTML keeps below the size at which mail readers cut a mail off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from css_inline import CSSInliner
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from watcher.views import Brief, Digest, Item, Link, Note

HTML_LIMIT = 90_000
_BRIEF_SHOWN = 200

_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False, minify_css=True)


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


def render_digest(digest: Digest) -> Rendered:
    """The mail of a digest. The text tells every item in full; the HTML as many as fit `HTML_LIMIT` bytes."""
    alone = len(digest.items) == 1
    cards = [_text("digest/card.txt.j2", {"item": told.item, "alone": alone}).rstrip() for told in digest.items]
    return Rendered(digest.subject, _text("digest/digest.txt.j2", {"digest": digest, "cards": cards}), _fitting(digest))


def render_note(note: Note) -> Rendered:
    """The mail of a note to the operator."""
    values = {"note": note}
    return Rendered(note.subject, _text("operator/note.txt.j2", values), _html("operator/note.html.j2", values))


def _fitting(digest: Digest) -> str:
    """The HTML with the most items in full that keeps the limit, found by halving."""
    html = _digest_html(digest, len(digest.items))
    if _fits(html):
        return html
    few, many = 0, len(digest.items)
    html = _digest_html(digest, few)
    while many - few > 1:
        middle = (few + many) // 2
        candidate = _digest_html(digest, middle)
        if _fits(candidate):
            few, html = middle, candidate
        else:
            many = middle
    return html


def _fits(html: str) -> bool:
    return len(html.encode()) <= HTML_LIMIT


def _digest_html(digest: Digest, full: int) -> str:
    shown = replace(digest, brief=_brief([told.item for told in digest.items[full:]]))
    alone = len(digest.items) == 1
    cards = [_source("digest/card.html.j2", {"item": told.item, "alone": alone}) for told in digest.items[:full]]
    return _html("digest/digest.html.j2", {"digest": shown, "cards": cards})


def _brief(items: Sequence[Item]) -> Brief | None:
    if not items:
        return None
    lines = tuple(Link(item.headline, _first_link(item)) for item in items[:_BRIEF_SHOWN])
    unnamed = len(items) - len(lines)
    more = f" {unnamed} more are named only there." if unnamed else ""
    heading = f"{len(items)} more changes" if len(items) > 1 else "1 more change"
    return Brief(heading, lines, f"The plain text part of this mail tells all of them in full.{more}")


def _first_link(item: Item) -> str:
    links = [*(link for entry in item.entries for link in entry.links), *item.official_links, *_elsewhere(item)]
    return links[0].url if links else ""


def _elsewhere(item: Item) -> list[Link]:
    return [piece.link for group in item.coverage for piece in group.pieces if piece.link]


def _text(template: str, values: Mapping[str, object]) -> str:
    return _source(template, values).strip() + "\n"


def _html(template: str, values: Mapping[str, object]) -> str:
    return _INLINER.inline(_source(template, values))


def _source(template: str, values: Mapping[str, object]) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("watcher.templates", ""),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html.j2",), disabled_extensions=("txt.j2",)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
