"""Cutting a text into sentences, and writing one so that patterns can read it. Pure."""

from __future__ import annotations

import re

# A stop after one of these ends no sentence.
_SHORT = (
    "cllr", "cllrs", "mr", "mrs", "ms", "dr", "st", "no", "prof", "rev", "hon", "sir", "e.g", "i.e", "approx", "vs",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "etc", "para", "p", "pp",
)  # fmt: skip
_STOP = re.compile(r"[.!?]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£])")
_LAST_WORD = re.compile(r"([\w.]+)$")
_BULLET = re.compile(r"^[\s•◼▪●*\-–—]+")
_ALIKE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " ", "‑": "-", "`": "'"})
#: what is longer is no sentence that anybody wrote, and patterns would be slow on it
_LONGEST = 1200


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in order; a line that ends without a stop is one too. Overlong ones are left out."""
    found = [part for line in text.splitlines() for part in _split(_BULLET.sub("", line).strip())]
    return tuple(part for part in found if part and len(part) <= _LONGEST)


def _split(line: str) -> list[str]:
    parts, begin = [], 0
    for stop in _STOP.finditer(line):
        if not _is_short(line[begin : stop.start()], stop[0]):
            parts.append(line[begin : stop.end()].strip())
            begin = stop.end()
    return [*parts, line[begin:].strip()]


def _is_short(before: str, stop: str) -> bool:
    word = _LAST_WORD.search(before)
    if word is None or not stop.startswith(".") or stop.startswith(".."):
        return False
    return word[1].casefold() in _SHORT or (len(word[1]) == 1 and word[1].isupper())


def folded(sentence: str) -> str:
    """The sentence in lower case with plain quotation marks and dashes, letter for letter: offsets stay the same."""
    return "".join(_lower(letter) for letter in sentence.translate(_ALIKE))


def _lower(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter
