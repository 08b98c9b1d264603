"""All text of a draft is read, however the page or document is built: what is not read is not checked."""

from __future__ import annotations

import pytest

from watcher.desk.read_draft import of_html, of_markdown


def said(text: str) -> list[str]:
    return [block.text for block in of_html(text).blocks]


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<p>One.</p><p>Two <b>bold</b> <i>words</i>.</p>", ["One.", "Two bold words."]),
        ("<div>One.<p>Two.</p>Three.</div>", ["One.", "Two.", "Three."]),
        ("Bare <span>text</span>", ["Bare text"]),
        ("<ul><li>One<ul><li>Two</li></ul>Three</li></ul>", ["One", "Two", "Three"]),
        ("<table><tr><th>A</th><td>B</td></tr><tr><td>C</td><td><p>D</p></td></tr></table>", ["A | B", "C | D"]),
        ("<p>Good.<sup><a href='#note-2'>2</a></sup> More.</p>", ["Good.[^2] More."]),
        ("<p>x<sup>nd</sup></p>", ["xnd"]),
        ("<script>alert('no')</script><style>p{}</style><p>One.</p>", ["One."]),
        ("", []),
    ],
)
def test_every_text_of_a_page_stands_in_its_block(page: str, texts: list[str]) -> None:
    assert said(page) == texts


def test_sources_and_what_a_page_is_about_are_read() -> None:
    page = (
        '<meta name="watcher" content="80482@2021-11-12"><p>Good.</p>'
        '<ol><li id="note-1"><a href="https://x.example">Ofsted, page 3</a></li></ol>'
    )
    read = of_html(page)
    assert (dict(read.sources), read.subject) == ({1: "Ofsted, page 3"}, "80482@2021-11-12")


def test_indented_and_fenced_text_of_markdown_is_read_too() -> None:
    text = "# Head\n\n    indented 12\n\n```\nfenced 13\n```\n\n<div>raw 14</div>\n"
    assert " ".join(block.text for block in of_markdown(text).blocks) == "Head indented 12 fenced 13 <div>raw 14</div>"


def test_footnotes_of_markdown_are_no_text() -> None:
    read = of_markdown("Good.[^1]\n\n[^1]: Ofsted, page 3. <https://x.example>\n\n<!-- watcher: 80482@2021-11-12 -->\n")
    assert [block.text for block in read.blocks] == ["Good.[^1]"]
    assert (dict(read.sources), read.subject) == ({1: "Ofsted, page 3"}, "80482@2021-11-12")
