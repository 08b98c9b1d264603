"""The choices that readers have, and the search for a council. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from watcher.model.source import Authority
from watcher.ofsted.authorities import REGIONS, Gazetteer, plain
from watcher.settings import Settings

EVERYTHING = "all"
FOUND_AT_MOST = 12
QUERY_LIMIT = 80
_ALIKE = 82


@dataclass(frozen=True, slots=True)
class Offered:
    """The councils that we watch, by URN, and their regions, by code. `whole` is all of England."""

    authorities: Mapping[str, Authority]
    regions: Mapping[str, str]
    whole: bool
    gazetteer: Gazetteer

    @classmethod
    def of(cls, settings: Settings, gazetteer: Gazetteer) -> Offered:
        """What the configuration watches. Readers are not offered anything that we could never report."""
        whole = settings.authorities == EVERYTHING
        chosen = gazetteer.current() if whole else _chosen(settings.authorities, gazetteer)
        by_name = sorted(chosen, key=lambda authority: authority.name)
        codes = {authority.region_code for authority in by_name}
        regions = {code: name[0].upper() + name[1:] for code, name in REGIONS.items() if code in codes}
        return cls({authority.urn: authority for authority in by_name}, regions, whole, gazetteer)

    def found(self, query: str) -> tuple[Authority, ...]:
        """The councils that somebody may mean, likeliest first: by part of a name, by region, or by similar spelling.

        An abolished council stands for those that took over from it.
        """
        wanted = plain(query[:QUERY_LIMIT])
        if not wanted:
            return ()
        ranks: dict[str, tuple[float, str]] = {}
        for authority in self.gazetteer.by_urn.values():
            rank = _rank(wanted, authority)
            for urn in (authority.successors if authority.abolished_on else (authority.urn,)) if rank else ():
                ranks[urn] = min(ranks.get(urn, (9.0, "")), (rank, authority.name))
        ordered = sorted(ranks.keys() & self.authorities.keys(), key=ranks.__getitem__)
        return tuple(self.authorities[urn] for urn in ordered[:FOUND_AT_MOST])


def _chosen(names: Iterable[str], gazetteer: Gazetteer) -> list[Authority]:
    found = {one.urn: one for name in names for one in gazetteer.chosen(name) if one.abolished_on is None}
    return list(found.values())


def _rank(wanted: str, authority: Authority) -> float:
    """How well the words fit, 1 the best; 0 not at all."""
    names = [plain(name) for name in (authority.name, *authority.aliases)]
    if any(name.startswith(wanted) for name in names):
        return 1
    if any(f" {wanted}" in name for name in names):
        return 2
    if plain(authority.region or "").startswith(wanted):
        return 3
    likeness = max(fuzz.ratio(wanted, name) for name in names)
    return 4 + (100 - likeness) / 100 if likeness >= _ALIKE else 0
