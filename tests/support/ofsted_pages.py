"""The pages on which we test the parsers: real structure, invented text."""

from __future__ import annotations

from pathlib import Path

PAGES = Path(__file__).parents[1] / "pages" / "ofsted"


def a_page(name: str, *changes: tuple[str, str]) -> bytes:
    """A recorded page with some of its text replaced. The replaced text must exist."""
    text = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{old!r} is not in {name}.html"
        text = text.replace(old, new)
    return text.encode()
