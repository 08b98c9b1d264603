"""The body of an article as blocks of text: paragraphs, headings, bullets, pull quotes. Pure.

We leave out what a site puts between them (captions, promotions, sharing, author boxes, notes about links). The markup
shows it or, failing that, the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import Any

from watcher.news.articles.html import tidy
from watcher.news.dates import bare_date, labelled_date


class BlockKind(StrEnum):
    """What a block is. Markup alone makes a quote, whatever its quotation marks."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLET = "bullet"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Block:
    """One line of an article. `bold` says that all of it is set in bold type, `linked` that all of it is a link.

    `box` tells the parts of the page apart that lines are in; 0 if it is the body itself.
    """

    kind: BlockKind
    text: str
    bold: bool = False
    linked: bool = False
    box: int = field(default=0, compare=False, repr=False)


# Elements that are never prose.
_DROPPED = {
    "script", "style", "noscript", "template", "nav", "aside", "footer", "form", "figure", "figcaption", "button",
    "iframe", "svg", "select", "input", "textarea", "label", "object", "video", "audio", "canvas", "dialog", "img",
    "picture", "dl", "menu", "h1",
}  # fmt: skip
_STARTING = {
    "p", "div", "section", "article", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "tr",
    "header", "main", "hr", "pre", "center", "address", "details", "summary", "figure", "body", "q-block",
}  # fmt: skip
_BOXES = {"div", "section", "article", "details", "aside"}
_WRAPPING = {"div", "section", "article", "main", "form"}
_HEADINGS = {"h2", "h3", "h4", "h5", "h6", "summary"}
_BOLD = {"b", "strong"}
# Words in the names of such parts, between hyphens and underscores.
_CHROME = {
    "share", "sharing", "social", "addthis", "sharethis", "related", "recommended", "promo", "promotion", "newsletter",
    "relatedposts", "sharedaddy", "signup", "subscribe", "subscription", "comment", "comments", "disqus", "caption",
    "credit", "advert", "ad", "ads",
    "advertisement", "adslot", "sponsored", "byline", "author", "authors", "bio", "breadcrumb", "breadcrumbs", "tags",
    "cookie", "cookies", "paywall", "sidebar", "pager", "pagination", "meta", "metadata", "muted", "contact",
    "disclaimer", "feedback", "readtime", "summary", "lead", "intro", "standfirst", "toc", "print", "external",
    "visuallyhidden", "nonvisual", "invisible", "skip", "more", "readmore", "teaser", "teasers", "banner",
}  # fmt: skip
_CHROME_PAIRS = {
    ("visually", "hidden"), ("sr", "only"), ("read", "time"), ("read", "next"), ("most", "read"), ("sign", "up"),
    ("date", "display"),
}  # fmt: skip
# After these, a name describes its neighbour, its content or the subject: "with-sidebar", "tag-social".
_BESIDE = {"with", "without", "has", "category", "tag"}
_SHARING = {"share", "sharing", "social", "addthis", "readmore", "print"}
_PULLED = {"pullquote", "quote", "blockquote"}
_PARTS = re.compile(r"[a-z]+|\d+")

