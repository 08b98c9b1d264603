"""What a person searches the texts of reports for: phrases, each as words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from watcher.model.errors import ConfigError

LONGEST_QUERY = 200
MOST_WORDS = 20

_QUOTED = re.compile(r'["“”„]([^"“”„]*)["“”„]')
# Endings that make no other word, the longest first, with the fewest letters that must be left.
_ENDINGS = (("ings", 3), ("ies", 3), ("ing", 3), ("es", 3), ("ed", 3), ("ly", 5), ("s", 3))
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Query:
    """Phrases that must all stand in one paragraph or item. Endings don't count: "fostered" finds "fostering"."""

    phrases: tuple[tuple[str, ...], ...]

    def matches(self, text: str) -> bool:
        """Whether a text says it.

        Databases cut more off a word than its ending: to them, "sufficiently" is "sufficiency". Here it is not.
        """
        said = [root(word) for word in _WORD.findall(text.casefold())]
        return all(_has(said, [root(word) for word in phrase]) for phrase in self.phrases)

    def __str__(self) -> str:
        """The query in its standard form, which reads back as the same query."""
        said = [" ".join(phrase) for phrase in self.phrases]
        return said[0] if len(said) == 1 else " ".join(f'"{one}"' for one in said)


class TextPart(StrEnum):
    """Which part of a document a text is."""

    PASSAGE = "passage"
    STRENGTH = "strength"
    IMPROVE = "improve"
    PRIORITY_ACTION = "priority_action"


@dataclass(frozen=True, slots=True)
class FoundText:
    """A paragraph or item that says what was searched for. `topic` is its section, empty for an item."""

    urn: str
    file_id: str
    part: TextPart
    topic: str
    page: int | None
    paragraph: int | None
    text: str


def _has(said: Sequence[str], phrase: Sequence[str]) -> bool:
    return any(said[at : at + len(phrase)] == phrase for at in range(len(said) - len(phrase) + 1))


def root(word: str) -> str:
    """A word without its ending: `foster` of "fostered" and "fosterings", `privat` of "private" and "privately"."""
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word.removesuffix(ending) + ("y" if ending == "ies" else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def query_of(text: str) -> Query:
    """The query that a person typed. Each quoted phrase counts apart, and so does what stands between them.

    `ConfigError` if it has no word, or too many.
    """
    # what a text splits into at its quotations, the quotations among it
    texts = _QUOTED.split(text)
    phrases = tuple(words for words in (tuple(_WORD.findall(one.casefold())) for one in texts) if words)
    if not phrases:
        raise ConfigError(f'{text[:80]!r} has no word to search for. Expected something like "private fostering".')
    if len(text) > LONGEST_QUERY or sum(map(len, phrases)) > MOST_WORDS:
        raise ConfigError(
            f"The search has more than {MOST_WORDS} words or {LONGEST_QUERY} characters. Use the words that matter."
        )
    return Query(phrases)
