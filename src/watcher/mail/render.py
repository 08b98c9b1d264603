"""Renders a view model as text and as HTML. The HTML stays below the size at which mail readers cut an email off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from watcher.digests.letters import Letter
from watcher.digests.note_views import Note
from watcher.digests.table_views import OverviewRow
from watcher.digests.views import Brief, Digest, Item, Link
from watcher.mail import templates
from watcher.mail.fragments import (
    Fragment,
    around_lines,
    line_of,
    overview_html,
    overview_text,
    reason_html,
    reason_text,
    row_of,
    text_of,
)
from watcher.mail.frames import html_frame, text_frame

HTML_LIMIT = 90_000
_BRIEF_SHOWN = 200
# A mail with so many documents begins with a table of them, of at most so many rows.
OVERVIEW_FROM = 6
OVERVIEW_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Rendered:
    """An email without its headers. The fragments, if any, are the same text cut between lines; most are shared
    with other emails.
    """

    subject: str
    text: str
    html: str
    text_fragments: tuple[str, ...] = ()
    html_fragments: tuple[str, ...] = ()


def render_digest(digest: Digest) -> Rendered:
    """The email of a digest. The text has every item in full; the HTML as many as fit into `HTML_LIMIT` bytes."""
    text, html = _digest_text(digest), _digest_html(digest)
    return Rendered(digest.subject, "".join(text), "".join(html), text, html)


def render_note(note: Note) -> Rendered:
    """The email of a note to the operator."""
    return _whole(note.subject, "operator/note", note=note)


def render_letter(letter: Letter) -> Rendered:
    """The email about a subscription itself."""
    return _whole(letter.subject, "letter/letter", letter=letter)


def _whole(subject: str, template: str, **values: object) -> Rendered:
    text = templates.text(f"{template}.txt.j2", **values).strip() + "\n"
    return Rendered(subject, text, templates.html(f"{template}.html.j2", **values))


def _digest_text(digest: Digest) -> tuple[str, ...]:
    alone = len(digest.items) == 1
    told = ((text_of(told.item, alone), reason_text(told.reason)) for told in digest.items)
    top, foot = text_frame(digest)
    return (top, overview_text(*_overview(digest)), *chain.from_iterable(told), foot)


def _overview(digest: Digest) -> tuple[tuple[OverviewRow, ...], int]:
    """The table at the head of a long mail, and how many rows it has no room for; no rows where a mail is short."""
    rows = tuple(row for told in digest.items for row in told.item.overview)
    if len(rows) < OVERVIEW_FROM:
        return (), 0
    return rows[:OVERVIEW_SHOWN], max(len(rows) - OVERVIEW_SHOWN, 0)


def _digest_html(digest: Digest) -> tuple[str, ...]:
    """The HTML with as many full items as the limit allows."""
    top, foot = map(Fragment.of, html_frame(digest))
    alone = len(digest.items) == 1
    told = [(row_of(told.item, alone), reason_html(told.reason)) for told in digest.items]
    items = [told.item for told in digest.items]
    overview = overview_html(*_overview(digest))
    full = _fitting(
        HTML_LIMIT - top.size - overview.size - foot.size, [row.size + why.size for row, why in told], items
    )
    fragments = (top, overview, *chain.from_iterable(told[:full]), *_brief(items[full:]), foot)
    return tuple(one.html for one in fragments)


def _fitting(room: int, sizes: Sequence[int], items: Sequence[Item]) -> int:
    """How many items fit in full into this many bytes, if those after them get one line each."""
    taken = list(accumulate(sizes, initial=0))
    if taken[-1] <= room:
        return len(items)
    lines = list(accumulate((line.size for line in map(_line, items)), initial=0))
    count, full = len(items), sum(size <= room for size in taken) - 1
    while full > 0 and taken[full] + _around(count - full) + _between(lines, full, full + _BRIEF_SHOWN) > room:
        full -= 1
    return max(full, 0)


def _brief(items: Sequence[Item]) -> tuple[Fragment, ...]:
    """The items that don't fit in full, one line each."""
    if not items:
        return ()
    before, after = around_lines(_left_out(len(items)))
    return (before, *map(_line, items[:_BRIEF_SHOWN]), after)


def _between(sums: Sequence[int], first: int, end: int) -> int:
    return sums[min(end, len(sums) - 1)] - sums[first]


def _around(count: int) -> int:
    return sum(one.size for one in around_lines(_left_out(count)))


def _line(item: Item) -> Fragment:
    return line_of(item, _headline)


def _left_out(count: int) -> Brief:
    return Brief(count, max(count - _BRIEF_SHOWN, 0))


def _headline(item: Item) -> Link:
    return Link(item.headline, _first_link(item))


def _first_link(item: Item) -> str:
    links = [*(link for entry in item.entries for link in entry.links), *item.official_links, *_elsewhere(item)]
    return links[0].url if links else ""


def _elsewhere(item: Item) -> list[Link]:
    return [piece.link for group in item.coverage for piece in group.pieces if piece.link]
