"""Puts what the record says into sentences, from templates. Reads templates, and nothing else."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from watcher.desk.record_compare import CouncilComparison, StandingStatement
from watcher.model.report import JudgementId
from watcher.model.text import day
from watcher.ofsted.words import JUDGEMENTS_IN_TEXT


def statement_in_words(compared: CouncilComparison, said: StandingStatement) -> str:
    """The sentence ready to quote, or that it cannot be said, and why."""
    name = JUDGEMENTS_IN_TEXT[said.judgement]
    macro = "quotable" if said.can_be_said else "cannot"
    return _words(macro, compared, said, name, said.judgement is JudgementId.OVERALL, day(compared.on))


def _words(macro: str, *values: object) -> str:
    made = getattr(_templates().get_template("desk/record_words.j2").module, macro)(*values)
    return " ".join(str(made).split())


@cache
def _templates() -> Environment:
    # plain text: nothing of it is ever read as HTML
    return Environment(loader=PackageLoader("watcher.templates", ""), undefined=StrictUndefined, autoescape=False)  # noqa: S701
