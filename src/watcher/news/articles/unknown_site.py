"""The text of an article on a site of no known family: trafilatura's reading or, if that found too little, JSON-LD's.

trafilatura gets the unchanged characters and its own defaults, with which it did best on public sets of news pages.
Afterwards we only remove lines that are certainly not text of the story.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from watcher.model.months import MONTH
from watcher.news.articles.blocks import (
    Block,
    BlockKind,
    blocks_of,
    is_chrome_line,
    is_wrapped_around_headline,
    lines_of_others,
)
from watcher.news.articles.html import select, tidy, words_of
from watcher.news.articles.metadata import paywalls
from watcher.news.dates import bare_date, labelled_date
from watcher.news.sites.profiles import Profile, bodies

# If a reading found less than half of a complete article in JSON-LD, we take the JSON-LD.
_FOUND_TOO_LITTLE = 0.5
_WORTH_HAVING = 300
_PROMOTIONS = (
    "[class*=newsletter i], [id*=newsletter i], [class*=subscribe i], [class*=disclaimer i], [class*=feedback i]"
)
_NOTICE_LIMIT = 600
# Above the story: the day of a page whose year only an attribute says.
_DAY_OF_MONTH = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)? {MONTH}[a-z]*|{MONTH}[a-z]*\.? \d{{1,2}}", re.IGNORECASE)
_JSON_LD = re.compile(r"<script[^>]{0,300}ld\+json", re.IGNORECASE)
_END_OF_SCRIPT = re.compile(r"</script\s{0,9}>", re.IGNORECASE)
# Below this length trafilatura takes what it finds anywhere on the page.
_SWEPT_UP = 600
_AGREEING = 0.8
_A_MENU = 5
_AROUND = (
    "nav, footer, body > header, body > div > header, body [class*=cookie], body [class*=feedback], "
    "[role=navigation], [role=search]"
)
# Names that very many sites give to the text of an article.
_BODIES = (
    "[itemprop=articleBody], .td-post-content, .entry-content, .article-body, .article__body, .post-content, "
    ".blog-body, .blog-content, .story-body, .page-content, article, .story"
)


def _without_json_ld(html: str) -> str:
    # cut at the ends of scripts first, so that we look at each character once, even if scripts never end
    return "</script>".join(_JSON_LD.split(part, maxsplit=1)[0] for part in _END_OF_SCRIPT.split(html))


def general_blocks(html: str, page: Any, node: Mapping[str, Any], title: str, paywalled: bool) -> tuple[Block, ...]:
    """The blocks of the article, if any were found. `node` is its JSON-LD, `page` the tree of `html`."""
    # trafilatura also falls back on the story in JSON-LD, whether it is free or not
    blocks = _swept(page, _in_lines(page, _blocks(_without_json_ld(html) if paywalled else html)))
    if not paywalled and _is_too_little(blocks, told := _told(node)):
        blocks = [Block(BlockKind.PARAGRAPH, line) for line in told]
    others = lines_of_others(select(page, "body"))
    unwanted = {title.casefold(), *_promotions(page), *_details(page), *(line.casefold() for line in others)}
    own = [b for b in blocks if b.text.casefold() not in unwanted and not is_chrome_line(b.text)]
    return tuple(own[1:] if own and _DAY_OF_MONTH.fullmatch(own[0].text) else own)


def _blocks(html: str) -> list[Block]:
    # Imported here: it takes longer than reading a page of a known family, which does not need it.
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(html, include_comments=False)
    if found is None or isinstance(found, dict):
        return []
    quoted = {tidy("".join(each.itertext())) for each in found.body.iter("quote")}
    listed = {tidy("".join(each.itertext())) for each in found.body.iter("item")}
    lines = (tidy(line) for line in (found.text or "").splitlines())
    return [_block(line, quoted, listed) for line in lines if line]


def _block(line: str, quoted: set[str], listed: set[str]) -> Block:
    if line.startswith("- ") and line[2:] in listed:
        return Block(BlockKind.BULLET, line[2:])
    return Block(BlockKind.QUOTE if line in quoted else BlockKind.PARAGRAPH, line)


def _in_lines(page: Any, blocks: list[Block]) -> list[Block]:
    """The cell with the paragraphs, if a page is laid out as a table and its whole row was taken for the text."""
    rows = [block for block in blocks if block.text.startswith("|") and len(block.text) > _WORTH_HAVING]
    inside: dict[Any, int] = {}
    for line in page.iter("p") if rows else ():
        if (cell := next(line.iterancestors("td"), None)) is not None:
            inside[cell] = inside.get(cell, 0) + len(words_of(line))
    cell = max(inside, key=lambda each: inside[each], default=None)
    if cell is None or inside[cell] < _FOUND_TOO_LITTLE * max(len(row.text) for row in rows):
        return blocks
    return list(blocks_of([cell]))


def _swept(page: Any, blocks: list[Block]) -> list[Block]:
    """For a short text, the one element named as an article's body, if the two mostly agree."""
    blocks = _without_navigation(page, blocks)
    if sum(len(block.text) for block in blocks) > _SWEPT_UP:
        return blocks
    named = bodies(page, Profile(body=_BODIES))
    own = blocks_of(named) if len(named) == 1 else ()
    return list(own) if _agree(own, blocks) else blocks


