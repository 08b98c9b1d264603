"""The change for something that was recorded as known and that the operator now wants to send. Pure."""

from __future__ import annotations

from datetime import datetime

from watcher.differ.case import Case, Predecessor
from watcher.differ.decide import news_of
from watcher.model.change import Change
from watcher.model.source import PageState, Provider
from watcher.model.visit import Known, ProviderPage, Visit


def told_after_all(known: Known, key: str, predecessor: Predecessor | None, now: datetime) -> Change:
    """The change that sends a document of a page as if it were new. It is held if its grades are not certain."""
    source = known.target.source
    provider = Provider(*source.id.partition(":")[2].split("/"))
    page = ProviderPage(provider, source.name, None, tuple(known.observations.values()))
    state = known.target.page or PageState(source.url, source.id, None, None, "", "")
    case = Case(Visit(known, page, b"", state, (), known.target.marker), now, predecessor)
    return news_of(case, known.observations[key])
