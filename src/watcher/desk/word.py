"""Word documents: written from blocks, and read back for the check. Needs the extra `desk`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.run import Run as DocxRun

from watcher.desk.dossier import Citation
from watcher.desk.marks import PICTURE
from watcher.desk.read_draft import MOST_BLOCKS, DraftBlock, ReadDraft, note_mark
from watcher.desk.written import Picture, Run, Written, WrittenBlock, WrittenKind

_STYLES = {WrittenKind.ITEM: "List Bullet", WrittenKind.QUOTE: "Quote"}
_LINK = RGBColor(0x1D, 0x4E, 0x89)
SOURCES = "Sources"
_NUMBERED = re.compile(r"(\d+)\. (.*)")


def as_docx(document: Written, subject: str, picture: Picture | None = None) -> bytes:
    """A Word document. Footnotes are numbers in the text and a numbered list at the end, which links to the places."""
    page = Document()
    page.core_properties.title = document.title
    page.core_properties.identifier = subject
    page.core_properties.author = "watcher"
    page.styles["Normal"].font.name, page.styles["Normal"].font.size = "Calibri", Pt(11)
    for kind, blocks in groupby(document.blocks, key=lambda block: block.kind):
        if kind is WrittenKind.ROW:
            _tables(page, [*blocks])
        else:
            for block in blocks:
                if block.text != PICTURE:
                    _paragraph(page, block)
                elif picture:
                    _picture(page, picture)
    if document.notes:
        page.add_heading(SOURCES, 2)
        for number, note in enumerate(document.notes, 1):
            _note(page, number, note)
    made = BytesIO()
    page.save(made)
    return made.getvalue()


def _paragraph(page: Any, block: WrittenBlock) -> None:
    if block.kind is WrittenKind.HEADING:
        paragraph = page.add_heading(level=min(block.level, 4) if block.level > 1 else 0)
    else:
        paragraph = page.add_paragraph(style=_STYLES.get(block.kind))
    _fill(paragraph, block.runs)


def _picture(page: Any, picture: Picture) -> None:
    shape = page.add_picture(BytesIO(picture.png), width=Cm(16))
    shape._inline.docPr.set("descr", picture.alternative)


def _tables(page: Any, rows: Sequence[WrittenBlock]) -> None:
    """Tables that follow each other begin with their own heads."""
    for block in rows:
        if block.is_head or not page.tables or page.element.body[-2] is not page.tables[-1]._tbl:
            page.add_table(0, len(block.cells), style="Light Grid Accent 1")
        cells = page.tables[-1].add_row().cells
        for cell, runs in zip(cells, block.cells, strict=False):
            _fill(cell.paragraphs[0], runs)


def _fill(paragraph: Any, runs: Sequence[Run]) -> None:
    for run in runs:
        if run.note is not None:
            paragraph.add_run(str(run.note)).font.superscript = True
        elif run.link:
            _link(paragraph, run.text, run.link)
        else:
            added = paragraph.add_run(run.text)
            added.bold, added.italic = run.bold or None, run.italic or None
            if run.is_todo:
                added.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _note(page: Any, number: int, note: Citation) -> None:
    paragraph = page.add_paragraph()
    paragraph.add_run(f"{number}. ")
    _link(paragraph, note.text, note.link) if note.link else paragraph.add_run(note.text)


def _link(paragraph: Any, text: str, address: str) -> None:
    """A link: python-docx reads them, and has no call that writes one."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, kind, is_external=True))
    run = paragraph.add_run(text)
    run.font.color.rgb, run.font.underline = _LINK, True
    link.append(run._r)
    paragraph._p.append(link)


# --- reading --------------------------------------------------------------------------------------


def of_docx(data: bytes) -> ReadDraft:
    """A draft in Word, after whatever a person did to it. `ValueError` if it is not a Word document."""
    try:
        page = Document(BytesIO(data))
    except Exception as error:  # the library raises whatever the archive or its XML makes it
        raise ValueError(f"it can't be read as a Word document: {type(error).__name__}") from error
    blocks: list[DraftBlock] = []
    sources: dict[int, str] = {}
    in_sources = False
    for number, part in enumerate(page.iter_inner_content(), 1):
        if isinstance(part, Table):
            rows = (" | ".join(_read(cell.paragraphs) for cell in row.cells) for row in part.rows)
            blocks += [DraftBlock(f"table {number}, row {at}", said) for at, said in enumerate(rows, 1)]
            continue
        said, style = _read([part]), part.style
        is_heading = style is not None and str(style.name).startswith(("Heading", "Title"))
        in_sources = said == SOURCES if is_heading else in_sources
        numbered = _NUMBERED.match(said)
        if in_sources and numbered:
            sources[int(numbered[1])] = numbered[2]
        elif said and not in_sources:
            blocks.append(DraftBlock(f"paragraph {number}", said))
    return ReadDraft(tuple(blocks[:MOST_BLOCKS]), sources, page.core_properties.identifier or "")


def _read(paragraphs: Sequence[Any]) -> str:
    """The words of some paragraphs, links too, with the marks of their footnotes."""
    said = []
    for paragraph in paragraphs:
        for run in _runs_of(paragraph):
            is_note = run.font.superscript and run.text.strip().isdigit()
            said.append(note_mark(int(run.text)) if is_note else run.text)
        said.append(" ")
    return " ".join("".join(said).split())


def _runs_of(paragraph: Any) -> Iterator[Any]:
    """What is shown, links and tracked insertions too, but for what was deleted."""
    for run in paragraph._p.xpath(".//w:r[not(ancestor::w:del) and not(ancestor::w:moveFrom)]"):
        yield DocxRun(run, paragraph)
