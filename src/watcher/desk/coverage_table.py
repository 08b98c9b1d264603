"""Who wrote about a report, when, and what in it is disputed: as rows for a brief and for CSV. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from watcher.desk.dossier import Citation, CoverageRow
from watcher.digests.coverage import groups, title_of
from watcher.digests.views import Piece
from watcher.model.news import DateBasis, Mention, Tier
from watcher.model.text import NAME_LIMIT, clean, day

COLUMNS = ("outlet", "tier", "published", "lag_days", "title", "url", "disputed", "why")

_DISAGREES = re.compile(
    r"\b(?:disappoint\w+|disagree\w*|(?:do|does|did)(?: not|n[’']t) (?:accept|recognise|reflect|agree)"
    r"|inaccura\w+|unfair\w*"
    r"|(?:challeng|disput|contest)\w* (?:the|its|their|this|some)|not (?:a )?(?:true|fair|accurate))\b",
    re.IGNORECASE,
)


def coverage_rows(
    mentions: Iterable[Mention], published: date, press_titles: bool = True, quote_words: int = 40
) -> tuple[CoverageRow, ...]:
    """Every item once, the oldest first, undated ones last. Our own articles are left out: they are not sources."""
    once = {one.url: one for one in mentions if one.tier is not Tier.OWN}.values()
    ordered = sorted(once, key=lambda one: (_dated(one) or date.max, one.outlet, one.url))
    return tuple(_row(one, published, press_titles, quote_words) for one in ordered)


def _row(mention: Mention, published: date, press_titles: bool, quote_words: int) -> CoverageRow:
    [group] = groups([mention], press_titles=press_titles, quote_words=quote_words)
    piece: Piece = group.pieces[0]
    when, outlet = _dated(mention), clean(mention.outlet, NAME_LIMIT)
    title = title_of(mention) if press_titles or mention.tier is Tier.COUNCIL else ""
    named = f"{outlet}, “{title}”" if title else outlet
    return CoverageRow(
        outlet=outlet,
        tier=mention.tier.value,
        published=when,
        lag=(when - published).days if when else None,
        title=title,
        url=piece.link.url if piece.link else "",
        words=piece.quoted.strip("“”"),
        speaker=piece.speaker,
        disputed=tuple(dict.fromkeys(one.why for one in piece.disputed)),
        disagrees=_disagreement(mention, quote_words),
        cite=Citation(f"{named}, {day(when)}" if when else named, piece.link.url if piece.link else ""),
    )


def _disagreement(mention: Mention, quote_words: int) -> str:
    """What the council says against the report, in its own words; empty if it says nothing that is plainly that."""
    if mention.tier is not Tier.COUNCIL:
        return ""
    said = [one for one in mention.quotations if _DISAGREES.search(one.text)]
    [group] = groups([replace(mention, quotations=tuple(said))], quote_words=quote_words)
    return group.pieces[0].quoted.strip("“”")


def _dated(mention: Mention) -> date | None:
    return None if mention.basis in (DateBasis.UNKNOWN, DateBasis.INFERRED) else mention.published


def coverage_csv(rows: Sequence[CoverageRow]) -> str:
    """The rows as CSV with a header. No cell is a formula to a spreadsheet."""
    out = _CsvLines()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in rows:
        when = one.published.isoformat() if one.published else ""
        cells = (one.outlet, one.tier, when, one.lag, one.title, one.url, len(one.disputed), "; ".join(one.disputed))
        writer.writerow([_plain(cell) for cell in cells])
    return "".join(out.lines)


class _CsvLines:
    """Collects what is written."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        self.lines.append(line)


def _plain(cell: object) -> object:
    """Text that a spreadsheet can't take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