_NETWORKS = r"(?:tweet|e-?mail|facebook|twitter|x|linkedin|whatsapp|copy link|share)"
_WHOLE_LINES = re.compile(
    r"[\W_]*(?:ends?|the end)[\W_]*|#+"
    r"|share(?: this)?(?: (?:page|article|story|post|news|item|release|on|via)\b.{0,60})?[:.]?"
    r"|\d+[- ]min(?:ute)?s?\.? read|(?:estimated )?reading time:? .{0,20}|top of (?:the )?page"
    r"|back to (?:the )?(?:top|news|list)(?: of (?:the )?page)?\.?|print(?: this)?(?: page)?|advertisement"
    r"|related (?:news|stories|articles|links|content|topics)"
    r"|(?:more|latest|other|all) (?:news|stories|articles)|you may also like|most read|filed under .*|tags?: .*"
    r"|categor(?:y|ies): .*|(?:loading|please wait)[.…]*|image gallery|listen to this (?:page|article)"
    r"|loading(?: \w+){1,3} ?(?:…|\.{2,})|(?:copyright )?\W*©.{0,160}|copyright (?:19|20)\d\d\b.{0,160}"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?:was|is|did you find) this (?:(?:page|article|information|content) )?(?:useful|helpful).{0,40}"
    r"|rate this page.{0,40}|(?:this (?:web)?site|we) uses? (?:\w+ ){0,3}cookies\b.{0,200}"
    rf"|{_NETWORKS}(?:[ ,|/]+{_NETWORKS})*",
    re.IGNORECASE,
)
_NAMED = r"(?:[A-Z][\w.’'-]* ){1,3}[A-Z][\w.’'-]+"
_BYLINE = re.compile(rf"(?:(?:Written|Words) by|By|BY):? {_NAMED}(?:(?: and|,) {_NAMED})*")
_OTHERS = re.compile(
    r"(?:you (?:may|might) also (?:like|be interested in)|see also|read (?:more|next)|related|recommended"
    r"|more (?:on|about|like) this(?: story| topic| subject)?"
    r"|(?:(?:related|more|latest|other|recent|recommended|similar)\s+)"
    r"(?:(?:council|local|similar|related|latest|recent)\s+)?"
    r"(?:news|stories|articles|posts|items|pages|content|links|topics|(?:press |media |news )?releases))"
    r"(?:\s+(?:stories|articles|items|releases|and events))?\s*:?",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:read(?: (?:more|next|also))?|watch|listen|see also|more on this(?: story)?|related)\s*[:|]"
    r"|(?:picture|photo|image|main image|photo caption)(?: shows?\b|s?(?: credit)?\s*:)|pictured\s*[:(]|caption:"
    r"|sign up (?:for|to) (?:our|the|receive|get)\b.{0,80}\b(?:newsletter|e-?mail|alert|bulletin|update|news)"
    r"|(?:subscribe|sign up) to (?:our|read)\b|(?:this article )?(?:was )?(?:last )?updated(?: on)?:? \d"
    r"|page last (?:updated|reviewed)|last (?:modified|reviewed)"
    r"|follow (?:us|@?[\w’']+(?: [\w’']+){0,3}) on (?:facebook|twitter|x|instagram|whatsapp|linkedin)\b"
    r"|(?:do you have|have you got|got) a (?:story|news tip)\b"
    r"|(?:please )?support (?:our|local|independent) journalism\b"
    # what stands for a video or a post until the reader agrees to cookies
    r"|this (?:article|page|content) (?:contains content provided|is (?:hosted|provided)) by\b"
    r"|(?:please )?(?:accept|allow|enable) .{0,40}\bcookies .{0,40}\bto (?:view|see|watch|play|load)\b",
    re.IGNORECASE,
)
# What readers write begins here.
_COMMENTS = re.compile(
    r"join the (?:discussion|conversation)|comments \(\d+\)|\d+ comments?|(?:leave|post|add) a (?:comment|reply)"
    r"|(?:view|show|reader|readers[’']?) comments",
    re.IGNORECASE,
)
_A_PARAGRAPH = 60
_SHORT_LINK, _LONG_LINK = 20, 48
_ENDS_OF_SENTENCES = (".", "!", "?", "…", "”", '"', ":")
_LABEL_LIMIT = 60
_WINDOW_NOTE = re.compile(
    r"\s*[(\[]\s*(?:this )?(?:link )?(?:opens? (?:in )?(?:a )?new (?:window|tab)|external link)\s*[)\]]"
    r"|\s*\bOpens (?:in )?(?:a )?new (?:window|tab)\b",
)


