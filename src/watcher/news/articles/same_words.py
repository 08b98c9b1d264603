"""Whether two headlines are the same in other spellings, and what a page's meta elements say. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def same_headline(heading: str, name: str) -> bool:
    """Whether a name is the heading, cut or with the site's own name added."""
    one, other = plain_words(heading), plain_words(name)
    if not one or not other:
        return False
    return one == other or (len(one) > 12 and one in other) or (len(other) > 20 and other in one)


def plain_words(words: str) -> str:
    """In lower case, without punctuation."""
    return re.sub(r"\W+", " ", words.casefold()).strip()


def metas_of(page: Any) -> Mapping[str, str]:
    """The content of each meta element by its name in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().casefold()
        if name and meta.get("content"):
            found.setdefault(name, meta.get("content"))
    return found
