"""A written document: blocks of Markdown with footnotes, as Markdown, HTML and in parts for Word. Pure."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from watcher.desk.dossier import Citation
from watcher.desk.marks import NOTES, PICTURE, SLOT, TODOS, escaped

_BLANK_LINES = re.compile(r"\n{3,}")


class WrittenKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style; `link` is an address, `note` the number of a footnote."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    note: int | None = None
    is_todo: bool = False


@dataclass(frozen=True, slots=True)
class WrittenBlock:
    """A heading (`level` 1 to 6), a paragraph, a list item, a quotation, or a row of a table with its `cells`.

    `is_head` marks the row of column titles; `is_slot` what the firm itself has to say.
    """

    kind: WrittenKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    cells: tuple[tuple[Run, ...], ...] = ()
    is_head: bool = False
    is_slot: bool = False

    @property
    def all_runs(self) -> tuple[Run, ...]:
        return (*self.runs, *(run for cell in self.cells for run in cell))

    @property
    def text(self) -> str:
        """The words without footnote marks; the cells of a row are parted by `|`."""
        if self.kind is WrittenKind.ROW:
            return " | ".join(_words(cell) for cell in self.cells)
        return _words(self.runs)

    @property
    def notes(self) -> tuple[int, ...]:
        return tuple(run.note for run in self.all_runs if run.note is not None)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in two forms, and in words for those who can't see it."""

    svg: str
    png: bytes
    alternative: str

    @property
    def svg_base64(self) -> str:
        return b64encode(self.svg.encode()).decode()


@dataclass(frozen=True, slots=True)
class Written:
    """The body in Markdown with our marks in it, and the sources that its footnotes name, in order."""

    body: str
    notes: tuple[Citation, ...]

    @property
    def title(self) -> str:
        heads = (block.text for block in self.blocks if block.kind is WrittenKind.HEADING)
        return next(heads, "")

    @property
    def blocks(self) -> tuple[WrittenBlock, ...]:
        return blocks_of(self.body)

    def unsourced(self) -> tuple[str, ...]:
        """Every statement that has neither a footnote nor is a slot: a draft must have none."""
        plain = (one for one in self.blocks if not (one.kind is WrittenKind.HEADING or one.is_head or one.is_slot))
        return tuple(one.text for one in plain if not one.notes and one.text.strip())


def written(text: str, notes: tuple[Citation, ...]) -> Written:
    """What a template gave, with its blank lines put in order."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return Written(_BLANK_LINES.sub("\n\n", lines).strip() + "\n", notes)


# --- Markdown -------------------------------------------------------------------------------------


def as_markdown(document: Written) -> str:
    """Markdown with footnotes, as GitHub, Pandoc and most editors know them."""
    body = TODOS.sub(r"**[\1]**", NOTES.sub(r"[^\1]", document.body)).replace(SLOT, "").replace(f"{PICTURE}\n\n", "")
    listed = (f"[^{number}]: {_note(one)}" for number, one in enumerate(document.notes, 1))
    return "\n".join((body, *listed)) + "\n"


def _note(citation: Citation) -> str:
    link = f" <{citation.link}>" if citation.link else ""
    return f"{escaped(citation.text)}.{link}"


# --- HTML -----------------------------------------------------------------------------------------

_TAGS = {
    "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "strong",
    "em", "a", "sup", "mark", "br", "hr", "section",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "id"}, "li": {"id"}, "sup": {"id"}, "section": {"class"}}


def as_html(document: Written) -> str:
    """The body as HTML that holds nothing but text, lists, tables and links to the web."""
    body = NOTES.sub(r'<sup><a href="#note-\1">\1</a></sup>', _parser().render(document.body))
    body = TODOS.sub(r"<mark>\1</mark>", body).replace(SLOT, "")
    items = "".join(f'<li id="note-{number}">{_html_note(one)}</li>' for number, one in enumerate(document.notes, 1))
    notes = f'<section class="notes"><h2>Sources</h2><ol>{items}</ol></section>' if items else ""
    clean: str = nh3.clean(
        body + notes, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="noopener"
    )
    return clean


def _html_note(citation: Citation) -> str:
    text = html.escape(citation.text)
    return f'<a href="{html.escape(citation.link)}">{text}</a>' if citation.link else text


# --- blocks ---------------------------------------------------------------------------------------


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def blocks_of(markdown: str) -> tuple[WrittenBlock, ...]:
    """The blocks of Markdown in order; a list item with two paragraphs gives two."""
    return tuple(_blocks(_parser().parse(markdown)))


def _blocks(tokens: Sequence[Token]) -> Iterator[WrittenBlock]:
    around: list[Token] = []
    cells: list[tuple[Run, ...]] = []
    for token in tokens:
        if token.nesting == 1:
            around.append(token)
        elif token.nesting == -1:
            around.pop()
            if token.type == "tr_close":
                head = any(one.type == "thead_open" for one in around)
                slot = any(SLOT in run.text for cell in cells for run in cell)
                yield WrittenBlock(WrittenKind.ROW, cells=tuple(map(_without_slot, cells)), is_head=head, is_slot=slot)
                cells = []
        elif token.type in ("fence", "code_block", "html_block"):
            yield _block(around, (Run(" ".join(token.content.split())),))
        elif token.type == "inline":
            runs = tuple(_runs(token.children or ()))
            if around and around[-1].type in ("td_open", "th_open"):
                cells.append(runs)
            else:
                yield _block(around, runs)


def _block(around: Sequence[Token], runs: tuple[Run, ...]) -> WrittenBlock:
    is_slot = any(SLOT in run.text for run in runs)
    kind, level = WrittenKind.PARAGRAPH, 0
    for token in around:
        if token.type == "heading_open":
            kind, level = WrittenKind.HEADING, int(token.tag[1:])
        elif token.type == "list_item_open":
            kind = WrittenKind.ITEM
        elif token.type == "blockquote_open":
            kind = WrittenKind.QUOTE
    return WrittenBlock(kind, _without_slot(runs), level, is_slot=is_slot)


def _without_slot(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(replace(run, text=run.text.replace(SLOT, "")) for run in runs)


def _runs(children: Sequence[Token]) -> Iterator[Run]:
    bold = italic = False
    link = ""
    for token in children:
        match token.type:
            case "strong_open" | "strong_close":
                bold = token.nesting == 1
            case "em_open" | "em_close":
                italic = token.nesting == 1
            case "link_open":
                link = str(token.attrGet("href") or "")
            case "link_close":
                link = ""
            case "softbreak" | "hardbreak":
                yield Run(" ", bold, italic, link)
            case _:
                yield from _marked(token.content, Run("", bold, italic, link))


def _marked(text: str, style: Run) -> Iterator[Run]:
    """The words of one style, with footnote marks and gaps in runs of their own."""
    rest = 0
    for found in re.finditer(f"{NOTES.pattern}|{TODOS.pattern}", text, re.DOTALL):
        if found.start() > rest:
            yield replace(style, text=text[rest : found.start()])
        if found[1] is not None:
            yield replace(style, text="", note=int(found[1]))
        else:
            yield replace(style, text=found[2], is_todo=True)
        rest = found.end()
    if rest < len(text):
        yield replace(style, text=text[rest:])


def _words(runs: Sequence[Run]) -> str:
    return " ".join("".join(run.text for run in runs).split())