def blocks_of(bodies: Iterable[Any]) -> tuple[Block, ...]:
    """The blocks inside some elements, in order, without page furniture and without empty ones."""
    found = _walked(bodies)
    others = {*_of_others(found), *_of_readers(found)}
    own = (block for n, block in enumerate(found) if block.text and n not in others)
    return tuple(block for block in own if not is_chrome_line(block.text))


def lines_of_others(bodies: Iterable[Any]) -> frozenset[str]:
    """The lines inside some elements that are about other items and link to them, or that readers wrote."""
    found = _walked(bodies)
    return frozenset(found[n].text for n in (*_of_others(found), *_of_readers(found)))


def is_title_of_others(line: str) -> bool:
    """Whether a line announces other items of the site: "You may also like"."""
    return _OTHERS.fullmatch(line) is not None


def _walked(bodies: Iterable[Any]) -> list[Block]:
    found: list[Block] = []
    for body in bodies:
        walk = _Walk()
        walk.enter(body, root=True)
        walk.close()
        found += walk.blocks
    return found


def _of_others(blocks: Sequence[Block]) -> Iterator[int]:
    """The site's "Related news" and the like: links to other items, each with its summary.

    It begins with a link, and goes on as far as links go. Under a heading, each link may have one line below it. A line
    that is a link, and no sentence, is the headline of another item.
    """
    above: Block | None = None
    for n, block in enumerate(blocks):
        after = blocks[n + 1] if n + 1 < len(blocks) else None
        leads_on = after is not None and after.linked
        headed = block.kind is BlockKind.HEADING and block.text and leads_on and _is_headline(after, _SHORT_LINK)
        if is_title_of_others(block.text) or headed:
            above = block if leads_on else None
            yield n
        elif above and (block.linked or _is_summary(above, blocks[n - 1], block, after)):
            yield n
        else:
            above = None
            if block.linked and block.kind is BlockKind.PARAGRAPH and _is_headline(block, _LONG_LINK):
                yield n


def _is_headline(block: Block | None, longer_than: int) -> bool:
    """Whether a link may be the headline of another item: no sentence, and longer than "Read the report"."""
    return block is not None and len(block.text) > longer_than and not block.text.endswith(_ENDS_OF_SENTENCES)


def _of_readers(blocks: Sequence[Block]) -> Iterable[int]:
    """What follows a heading such as "Join the discussion" behind a story."""
    for n, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and _COMMENTS.fullmatch(block.text):
            before = (one for one in blocks[:n] if one.kind is not BlockKind.HEADING and len(one.text) > _A_PARAGRAPH)
            return range(n, len(blocks)) if next(before, None) else ()
    return ()


def _is_summary(above: Block, before: Block, block: Block, after: Block | None) -> bool:
    """Whether it is the one line under a link. Two lines mean that the story continues around such a box, and so does
    one line outside the box, unless another link follows or the link is a heading.
    """
    if above.kind is not BlockKind.HEADING or not before.linked or block.kind is BlockKind.HEADING:
        return False
    if after is not None and after.linked:
        return True
    below = before.kind is BlockKind.HEADING or block.box == above.box != 0
    return below and (after is None or after.kind is BlockKind.HEADING or after.box != block.box)


def is_chrome_line(line: str) -> bool:
    """Whether a line says nothing about the story: "(ends)", "3 minute read", "Published: 3 May 2024"."""
    # WordPress ends the summary of another item so
    if line.endswith(("[…]", "[...]")) or _WHOLE_LINES.fullmatch(line) or _LEADS.match(line) or _BYLINE.fullmatch(line):
        return True
    return len(line) < _LABEL_LIMIT and (labelled_date(line) or bare_date(line)) is not None


def is_chrome(element: Any) -> bool:
    """Whether the markup says that an element is not part of the article's own text.

    Whatever contains the headline is part of it, whatever its name: the form of a whole page, a frame for a sidebar.
    """
    return _is_called_chrome(element) and not is_wrapped_around_headline(element)


