"""Cutting a text into sentences, and writing one so that patterns can read it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A full stop after one of these never ends a sentence: a name or a comparison follows.
_BEFORE_A_NAME = frozenset(
    {"cllr", "cllrs", "mr", "mrs", "ms", "dr", "st", "prof", "rev", "hon", "sir", "vs", "e.g", "i.e"}
)
# Nor after one of these if a number follows: "No. 5", "para. 12", "12 Nov. 2021".
_BEFORE_A_NUMBER = frozenset(
    {
        "no", "nos", "para", "paras", "p", "pp", "approx",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    }
)  # fmt: skip
_STOP = re.compile(r"[.!?]+[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9£])")
_LAST_WORD = re.compile(r"([\w.]+)$")
_BULLET = re.compile(r"^[\s•◼▪●*\-‑–—]+")
_STRAIGHT = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\xa0": " "}
)
# The most characters in a sentence. Longer text without a full stop is cut, so that patterns stay fast.
LONGEST = 1_000


def words(listed: str) -> frozenset[str]:
    """A fixed list of words, written with spaces between them."""
    return frozenset(listed.split())


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in order. A line end always ends one; anything longer than `LONGEST` is cut there.

    Quotation marks of any form count alike: the straight text has the same sentences.
    """
    lines = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return tuple(part[:LONGEST] for line in lines for part in _split(line) if part)


def _split(line: str) -> Iterator[str]:
    begin = 0
    for stop in _STOP.finditer(straight(line)):
        if not _goes_on(line[max(begin, stop.start() - 20) : stop.start()], stop[0], line[stop.end()]):
            yield line[begin : stop.end()].strip()
            begin = stop.end()
    yield line[begin:].strip()


def _goes_on(before: str, stop: str, after: str) -> bool:
    """Whether the full stop belongs to an abbreviation or to initials, so that the sentence goes on after it."""
    last = _LAST_WORD.search(before)
    if last is None or not stop.startswith(".") or stop.startswith(".."):
        return False
    word = last[1].casefold()
    if word in _BEFORE_A_NUMBER:
        return after.isdigit()
    return word in _BEFORE_A_NAME or (len(word) == 1 and last[1].isupper())


def straight(text: str) -> str:
    """The text with plain quotation marks, dashes and spaces. Every character keeps its place."""
    return text.translate(_STRAIGHT)


def folded(sentence: str) -> str:
    """The text straight and in lower case. Offsets stay the same."""
    plain = straight(sentence)
    small = plain.lower()
    return small if len(small) == len(plain) else "".join(one if len(one.lower()) > 1 else one.lower() for one in plain)
