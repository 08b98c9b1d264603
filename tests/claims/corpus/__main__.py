"""`python -m tests.claims.corpus [--failures] [KIND …]`: the figures, and what the checks get wrong."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.claims.corpus.councils import stored_records
from tests.claims.corpus.figures import Figures, Judged, judge
from tests.claims.corpus.sentences import EXPECTED, corpus


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.claims.corpus", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"only these kinds: {', '.join(EXPECTED)}")
    parser.add_argument("--failures", action="store_true", help="list each sentence that is judged wrongly")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        records = stored_records(Path(folder))
    judged = [judge(one, records) for one in corpus()]
    if options.failures:
        for one in judged:
            if one.is_failure and (not options.kinds or one.sentence.kind in options.kinds):
                print(_listed(one))
    print("\n".join(Figures.of(judged).lines()))


def _listed(one: Judged) -> str:
    """A failure on a few lines: which sentence, what it is, what it got, and why."""
    it = one.sentence
    lines = [f"{it.id} [{it.kind}] {it.council} {it.written}: {one.got}", f"    {it.words!r}"]
    lines += [f"    within: {it.text!r}"] if it.alone and it.text != it.words else []
    lines += [f"    accused: {words}" for words in one.accused]
    lines += [f"    why: {one.why}"] if one.why else []
    return "\n".join(lines)


main()
