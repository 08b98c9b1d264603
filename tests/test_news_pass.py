"""A pass over one invented council's news site, whose every answer a test decides."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_report, a_report_file, a_source
from tests.crawl.site import Say, Site, answer, serving
from watcher import news_checking
from watcher.crawl.plan import PassSummary, no_progress
from watcher.errors import StoreError
from watcher.model import Change, ChangeKind, EventKind
from watcher.news import NewsSource, Tier
from watcher.news_checking import news_pass, settle_all, site_source
from watcher.settings import Fetch, News, Ofsted, Settings
from watcher.store import Store

URN = "80482"
REPORT_DAY = date(2025, 3, 3)
START = datetime(2025, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
STORY = f"{URN}@2025-03-03"
RELEASE = "/news/article/7/report-on-services"
OTHERS = tuple((f"/news/article/{n}/path-{n}", f"Path {n} in the park reopens", date(2025, 2, n)) for n in range(1, 6))
SAYS = (
    "Ofsted has rated Leicester City Council’s children’s services good in a report published today.",
    "Inspectors spent two weeks in the city in January and rated every area good.",
    "A plan for the points that remain follows in the spring.",
)


def day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def listing(*rows: tuple[str, str, date], older: str = "") -> Say:
    items = "".join(
        f'<li class="list__item"><article><a href="{path}"><h2>{title}</h2></a>'
        f'<p class="meta--date">Published: {day(when)}</p></article></li>'
        for path, title, when in rows
    )
    return answer(
        '<html><head><meta name="generator" content="http://www.jadu.net"><title>News</title></head>'
        f'<body><main id="content"><h1>News</h1><ul class="list list--listing">{items}</ul>'
        f"{older and f'<a href={older}>Next page</a>'}</main></body></html>",
        Content_Type="text/html; charset=utf-8",
    )


def page(title: str, when: date, *paragraphs: str) -> Say:
    said = "".join(f"<p>{text}</p>" for text in paragraphs)
    return answer(
        '<html><head><meta name="generator" content="http://www.jadu.net">'
        f'<title>{title} | Council</title></head><body><main id="content"><h1>{title}</h1>'
        f'<p class="meta--date">Published: {day(when)}</p><div class="editor">{said}</div></main></body></html>',
        Content_Type="text/html; charset=utf-8",
    )


def park(path: str, title: str, when: date) -> tuple[str, Say]:
    text = "The path along the canal is open again after works that took three weeks, and walkers are welcome back."
    return path, page(title, when, text, "Benches and lamps were repaired, and forty trees were planted by volunteers.")


@dataclass
class Watched:
    """One site and a watcher of it. `now` moves on by a day with each pass."""

    web: Site
    store: Store
    home: Path
    site: NewsSource
    now: datetime = START
    news: News = field(default_factory=News)

    def show(self, *rows: tuple[str, str, date]) -> None:
        """Have the list show these rows, and the usual ones after them."""
        self.web.answers["/news"] = listing(*rows, *OTHERS)

    def go(self) -> PassSummary:
        settings = Settings(
            home=self.home, fetch=Fetch(delay=0, timeout=5), news=self.news, ofsted=Ofsted(base_url=self.web.base_url)
        )
        council = a_source(id=f"ofsted:44/{URN}")
        self.store.follow([council, site_source(self.site)], self.now)
        self.web.log.clear()
        summary = PassSummary()
        sites = {self.site.source_id: self.site}
        asyncio.run(
            news_pass(settings, self.store, self.now, sites, summary, no_progress, only=frozenset(), full=False)
        )
        self.now += DAY
        return summary

    def report(self, published: date = REPORT_DAY) -> None:
        """Put a report on record that grades everything good."""
        file = a_report_file(source_id=f"ofsted:44/{URN}", file_id=published.isoformat(), published=published)
        periods = ((published - timedelta(days=49), published - timedelta(days=38)),)
        self.store.save_file(replace(file, report=a_report(inspection_periods=periods)))

    def changes(self) -> list[Change]:
        return list(self.store.changes())

    def faults(self) -> list[str]:
        return [fault.reason for fault in self.store.faults(open_only=True)]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    answers = {"/robots.txt": answer("User-agent: *\nDisallow: /private/\n"), "/news": listing(*OTHERS)}
    answers |= dict(park(*row) for row in OTHERS)
    with serving(answers) as web, Store.open(f"sqlite:///{tmp_path}/watcher.db") as store:
        site = NewsSource("leicester", "Leicester City Council", f"{web.base_url}/news", "jadu", authorities=(URN,))
        watching = Watched(web, store, tmp_path, site)
        store.follow([a_source(id=f"ofsted:44/{URN}")], START)
        watching.report(date(2021, 11, 12))
        yield watching


def released(watched: Watched, *says: str, title: str = "Ofsted rates services for children good") -> None:
    """Publish a release on the day of the report."""
    watched.web.answers[RELEASE] = page(title, REPORT_DAY, *(says or SAYS))
    watched.show((RELEASE, title, REPORT_DAY))


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
    assert [mention.url for mention in watched.store.mentions([STORY])[STORY]] == [watched.web.base_url + RELEASE]


def test_a_release_waits_for_the_report_that_it_is_about(watched: Watched) -> None:
    watched.go()
    released(watched)
    watched.now = datetime(2025, 3, 3, 8, tzinfo=UTC)
    watched.go()
    assert watched.changes() == []
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
        answer("<html><head><title>News</title></head><body><div id='app'></div></body></html>"),
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
    assert [fault.startswith("its feed is refused: ") for fault in watched.faults()] == [True]
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
    xml = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
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
    assert len(watched.store.faults(open_only=False)) == 1
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


@pytest.mark.parametrize("rule", ["watcher.crawl.news_recording.facts_of", "watcher.settling.join"])
def test_an_item_over_which_the_rules_stumble_is_one_fault_until_they_do_not(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    def stumbling(*_: object, **__: object) -> None:
        raise ValueError("a text that nobody thought of")

    watched.go()
    watched.report()
    released(watched)
    with monkeypatch.context() as broken:
        broken.setattr(rule, stumbling)
        for _ in range(3):
            watched.go()
            watched.now -= timedelta(hours=20)
            assert "nobody thought of" in " ".join(watched.faults())
    assert len(watched.store.faults(open_only=False)) == 1
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
    watched.news = News(articles_a_visit=3)
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
    watched.news = News(articles_a_visit=1)
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
        patched.setattr(Store, "record_item", killed)
        with pytest.raises(StoreError):
            watched.go()
    watched.web.answers["/news/2"] = answer("busy", 503)
    watched.web.answers["/news"] = listing(row, older="/news/2")
    watched.go()
    assert len(watched.changes()) == 1


def test_settling_stops_when_it_is_told_to_and_goes_on_in_the_next_pass(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    settings = Settings(home=watched.home, ofsted=Ofsted(base_url=watched.web.base_url))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(news_checking, "settle_all", lambda *_: 0)
        watched.go()
    sites = {watched.site.source_id: watched.site}
    assert settle_all(settings, watched.store, watched.now, sites, lambda: True) == 0
    assert settle_all(settings, watched.store, watched.now, sites) == 1


def killed(*_: object, **__: object) -> None:
    raise StoreError("the database went away")


def test_what_was_there_before_is_no_news_however_late_it_can_be_read(watched: Watched) -> None:
    watched.news = News(articles_a_visit=1)
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
    assert watched.store.mentions([STORY])
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
    assert watched.store.mentions([STORY]) == {}
    released(watched)
    watched.now -= DAY / 2
    watched.go()
    assert len(watched.store.mentions([STORY])[STORY]) == 1
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
    watched.news = News(keep_text=2)
    watched.go()
    watched.report()
    released(watched)
    for _ in range(4):
        watched.go()
    url = watched.web.base_url + RELEASE
    assert watched.store.to_reread(watched.site.source_id, watched.now + 99 * DAY) == []
    assert watched.store.unsettled(watched.now, young=99 * DAY) == []
    assert [mention.url for mention in watched.store.mentions([STORY])[STORY]] == [url]


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


def test_an_edit_that_moves_a_grade_word_goes_to_the_operator_first(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    released(watched, SAYS[0].replace("good", "outstanding"), *SAYS[1:])
    watched.go()
    watched.go()
    [_, edited] = watched.changes()
    assert (edited.kind, edited.held) == (ChangeKind.CHANGED, True)
    assert edited.problems
    assert [change.id for change in watched.store.untold_changes()] == [edited.id]


def test_a_touched_up_caption_is_no_change(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    released(watched, *SAYS, "Picture: the town hall in spring.")
    watched.go()
    watched.go()
    assert len(watched.changes()) == 1


def test_a_page_in_another_encoding_than_it_declares_is_no_edit(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    body = (
        f"<html><body><main id='content'><h1>Report</h1><p>Caf\u00e9 \u00a35. {' '.join(SAYS)}</p></main></body></html>"
    )
    watched.web.answers[RELEASE] = answer(body.encode("cp1252"), Content_Type="text/html; charset=utf-8")
    watched.go()
    assert "not written as it declares" in " ".join(watched.faults())
    released(watched)
    watched.go()
    watched.go()
    assert watched.faults() == []
    assert len(watched.changes()) == 1


def test_a_site_that_never_writes_as_it_declares_is_read_again_like_any_other(watched: Watched) -> None:
    def written(*says: str) -> Say:
        text = f"<html><body><main id='content'><h1>Report</h1><p>Caf\u00e9. {' '.join(says)}</p></main></body></html>"
        return answer(text.encode("cp1252"), Content_Type="text/html; charset=utf-8")

    watched.go()
    watched.report()
    watched.show((RELEASE, "Ofsted report on children’s services", REPORT_DAY))
    watched.web.answers[RELEASE] = written(*SAYS)
    watched.go()
    watched.go()
    assert watched.faults() == []
    watched.web.answers[RELEASE] = written(*SAYS, "Some 431 social workers took part.")
    watched.go()
    assert [change.kind for change in watched.changes()] == [ChangeKind.NEW, ChangeKind.CHANGED]


def test_such_an_item_is_read_also_when_it_failed_at_first_and_has_left_the_list(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.web.answers[RELEASE] = answer("", status=503)
    watched.go()
    watched.show()
    text = f"<html><body><main id='content'><h1>Report</h1><p>Caf\u00e9. {' '.join(SAYS)}</p></main></body></html>"
    watched.web.answers[RELEASE] = answer(text.encode("cp1252"), Content_Type="text/html; charset=utf-8")
    watched.go()
    assert watched.faults() == []
    assert len(watched.changes()) == 1


def test_a_page_of_trouble_with_status_200_is_no_item_and_loses_none(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    whole = watched.web.answers[RELEASE]
    for said in ("Something went wrong, please try again", "Welcome to the forms of our customer portal"):
        watched.web.answers[RELEASE] = answer(f"<html><body><main><h1>{said}</h1><p>{said}.</p></main></body></html>")
        watched.go()
        watched.now -= DAY
        assert "could not be read" in " ".join(watched.faults())
    watched.web.answers[RELEASE] = whole
    watched.go()
    assert watched.faults() == []
    assert [change.coverage is not None for change in watched.changes()] == [True]


def test_what_is_gone_is_not_mentioned_any_more(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    watched.web.answers[RELEASE] = answer("gone", 410)
    watched.show()
    watched.go()
    watched.go()
    assert watched.store.mentions([STORY]) == {}
    assert watched.faults() == []
    assert len(watched.changes()) == 1


def test_an_aggregator_alone_tells_nobody(watched: Watched) -> None:
    watched.site = replace(watched.site, tier=Tier.AGGREGATOR, authorities=())
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    watched.go()
    assert watched.changes() == []
    assert [mention.tier for mention in watched.store.mentions([STORY])[STORY]] == [Tier.AGGREGATOR]


def test_a_post_of_our_own_goes_out_of_date_and_is_told_once_for_each_reason(watched: Watched) -> None:
    base = watched.web.base_url
    post = "/blog/leicester-2022"
    watched.site = replace(watched.site, url=f"{base}/blog/", feed=f"{base}/sitemap.xml", tier=Tier.OWN, authorities=())
    watched.web.answers["/sitemap.xml"] = sitemap(base, post, "2022-01-05")
    watched.web.answers[post] = page(
        "How is Leicester City Council doing?",
        date(2022, 1, 5),
        "The most recent Ofsted report on Leicester City Council’s children’s services is dated November 2021.",
        "It rates the council as inadequate. We act for families in care proceedings and can help you.",
    )
    told: list[Any] = []
    for _ in range(2):
        watched.go()
    first = watched.changes()
    watched.report()
    for _ in range(3):
        watched.go()
    for change in watched.changes():
        assert change.event.kind is EventKind.OWN_POST
        assert change.topics == ("own-posts",)
        assert change.coverage is not None
        told += [(one.reason, one.report) for one in change.coverage.stale]
    assert len(told) == len(set(told))
    assert [one.reason for change in first if change.coverage for one in change.coverage.stale] == ["b"]
    assert {("a", REPORT_DAY), ("c", REPORT_DAY)} <= set(told)


def test_an_edit_of_our_own_post_clears_a_reason_or_leaves_it_untold_again(watched: Watched) -> None:
    base, post = watched.web.base_url, "/blog/leicester-2022"
    watched.site = replace(watched.site, url=f"{base}/blog/", feed=f"{base}/sitemap.xml", tier=Tier.OWN, authorities=())
    watched.web.answers["/sitemap.xml"] = sitemap(base, post, "2022-01-05")
    title, help_ = "How is Leicester City Council doing?", "We act for families in care proceedings and can help you."

    def publish(*says: str) -> list[str]:
        watched.web.answers[post] = page(title, date(2022, 1, 5), *says, help_)
        watched.now += timedelta(days=8)
        known = len(watched.changes())
        for _ in range(2):
            watched.go()
        return [one.reason for new in watched.changes()[known:] if new.coverage for one in new.coverage.stale]

    graded = "Ofsted rates Leicester City Council’s children’s services as requires improvement."
    assert publish(graded) == ["b"]
    assert publish(graded, "Call us on 0116 000 0000, at any time.") == []
    assert publish(graded.replace("requires improvement", "good")) == []
    assert publish(graded) == ["b"]
    watched.report()
    assert publish(graded) == ["a", "b"]
    updated = "Updated: Ofsted’s report of 3 March 2025 rates Leicester City Council’s children’s services as good."
    assert publish(updated) == []
    assert publish(updated + " It is good news.") == []


def test_a_post_of_our_own_that_names_no_council_is_shown_as_unmatched(watched: Watched) -> None:
    base, post = watched.web.base_url, "/blog/inspections"
    watched.site = replace(watched.site, url=f"{base}/blog/", feed=f"{base}/sitemap.xml", tier=Tier.OWN, authorities=())
    watched.web.answers["/sitemap.xml"] = sitemap(base, post, "2022-01-05")
    title = "What happens when Ofsted inspects children’s services?"
    says = "Ofsted inspects the children’s services of every council and judges four areas, with an overall grade."
    watched.web.answers[post] = page(title, date(2022, 1, 5), says, "We act for families in care proceedings.")
    watched.go()
    assert watched.store.unmatched_posts() == [(f"{base}{post}", title)]
    assert watched.changes() == []
    watched.web.answers[post] = page(title, date(2022, 1, 5), says, "Leicester City Council was rated good in 2021.")
    watched.now += timedelta(days=8)
    watched.go()
    assert watched.store.unmatched_posts() == []


def sitemap(base: str, path: str, edited: str) -> Say:
    return answer(
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{base}{path}</loc><lastmod>{edited}</lastmod></url><url><loc>{base}/people/</loc></url></urlset>",
        Content_Type="application/xml",
    )
