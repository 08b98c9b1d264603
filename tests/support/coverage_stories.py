"""Coverage of the invented councils of `mail_stories`: releases, articles, our own articles, and their changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.support.builders import a_change, an_observation
from tests.support.mail_stories import PUBLISHED, G, R, a_reading
from tests.support.news_builders import a_mention
from tests.support.stores import on_record
from watcher.digests.background import StoryContext
from watcher.model.change import Change, ChangeKind, Event
from watcher.model.event_kind import EventKind
from watcher.model.news import Claim, ClaimVerdict, DateBasis, Mention, Quotation, Stale, Tier
from watcher.model.record import OnRecord, story_of
from watcher.model.source import Authority, Provider

STORY = story_of("80999", PUBLISHED)
AUTHORITIES = {
    urn: Authority(urn, name, "East Midlands", "E12000004", created_on=created)
    for urn, name, created in (
        ("80999", "Marlow Vale", None),
        ("80998", "Eastmere", None),
        ("80997", "North Tarn", None),
        ("80996", "South Tarn", date(2023, 4, 1)),
    )
}
RECORDS = on_record(
    OnRecord("80999", date(2021, 11, 12), "https://files.example/v1/file/70000", a_reading(G, G, G, overall=G)),
    OnRecord("80999", PUBLISHED, "https://files.example/v1/file/80999", a_reading(R, R, R, R, overall=R)),
    OnRecord("80998", date(2022, 5, 3), "https://files.example/v1/file/1", a_reading(G, G, G, overall=G)),
    OnRecord("80997", date(2023, 5, 3), "https://files.example/v1/file/2", a_reading(R, R, R, R, overall=R)),
)
LISTED: dict[str, tuple[date, ...]] = {urn: tuple(one.published for one in ours) for urn, ours in RECORDS.items()}
LISTED["80996"] = ()


def a_release(**fields: Any) -> Mention:
    """The council's own release on the day of the report."""
    words = (
        "We accept every finding of this report and we are sorry to each child whom we did not help soon enough. The "
        "work to put that right started while the inspectors were still with us, and it will not stop until it is done."
    )
    release = a_mention(
        url="https://news.marlowvale.example/2025/ofsted-response",
        title="Council sets out plan after Ofsted finds children's services need to improve",
        published=PUBLISHED,
        basis=DateBasis.JSON_LD,
        stories=(STORY,),
        quotations=(Quotation(words, "Cllr Ada Quill", "lead member for children and families"),),
    )
    return replace(release, **fields)


def an_article_of_the_paper(**fields: Any) -> Mention:
    article = a_mention(
        source_id="news:marlow-mercury",
        outlet="The Marlow Mercury",
        tier=Tier.LOCAL_PRESS,
        url="https://mercury.example/news/council-failing-children",
        title="Council 'failing' vulnerable children, damning report says",
        published=date(2025, 1, 29),
        basis=DateBasis.TIME,
        stories=(STORY,),
        quotations=(Quotation("Nobody listened to us for years.", "a mother of two"),),
        claims=(
            Claim("Rated good in 2021.", ClaimVerdict.SUPPORTED, "the report of 12 November 2021 found Good overall"),
            Claim(
                "It failed in every area.",
                ClaimVerdict.CONTRADICTED,
                "“failed” stands for Inadequate, and all five judgements are Requires improvement",
            ),
        ),
        also_in=("Eastmere Echo", "Tarn Times"),
        paywalled=True,
    )
    return replace(article, **fields)


def a_trade_article(**fields: Any) -> Mention:
    article = replace(
        an_article_of_the_paper(),
        source_id="news:children-weekly",
        outlet="Children's Services Weekly",
        tier=Tier.SECTOR_PRESS,
        url="https://weekly.example/2025/marlow-vale",
        title="Marlow Vale drops a grade as front door struggles",
        claims=(Claim("It fell from good.", ClaimVerdict.SUPPORTED, "Good in 2021, Requires improvement in 2025"),),
        also_in=(),
        paywalled=False,
    )
    return replace(article, **fields)


def a_copy(**fields: Any) -> Mention:
    """An aggregator's copy, without a date of its own."""
    copied = replace(
        a_trade_article(),
        source_id="news:all-councils",
        outlet="All Council News",
        tier=Tier.AGGREGATOR,
        url="https://all-councils.example/marlow-vale-fails",
        title="Marlow Vale fails",
        published=PUBLISHED,
        basis=DateBasis.INFERRED,
        claims=(),
    )
    return replace(copied, **fields)


def a_post(**fields: Any) -> Mention:
    """Our own article about the earlier report, out of date since the new one."""
    post = a_mention(
        source_id="news:own",
        outlet="Invented LLP",
        tier=Tier.OWN,
        url="https://invented.example/insights/marlow-vale-children",
        title="Is Marlow Vale meeting the needs of families?",
        published=date(2022, 1, 10),
        basis=DateBasis.META,
        stories=(story_of("80999", date(2021, 11, 12)),),
        quotations=(),
        stale=(
            Stale(
                "c",
                "Its most recent report came out in October 2021.",
                "A newer report was published on 28 January 2025.",
                "The most recent report was published on 28 January 2025.",
                PUBLISHED,
            ),
            Stale(
                "a",
                "Ofsted has rated the council as good.",
                "Ofsted published a newer graded inspection on 28 January 2025.",
                "Ofsted rated Marlow Vale Requires improvement overall on 28 January 2025.",
                PUBLISHED,
            ),
        ),
    )
    return replace(post, **fields)


EVERYTHING = (a_copy(), an_article_of_the_paper(), a_release(), a_trade_article())
WELL_KNOWN = StoryContext({}, RECORDS, LISTED, {STORY: EVERYTHING}, AUTHORITIES)


def coverage_of(mention: Mention, **fields: Any) -> Change:
    """The change that tells readers about later coverage."""
    own = mention.tier is Tier.OWN
    change = a_change(
        id=mention.url,
        source_id=mention.source_id,
        key=mention.url,
        kind=ChangeKind.CHANGED if mention.moved else ChangeKind.NEW,
        after=an_observation(source_id=mention.source_id, key=mention.url, title=mention.title, url=mention.url),
        event=Event(EventKind.OWN_POST if own else EventKind.COVERAGE, graded=False),
        provider=Provider("44", "80999"),
        report=None,
        earlier=None,
        judgements=(),
        headline=f"Marlow Vale: {mention.outlet}",
        topics=("own-posts",) if own else ("all", "authority:80999"),
        coverage=mention,
    )
    return replace(change, **fields)