def _without_navigation(page: Any, blocks: list[Block]) -> list[Block]:
    """Without the lines of menu and footer, if there are so many that the whole page was taken."""
    parts = [part for part in select(page, _AROUND) if _is_around(part)]
    around = {words_of(line) for line in (*select(page, "body > a"), *(line for part in parts for line in part.iter()))}
    inside = [block for block in blocks if block.text.removeprefix("- ") not in around]
    return inside if len(blocks) - len(inside) >= _A_MENU else blocks


def _is_around(part: Any) -> bool:
    """Whether it is as short as a notice or consists of links; a story may be in any element, whatever its name."""
    whole, linked = len(words_of(part)), sum(len(words_of(link)) for link in part.iter("a"))
    return not is_wrapped_around_headline(part) and (whole < _NOTICE_LIMIT or linked * 2 > whole)


def _agree(named: Sequence[Block], swept: Sequence[Block]) -> bool:
    """Whether nearly all words of the shorter reading are in the longer one, and the named element is not the whole
    page.
    """
    own, found = (Counter(" ".join(block.text for block in blocks).split()) for blocks in (named, swept))
    shorter = min(own.total(), found.total())
    return shorter > 0 and (own & found).total() >= _AGREEING * shorter and own.total() <= 1.5 * found.total()


def _told(node: Mapping[str, Any]) -> list[str]:
    body = node.get("articleBody")
    text = unescape(body) if isinstance(body, str) else ""
    return [words for line in text.splitlines() if (words := tidy(line))] if "</" not in text else []


def _is_too_little(blocks: Sequence[Block], told: Sequence[str]) -> bool:
    found, whole = sum(len(block.text) for block in blocks), sum(map(len, told))
    return whole > _WORTH_HAVING and found < whole * _FOUND_TOO_LITTLE


def _details(page: Any) -> set[str]:
    """The lines of a list of terms that says when the page was published, and whatever else the system knows of it."""
    lists = [each for each in page.iter("dl") if any(_dated(line) for line in each.iter("dd"))]
    return {words_of(line).casefold() for each in lists for line in each.iter("dt", "dd")}


def _dated(line: Any) -> bool:
    words = words_of(line)
    return (bare_date(words) or labelled_date(words)) is not None


def _promotions(page: Any) -> set[str]:
    """The lines that advertise a subscription, if the markup says so and they are short."""
    asking = [each for each in select(page, _PROMOTIONS) if len(words_of(each)) < _NOTICE_LIMIT]
    parts = (*asking, *paywalls(page))
    return {words_of(line).casefold() for each in parts for line in (each, *each.iter("p", "h2", "h3", "h4", "li"))}
