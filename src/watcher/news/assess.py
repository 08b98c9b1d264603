"""Decides what a news item is about, whether what it says is true, and what is news in it. Pure.

We assess an item when it was read, and when an edit changed its facts. While it has no story yet, we assess it whenever
there may be a report that it is about. Our own articles are assessed again every day and after news about reports,
because they can go out of date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from watcher.claims import RULES
from watcher.claims.check import check
from watcher.model.change import Change, ChangeKind, Event, change_id
from watcher.model.event_kind import EventKind
from watcher.model.news import Article, Claim, Mention, NewsSource, Stale, Tier, worst_fault
from watcher.model.news_item import Assessment, NewsItem
from watcher.model.record import Records, of_services
from watcher.model.source import COUNCIL_TYPE, Authority, Observation, Provider
from watcher.model.taken import WhyTaken
from watcher.model.text import clean, day, london_day
from watcher.news.about.copies import same_text, shingles, was_worded
from watcher.news.about.edits import facts_of, grades_moved, moved
from watcher.news.about.join import Joined, join
from watcher.news.about.reading import lines_of, read_once
from watcher.news.about.relevance import About, about
from watcher.news.own_posts import stale
from watcher.news.timing import NEWS_FOR
from watcher.subscribers.topics import OWN_POSTS, topics_of


@dataclass(frozen=True, slots=True)
class AssessContext:
    """What every item is compared with. `ofsted` is the site of the councils' pages.

    `followed` are the URNs of the councils that are followed.
    """

    sites: Mapping[str, NewsSource]
    records: Records
    authorities: Mapping[str, Authority]
    now: datetime
    ofsted: str
    followed: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        return london_day(self.now)


def first_look(
    article: Article, kept: str | None, site: NewsSource, authorities: Mapping[str, Authority], url: str
) -> tuple[About, dict[str, str], str | None]:
    """What an item that was fetched is about, its facts, and what to keep of its reading if that may be an inspection.

    `kept` is its reading if it was fetched before.
    """
    lines = lines_of(article, authorities)
    found = about(lines, site, authorities, url)
    reading = read_once(article, kept, authorities, lines)[1] if found.relevant or found.possible else None
    return found, facts_of(lines), reading


def assess(item: NewsItem, alike: Sequence[NewsItem], background: AssessContext) -> Assessment:
    """What we know about an item so far. `alike` are items that its text may be a copy of."""
    site, article, authorities = background.sites[item.source_id], item.article, background.authorities
    reading, kept = read_once(article, item.reading, authorities)
    services = of_services(background.records)
    dated = article.published or item.listed
    found = about(reading, site, authorities, item.url, records=services, day=dated)
    listed = None if site.tier is Tier.OWN else item.listed
    joined = join(reading, found, site, background.records, authorities, listed, london_day(item.first_seen))
    outdated: tuple[Stale, ...] = ()
    if site.tier is Tier.OWN:
        outdated = stale(reading, found.urns, joined.date, background.today, services, authorities, item.dead)
    claims = check(reading.statements, services, authorities, joined.authorities, article.published, joined.date)
    mention = _mention(item, site, joined, claims, outdated)
    runs = shingles(article.text)
    original = _original(item, runs, alike, background)
    return Assessment(
        item,
        joined.stories,
        _told_to_all(item, mention),
        runs,
        original.url if original else None,
        tuple(_changes(item, mention, original, background)),
        outdated,
        _taken(item, mention, original, background),
        RULES,
        kept,
    )


def told_after_all(item: NewsItem, background: AssessContext) -> Change | None:
    """The change that sends an item that was recorded as known; None if it joins no inspection on record."""
    assessed = assess(item, (), background)
    return _change(item, assessed.mention, ChangeKind.NEW, background) if assessed.stories else None


def _original(
    item: NewsItem, runs: Sequence[int], alike: Sequence[NewsItem], background: AssessContext
) -> NewsItem | None:
    """The item that this one is a copy of, or of an earlier wording: from a better source, or found before it."""
    rank = list(Tier)

    def order(one: NewsItem) -> tuple[int, datetime, str]:
        return rank.index(background.sites[one.source_id].tier), one.first_seen, one.url

    def has_its_text(one: NewsItem) -> bool:
        return same_text(one.article.text, item.article.text) or was_worded(runs, one.wordings)

    known = [one for one in alike if one.source_id in background.sites]
    return min((one for one in known if order(one) < order(item) and has_its_text(one)), key=order, default=None)


def _mention(
    item: NewsItem, site: NewsSource, joined: Joined, claims: tuple[Claim, ...], outdated: tuple[Stale, ...]
) -> Mention:
    article = item.article
    return Mention(
        item.source_id,
        site.name,
        site.tier,
        item.url,
        article.title,
        joined.date,
        joined.basis,
        joined.stories,
        joined.authorities,
        article.quotations,
        claims,
        moved=() if item.assessed is None else moved(item.assessed, item.facts),
        stale=outdated,
        paywalled=article.paywalled,
    )


def _told_to_all(item: NewsItem, mention: Mention) -> Mention:
    """What stories may say of the item. An edit that moved a grade word waits for the operator, and is told by the
    change that releases it: no story says what was edited.
    """
    waits = item.assessed is not None and mention.tier is not Tier.OWN and grades_moved(item.assessed, item.facts)
    return replace(mention, moved=()) if waits else mention


# --- news -----------------------------------------------------------------------------------------


def _changes(item: NewsItem, mention: Mention, original: NewsItem | None, background: AssessContext) -> list[Change]:
    if mention.tier is Tier.OWN:
        return _stale_post(item, mention, background)
    # what an aggregator says is sent with the story, if others report it too
    if mention.tier is Tier.AGGREGATOR or not _is_news(mention, background.today):
        return []
    if _joins(item, mention) and not _told_by(original, background):
        return [_change(item, mention, ChangeKind.NEW, background)]
    if mention.moved and not _joins(item, mention) and not _follows(item, original, background):
        return [_change(item, mention, ChangeKind.CHANGED, background)]
    return []


def _taken(item: NewsItem, mention: Mention, original: NewsItem | None, background: AssessContext) -> WhyTaken | None:
    """Why nobody gets an item that newly belongs to a story. None if it is sent or belongs to no story."""
    if mention.tier in (Tier.OWN, Tier.AGGREGATOR):
        return None
    if not mention.stories:
        elsewhere = background.followed and mention.authorities and background.followed.isdisjoint(mention.authorities)
        return WhyTaken.ANOTHER_AUTHORITY if elsewhere else None
    if not set(mention.stories) - set(item.stories):
        return None
    if item.baseline and item.assessed is None:
        return WhyTaken.FIRST_SIGHT
    if not _is_news(mention, background.today):
        return WhyTaken.TOO_OLD
    return WhyTaken.COPY if _told_by(original, background) else None


def _is_news(mention: Mention, today: date) -> bool:
    return any(today - date.fromisoformat(story.partition("@")[2]) <= NEWS_FOR for story in mention.stories)


def _joins(item: NewsItem, mention: Mention) -> bool:
    """Whether the item belongs to a story that is new to it; not if it was there at the first check."""
    there_before = (item.baseline and item.assessed is None) or (item.judged_otherwise and bool(item.stories))
    return not there_before and bool(set(mention.stories) - set(item.stories))


def _told_by(original: NewsItem | None, background: AssessContext) -> bool:
    return original is not None and background.sites[original.source_id].tier is not Tier.AGGREGATOR


def _follows(item: NewsItem, original: NewsItem | None, background: AssessContext) -> bool:
    """Whether an edited copy only says what its original says by now."""
    return original is not None and _told_by(original, background) and not moved(original.facts, item.facts)


def _stale_post(item: NewsItem, mention: Mention, background: AssessContext) -> list[Change]:
    new = [one for one in mention.stale if (one.reason, one.report.isoformat() if one.report else "") not in item.told]
    if item.judged_otherwise:  # a verdict that changes with our rules is no news; a report is
        judged = london_day(item.judged_otherwise)
        new = [one for one in new if one.report and one.report >= judged]
    return [_change(item, replace(mention, stale=tuple(new)), ChangeKind.NEW, background)] if new else []


def _change(item: NewsItem, mention: Mention, kind: ChangeKind, background: AssessContext) -> Change:
    own = mention.tier is Tier.OWN
    urns = [urn for urn in mention.authorities if urn in background.authorities]
    council = background.authorities[urns[0]]
    after = Observation(item.source_id, item.url, mention.title, item.url, mention.published, item.facts)
    held = kind is ChangeKind.CHANGED and item.assessed is not None and grades_moved(item.assessed, item.facts)
    # something that was corrected and is wrong again is another change, on another day
    said = [str(background.today), *map(_reason, mention.stale)] if own else list(mention.stories)
    edited = (item.assessed, item.facts) if kind is ChangeKind.CHANGED else (None, None)
    return Change(
        id=change_id(item.source_id, kind, item.url, [said, edited[0]], edited[1]),
        source_id=item.source_id,
        key=item.url,
        kind=kind,
        before=None,
        after=after,
        recorded_at=background.now,
        event=Event(EventKind.OWN_POST if own else EventKind.COVERAGE, graded=False),
        provider=Provider(COUNCIL_TYPE, council.urn),
        provider_name=council.name,
        provider_url=f"{background.ofsted}/provider/{COUNCIL_TYPE}/{council.urn}",
        report=None,
        earlier=None,
        judgements=(),
        headline=_headline(mention, council),
        held=held,
        problems=tuple(mention.moved) if held else (),
        topics=(OWN_POSTS,) if own else _topics(urns, background.authorities),
        coverage=mention,
    )


def _reason(one: Stale) -> tuple[str, str, str]:
    return one.reason, str(one.report), one.sentence


def _topics(urns: Sequence[str], authorities: Mapping[str, Authority]) -> tuple[str, ...]:
    every = (topic for urn in urns for topic in topics_of(Provider(COUNCIL_TYPE, urn), authorities[urn]))
    return tuple(dict.fromkeys(every))


def _headline(mention: Mention, council: Authority) -> str:
    if mention.tier is Tier.OWN:
        return f"{council.name}: your article “{clean(mention.title, 120)}” {worst_fault(mention.stale).predicate}"
    published = date.fromisoformat(mention.stories[0].partition("@")[2])
    verb = "edited: " if mention.moved else ""
    return f"{council.name}: {verb}{mention.outlet} on the report of {day(published)}"
