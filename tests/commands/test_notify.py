"""News that was taken as known is sent after all when the operator asks for it, whatever the reason was."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.support.builders import a_report, a_report_file, a_source
from tests.support.watched_news import (
    DAY,
    OTHERS,
    RELEASE,
    REPORT_DAY,
    SAYS,
    URN,
    Watched,
    listing,
    news_pass,
    page,
    released,
    watching,
)
from watcher.commands.notify import notify
from watcher.crawl.followed import site_source
from watcher.crawl.plan import PassSummary
from watcher.model.errors import ConfigError
from watcher.model.event_kind import EventKind
from watcher.model.news import NewsSource, Tier
from watcher.model.taken import TakenAsKnown, WhyTaken
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Fetch, Ofsted, Settings

OLD = date(2024, 12, 2)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as one:
        yield one


def settings_of(watched: Watched, *sites: NewsSource) -> Settings:
    """The configuration that follows these sites by its own file."""
    tables = [
        f'[source.{one.id}]\nname = "{one.name}"\nurl = "{one.url}"\n'
        f'family = "{one.family}"\ntier = "{one.tier.value}"\n'
        f"authorities = {list(one.authorities)}\n"
        for one in sites or (watched.site,)
    ]
    (watched.home / "sources.toml").write_text("\n".join(tables), encoding="utf-8")
    return Settings(home=watched.home, ofsted=Ofsted(base_url=watched.web.base_url))


def taken(watched: Watched) -> dict[WhyTaken, TakenAsKnown]:
    return {one.why: one for one in watched.store.taken_as_known.recorded()}


def test_news_that_was_too_old_to_read_is_read_and_then_sent_when_asked_again(watched: Watched) -> None:
    watched.go()
    watched.report(OLD)
    watched.web.answers[RELEASE] = page("Ofsted rates services for children good", OLD, *SAYS)
    watched.show((RELEASE, "Ofsted rates services for children good", OLD))
    watched.go()
    assert watched.changes() == []
    one = taken(watched)[WhyTaken.TOO_OLD]
    settings = settings_of(watched)
    said = notify(settings, watched.store, one.id, watched.now)
    assert "The next check will read it" in said
    watched.go()
    assert watched.changes() == [], "it is about an inspection of long ago, so only the operator can send it"
    assert taken(watched)[WhyTaken.TOO_OLD] == one, "and it is still listed"
    assert "It goes out with the next emails" in notify(settings, watched.store, one.id, watched.now)
    [change] = watched.changes()
    assert change.event.kind is EventKind.COVERAGE and change.coverage
    assert change.coverage.stories == (f"{URN}@{OLD}",)
    assert WhyTaken.TOO_OLD not in taken(watched)
    with pytest.raises(ConfigError, match="was already sent"):
        notify(settings, watched.store, one.id, watched.now)


def test_a_copy_is_sent_when_asked(watched: Watched) -> None:
    copied = "/mercury/article/9/report-on-services"
    paper = NewsSource("mercury", "Leicester Mercury", f"{watched.web.base_url}/mercury", "jadu", Tier.LOCAL_PRESS)
    watched.web.answers["/mercury"] = listing(*OTHERS)
    both_read(watched, paper)
    watched.report()
    released(watched)
    watched.now = datetime(2025, 3, 3, 18, tzinfo=UTC)
    both_read(watched, paper)
    watched.web.answers[copied] = page("Report on services", REPORT_DAY, *SAYS)
    watched.web.answers["/mercury"] = listing((copied, "Ofsted rates services for children good", REPORT_DAY), *OTHERS)
    both_read(watched, paper)
    [original] = watched.changes()
    one = taken(watched)[WhyTaken.COPY]
    assert one.source_id == "news:mercury" and original.source_id == "news:leicester"
    said = notify(settings_of(watched, watched.site, paper), watched.store, one.id, watched.now)
    assert "It goes out with the next emails" in said
    assert {change.source_id for change in watched.changes()} == {"news:mercury", "news:leicester"}
    assert WhyTaken.COPY not in taken(watched)


def test_news_of_another_authority_is_refused_while_its_inspection_is_not_on_record(watched: Watched) -> None:
    watched.site = replace(watched.site, tier=Tier.LOCAL_PRESS, authorities=())
    title = "Ofsted rates Nottingham City Council’s children’s services good"
    says = (say.replace("Leicester", "Nottingham") for say in SAYS)
    watched.go()
    watched.web.answers[RELEASE] = page(title, REPORT_DAY, *says)
    watched.show((RELEASE, title, REPORT_DAY))
    watched.now = datetime(2025, 3, 3, 18, tzinfo=UTC)
    watched.go()
    assert watched.changes() == []
    one = taken(watched)[WhyTaken.ANOTHER_AUTHORITY]
    with pytest.raises(ConfigError, match="is not about an inspection on record, so there is nothing to send"):
        notify(settings_of(watched), watched.store, one.id, watched.now)
    assert taken(watched)[WhyTaken.ANOTHER_AUTHORITY] == one, "nothing was done"
    nottingham = gazetteer().named("Nottingham")
    assert nottingham is not None
    put_on_record(watched, nottingham.urn)
    assert "It goes out with the next emails" in notify(settings_of(watched), watched.store, one.id, watched.now)
    [change] = watched.changes()
    assert change.coverage and change.coverage.stories == (f"{nottingham.urn}@{REPORT_DAY}",)


def both_read(watched: Watched, paper: NewsSource) -> None:
    """One pass over the council's site and a paper's."""
    settings, sites = settings_of(watched, watched.site, paper), [watched.site, paper]
    settings = settings.model_copy(update={"fetch": Fetch(delay=0, timeout=5)})
    watched.store.pages.follow([a_source(id=f"ofsted:44/{URN}"), *map(site_source, sites)], watched.now)
    asyncio.run(news_pass(settings, watched.store, watched.now, sites, PassSummary()))
    watched.now += DAY


def put_on_record(watched: Watched, urn: str) -> None:
    """A report of that day on another council, whose page is followed too."""
    source = f"ofsted:44/{urn}"
    council = a_source(id=source, topics=("all", f"authority:{urn}"))
    watched.store.pages.follow([a_source(id=f"ofsted:44/{URN}"), council, site_source(watched.site)], watched.now)
    file = a_report_file(source_id=source, file_id="50300001", published=REPORT_DAY)
    periods = ((REPORT_DAY - 49 * DAY, REPORT_DAY - 38 * DAY),)
    report = a_report(authority="Nottingham City Council", inspection_periods=periods)
    watched.store.reports.save(replace(file, report=report))
