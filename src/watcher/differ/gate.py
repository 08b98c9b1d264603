"""The gate: decides whether we may compare this page. Each function returns a reason not to, or None. Pure.

A page that fails is never compared and never replaces what is stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from watcher.model.visit import Known, ProviderPage, SearchRow
from watcher.ofsted.rules import is_document

_NAMED_AT_MOST = 5
# We never expect a list to show more than this, however long it is today.
_MOST_AT_LEAST = 5


def fault(page: ProviderPage, known: Known, latest: date | None) -> str | None:
    """Why we don't trust a parsed provider page, given what it listed before and what the search list says.

    `latest` is the date of its newest report in the list, None if the list has none. A page that lost its only report
    may be right: that report may be withdrawn.
    """
    listed = [key for key in known.observations if is_document(key) and key not in known.withdrawn]
    if page.entries:
        return None
    if len(listed) > 1:
        return f"the page lists no reports; expected {len(listed)}"
    if not listed and latest is not None:
        return f"the page lists no reports, but the search list has one of {latest}"
    return None


def many_gone(missing: Collection[str], listed: Collection[str]) -> str | None:
    """Why vanished reports don't count as withdrawn: one may be, but many at once mean a broken page."""
    if len(missing) > max(1, len(listed) // 5):
        return f"the page no longer lists {len(missing)} of {len(listed)} known reports: {_named(missing)}"
    return None


def search_list_fault(rows: Sequence[SearchRow], announced: int, expected_keys: Collection[str]) -> str | None:
    """Why a search list is incomplete: it is empty, shorter than it says, or shorter than before."""
    if not rows:
        return "the search list is empty"
    if len(rows) < announced:
        return f"the search list says {announced} results but shows {len(rows)}"
    gone = set(expected_keys) - {row.provider.key for row in rows}
    if gone:
        return f"the search list no longer has {len(gone)} of {len(expected_keys)} known providers: {_named(gone)}"
    return None


def list_faults(shown: int, refused: Sequence[str], at_least: int) -> Iterator[str]:
    """What is wrong with a news list that could be read. One odd row is ignored: sites link to others.

    `shown` is how many items were read, `refused` why others were not, `at_least` how many the source should show.
    """
    # first contact: news-list
    if shown < at_least:
        yield f"it shows too few items: {shown}, expected at least {at_least}"
    if len(refused) > shown:
        yield f"{len(refused)} of its items can't be used: {refused[0]}"


def expected_at_least(shown: int) -> int:
    """How many items a news list should always show if it shows this many today."""
    return max(1, min(_MOST_AT_LEAST, shown // 2))


def _named(keys: Collection[str]) -> str:
    shown = sorted(keys)[:_NAMED_AT_MOST]
    more = len(keys) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
