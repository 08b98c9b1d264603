"""The pages that the parsers are tried on: real structure, invented text."""

from __future__ import annotations

from pathlib import Path

PAGES = Path(__file__).parents[1] / "pages" / "ofsted"


def a_page(name: str, *changes: tuple[str, str]) -> bytes:
    """A recorded page with some of its text exchanged; what is exchanged must be there."""
    text = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{old!r} is not in {name}.html"
        text = text.replace(old, new)
    return text.encode()
