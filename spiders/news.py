"""Reads news sites of any family: the list or feed shows what is new, the items' pages say the rest.

One site after another. For each, the spider reads its feed or list, then the items that are new, then those that are
due for another look. A list that can't be understood is a fault and never a change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from hashlib import sha256
from itertools import chain, islice
from typing import Any

from scrapy.http import Response

from watcher.crawl.by_hand import PlannedSpider, news_plan
from watcher.crawl.downloads import host_of
from watcher.crawl.faults import errors_become_faults_of
from watcher.crawl.fetch import Fetching
from watcher.crawl.news_plan import NewsPlan
from watcher.crawl.plan import Progress, no_progress
from watcher.crawl.side_by_side import side_by_side
from watcher.crawl.unchanged import conditions, remembered, state_of
from watcher.differ.gate import list_faults
from watcher.model.errors import FetchError, PageError, SourceError
from watcher.model.news import Article, Headline, NewsList, NewsSource, Tier
from watcher.model.news_item import ItemFailed, ItemRead, NewsTarget, Posted, RowsSeen, SiteVisited
from watcher.model.source import Outcome, PageState
from watcher.model.taken import WhyTaken
from watcher.model.visit import Failed
from watcher.news.about.relevance import worth_reading
from watcher.news.articles.faults import another
from watcher.news.articles.html import is_written_as_declared
from watcher.news.articles.read import read_article
from watcher.news.lists.sitemap import is_index, posts_below, read_sitemap
from watcher.news.pages import Fetched, is_sitemap, shown_at, together
from watcher.news.timing import given_up, is_old_news, to_read_at_first_sight
from watcher.news.urls import canonical, identity, same_site
from watcher.ofsted.rules import looks_like_pdf

Item = RowsSeen | ItemRead | ItemFailed | SiteVisited | Failed

# How many pages of a list we read to find what is new since the last visit. Of a blog's sitemap we read all.
PAGES, INVENTORY_PAGES, SITEMAPS = 5, 60, 20
# How many links to Ofsted in our own articles we try in one check.
LINKS_TRIED = 40


class NewsSpider(PlannedSpider):
    """Brings what is new on the sites of a `NewsPlan`."""

    name = "news"
    plan_by_hand = staticmethod(news_plan)

    def __init__(self, plan: NewsPlan, progress: Progress = no_progress, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._plan, self._progress = plan, progress
        self._dead: dict[str, bool | None] = {}
        self._done = 0

    async def start(self) -> AsyncIterator[Item]:
        web = Fetching(self.crawler, understand=self._plan.understand)
        hosts = defaultdict[str, list[NewsTarget]](list)
        for target in self._plan.targets:
            hosts[host_of(target.target.source.url)].append(target)
        visits = (self._host(targets, web) for targets in hosts.values())
        async with aclosing(side_by_side(visits)) as items:
            async for item in items:
                yield item
        self._progress(len(self._plan.targets), len(self._plan.targets), "")

    async def _host(self, targets: Sequence[NewsTarget], web: Fetching) -> AsyncGenerator[Item, None]:
        for target in targets:
            self._progress(self._done, len(self._plan.targets), target.site.name)
            async for item in self._site(target, web.visit(self._plan.budget)):
                yield item
            self._done += 1

    # --- one site ---------------------------------------------------------------------------------

    async def _site(self, target: NewsTarget, web: Fetching) -> AsyncIterator[Item]:
        site = target.site
        try:
            rows, state, complaint = await self._rows(target, web)
        except (FetchError, PageError, SourceError) as error:
            kind = "failed_requests" if isinstance(error, FetchError) else "parse_errors"
            yield Failed(site.source_id, Outcome(**{kind: (error.reason,)}))
            return
        wanted, others = self._sorted_out(target, rows)
        taken = ((row, self._why_taken(target)) for row in others if worth_reading(row.title, row.summary, site))
        yield RowsSeen(site.source_id, tuple(others), tuple(wanted), target.first_sight, tuple(taken))
        failed: list[str] = []
        left_over = len(wanted) > self._plan.articles
        new = {row.url for row in wanted}
        again = (row for row in self._plan.to_reread(site.source_id) if row.url not in new)
        for row in islice(chain(wanted, again), self._plan.articles):
            if web.used_up or web.given_up(row.url):
                left_over = True
                break
            item = await self._item(target, row, web, again=row.url not in new)
            if isinstance(item, ItemFailed) and not item.gone and not self._is_given_up(item):
                failed.append(item.reason)
            yield item
        found = len(rows) or None
        yield SiteVisited(site.source_id, None if left_over or failed else state, _fault(complaint, failed), found)

    def _sorted_out(self, target: NewsTarget, rows: Sequence[Headline]) -> tuple[list[Headline], list[Headline]]:
        """The rows to read, and the rows only to remember. Rows that were dealt with before are in neither."""
        site, today = target.site, self._plan.today
        met = self._plan.posted(site.source_id, [row.url for row in rows])
        renamed = self._plan.renamed(site.source_id, [row for row in rows if row.url not in met])
        wanted, others = [], []
        for row in rows:
            if row.url in renamed:
                continue
            known = met.get(row.url)
            if known and known.read_at and not _edited(site, row, known.modified):
                continue
            if target.first_sight and not known:
                read = to_read_at_first_sight(site, row, today)
            else:
                read = not is_old_news(site, row, today)
            if read and worth_reading(row.title, row.summary, site):
                wanted.append(row)
            else:
                others.append(row)
        return wanted, others

    def _why_taken(self, target: NewsTarget) -> WhyTaken:
        """Why a row that was worth reading is not read."""
        return WhyTaken.FIRST_SIGHT if target.first_sight else WhyTaken.TOO_OLD

    # --- the list ---------------------------------------------------------------------------------

    async def _rows(self, target: NewsTarget, web: Fetching) -> tuple[tuple[Headline, ...], PageState | None, str]:
        """The rows that the site shows, the list's new state, and what is wrong with it."""
        front = target.target.source.url
        page = None if self._plan.full else _remembered(target)
        response = await web.get(front, headers=conditions(page, self._plan.now))
        if page and (response.status == 304 or sha256(response.body).hexdigest() == page.body_sha256):
            read_at = page.read_at if response.status == 304 else None
            return (), replace(page, etag=_state_of(target, response).etag or page.etag, read_at=read_at), ""
        complaint = ""
        try:
            found = await self._read(target, front, response, web)
            # first contact: news-feed
            if front != target.site.url and self._may_lack_some(target, found):
                found = together((found, await self._listed(target, web)))
        except PageError as error:
            if front == target.site.url:
                raise
            # the list page has the same news, and shows whether the site has moved
            complaint = f"its feed can't be read: {error.reason}"
            found = await self._listed(target, web)
        complaint = "; ".join(
            filter(None, [complaint, *list_faults(len(found.headlines), found.refused, target.site.at_least)])
        )
        return found.headlines, None if complaint else _state_of(target, response), complaint

    def _may_lack_some(self, target: NewsTarget, found: NewsList) -> bool:
        """Whether every item of a feed is new, so that it may have lost some since the last visit."""
        urls = [row.url for row in found.headlines]
        return not target.first_sight and not self._plan.posted(target.site.source_id, urls)

    async def _listed(self, target: NewsTarget, web: Fetching) -> NewsList:
        return await self._read(target, target.site.url, await web.get(target.site.url), web)

    async def _read(self, target: NewsTarget, url: str, response: Response, web: Fetching) -> NewsList:
        """A list and its further pages, as long as they show anything new."""
        site = target.site
        own = site.tier is Tier.OWN
        if own and is_sitemap(response.body):
            return await self._inventory(site, response.body, web)
        rows: dict[str, Headline] = {}
        refused: list[str] = []
        for _ in range(INVENTORY_PAGES if own else PAGES):
            with errors_become_faults_of(site.source_id):
                page = await web.understand(shown_at, site, _fetched(url, response), self._plan.today)
            fresh = [row for row in page.headlines if row.url not in rows]
            rows |= {row.url: row for row in fresh}
            refused += page.refused
            met = self._plan.posted(site.source_id, [row.url for row in fresh])
            # first contact: news-order
            done = not fresh or (met if not (own and target.first_sight) else False)
            if done or page.next_page is None or (target.first_sight and not own):
                break
            url = page.next_page
            response = await web.get(url)
        return NewsList(tuple(rows.values()), None, tuple(refused))

    async def _inventory(self, site: NewsSource, body: bytes, web: Fetching) -> NewsList:
        """The articles that a sitemap lists below the address of the blog; each is dated by its last edit."""
        listed = await web.understand(read_sitemap, body)
        if await web.understand(is_index, body):
            own = [url for url, _ in listed if same_site(url, site.url)]
            parts = [(await web.get(url)).body for url in own[:SITEMAPS]]
            listed = tuple([entry for part in parts for entry in await web.understand(read_sitemap, part)])
        return posts_below(site.url, listed)

    # --- one item ---------------------------------------------------------------------------------

    async def _item(self, target: NewsTarget, row: Headline, web: Fetching, *, again: bool) -> ItemRead | ItemFailed:
        site = target.site
        try:
            response = await self._page(row.url, web)
            encoding = getattr(response, "encoding", None)
            damaged = not await web.understand(is_written_as_declared, response.body, encoding)
            known = self._known(site.source_id, row.url)
            if again and damaged and known and known.damaged is False:
                # a difference on a damaged page is not an edit, unless the site has always written its pages that way
                raise PageError("the page does not match the encoding it declares")
            with errors_become_faults_of(site.source_id):
                article = await self._article(site, row, response, web)
            if why := another(row.title, article):
                raise PageError(why)
        except FetchError as error:
            return ItemFailed(site.source_id, row, error.reason, gone=error.gone or error.forbidden)
        except (PageError, SourceError) as error:
            return ItemFailed(site.source_id, row, error.reason)
        if site.tier is not Tier.OWN:
            return ItemRead(site.source_id, row, article, damaged=damaged)
        await self._try_links(article, web)
        dead = frozenset(link for link in article.links if self._dead.get(link))
        untried = frozenset(link for link in article.links if self._dead.get(link) is None)
        return ItemRead(site.source_id, row, article, dead=dead, untried=untried, damaged=damaged)

    def _known(self, source_id: str, url: str) -> Posted | None:
        return self._plan.posted(source_id, [url]).get(url)

    def _is_given_up(self, item: ItemFailed) -> bool:
        known = self._known(item.source_id, item.headline.url)
        return given_up(known.failed_since if known else None, self._plan.now)

    async def _page(self, url: str, web: Fetching) -> Response:
        """The page at an address, following the site's own redirect to another spelling of it: a closing slash, the
        title.
        """
        try:
            return await web.get(url)
        except FetchError as error:
            target = canonical(error.moved_to, url) if error.moved_to else None
            if target is None or target == url or not identity(target).startswith(identity(url)):
                raise
            return await web.get(target)

    async def _article(self, site: NewsSource, row: Headline, response: Response, web: Fetching) -> Article:
        return await web.understand(
            read_article,
            response.body,
            row.url,
            family=site.family,
            selectors=site.selectors,
            # a sitemap gives the date of the last edit
            listed=None if site.tier is Tier.OWN else row.published,
            encoding=getattr(response, "encoding", None),
            today=self._plan.today,
            ofsted=self._plan.ofsted,
        )

    async def _try_links(self, article: Article, web: Fetching) -> None:
        """Find out which of an article's links to Ofsted lead nowhere, as far as they may be tried."""
        for link in article.links:
            if link not in self._dead and len(self._dead) < LINKS_TRIED:
                self._dead[link] = await self._leads_nowhere(link, web)

    async def _leads_nowhere(self, link: str, web: Fetching) -> bool | None:
        """None if the answer does not show it: Ofsted's site may itself be in trouble."""
        try:
            response = await web.get(link)
        except FetchError as error:
            return True if error.gone else None
        # for a report that was taken down, the site answers with a page that says so
        return "/v1/file/" in link and not looks_like_pdf(response.body)


def _fetched(url: str, response: Response) -> Fetched:
    return Fetched(url, response.body, (response.headers.get("Content-Type") or b"").decode("latin-1"))


def _remembered(target: NewsTarget) -> PageState | None:
    """The stored state of a list, unless the site was read with different rules then."""
    page = remembered(target.target)
    return page if page and page.region_sha256 == _described(target.site) else None


def _state_of(target: NewsTarget, response: Response) -> PageState:
    return replace(state_of(target.target, response), region_sha256=_described(target.site))


def _described(site: NewsSource) -> str:
    return sha256(repr((site.family, sorted(site.selectors.items()), site.tier, site.at_least)).encode()).hexdigest()


def _edited(site: NewsSource, row: Headline, modified: object) -> bool:
    """Whether a sitemap says that an article was edited since we last saw it."""
    return site.tier is Tier.OWN and row.published is not None and row.published != modified


def _fault(complaint: str, failed: Sequence[str]) -> str | None:
    some = f"{len(failed)} items could not be read: {failed[0]}" if failed else ""
    return "; ".join(filter(None, [complaint, some])) or None
