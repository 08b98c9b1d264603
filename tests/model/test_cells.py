"""No cell that we write is a formula, and each can be read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.model.cells import plain_cell, typed_cell


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "'=1"])
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(formula: str) -> None:
    assert plain_cell(formula) == f"'{formula}"


@pytest.mark.parametrize("text", ["", "reader@example.org", "it's", "'tis", "2026-01-31", "yes"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert plain_cell(text) == typed_cell(text) == text


@given(st.text(alphabet="'=+-@ a1\t"))
def test_what_was_written_is_read_back(text: str) -> None:
    assert typed_cell(plain_cell(text)) == text
    assert not plain_cell(text).strip().startswith(("=", "+", "-", "@"))
