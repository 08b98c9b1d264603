"""The work behind the commands that ask the record: `export`, `import`, `find`, `compare`, `themes`. Wiring only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from watcher.desk.formats import Others, TableName
from watcher.desk.import_table import Imported, reports_in
from watcher.desk.record import Chains, chains_of, existed
from watcher.desk.record_compare import CouncilComparison, compare_neighbours, compare_region
from watcher.desk.record_documents import improvement_table, report_table
from watcher.desk.record_find import Hit, Silent, hits_of, last_reports, silent_of
from watcher.desk.record_judgements import judgement_table
from watcher.desk.record_others import authority_table, change_table, coverage_table
from watcher.desk.record_tables import RecordTable, Selection, completeness
from watcher.desk.record_themes import ThemeCount, count_themes
from watcher.desk.record_timeline import CouncilTimeline, timeline_of
from watcher.model.errors import ConfigError
from watcher.model.on_file import OnFile
from watcher.model.record import story_of
from watcher.model.search import Query
from watcher.model.source import Authority
from watcher.model.text import day
from watcher.ofsted.authorities import Gazetteer, gazetteer
from watcher.ofsted.rules import is_council
from watcher.ofsted.themes import FRAMEWORK_TAGS, themes
from watcher.store import Store

IMPORT_AT_MOST = 50_000_000


@dataclass(frozen=True, slots=True)
class FindWanted:
    """Where to search. `last` limits it to that many of each council's newest graded reports."""

    urns: frozenset[str] | None = None
    since: date | None = None
    topics: Sequence[str] = ()
    last: int | None = None
    limit: int | None = None


