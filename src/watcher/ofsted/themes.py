"""The themes of improvement items: a table of terms, `themes.toml`, and which items are about which."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from watcher.model.search import Query, query_of


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its id, what people call it, and the searches of which an item about it says at least one."""

    id: str
    label: str
    terms: tuple[Query, ...]

    def is_in(self, text: str) -> bool:
        """Whether an improvement item is about it."""
        return any(term.matches(text) for term in self.terms)


# What the tags of the national framework are called, by their standard form.
FRAMEWORK_TAGS: Mapping[str, str] = {
    "outcome_1": "Outcome 1: children stay together and get the help they need",
    "outcome_2": "Outcome 2: children are supported by their family network",
    "outcome_3": "Outcome 3: children are safe in and outside their homes",
    "outcome_4": "Outcome 4: children in care and care leavers have stable, loving homes",
    "enabler_1": "Enabler 1: multi-agency working",
    "enabler_2": "Enabler 2: leaders drive conditions for effective practice",
    "enabler_3": "Enabler 3: the workforce is equipped and effective",
    "principle": "Principles of the framework",
}


@cache
def themes() -> tuple[Theme, ...]:
    """The built-in table, in its order."""
    table = tomllib.loads((files("watcher.ofsted") / "themes.toml").read_text(encoding="utf-8"))
    return tuple(Theme(id_, row["label"], tuple(map(query_of, row["terms"]))) for id_, row in table.items())
