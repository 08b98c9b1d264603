"""Word documents are read as a person sees them: tracked insertions count, deletions don't."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.oxml import OxmlElement

from watcher.desk.word import of_docx


def test_what_was_inserted_and_deleted_with_tracked_changes_is_read_as_it_will_be() -> None:
    page = Document()
    paragraph = page.add_paragraph("Good ")
    for tag, words in (("w:ins", "overall"), ("w:del", "inadequate")):
        run = paragraph.add_run(words)
        around = OxmlElement(tag)
        paragraph._p.append(around)
        around.append(run._r)
    data = BytesIO()
    page.save(data)
    assert [block.text for block in of_docx(data.getvalue()).blocks] == ["Good overall"]


def test_two_paragraphs_in_a_cell_are_not_one_word() -> None:
    page = Document()
    cell = page.add_table(1, 1).rows[0].cells[0]
    cell.text = "Good"
    cell.add_paragraph("Outstanding")
    data = BytesIO()
    page.save(data)
    assert [block.text for block in of_docx(data.getvalue()).blocks] == ["Good Outstanding"]


def test_what_is_no_word_document_is_said_to_be_none() -> None:
    with pytest.raises(ValueError, match="can't be read as a Word document"):
        of_docx(b"PK no archive")
