"""Who spoke in awkward paragraphs: the one whom the text names, or nobody. The cases are in `speakers.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.news.articles.blocks import Block, BlockKind
from watcher.news.articles.quotations import quotations_in

# Stands before each: a place that "he" can't mean, and a body.
LEAD = (
    "Services for children in Marlow Vale are good in every area, Ofsted has found.",
    "Inspectors came to the town hall in March and named three things to improve, among them how visits are recorded.",
)
KINDS = {"> ": BlockKind.QUOTE, "# ": BlockKind.HEADING}
CASES = [
    case.splitlines()
    for case in (Path(__file__).parent / "speakers.txt").read_text(encoding="utf-8").split("\n## ")[1:]
]


def block(line: str) -> Block:
    kind = KINDS.get(line[:2])
    return Block(kind, line[2:]) if kind else Block(BlockKind.PARAGRAPH, line)


@pytest.mark.parametrize("lines", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_quotation_is_of_the_person_whom_the_text_names_or_of_nobody(lines: list[str]) -> None:
    wanted = [line[2:].split(": ", 1) for line in lines if line.startswith("= ")]
    found = quotations_in([*map(block, LEAD), *(block(line) for line in lines if line and line[0] != "=")])
    assert [said.text[: len(begins)] for said, (_, begins) in zip(found, wanted, strict=True)] == [
        begins for _, begins in wanted
    ]
    for said, (whose, _) in zip(found, wanted, strict=True):
        assert (said.speaker or "nobody") in whose.split(" or ")
