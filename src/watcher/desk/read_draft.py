"""A draft as it lies before us, perhaps edited: its blocks in order, with the sources that each cites. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import nh3
from lxml import html as lxml_html

from watcher.desk.written import blocks_of

_SUBJECT = re.compile(r"<!--\s*watcher:\s*(\S+)\s*-->|<meta name=\"watcher\" content=\"([^\"]+)\"")
_NOTE = re.compile(r"^\[\^(\d+)\]: *(.*?)\s*(?:<[^>]*>)?\s*$", re.MULTILINE)
_TAGS = {
    "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "sup",
    "a", "section", "mark", "strong", "em", "br",
}  # fmt: skip
_BLOCKS = "h1|h2|h3|h4|p|li|tr|blockquote"
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
    """A draft as a web page. Whatever it may hold beside text, links and tables is taken out first."""
    clean = nh3.clean(
        text, tags=_TAGS, attributes={"a": {"href"}, "li": {"id"}}, clean_content_tags={"style", "script", "title"}
    )
    if not clean.strip():
        return ReadDraft((), {}, _subject(text))
    root = lxml_html.fragment_fromstring(clean, create_parent="div")
    sources: dict[int, str] = {}
    blocks = []
    for number, element in enumerate(_blocks(root), 1):
        id_ = element.get("id") or ""
        if id_.startswith("note-") and id_[5:].isdigit():
            sources[int(id_[5:])] = _one_line(element.text_content())
            continue
        for one in element.iter("sup"):
            number_ = one.text_content().strip()
            if number_.isdigit():
                one.clear(keep_tail=True)
                one.text = note_mark(int(number_))
        cells = [_one_line(cell.text_content()) for cell in element if cell.tag in ("td", "th")]
        said = " | ".join(cells) if cells else _one_line(element.text_content())
        if said and said != "Sources":
            blocks.append(DraftBlock(f"{element.tag} {number}", said))
    return ReadDraft(tuple(blocks[:MOST_BLOCKS]), sources, _subject(text))


def _blocks(root: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    """The innermost blocks, in order."""
    for element in root.iter():
        if isinstance(element.tag, str) and re.fullmatch(_BLOCKS, element.tag):
            inner = element.xpath(".//p|.//li|.//blockquote")
            if not inner:
                yield element


def _subject(text: str) -> str:
    found = _SUBJECT.search(text)
    return (found[1] or found[2]) if found else ""


def _plain_note(text: str) -> str:
    """A footnote's words, without the signs that keep Markdown from reading them."""
    return re.sub(r"\\(.)", r"\1", text).strip().removesuffix(".")


def _one_line(text: str) -> str:
    return " ".join(text.split())
