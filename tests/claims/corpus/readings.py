"""What is read in some articles of the corpus, as it was when the version of the rules was last raised.

    python -m tests.claims.corpus.readings

records it anew. A kept reading is only made anew when the version changes, and so are verdicts. What a rule reads
otherwise without it would be told as news.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256

from tests.claims.corpus.councils import HERE, authorities
from tests.claims.corpus.sentences import corpus
from watcher.claims import RULES
from watcher.news.about.reading import lines_of, reading_of

RECORDED = HERE / "readings.txt"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def plainly(value: object) -> str:
    """A value in words that are the same in every process: sets have no order."""
    if isinstance(value, tuple | frozenset):
        words = [plainly(one) for one in value]
        return f"({', '.join(sorted(words) if isinstance(value, frozenset) else words)})"
    if is_dataclass(value):
        return plainly(tuple(getattr(value, field.name) for field in fields(value) if field.name != "article"))
    return repr(value)


def readings() -> dict[str, str]:
    """What is read in about every eighth article, by its text."""
    texts = {digest(one.text): one.article for one in corpus()}
    return {
        key: digest(plainly(reading_of(lines_of(article, authorities()), authorities())))
        for key, article in sorted(texts.items())
        if key[0] in "07"
    }


def recorded() -> tuple[int, Mapping[str, str]]:
    """The version of the rules, and what they read."""
    head, *rows = RECORDED.read_text(encoding="utf-8").splitlines()
    return int(head), dict(row.split() for row in rows)


if __name__ == "__main__":
    rows = (f"{text} {reading}\n" for text, reading in readings().items())
    RECORDED.write_text(f"{RULES}\n{''.join(rows)}", encoding="utf-8")
