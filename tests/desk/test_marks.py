"""Footnotes are numbered once for each source, and scraped words mean nothing to Markdown."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from watcher.desk.dossier import Citation
from watcher.desk.marks import Footnotes, address, escaped, inner_marks, slot, todo


def test_a_source_keeps_its_number() -> None:
    notes, first, second = Footnotes(), Citation("a report", page=1), Citation("a report", page=2)
    assert notes.cite(first) == notes.cite(first)
    assert notes.cite(second, first) != notes.cite(first)
    assert notes.cited == [first, second]


def test_the_same_source_is_not_marked_twice_in_a_row() -> None:
    notes, one = Footnotes(), Citation("a report")
    assert notes.cite(one, one) == notes.cite(one)


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no item",
        "1. no item",
        "1) no item",
        "*not* _stressed_ `code` [no](https://evil.example) <b>no tag</b> &amp; a|b ~no~",
        "[^1] is no footnote",
        "https://evil.example is no link",
        "two\n\n# lines",
    ],
)
def test_scraped_words_come_out_as_they_were(text: str) -> None:
    html = MarkdownIt("commonmark", {"html": False}).render(escaped(text))
    shown = html.removeprefix("<p>").removesuffix("</p>\n")
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(entity, letter)
    assert shown == " ".join(text.split())


def test_scraped_words_hold_none_of_our_marks() -> None:
    assert escaped("\ue0001\ue001\ue004words") == "1words"


def test_slots_and_gaps_keep_their_words() -> None:
    assert "Call us." in slot("Call us.")
    assert "TODO: look" in todo("look")


def test_marks_inside_a_quotation_are_single_ones() -> None:
    assert inner_marks('a "front door" and “high support”') == "a ‘front door’ and ‘high support’"


def test_an_address_can_not_end_its_link() -> None:
    hostile = "https://x.example/a)[b](https://evil.example"
    html = MarkdownIt("commonmark").render(f"[a]({escaped(address(hostile))})")
    assert html.count("<a ") == 1
    assert 'href="https://x.example/a%29%5Bb%5D%28https://evil.example"' in html


def test_an_ampersand_is_escaped_only_where_it_would_be_another_letter() -> None:
    assert escaped("Dunmoor & Fells") == "Dunmoor & Fells"
    assert escaped("&lt;") == "\\&lt;"
