"""The bytes of a news page as text and as a tree, within limits. Pure.

We trust nothing that a site declares: a page says UTF-8 and is windows-1252, is 100 MB long or nested without end. The
result has no scripts, styles or comments.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import lxml.html
from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from watcher.model.errors import PageError

# A long article with all its scripts has a tenth of this.
LONGEST = 8_000_000
# The largest real pages have some ten thousand elements; finding an article in more takes many seconds.
_MOST_ELEMENTS = 20_000
# The parser gives up at a depth of 256; what it then returns is a part of the page without its text.
_DEEPEST = 250
_MOST_JSON = 200

# Byte order marks. Without one, UTF-16 shows by the zero beside the first "<".
_BEGINNINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
)  # fmt: skip
_DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# Browsers read all of these as windows-1252, and so do the people who write them.
_LATIN = {"ascii", "iso8859-1", "cp1252"}
# Sequences that windows-1252 text never has by chance, and bytes that UTF-8 never has.
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_MARKUP = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|main|article|div|h1|p|title|section)\b", re.IGNORECASE)
# Old systems hide JSON from parsers of XML, often behind a comment.
_HIDDEN = re.compile(r"^(?:\s|<!--|-->|//|/\*|\*/|<!\[CDATA\[|>)+|(?:\s|<!--|-->|//|/\*|\*/|\]\]>|<!)+$")
_UNSAID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_UNSEEN = ("style", "noscript", "template")


def text_of(body: bytes, encoding: str | None = None) -> str:
    """The page as characters. `encoding` is what the response declared; bytes that contradict it win.

    Raises PageError if the page is empty, too long or not HTML.
    """
    if not body.strip():
        raise PageError("the page is empty")
    if len(body) > LONGEST:
        raise PageError(f"the page is too large; the limit is {LONGEST // 1_000_000} MB")
    html = _UNSAID.sub("", decoded(body, encoding))
    if not _MARKUP.search(html[:20_000]):
        raise PageError("this is not an HTML page")
    return html


def tree_of(html: str) -> Any:
    """The page as a tree (an lxml element) without comments, styles and scripts other than JSON-LD.

    Raises PageError if it has more elements, or deeper ones, than any real page.
    """
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        page = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise PageError("this is not an HTML page") from None
    _refuse_hostile(page)
    for end in page.iter("br"):
        # the words of two lines are not one word
        end.tail = f" {end.tail or ''}"
    for part in list(page.iter("script", *_UNSEEN)):
        if part.tag != "script" or "ld+json" not in (part.get("type") or ""):
            part.drop_tree()
    return page


def select(page: Any, css: str) -> list[Any]:
    """The elements that a selector finds, in order. Raises PageError for an invalid selector."""
    return list(_selector(css)(page))


def words_of(element: Any) -> str:
    """All text of an element on one line, without characters that print nothing."""
    return tidy(element.text_content())


def tidy(words: str) -> str:
    """Words with single spaces; control, format and private-use characters are gone."""
    line = " ".join(words.split())
    if line.isprintable():
        return line
    return " ".join("".join(sign for sign in line if not unicodedata.category(sign).startswith("C")).split())


def linked_data(page: Any) -> Iterator[Mapping[str, Any]]:
    """Every node of the page's JSON-LD, at most a few hundred; invalid JSON is skipped."""
    left = _MOST_JSON
    for script in page.iter("script"):
        for node in _nodes(_json(script.text or "")):
            if left := left - 1:
                yield node
            else:
                return


def decoded(body: bytes, declared: str | None) -> str:
    """The characters of a page or a feed; `declared` counts only if the bytes are not UTF-8."""
    for mark, named in _BEGINNINGS:
        if body.startswith(mark):
            return body.decode(named, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode(_other_encoding(body, declared), errors="replace")


def is_written_as_declared(body: bytes, declared: str | None) -> bool:
    """Whether the bytes are UTF-8, or the page declares another encoding. Otherwise we can read it, but not trust
    it.
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _known(declared) is not None or _known(_said_inside(body)) is not None
    return True


def _said_inside(body: bytes) -> str | None:
    found = _DECLARED.search(body[:4096])
    return found[1].decode("ascii", "replace") if found else None


def _other_encoding(body: bytes, declared: str | None) -> str:
    """The encoding of bytes that are not all UTF-8."""
    said = (known for name in (declared, _said_inside(body)) if (known := _known(name)))
    named = next(said, "cp1252")
    return "utf-8" if named == "cp1252" and _is_damaged_utf8(body) else named


def _is_damaged_utf8(body: bytes) -> bool:
    inside = sum(len(sequence) for sequence in _SEQUENCE.findall(body))
    return inside * 2 > len(_HIGH.findall(body))


def _known(name: str | None) -> str | None:
    """A declared encoding other than UTF-8, by Python's name for it; None for an unusable one."""
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip())
    except LookupError:
        return None
    # anything else that Python calls an encoding no site would use
    if not codec.name.startswith(("cp", "iso8859", "mac", "koi8", "ascii", "gb", "big5", "shift", "euc")):
        return None
    return "cp1252" if codec.name in _LATIN else codec.name


def _refuse_hostile(page: Any) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, count = depth + 1, count + 1
        if depth > _DEEPEST:
            raise PageError(f"the page is nested more than {_DEEPEST} deep")
        if count > _MOST_ELEMENTS:
            raise PageError(f"the page has more than {_MOST_ELEMENTS} elements")


@lru_cache(maxsize=256)
def _selector(css: str) -> CSSSelector:
    try:
        return CSSSelector(css, translator="html")
    except (SelectorError, etree.XPathError):
        raise PageError(f"{css[:80]!r} is not a CSS selector") from None


def _json(text: str) -> Any:
    try:
        # a line break inside a string is common and harmless
        return json.loads(_HIDDEN.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    waiting = [data]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = node[:_MOST_JSON] + waiting
        elif isinstance(node, dict):
            yield node
            waiting = [node[key] for key in ("@graph", "mainEntity") if key in node] + waiting
