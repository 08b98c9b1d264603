"""The bullets of "What needs to improve?", each with the national framework tag split off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watcher.model.report import Improvement
from watcher.ofsted.reports.text import BULLET, DASH, POINT, Line, Text, joined, line_matches

_HEADING = "whatneeds(?:toimprove|improvement|improving)"

_FRAMEWORK = r"outcomes?|enablers?|principles?|national\s+framework"
#: "(outcome 4, national framework)", "[Outcome 3]."
_BRACKETED = re.compile(
    rf"\s*[(\[]\s*([^()\[\]]{{0,60}}\b(?:{_FRAMEWORK})\b[^()\[\]]{{0,120}}?)\s*[)\]]\s*[.;]?$", re.IGNORECASE
)
#: "... experience. Enabler three: National Framework."
_UNBRACKETED = re.compile(
    rf"(?<=[.;])\s*((?:{_FRAMEWORK})\b[^.()]{{0,120}}\bnational\s+framework)\s*\.?$", re.IGNORECASE
)

_FOOTNOTE = re.compile(r"\d{1,2}(?:$|\s+[A-Z‘“])")
#: bullets come out as these characters if the symbol font was lost
_PLAIN_MARKER = re.compile(rf"(?:[{DASH}*·»>-]|[onqlv§]\s)\s*(?=\S)")
_OTHER_MARKER = re.compile(f"[{BULLET}{POINT}]")
_NUMBERED = re.compile(r"\d{1,2}\s*[.)]\s*(?=\S)")


def read_improvements(text: Text, stop: int) -> tuple[Improvement, ...]:
    """The items of the list before the offset `stop`, where the first section begins.

    Items may continue on the next page, and sub-items stay in their item. Footnotes are left out. A report without the
    list has none.
    """
    headings = [match.end() for match in line_matches(text, _HEADING, stop) if _is_heading(text, match)]
    if not headings:
        return ()
    first = text.line_at(headings[-1] - 1) + 1
    lines = text.lines[first : text.line_at(stop) if stop < len(text.flat) else len(text.lines)]
    return tuple(_items(_without_footnotes(lines)))


def _is_heading(text: Text, match: re.Match[str]) -> bool:
    """Whether nothing but a footnote mark follows it."""
    return not text.printed(match.end(), text.end_of_line(match.end() - 1)).strip("1234567890?: ")


def _without_footnotes(lines: Sequence[Line]) -> Iterator[Line]:
    skipped_page = 0
    for place, line in enumerate(lines):
        rest = (later.text for later in lines[place + 1 :] if later.page == line.page)
        if _FOOTNOTE.match(line.text):
            if not any(later.startswith((BULLET, POINT)) for later in rest):
                skipped_page = line.page
            if line.text.isdigit():
                continue
        if line.page != skipped_page:
            yield line


def _items(lines: Iterator[Line]) -> Iterator[Improvement]:
    kept = list(lines)
    marker = _marker([line.text for line in kept])
    item: list[str] = []
    page = 0
    for line in kept:
        if (found := marker.match(line.text)) or (_OTHER_MARKER.match(line.text) and _is_over(item)):
            if item:
                yield _improvement(item, page)
            item, page = [line.text[found.end() if found else 1 :]], line.page
        elif item:
            item.append(line.text)
    if item:
        yield _improvement(item, page)


def _marker(texts: Sequence[str]) -> re.Pattern[str]:
    """The marker at the beginning of an item of this list; another marker in an unfinished item begins a sub-item."""
    for text in texts:
        if text.startswith((BULLET, POINT)):
            return re.compile(rf"{text[0]}\s*")
    first = texts[0] if texts else ""
    return _NUMBERED if _NUMBERED.match(first) else _PLAIN_MARKER


def _is_over(item: Sequence[str]) -> bool:
    return bool(item) and item[-1].endswith((".", ")", "]"))


def _improvement(lines: Sequence[str], page: int) -> Improvement:
    text, tag = split_tag(joined(lines))
    return Improvement(text=text, tag=tag, page=page)


def split_tag(text: str) -> tuple[str, str | None]:
    tags: list[str] = []
    while found := _BRACKETED.search(text) or _UNBRACKETED.search(text):
        tags.insert(0, " ".join(found[1].split()))
        text = text[: found.start()]
    return text.strip(), "; ".join(tags) or None
