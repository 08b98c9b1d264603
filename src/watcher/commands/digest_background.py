"""Reads the background of a digest's stories from the store: histories, records and mentions, each when needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from watcher.digests.background import History, StoryContext
from watcher.digests.follow_ups import stories_of
from watcher.digests.region import listed_dates
from watcher.model.change import Change
from watcher.model.news import Mention
from watcher.model.record import OnRecord
from watcher.model.report import Grade, ReportFile
from watcher.model.source import COUNCIL_TYPE, Authority
from watcher.settings import NewsSettings
from watcher.store import Store


@dataclass(slots=True)
class StoryContexts:
    """The background for a whole run. It grows with the changes that are asked for.

    `until` is the end of the run: what joined a story later becomes news in a later mail.
    """

    store: Store
    authorities: Mapping[str, Authority]
    news: NewsSettings
    until: datetime
    _histories: dict[str, History] = field(default_factory=dict)
    _mentions: dict[str, Sequence[Mention]] = field(default_factory=dict)
    _background: StoryContext | None = None

    def of(self, changes: Iterable[Change]) -> StoryContext:
        """The background, including everything about these changes."""
        changes = list(changes)
        background = self._background = self._background or self._begin()
        for change in changes:
            if change.provider.type != COUNCIL_TYPE and change.report is not None:
                self._add_history(change)
        self._add_mentions({name for change in changes for name in stories_of(change)})
        return background

    def _begin(self) -> StoryContext:
        known = self.store.reports.records()
        records = known.with_reports({urn: tuple(map(_slim, found)) for urn, found in known.items()})
        dates = {urn: listed_dates(listed) for urn, listed in self.store.reports.graded_listings().items()}
        return StoryContext(
            histories=self._histories,
            records=records,
            listed={urn: known for urn, known in dates.items() if known is not None},
            mentions=self._mentions,
            authorities=self.authorities,
            press_titles=self.news.titles,
            quote_words=self.news.quote_words,
        )

    def _add_history(self, change: Change) -> None:
        if change.provider.key not in self._histories:
            files = self.store.pages.known(change.source_id).files.values()
            past = filter(None, map(_past, files))
            self._histories[change.provider.key] = sorted(past, key=lambda one: one[0])

    def _add_mentions(self, stories: set[str]) -> None:
        if new := sorted(stories - self._mentions.keys()):
            found = self.store.news.mentions(new, self.until)
            self._mentions.update({name: found.get(name, ()) for name in new})


def _slim(record: OnRecord) -> OnRecord:
    """A report without its passages: they take most of the memory, and no mail shows them."""
    return replace(record, report=replace(record.report, passages=(), strengths=(), improve=()))


def _past(file: ReportFile) -> tuple[date, Grade | None] | None:
    """One line of the history of a provider that is not a council."""
    if file.report is None or file.held or file.published is None:
        return None
    return file.published, file.report.overall
