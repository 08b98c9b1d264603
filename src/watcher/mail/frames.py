"""The text around the stories of an email: filled in once for many readers, except for the words that differ.

Those words are placeholders ("blanks") at first. Each process draws its own blanks, so scraped text can't contain one.
"""

from __future__ import annotations

import re
import secrets
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape

from watcher.digests.views import Digest, Reason, ReasonKind
from watcher.mail import templates
from watcher.mail.fragments import preheader_of, why_this_email
from watcher.mail.own_templates import of_templates

WIDTH = 72
FRAMES_KEPT = 64


def _blank(name: str) -> str:
    return f"{name}{secrets.token_hex(16)}"


_SUBJECT, _PREHEADER, _OPENING, _WHY = map(_blank, ("subject", "preheader", "opening", "why"))
_ANY_REASON = Reason(ReasonKind.FOLLOWS, ())
_PLACES = re.compile("|".join((_SUBJECT, _PREHEADER, _OPENING, _WHY)))


def text_frame(digest: Digest) -> Sequence[str]:
    """The text part before the stories, and after them."""
    return _filled(_text(_open(digest)), digest, _wrapped)


def html_frame(digest: Digest) -> Sequence[str]:
    """The HTML part before the stories, and after them."""
    return _filled(_html(_open(digest)), digest, _escaped)


def preheader_of_digest(digest: Digest) -> str:
    """The preview text beside the subject; empty for a quiet week, for which the template writes it."""
    return digest.preheader or (preheader_of(digest.items[0].item) if digest.items else "")


def _open(digest: Digest) -> Digest:
    preheader = _PREHEADER if preheader_of_digest(digest) else ""
    return replace(digest, subject=_SUBJECT, preheader=preheader, opening=_OPENING, items=(), reason=_ANY_REASON)


def _filled(frame: Sequence[str], digest: Digest, printed: Callable[[str], str]) -> Sequence[str]:
    words = {
        _SUBJECT: digest.subject,
        _PREHEADER: preheader_of_digest(digest),
        _OPENING: digest.opening,
        _WHY: why_this_email(digest.reason),
    }
    return [_PLACES.sub(lambda place: printed(words[place[0]]), part) for part in frame]


@of_templates
@lru_cache(FRAMES_KEPT)
def _text(digest: Digest) -> Sequence[str]:
    return [templates.text(f"digest/{part}.txt.j2", digest=digest, why=_WHY) for part in ("top", "foot")]


@of_templates
@lru_cache(FRAMES_KEPT)
def _html(digest: Digest) -> Sequence[str]:
    top, foot = templates.cut("digest/digest.html.j2", 2, digest=digest, why=_WHY)
    return [top, foot]


def _wrapped(words: str) -> str:
    """As the templates wrap a line of text."""
    return "\n".join(textwrap.wrap(words, WIDTH, expand_tabs=False, replace_whitespace=False))


def _escaped(words: str) -> str:
    return escape(words, quote=False)
