"""The checks of claims over the corpus: nobody is accused of a true sentence, and the figures only get better."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.claims.corpus.councils import HERE, stored_records
from tests.claims.corpus.facts import holds
from tests.claims.corpus.figures import Figures, judge
from tests.claims.corpus.sentences import FALSE, corpus

RATCHET = tomllib.loads((HERE / "ratchet.toml").read_text(encoding="utf-8"))


def test_the_figures_are_no_worse_than_they_were(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    records = stored_records(tmp_path)
    figures = Figures.of(judge(one, records) for one in corpus())
    record_property("summary", ["claims over the corpus", *figures.lines()])
    assert figures.accused <= RATCHET["contradicted_but_true_at_most"]
    assert figures.found >= RATCHET["false_found_at_least"]
    assert figures.supported >= RATCHET["plainly_true_supported_at_least"]


def test_each_sentence_is_labelled_as_the_reports_have_it() -> None:
    stated = [one for one in corpus() if one.facts != "-"]
    assert [one.id for one in stated if holds(one) is one.is_false] == []
    assert {one.kind for one in corpus() if one.facts == "-"}.isdisjoint({"true_plain", *FALSE})


def test_the_corpus_is_large_and_says_nothing_twice() -> None:
    kinds = Counter(one.kind for one in corpus())
    assert sum(count for kind, count in kinds.items() if kind not in FALSE) >= 600
    assert sum(kinds[kind] for kind in FALSE) >= 300
    assert kinds["true_plain"] >= 250
    assert max(Counter((one.words, one.council, one.written) for one in corpus()).values()) == 1


@pytest.mark.parametrize(
    ("facts", "is_so"),
    [
        ("o=R,d.o=-1", True),
        ("d.v=-1,d.c=-1", True),  # both compared with the judgement that they shared
        ("o@2017=R,l@2017=G,d.l@2017=2", True),
        ("every=R,alld=-,nR=4", True),
        ("days=5,lag=124,n=5,kind=ilacs_short", True),
        ("ever=I,!ever=O,!first=R", True),
        ("o=I", False),
        ("o@2016=R", False),
        ("pub=2025-01-29,from=2024-09-23,to=2024-10-27", False),
        ("none=o", False),
    ],
)
def test_facts_are_looked_up(facts: str, is_so: bool) -> None:
    written_later = next(one for one in corpus() if one.id.startswith("former-1-"))
    assert holds(replace(written_later, facts=facts)) is is_so
