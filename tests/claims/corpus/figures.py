"""What the checks say of each sentence, and how often they are right."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.claims.corpus.councils import authorities
from tests.claims.corpus.sentences import EXPECTED, Sentence
from tests.support.claims import claims_of, reading_of
from watcher.model.news import ClaimVerdict
from watcher.model.record import Records
from watcher.news.own_posts import stale

#: The first of them that was said of a sentence is what it got.
VERDICTS = (ClaimVerdict.CONTRADICTED, ClaimVerdict.IMPRECISE, ClaimVerdict.SUPPORTED, ClaimVerdict.CANNOT_CHECK)
COLUMNS = (*(verdict.value for verdict in VERDICTS), "out_of_date", "none")


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with what it got, and why. `accused` holds true words that were called contradicted."""

    sentence: Sentence
    got: str
    why: str
    accused: tuple[str, ...] = ()

    @property
    def is_failure(self) -> bool:
        """Whether it is an accusation of what is true, a false one not found, or a plain truth not supported."""
        wanted = EXPECTED[self.sentence.kind]
        matters = self.sentence.is_false or self.sentence.kind in ("true_plain", "own_out_of_date", "own_imprecise")
        told_in_vain = self.sentence.kind == "own_current" and self.got == "out_of_date"
        return bool(self.accused) or told_in_vain or (matters and self.got != wanted)


def judge(sentence: Sentence, records: Records) -> Judged:
    """What the checks say of a sentence on the day it was written, and of one of our own on a later day."""
    claims = claims_of(sentence.article, sentence.urns, sentence.written, records, authorities())
    of_it = [one for one in claims if _overlap(one.sentence, sentence.words)]
    against = [one for one in (claims if sentence.alone else of_it) if one.verdict is ClaimVerdict.CONTRADICTED]
    accused = tuple(f"{one.sentence} ({one.why})" for one in against if not (sentence.is_false and one in of_it))
    got = next((verdict for verdict in VERDICTS if any(one.verdict is verdict for one in of_it)), None)
    whys = [one.why for one in of_it if one.verdict is got]
    if sentence.kind in ("own_out_of_date", "own_current") and (late := _out_of_date(sentence, records)):
        return Judged(sentence, "out_of_date", late, accused)
    return Judged(sentence, got.value if got else "none", "; ".join(whys), accused)


def _out_of_date(sentence: Sentence, records: Records) -> str:
    reading = reading_of(sentence.article, authorities())
    told = stale(reading, sentence.urns, sentence.written, sentence.on, records, authorities())
    # "a" is said of the post as a whole: a newer report exists
    return "; ".join(one.why for one in told if one.reason != "a" and _overlap(one.sentence, sentence.words))


def _overlap(one: str, other: str) -> bool:
    a, b = (" ".join(re.findall(r"\w+", text.lower())) for text in (one, other))
    return bool(a and b) and (a in b or b in a)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that may only get better; `by_kind` counts what the sentences of each kind got."""

    accused: int
    not_false: int
    found: int
    false: int
    supported: int
    plain: int
    called: int
    by_kind: Mapping[str, Counter[str]]

    @classmethod
    def of(cls, judged: Iterable[Judged]) -> Figures:
        """Counted over all of what was judged."""
        judged = list(judged)
        by_kind: dict[str, Counter[str]] = defaultdict(Counter)
        for one in judged:
            by_kind[one.sentence.kind][one.got] += 1
        false = [one for one in judged if one.sentence.is_false]
        accused = sum(bool(one.accused) for one in judged)
        found = sum(one.got == ClaimVerdict.CONTRADICTED for one in false)
        plain = by_kind["true_plain"]
        return cls(
            accused, len(judged) - len(false), found, len(false),
            plain[ClaimVerdict.SUPPORTED], plain.total(), accused + found, by_kind,
        )  # fmt: skip

    def lines(self) -> list[str]:
        """The figures as a table to print."""
        precision = self.found / self.called if self.called else 1.0
        rows = [
            f"{kind:23}{count.total():6}" + "".join(f"{count[column]:14}" for column in COLUMNS)
            for kind in EXPECTED
            if (count := self.by_kind.get(kind))
        ]
        return [
            f"contradicted but true: {self.accused} of {self.not_false} (target 0)",
            f"false found: {self.found} of {self.false}, {self.found / self.false:.1%} (target 60%)",
            f"plainly true supported: {self.supported} of {self.plain}, {self.supported / self.plain:.1%} (target 90%)",
            f"precision of contradicted: {precision:.1%}",
            f"{'':23}{'all':>6}" + "".join(f"{column:>14}" for column in COLUMNS),
            *rows,
        ]
