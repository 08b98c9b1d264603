"""A check of one invented council's news site. The test decides every answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.support.builders import a_report, a_report_file, a_source
from tests.support.small_site import Say, Site, answer, serving
from tests.support.stores import new_store
from watcher.commands.check_news import NewsVisit
from watcher.crawl.followed import site_source
from watcher.crawl.plan import PassSummary, no_progress
from watcher.crawl.run import at_once, crawl_parts
from watcher.crawl.settings import FetchSettings
from watcher.model.change import Change
from watcher.model.news import NewsSource
from watcher.settings import Fetch, NewsSettings, Ofsted, Settings
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
        '<html><head><meta name="generator" content="http://www.jadu.net"><title>NewsSettings</title></head>'
        f'<body><main id="content"><h1>NewsSettings</h1><ul class="list list--listing">{items}</ul>'
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
    news: NewsSettings = field(default_factory=NewsSettings)

    def show(self, *rows: tuple[str, str, date]) -> None:
        """Make the list show these rows, followed by the usual ones."""
        self.web.answers["/news"] = listing(*rows, *OTHERS)

    def go(self) -> PassSummary:
        settings = Settings(
            home=self.home, fetch=Fetch(delay=0, timeout=5), news=self.news, ofsted=Ofsted(base_url=self.web.base_url)
        )
        council = a_source(id=f"ofsted:44/{URN}")
        self.store.pages.follow([council, site_source(self.site)], self.now)
        self.web.log.clear()
        summary = PassSummary()
        asyncio.run(news_pass(settings, self.store, self.now, [self.site], summary))
        self.now += DAY
        return summary

    def report(self, published: date = REPORT_DAY) -> None:
        """Put a report on record that grades everything good."""
        file = a_report_file(source_id=f"ofsted:44/{URN}", file_id=published.isoformat(), published=published)
        periods = ((published - timedelta(days=49), published - timedelta(days=38)),)
        self.store.reports.save(replace(file, report=a_report(inspection_periods=periods)))

    def changes(self) -> list[Change]:
        return list(self.store.changes.recorded())

    def faults(self) -> list[str]:
        return [fault.reason for fault in self.store.faults.recorded(open_only=True)]


@contextmanager
def watching(tmp_path: Path) -> Iterator[Watched]:
    """A watcher of an invented site of Leicester's, which has a report of 2021 on record."""
    answers = {"/robots.txt": answer("User-agent: *\nDisallow: /private/\n"), "/news": listing(*OTHERS)}
    answers |= dict(park(*row) for row in OTHERS)
    with serving(answers) as web, new_store(tmp_path) as store:
        site = NewsSource("leicester", "Leicester City Council", f"{web.base_url}/news", "jadu", authorities=(URN,))
        watched = Watched(web, store, tmp_path, site)
        store.pages.follow([a_source(id=f"ofsted:44/{URN}")], START)
        watched.report(date(2021, 11, 12))
        yield watched


async def news_pass(
    settings: Settings, store: Store, now: datetime, sites: Sequence[NewsSource], summary: PassSummary
) -> None:
    """Only the part of a check that reads the news."""
    visit = NewsVisit(settings, store, now, lambda: sites, summary)
    part = visit.part(no_progress, at_once, only=frozenset(), full=False)
    await crawl_parts([part], replace(FetchSettings.of(settings.fetch), memory=store.asked_hosts))
    await visit.assess()


def released(watched: Watched, *says: str, title: str = "Ofsted rates services for children good") -> None:
    """Publish a release on the day of the report."""
    watched.web.answers[RELEASE] = page(title, REPORT_DAY, *(says or SAYS))
    watched.show((RELEASE, title, REPORT_DAY))
