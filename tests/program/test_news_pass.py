"""What a pass over a council's news site sees, records and tells, and what it does when the site is at fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.small_site import Say, answer
from tests.support.watched_news import (
    DAY,
    OTHERS,
    RELEASE,
    REPORT_DAY,
    SAYS,
    STORY,
    URN,
    Watched,
    listing,
    page,
    park,
    released,
    watching,
)
from watcher.claims import RULES
from watcher.commands import check_news
from watcher.commands.check_news import assess_all
from watcher.crawl.reading import ReadingWorkers
from watcher.model.errors import StoreError
from watcher.model.event_kind import EventKind
from watcher.model.news import Tier
from watcher.model.source import Authority
from watcher.news import assess as assessing
from watcher.news.about import reading
from watcher.settings import NewsSettings, Ofsted, Settings
from watcher.store.news import NewsStore


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as one:
        yield one


def test_the_first_sight_of_a_list_is_a_baseline(watched: Watched) -> None:
    released(watched)
    watched.report()
    watched.now = datetime(2025, 4, 20, 12, tzinfo=UTC)
    watched.go()
    assert watched.changes() == []
    assert "/news" in watched.web.paths()
    assert RELEASE not in watched.web.paths()


def test_a_release_about_a_known_report_is_news_once(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.now = datetime(2025, 3, 3, 18, tzinfo=UTC)
    watched.go()
    watched.go()
    [change] = watched.changes()
    assert change.event.kind is EventKind.COVERAGE
    assert change.coverage is not None
    assert change.coverage.stories == (STORY,)
    assert set(change.topics) >= {f"authority:{URN}", "region:E12000004", "all"}
    assert [mention.url for mention in watched.store.news.mentions([STORY])[STORY]] == [watched.web.base_url + RELEASE]


def test_a_release_waits_for_the_report_that_it_is_about(watched: Watched) -> None:
    watched.go()
    released(watched)
    watched.now = datetime(2025, 3, 3, 8, tzinfo=UTC)
    watched.go()
    assert watched.changes() == []
    watched.report()
    watched.go()
    assert [change.coverage.stories for change in watched.changes() if change.coverage] == [(STORY,)]


def test_a_release_that_does_not_say_who_rated_waits_for_its_report_too(watched: Watched) -> None:
    watched.go()
    title = "‘Good’ at last for our children’s services"
    watched.web.answers[RELEASE] = page(title, REPORT_DAY, "We are now good overall, up from requires improvement.")
    watched.show((RELEASE, title, REPORT_DAY))
    watched.now = datetime(2025, 3, 3, 8, tzinfo=UTC)
    watched.go()
    assert watched.changes() == []
    assert watched.store.news.unjoined() == []  # no word of it says that a report is due
    watched.report()
    watched.go()
    assert [change.coverage.stories for change in watched.changes() if change.coverage] == [(STORY,)]


def test_unrelated_releases_are_seen_and_nothing_comes_of_them(watched: Watched) -> None:
    watched.go()
    row = ("/news/article/9/bridge", "Bridge opens to traffic", date(2025, 3, 2))
    watched.web.answers |= dict([park(*row)])
    watched.show(row)
    watched.go()
    assert row[0] in watched.web.paths()
    watched.go()
    assert row[0] not in watched.web.paths()
    assert watched.changes() == []


@pytest.mark.parametrize(
    "broken",
    [
        answer("<html><head><title>NewsSettings</title></head><body><div id='app'></div></body></html>"),
        answer("<html><title>Page not found</title><h1>Page not found</h1></html>"),
        answer(""),
        answer("busy", 503),
        answer("<title>Just a moment...</title>", 403),
    ],
    ids=["shell", "soft 404", "empty", "503", "challenge"],
)
def test_a_list_that_is_none_is_a_fault_and_never_a_change(watched: Watched, broken: Say) -> None:
    watched.go()
    watched.web.answers["/news"] = broken
    summary = watched.go()
    assert len(watched.faults()) == 1
    assert set(summary.faults) == {"news:leicester"}
    assert watched.changes() == []
    watched.show()
    watched.go()
    assert watched.faults() == []


def test_a_refused_feed_is_a_fault_and_the_list_is_read_instead(watched: Watched) -> None:
    watched.site = replace(watched.site, feed=f"{watched.web.base_url}/rss/news")
    watched.web.answers["/rss/news"] = answer("<html><h1>Events</h1></html>", Content_Type="text/html")
    watched.go()
    assert [fault.startswith("its feed can't be read: ") for fault in watched.faults()] == [True]
    watched.report()
    released(watched)
    watched.go()
    assert len(watched.changes()) == 1


def test_what_a_feed_no_longer_holds_is_looked_up_in_the_list(watched: Watched) -> None:
    watched.site = replace(watched.site, feed=f"{watched.web.base_url}/rss/news")
    rows = [(f"/news/article/{n}/x", f"Notice {n} of the council", REPORT_DAY) for n in range(100, 104)]
    watched.web.answers |= dict(park(*row) for row in rows)
    watched.web.answers["/rss/news"] = feed(watched.web.base_url, *OTHERS[:2])
    watched.go()
    watched.web.answers["/rss/news"] = feed(watched.web.base_url, *rows[:2])
    watched.show(*rows)
    watched.go()
    assert {path for path in watched.web.paths() if path.endswith("/x")} == {path for path, _, _ in rows}


def feed(base: str, *rows: tuple[str, str, date]) -> Say:
    items = "".join(f"<item><title>{title}</title><link>{base}{path}</link></item>" for path, title, _ in rows)
    xml = f'<?xml version="1.0"?><rss version="2.0"><channel><title>NewsSettings</title>{items}</channel></rss>'
    return answer(xml, Content_Type="application/rss+xml")


def test_an_item_that_cannot_be_read_is_a_fault_for_a_day_and_tried_for_two_weeks(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    whole = watched.web.answers[RELEASE]
    watched.web.answers[RELEASE] = answer("<title>Page not found</title><h1>Page not found</h1>")
    watched.go()
    assert [fault.startswith("1 items could not be read") for fault in watched.faults()] == [True]
    watched.go()
    assert watched.faults() == []
    for _ in range(3):
        watched.go()
        assert RELEASE in watched.web.paths()
    assert len(watched.store.faults.recorded(open_only=False)) == 1
    watched.web.answers[RELEASE] = whole
    watched.go()
    assert [change.coverage is not None for change in watched.changes()] == [True]


def test_an_item_that_stays_unreadable_is_not_asked_for_without_end(watched: Watched) -> None:
    watched.go()
    released(watched)
    watched.web.answers[RELEASE] = answer("<title>Page not found</title><h1>Page not found</h1>")
    watched.go()
    watched.now += timedelta(days=15)
    watched.go()
    watched.go()
    assert RELEASE not in watched.web.paths()


@pytest.mark.parametrize("rule", ["watcher.news.assess.facts_of", "watcher.news.assess.join"])
def test_an_item_that_the_rules_cannot_read_is_one_fault_until_they_can(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise ValueError("a text that nobody thought of")

    watched.go()
    watched.report()
    released(watched)
    with monkeypatch.context() as broken:
        broken.setattr(rule, failing)
        for _ in range(3):
            watched.go()
            watched.now -= timedelta(hours=20)
            assert "nobody thought of" in " ".join(watched.faults())
    assert len(watched.store.faults.recorded(open_only=False)) == 1
    watched.now += DAY
    watched.go()
    watched.go()
    assert watched.faults() == []
    assert [change.coverage is not None for change in watched.changes()] == [True]


def test_what_robots_txt_keeps_from_us_is_not_fetched_and_no_fault(watched: Watched) -> None:
    watched.go()
    row = ("/private/article/8/ofsted", "Ofsted report on children’s services in Leicester", REPORT_DAY)
    watched.show(row)
    watched.go()
    assert row[0] not in watched.web.paths()
    assert watched.faults() == []


def test_a_thousand_items_at_once_are_read_little_by_little(watched: Watched) -> None:
    watched.news = NewsSettings(articles_a_visit=3)
    watched.go()
    rows = [(f"/news/article/{n}/x", f"Notice {n} of the council", REPORT_DAY) for n in range(100, 108)]
    watched.web.answers |= dict(park(*row) for row in rows)
    watched.show(*rows)
    read = []
    for _ in range(4):
        watched.go()
        read.append(len([path for path in watched.web.paths() if path.endswith("/x")]))
    assert read == [3, 3, 2, 0]


def test_what_is_left_for_a_later_visit_is_found_behind_pages_that_show_nothing_new(watched: Watched) -> None:
    watched.news = NewsSettings(articles_a_visit=1)
    watched.go()
    watched.report()
    released(watched)
    rows = [(f"/news/article/{n}/x", f"Notice {n} of the council", REPORT_DAY) for n in range(100, 102)]
    watched.web.answers |= dict(park(*row) for row in rows)
    watched.web.answers["/news"] = listing(*rows, older="/news/2")
    watched.web.answers["/news/2"] = listing((RELEASE, "Ofsted rates services for children good", REPORT_DAY), *OTHERS)
    for _ in range(3):
        watched.go()
    assert len(watched.changes()) == 1


def test_a_visit_that_is_killed_loses_nothing_that_its_list_showed(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.go()
    watched.report()
    released(watched)
    row = ("/news/article/9/bridge", "Bridge opens to traffic", REPORT_DAY)
    watched.web.answers |= dict([park(*row)])
    watched.web.answers["/news"] = listing(row, older="/news/2")
    watched.web.answers["/news/2"] = listing((RELEASE, "Ofsted rates services for children good", REPORT_DAY), *OTHERS)
    with monkeypatch.context() as patched:
        patched.setattr(NewsStore, "record_item", killed)
        with pytest.raises(StoreError):
            watched.go()
    watched.web.answers["/news/2"] = answer("busy", 503)
    watched.web.answers["/news"] = listing(row, older="/news/2")
    watched.go()
    assert len(watched.changes()) == 1


def test_assessing_stops_when_it_is_told_to_and_goes_on_in_the_next_pass(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    settings = Settings(home=watched.home, ofsted=Ofsted(base_url=watched.web.base_url))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(check_news, "assess_all", lambda *_: 0)
        watched.go()
    sites = {watched.site.source_id: watched.site}
    assert assess_all(settings, watched.store, watched.now, sites, lambda: True) == 0
    assert assess_all(settings, watched.store, watched.now, sites) == 1


def test_an_item_that_takes_too_long_to_judge_is_set_aside_and_nobody_waits_for_it(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    settings = Settings(home=watched.home, ofsted=Ofsted(base_url=watched.web.base_url))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(check_news, "assess_all", lambda *_: 0)
        watched.go()
    sites = {watched.site.source_id: watched.site}
    with ReadingWorkers(1, cpu=timedelta(milliseconds=1)) as hasty:
        assert assess_all(settings, watched.store, watched.now, sites, workers=hasty) == 0
    [fault] = watched.faults()
    assert "set aside" in fault and "CPU time" in fault
    assert assess_all(settings, watched.store, watched.now, sites) == 0


def test_items_are_judged_elsewhere_as_they_are_here(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    settings = Settings(home=watched.home, ofsted=Ofsted(base_url=watched.web.base_url))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(check_news, "assess_all", lambda *_: 0)
        watched.go()
    with ReadingWorkers(1) as workers:
        sites = {watched.site.source_id: watched.site}
        assert assess_all(settings, watched.store, watched.now, sites, workers=workers) == 1
    assert watched.faults() == []


@pytest.mark.parametrize("tier", [Tier.COUNCIL, Tier.OWN])
def test_an_article_is_understood_once_until_its_text_or_the_rules_change(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, tier: Tier
) -> None:
    understood: list[str] = []

    def noted(lines: reading.Lines, names: Mapping[str, Authority]) -> reading.Reading:
        understood.append(lines.article.text)
        return understand(lines, names)

    understand = reading.reading_of
    monkeypatch.setattr(reading, "reading_of", noted)
    watched.site = replace(watched.site, tier=tier)
    watched.go()
    released(watched)
    watched.go()
    watched.report()  # without it, and of our own each day, it is judged again
    watched.go()
    watched.go()
    assert watched.store.news.mentions([STORY])
    assert understood.count("\n".join(SAYS)) == 1
    released(watched, *SAYS, "A plan is out.")
    watched.now += 7 * DAY
    watched.go()
    watched.go()
    assert [text.count("\n") for text in understood if text.startswith(SAYS[0])] == [2, 3]
    for module in (reading, check_news, assessing):
        monkeypatch.setattr(module, "RULES", RULES + 1)
    known = len(watched.changes())
    watched.go()
    assert [text.count("\n") for text in understood if text.startswith(SAYS[0])] == [2, 3, 3]
    assert len(watched.changes()) == known


def killed(*_: object, **__: object) -> None:
    raise StoreError("the database went away")


def test_what_was_there_before_is_no_news_however_late_it_can_be_read(watched: Watched) -> None:
    watched.news = NewsSettings(articles_a_visit=1)
    watched.report()
    released(watched)
    watched.web.answers |= dict([park("/news/article/8/fair", "Fair in the park", REPORT_DAY)])
    watched.show(
        ("/news/article/8/fair", "Fair in the park", REPORT_DAY),
        (RELEASE, "Ofsted rates services for children good", REPORT_DAY),
    )
    watched.now = datetime(2025, 3, 4, 8, tzinfo=UTC)
    watched.go()
    watched.go()
    assert RELEASE in watched.web.paths()
    assert watched.store.news.mentions([STORY])
    assert watched.changes() == []


def test_an_item_that_is_listed_before_its_page_is_there_is_not_lost(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.web.answers[RELEASE] = answer("not yet", 404)
    watched.go()
    assert watched.faults() == []
    released(watched)
    watched.now -= DAY / 2
    watched.go()
    assert len(watched.changes()) == 1


def test_a_page_that_is_back_is_mentioned_again_and_told_once(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    watched.web.answers[RELEASE] = answer("gone", 404)
    watched.go()
    assert watched.store.news.mentions([STORY]) == {}
    released(watched)
    watched.now -= DAY / 2
    watched.go()
    assert len(watched.store.news.mentions([STORY])[STORY]) == 1
    assert len(watched.changes()) == 1


def test_the_address_of_an_item_may_lack_its_closing_slash(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.web.answers[f"{RELEASE}/"] = watched.web.answers[RELEASE]
    watched.web.answers[RELEASE] = answer("", 301, Location=f"{RELEASE}/")
    watched.go()
    assert len(watched.changes()) == 1


def test_an_item_that_leads_to_its_list_is_none(watched: Watched) -> None:
    watched.go()
    released(watched)
    watched.web.answers[RELEASE] = answer("", 302, Location="/news")
    watched.go()
    assert ["a redirect" in fault for fault in watched.faults()] == [True]


def test_text_that_is_read_again_and_again_is_dropped_when_its_time_is_up(watched: Watched) -> None:
    watched.news = NewsSettings(keep_text=2)
    watched.go()
    watched.report()
    released(watched)
    for _ in range(4):
        watched.go()
    url = watched.web.base_url + RELEASE
    assert watched.store.news.to_reread(watched.site.source_id, watched.now + 99 * DAY) == []
    assert watched.store.news.unassessed(watched.now, young=99 * DAY) == []
    assert [mention.url for mention in watched.store.news.mentions([STORY])[STORY]] == [url]


def test_a_list_is_read_anew_when_its_site_is_described_otherwise(watched: Watched) -> None:
    watched.report()
    watched.go()
    released(watched)
    same = watched.web.answers["/news"]
    watched.site = replace(watched.site, selectors={"rows": "li.nothing-such"})
    watched.go()
    assert len(watched.faults()) == 1
    watched.site = replace(watched.site, selectors={"rows": "ul.list > li:not(:first-child)"})
    watched.go()
    assert watched.changes() == []
    watched.site = replace(watched.site, selectors={})
    assert watched.web.answers["/news"] == same
    watched.go()
    assert len(watched.changes()) == 1


def test_a_site_that_gives_its_old_items_new_addresses_makes_no_news(watched: Watched) -> None:
    watched.go()
    row = ("/newsroom/2021/report", "Ofsted rates services for children good", date(2021, 11, 12))
    watched.web.answers[row[0]] = page(row[1], row[2], *SAYS)
    watched.show(row)
    watched.go()
    assert row[0] not in watched.web.paths()
    assert watched.changes() == []
