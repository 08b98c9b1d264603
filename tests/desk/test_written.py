"""One text with footnotes as Markdown, as a web page and in blocks."""

from __future__ import annotations

from watcher.desk.dossier import Citation
from watcher.desk.marks import Footnotes, escaped, slot, todo
from watcher.desk.written import WrittenKind, as_html, as_markdown, written

REPORT = Citation("Ofsted, Marlow Vale, inspection report", "https://files.example/1", 3, 7)


def test_footnotes_are_numbered_and_listed_with_page_and_paragraph() -> None:
    notes = Footnotes()
    made = written(f"# Title\n\nGood.{notes.cite(REPORT)}\n", tuple(notes.cited))
    assert as_markdown(made) == (
        "# Title\n\nGood.[^1]\n\n"
        "[^1]: Ofsted, Marlow Vale, inspection report, page 3, paragraph 7. <https://files.example/1#page=3>\n"
    )


def test_a_web_page_links_each_number_to_its_source_and_the_source_to_its_page() -> None:
    notes = Footnotes()
    html = as_html(written(f"Good.{notes.cite(REPORT)}", tuple(notes.cited)))
    assert '<sup><a href="#note-1"' in html
    assert '<li id="note-1"><a href="https://files.example/1#page=3"' in html


def test_a_gap_is_visible_in_every_form() -> None:
    made = written(todo("look"), ())
    assert as_markdown(made) == "**[TODO: look]**\n\n"
    assert "<mark>TODO: look</mark>" in as_html(made)
    assert [run.is_todo for run in made.blocks[0].runs if run.text] == [True]


def test_nothing_that_runs_comes_into_a_web_page() -> None:
    hostile = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    html = as_html(written(hostile, (Citation("<b>x</b>", "javascript:alert(1)"),)))
    assert "<script" not in html and "<img" not in html and 'href="javascript' not in html and "<b>" not in html
    assert "<script" not in as_html(written(escaped(hostile), ()))


def test_what_has_neither_a_footnote_nor_a_slot_is_found() -> None:
    notes = Footnotes()
    mark = notes.cite(REPORT)
    body = (
        f"# Title\n\nGood.{mark}\n\nBare.\n\n{slot('Call us.')}\n\n- item{mark}\n- bare item\n\n"
        f"| What | Now |\n|---|---|\n| Overall | Good{mark} |\n| Leaders | Good |\n"
    )
    assert written(body, tuple(notes.cited)).unsourced() == ("Bare.", "bare item", "Leaders | Good")


def test_a_document_comes_in_blocks_of_their_kinds() -> None:
    blocks = written("## Head\n\ntext **bold**\n\n- item\n\n> said\n\n| a |\n|---|\n| b |\n", ()).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (WrittenKind.HEADING, "Head"),
        (WrittenKind.PARAGRAPH, "text bold"),
        (WrittenKind.ITEM, "item"),
        (WrittenKind.QUOTE, "said"),
        (WrittenKind.ROW, "a"),
        (WrittenKind.ROW, "b"),
    ]
    assert blocks[0].level == 2 and blocks[4].is_head and not blocks[5].is_head