def is_wrapped_around_headline(element: Any) -> bool:
    """Whether it is a part of the page's frame that contains a top-level heading."""
    return element.tag in _WRAPPING and next(element.iter("h1"), None) is not None


def _is_called_chrome(element: Any) -> bool:
    if element.tag in _DROPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if "display:none" in (element.get("style") or "").replace(" ", "").casefold():
        return True
    if element.tag == "a":  # a link to another site is called "external" and stays
        return any(not _SHARING.isdisjoint(words) for words in named(element))
    return any(_chrome_name(words) for words in named(element))


def named(element: Any) -> list[list[str]]:
    """The classes and the id of an element, each as the words that say what it is."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".casefold().split()
    return [list(takewhile(lambda part: part not in _BESIDE, _PARTS.findall(name))) for name in names]


def _chrome_name(words: Sequence[str]) -> bool:
    return (
        words == ["hidden"] or not _CHROME.isdisjoint(words) or any(pair in _CHROME_PAIRS for pair in pairwise(words))
    )


class _Walk:
    """Text gathered from a tree in order; each block-level element begins and ends a line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._plain = False
        self._kinds: list[BlockKind] = []
        self._boxes: list[int] = []
        self._met = 0
        self._bold = self._link = 0
        self._unlinked = False

    def enter(self, element: Any, root: bool = False) -> None:
        """Go through an element. The depth is bounded by the parser's."""
        if element.tag == "h1" and not root:
            # the headline is not text of the article, but the article begins with it
            self.close()
            self.blocks.append(Block(BlockKind.HEADING, ""))
        if not isinstance(element.tag, str) or (not root and is_chrome(element)):
            return
        kind = _kind(element)
        opens = root or element.tag in _STARTING
        if opens:
            self.close()
        boxed = element.tag in _BOXES and not root
        if boxed:
            self._met += 1
            self._boxes.append(self._met)
        if kind:
            self._kinds.append(kind)
        self._bold += element.tag in _BOLD
        self._link += element.tag == "a"
        self._content(element)
        self._bold -= element.tag in _BOLD
        self._link -= element.tag == "a"
        if opens:
            self.close()
        if kind:
            self._kinds.pop()
        if boxed:
            self._boxes.pop()

    def close(self) -> None:
        """End the line."""
        # tidy first: the pattern takes minutes on a long gap between words
        text = _WINDOW_NOTE.sub("", tidy("".join(self._words))).strip()
        if text:
            box = self._boxes[-1] if self._boxes else 0
            self.blocks.append(Block(self._kind(), text, not self._plain, not self._unlinked, box))
        self._words, self._plain, self._unlinked = [], False, False

    def _content(self, element: Any) -> None:
        self._say(element.text)
        for child in element:
            if child.tag == "br":
                self.close()
            elif child.tag in ("td", "th"):
                self._say(" ")
                self.enter(child)
            else:
                self.enter(child)
            self._say(child.tail)

    def _say(self, words: str | None) -> None:
        if words:
            self._words.append(words)
            self._plain |= bool(words.strip()) and not self._bold
            self._unlinked |= bool(words.strip()) and not self._link and bare_date(words) is None

    def _kind(self) -> BlockKind:
        return (
            BlockKind.QUOTE
            if BlockKind.QUOTE in self._kinds
            else self._kinds[-1]
            if self._kinds
            else BlockKind.PARAGRAPH
        )


def _kind(element: Any) -> BlockKind | None:
    if element.tag in _HEADINGS:
        return BlockKind.HEADING
    if element.tag == "li":
        return BlockKind.BULLET
    if element.tag == "blockquote" or any(_is_pulled(words) for words in named(element)):
        return BlockKind.QUOTE
    return None


def _is_pulled(words: Sequence[str]) -> bool:
    return not _PULLED.isdisjoint(words) or ("pull" in words and "quote" in words)
