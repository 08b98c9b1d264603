"""The authorities with children's services duties: the table, and how to find one by what a person types.

The facts (URNs, names, regions, reorganisations) come from Ofsted and the Office for National Statistics.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from watcher.model.errors import ConfigError
from watcher.model.source import Authority

# The Office for National Statistics' codes; Ofsted's own search filters by them.
REGIONS: dict[str, str] = {
    "E12000001": "the North East",
    "E12000002": "the North West",
    "E12000003": "Yorkshire and the Humber",
    "E12000004": "the East Midlands",
    "E12000005": "the West Midlands",
    "E12000006": "the East of England",
    "E12000007": "London",
    "E12000008": "the South East",
    "E12000009": "the South West",
}

# Where the column `neighbours` of the table comes from: who is most like whom, by the Department's own method.
NEIGHBOURS_SOURCE = "Department for Education, ten nearest statistical neighbours of children's services, June 2025"

_GENERAL_WORDS = re.compile(
    r"\b(the|royal|lb|london(?= borough)|mbc|mdc|metropolitan|borough|city|county|district|unitary|council|authority)\b"
)
_COUNTY = re.compile(r"\bcounty\b(?! borough)")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All authorities. Finds one by URN or by any name in use."""

    by_urn: Mapping[str, Authority]
    _by_name: Mapping[str, tuple[Authority, ...]]

    @classmethod
    def of(cls, authorities: Iterable[Authority]) -> Gazetteer:
        by_urn = {authority.urn: authority for authority in authorities}
        by_name: dict[str, tuple[Authority, ...]] = {}
        for authority in by_urn.values():
            for name in {plain(name) for name in (authority.name, *authority.aliases)}:
                by_name[name] = (*by_name.get(name, ()), authority)
        return cls(by_urn, by_name)

    def named(self, name: str) -> Authority | None:
        """The authority with that name (whole words only), None if none or more than one matches.

        "Leicester County" is not a name, and may mean the city or the shire.
        """
        bare = _bare(name)
        of_two = _COUNTY.search(plain(name)) and f"{bare}shire" in self._by_name
        for key in (plain(name),) if of_two else (plain(name), bare):
            found = self._by_name.get(key, ())
            if len(found) == 1:
                return found[0]
        return None

    def served_by(self, name: str) -> tuple[Authority, ...]:
        """The authorities whose children's services a trust of that name runs; they keep the duty."""
        wanted = plain(name)
        return tuple(a for a in self.by_urn.values() if a.trust and plain(a.trust) == wanted)

    def region(self, name: str) -> str | None:
        """The code of a region given by name or code, for instance `E12000004`."""
        wanted = plain(name)
        for authority in self.by_urn.values():
            if authority.region_code and wanted in (
                plain(authority.region or ""),
                plain(authority.region_code),
            ):
                return authority.region_code
        return None

    def current(self) -> tuple[Authority, ...]:
        return tuple(authority for authority in self.by_urn.values() if authority.abolished_on is None)

    def chosen(self, selection: str) -> tuple[Authority, ...]:
        """The authorities that one entry of the configuration means: a name, a URN, or a region (with or without
        `region:`).
        """
        kind, _, region = selection.partition(":")
        if kind.strip().casefold() == "region":
            return self._of_region(region.strip())
        if found := self.by_urn.get(selection.strip()) or self.named(selection):
            return (found,)
        if self.region(selection):
            return self._of_region(selection)
        raise ConfigError(f"No authority is called {selection!r}. {self._hint(selection)}")

    def _of_region(self, region: str) -> tuple[Authority, ...]:
        code = self.region(region)
        if code is None:
            known = ", ".join(sorted({a.region for a in self.by_urn.values() if a.region}))
            raise ConfigError(f"No region is called {region!r}. The regions are {known}.")
        return tuple(authority for authority in self.current() if authority.region_code == code)

    def _hint(self, selection: str) -> str:
        # imported here: names are rarely misspelled
        from rapidfuzz import process

        close = [name for name, score, _ in process.extract(plain(selection), list(self._by_name)) if score > 80]
        near = sorted({a.name for name in close for a in self._by_name[name]})
        return f"Did you mean {' or '.join(near)}?" if near else "Use its name as Ofsted prints it, or its URN."


def plain(name: str) -> str:
    """A name for comparing: lower case, `and` for `&`, no full stops, commas turned round, single spaces."""
    front, comma, back = name.partition(", ")
    turned = f"{back} {front}" if comma and back.casefold() in ("city of", "county of") else name
    words = turned.casefold().replace("&", " and ").replace("-", " ").replace("’", "'").replace(".", "")
    return " ".join(words.replace(",", " ").split())


def _bare(name: str) -> str:
    """A plain name without the words for what kind of council it is."""
    words = _GENERAL_WORDS.sub(" ", plain(name)).split()
    return " ".join(words[1:] if words[:1] == ["of"] else words)


@cache
def gazetteer() -> Gazetteer:
    """The built-in table."""
    table = (files("watcher.ofsted") / "authorities.csv").read_text(encoding="utf-8")
    return Gazetteer.of(_authority(row) for row in csv.DictReader(table.splitlines()))


def _authority(row: Mapping[str, str]) -> Authority:
    return Authority(
        urn=row["urn"],
        name=row["name"],
        region=row["region"] or None,
        region_code=row["region_code"] or None,
        aliases=_several(row["aliases"]),
        trust=row["trust"] or None,
        created_on=_day(row["created_on"]),
        abolished_on=_day(row["abolished_on"]),
        predecessors=_several(row["predecessors"]),
        successors=_several(row["successors"]),
        neighbours=_several(row["neighbours"]),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
