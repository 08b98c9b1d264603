"""A draft as it lies before us, perhaps edited: its blocks in order, with the sources that each cites. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

import nh3
from lxml import html as lxml_html

from watcher.desk.written import blocks_of

_SUBJECT = re.compile(r"<!--\s*watcher:\s*(\S+)\s*-->|<meta name=\"watcher\" content=\"([^\"]+)\"")
_NOTE = re.compile(r"^\[\^(\d+)\]: *(.*?)\s*(?:<[^>]*>)?\s*$", re.MULTILINE)
_TAGS = {
    "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "sup",
    "a", "section", "div", "article", "mark", "strong", "em", "br", "h5", "h6", "pre",
}  # fmt: skip
_BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "tr", "blockquote", "div", "section", "article", "pre"}
#: more of a draft is not read; a long one has some hundred
MOST_BLOCKS = 5_000


@dataclass(frozen=True, slots=True)
class DraftBlock:
    """A paragraph, heading, item or row. `place` says where in words; footnotes stand in the text as `[^3]`."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """`sources` are the texts of the footnotes by number; `subject` is what the draft says that it is about."""

    blocks: tuple[DraftBlock, ...]
    sources: Mapping[int, str] = field(default_factory=dict)
    subject: str = ""


def note_mark(number: int) -> str:
    """How a footnote stands in the text of a block."""
    return f"[^{number}]"


def of_markdown(text: str) -> ReadDraft:
    """A draft in Markdown."""
    sources = {int(one[1]): _plain_note(one[2]) for one in _NOTE.finditer(text)}
    body = re.sub(r"<!--.*?-->", "", _NOTE.sub("", text), flags=re.DOTALL)
    found = enumerate(blocks_of(body)[:MOST_BLOCKS], 1)
    blocks = (DraftBlock(f"{block.kind} {number}", _one_line(block.text)) for number, block in found)
    return ReadDraft(tuple(blocks), sources, _subject(text))


def of_html(text: str) -> ReadDraft:
    """A draft as a web page, however it is built: only its text counts, and all of it."""
    clean = nh3.clean(text, tags=_TAGS, attributes={"li": {"id"}}, clean_content_tags={"style", "script", "title"})
    root = lxml_html.fragment_fromstring(clean, create_parent="div")
    sources: dict[int, str] = {}
    blocks = []
    for number, (block, texts) in enumerate(groupby(_texts(root), key=lambda one: one[0]), 1):
        said = _one_line("".join(text for _, text in texts))
        note = re.fullmatch(r"note-(\d+)", block.get("id") or "")
        if note:
            sources[int(note[1])] = said
        elif said and said != "Sources":
            blocks.append(DraftBlock(f"{block.tag} {number}", said))
    return ReadDraft(tuple(blocks[:MOST_BLOCKS]), sources, _subject(text))


def _texts(root: lxml_html.HtmlElement) -> Iterator[tuple[lxml_html.HtmlElement, str]]:
    """Every piece of text with the innermost block around it, in order."""
    for element in root.iter():
        if element.tag in ("td", "th") and element.getprevious() is not None:
            yield _block_of(element), " | "
        number = (element.text or "").strip()
        if element.tag == "sup" and not number:
            number = "".join(element.itertext()).strip()
        if element.tag == "sup" and number.isdigit():
            yield _block_of(element), note_mark(int(number))
        elif element.text and not any(one.tag == "sup" for one in element.iterancestors()):
            yield _block_of(element), element.text
        for last in _closed_by(element):
            if last.tail and last is not root:
                yield _block_of(last.getparent()), last.tail


def _closed_by(element: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    """The elements that end where this one does, from the inside: it has no children, so they are its ancestors."""
    if len(element):
        return
    yield element
    while element.getnext() is None and (element := element.getparent()) is not None:
        yield element


def _block_of(element: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The innermost block; a whole row of a table, for its cells only mean something together."""
    row = next(element.iterancestors("tr"), None)
    if row is not None:
        return row
    while element.tag not in _BLOCKS and element.getparent() is not None:
        element = element.getparent()
    return element


def _subject(text: str) -> str:
    found = _SUBJECT.search(text)
    return (found[1] or found[2]) if found else ""


def _plain_note(text: str) -> str:
    """A footnote's words, without the signs that keep Markdown from reading them."""
    return re.sub(r"\\(.)", r"\1", text).strip().removesuffix(".")


def _one_line(text: str) -> str:
    return " ".join(text.split())
