"""Cells of a spreadsheet or CSV file: text that no program takes for a formula. Pure."""

from __future__ import annotations

import re

# Excel also takes the full-width signs; a tab or line break before a sign does not stop it.
_FORMULA = re.compile(r"'*[\s]*[=+\-@＝＋－＠\t\r\n]")


def plain_cell(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would calculate it. `typed_cell` takes it away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def typed_cell(text: str) -> str:
    """The text that `plain_cell` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