@dataclass(frozen=True)
class AskedRecord:
    """The record of one store, read once, when first needed."""

    store: Store

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The councils that we know, and any others that the store follows, by their names there."""
        known = gazetteer().by_urn
        followed = [one for one in self.store.pages.statuses() if is_council(one.id)]
        others = {one.id.rpartition("/")[2]: one.name for one in followed}
        return Gazetteer.of([*known.values(), *(Authority(u, name) for u, name in others.items() if u not in known)])

    @cached_property
    def documents(self) -> list[OnFile]:
        """All documents of all councils, without their passages."""
        return self.store.record.documents(whole=False)

    @cached_property
    def chains(self) -> Chains:
        return chains_of(self.documents, self.store.record.imported())

    @cached_property
    def followed(self) -> frozenset[str]:
        """The councils that are watched."""
        watched = (one for one in self.store.pages.statuses() if is_council(one.id) and one.followed)
        return frozenset(one.id.rpartition("/")[2] for one in watched)

    @cached_property
    def visited(self) -> frozenset[str]:
        """The councils whose page was read."""
        seen = (one for one in self.store.pages.statuses() if is_council(one.id) and one.visited_at is not None)
        return frozenset(one.id.rpartition("/")[2] for one in seen)

    @cached_property
    def unseen(self) -> dict[str, str]:
        """Why the pages of councils were not read, by URN."""
        others = self.gazetteer.by_urn.keys() - self.visited
        return {urn: "page not read yet" if urn in self.followed else "not followed" for urn in others}

    def chosen(self, authorities: Sequence[str], regions: Sequence[str]) -> frozenset[str] | None:
        """The URNs that a person named, None for all. `ConfigError` for a name that we don't know."""
        if not authorities and not regions:
            return None
        named = [one for text in authorities for one in self.gazetteer.chosen(text)]
        codes = {one.region_code for text in regions for one in self.gazetteer.chosen(f"region:{_bare(text)}")}
        # councils that were abolished belong to their region too
        of_regions = [one for one in self.gazetteer.by_urn.values() if one.region_code and one.region_code in codes]
        return frozenset(one.urn for one in (*named, *of_regions))

    def table(self, name: TableName, selection: Selection, today: date) -> RecordTable:
        """One of the tables."""
        authorities, documents = self.gazetteer.by_urn, self.documents
        notes = completeness(self.chains, selection, authorities, self.visited, self.followed)
        makers: dict[TableName, Callable[[], RecordTable]] = {
            TableName.JUDGEMENTS: lambda: judgement_table(self.chains, authorities, selection, notes),
            TableName.REPORTS: lambda: report_table(documents, authorities, selection, notes),
            TableName.IMPROVEMENTS: lambda: improvement_table(documents, self.chains, authorities, selection, notes),
            TableName.CHANGES: lambda: change_table(self.store.changes.recorded(), authorities, selection, notes),
            TableName.AUTHORITIES: lambda: authority_table(
                authorities, self.chains, self.visited, selection, notes, today=today
            ),
            TableName.COVERAGE: lambda: self._coverage(selection, notes),
        }
        return makers[name]()

    def find(
        self, query: Query, wanted: FindWanted, indexing: Callable[[int, int], None] = lambda done, total: None
    ) -> tuple[list[Hit], list[Silent]]:
        """What the documents say about it, newest first; and which of the last reports don't mention it."""
        authorities = self.gazetteer.by_urn
        urns = authorities.keys() if wanted.urns is None else wanted.urns
        asked = last_reports(self.chains, urns, wanted.last, wanted.since) if wanted.last else None
        found = self.store.search.find(
            query,
            wanted.urns,
            since=wanted.since,
            topics=wanted.topics,
            limit=None if asked else wanted.limit,
            indexing=indexing,
        )
        if asked is not None:
            those = {(urn, one.file_id) for urn, reports in asked.items() for one in reports}
            found = [one for one in found if (one.urn, one.file_id) in those]
        hits = hits_of(found, self.documents, self.chains, authorities)
        # who says nothing is known before anything is left out
        return hits[: wanted.limit], silent_of(asked or {}, hits, authorities)

    def compare(self, text: str, others: Others, on: date) -> CouncilComparison:
        """A comparison of a council with its region or its statistical neighbours, or of a whole region. `ConfigError`
        if we have no region or neighbours for it, or if the council did not exist on the day.
        """
        known, place = self.gazetteer, (on, self.chains, self.gazetteer.by_urn, self.unseen)
        code = known.region(_bare(text)) if not known.named(text) else None
        if code:
            return compare_region(code, None, *place)
        [own] = known.chosen(text)
        if not existed(own, on):
            if own.created_on is not None and own.created_on > on:
                raise ConfigError(f"{own.name} began on {day(own.created_on)}. Use --as-of with a later day.")
            ended = f" on {day(own.abolished_on)}" if own.abolished_on else ""
            raise ConfigError(f"{own.name} ended{ended}. Use --as-of with an earlier day.")
        if others is Others.NEIGHBOURS and own.neighbours:
            return compare_neighbours(own, *place)
        if others is Others.NEIGHBOURS or own.region_code is None:
            instead = f" Use --with {_OTHER[others].value}." if own.neighbours or own.region_code else ""
            raise ConfigError(f"We have no {others.value} for {own.name}.{instead}")
        return compare_region(own.region_code, own, *place)

    def themes(self, selection: Selection, only: Sequence[str] = ()) -> list[ThemeCount]:
        """How often each theme and tag is an improvement point. `ConfigError` for one of `only` that we don't have."""
        known = {*(theme.id for theme in themes()), *FRAMEWORK_TAGS}
        if wrong := [id_ for id_ in only if id_ not in known]:
            raise ConfigError(f"{wrong[0]!r} is not a theme. The themes are {', '.join(sorted(known))}.")
        counted = count_themes(themes(), self.chains, self.gazetteer.by_urn, selection)
        return [one for one in counted if not only or one.id in only]

    def timeline(self, text: str, until: date) -> CouncilTimeline:
        """Everything that was published about one council up to a day. `ConfigError` if it is not one council."""
        found = self.gazetteer.chosen(text)
        if len(found) != 1:
            raise ConfigError(f"{text!r} is not one council. Expected a name or a URN, such as Leicester.")
        [own] = found
        is_seen = own.urn in self.visited
        return timeline_of(own, self.documents, self.chains.get(own.urn, ()), self.gazetteer.by_urn, until, is_seen)

    def _coverage(self, selection: Selection, notes: Sequence[str]) -> RecordTable:
        stories = [
            story_of(one.urn, one.entry.published)
            for one in self.documents
            if one.entry.published and selection.has(one.urn)
        ]
        return coverage_table(self.store.news.mentions(stories), self.gazetteer.by_urn, selection, notes)


_OTHER = {Others.REGION: Others.NEIGHBOURS, Others.NEIGHBOURS: Others.REGION}


def import_judgements(store: Store, path: Path, now: datetime) -> Imported:
    """Import a CSV table of judgements, whole or not at all. `ConfigError` says what is wrong with it and where."""
    try:
        if path.stat().st_size > IMPORT_AT_MOST:
            raise ConfigError(f"{path} is larger than {IMPORT_AT_MOST // 1_000_000} MB. Split it.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"Can't read {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"Can't read {path}: it is not UTF-8. Save it as CSV in UTF-8.") from error
    imported = reports_in(text.splitlines(keepends=True), AskedRecord(store).gazetteer.by_urn, now)
    store.record.import_reports(imported.reports)
    return imported


def _bare(region: str) -> str:
    kind, _, rest = region.partition(":")
    return rest if kind.strip().casefold() == "region" and rest else region
