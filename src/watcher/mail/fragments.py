"""Fragments: parts of emails that many readers get, each written and styled once: a story, its line in a list, a
reason.

A fragment is found by the identity of its story, which is much faster than comparing content. The number of stored
fragments is limited; one run needs a few hundred.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from watcher.digests.digest import PREHEADER_LIMIT
from watcher.digests.table_views import OverviewRow
from watcher.digests.views import Brief, Item, Link, Reason
from watcher.mail import templates
from watcher.mail.own_templates import of_templates
from watcher.model.text import clean

STORIES_KEPT = 1024
REASONS_KEPT = 2048
OVERVIEWS_KEPT = 256

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Whole lines of an email's HTML, and their size in bytes."""

    html: str
    size: int

    @classmethod
    def of(cls, html: str) -> Fragment:
        return cls(html, len(html.encode()))


class _ByIdentity(Generic[T]):
    """A value as a key that equals only itself."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.value is self.value


def text_of(item: Item, alone: bool) -> str:
    """A story in the text part; `alone` if the email has nothing else."""
    return _text_of(_ByIdentity(item), alone)


def row_of(item: Item, alone: bool) -> Fragment:
    """A story in the HTML part."""
    return _row_of(_ByIdentity(item), alone)


def line_of(item: Item, link: Callable[[Item], Link]) -> Fragment:
    """A story in the list of those that don't fit in full."""
    return _line_of(_ByIdentity(item), link)


def preheader_of(item: Item) -> str:
    """The preview text of a mail with only this story: what the headline leaves out."""
    return _preheader_of(_ByIdentity(item))


@of_templates
@lru_cache(STORIES_KEPT)
def _text_of(same: _ByIdentity[Item], alone: bool) -> str:
    return templates.text("digest/item.txt.j2", item=same.value, alone=alone)


@of_templates
@lru_cache(STORIES_KEPT)
def _row_of(same: _ByIdentity[Item], alone: bool) -> Fragment:
    _, row, _ = templates.cut("digest/item.html.j2", 3, item=same.value, alone=alone)
    return Fragment.of(row)


@of_templates
@lru_cache(STORIES_KEPT)
def _preheader_of(same: _ByIdentity[Item]) -> str:
    return clean(templates.sentence("digest/story_words.j2", "preheader", same.value), PREHEADER_LIMIT)


@of_templates
@lru_cache(STORIES_KEPT)
def _line_of(same: _ByIdentity[Item], link: Callable[[Item], Link]) -> Fragment:
    _, line, _ = templates.cut("digest/line.html.j2", 3, line=link(same.value))
    return Fragment.of(line)


@of_templates
@lru_cache(REASONS_KEPT)
def reason_html(reason: Reason | None) -> Fragment:
    """The text below a story: why this reader gets it, if that is said for each story, and a gap."""
    _, row, _ = templates.cut("digest/reason.html.j2", 3, reason=reason)
    return Fragment.of(row)


@of_templates
@lru_cache(REASONS_KEPT)
def reason_text(reason: Reason | None) -> str:
    """The same for the text part."""
    return templates.text("digest/reason.txt.j2", reason=reason)


@of_templates
@lru_cache(REASONS_KEPT)
def why_this_email(reason: Reason) -> str:
    """The sentence at the foot of an email, as plain text."""
    return templates.sentence("digest/words.j2", "why_this_email", reason)


@of_templates
@lru_cache(OVERVIEWS_KEPT)
def overview_text(rows: tuple[OverviewRow, ...], more: int) -> str:
    """The table of all changes in the text part; empty without rows."""
    return templates.text("digest/overview.txt.j2", rows=rows, more=more) if rows else ""


@of_templates
@lru_cache(OVERVIEWS_KEPT)
def overview_html(rows: tuple[OverviewRow, ...], more: int) -> Fragment:
    """The same in the HTML part."""
    return Fragment.of(templates.cut("digest/overview.html.j2", 3, rows=rows, more=more)[1] if rows else "")


@of_templates
@lru_cache(REASONS_KEPT)
def around_lines(brief: Brief) -> tuple[Fragment, Fragment]:
    """The text before and after the list of stories that don't fit in full."""
    _, before, after, _ = templates.cut("digest/brief.html.j2", 4, brief=brief)
    return Fragment.of(before), Fragment.of(after)
