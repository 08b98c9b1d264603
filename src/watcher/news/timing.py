"""How long news stays news: what is read at first sight, what is read again, what is forgotten, what is told. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from watcher.model.news import Headline, NewsSource, Tier

# What a list shows at first sight is read as far back as a report is news; older items are only remembered.
CATCH_UP = timedelta(days=14)
# Releases and articles are corrected in their first weeks, if ever.
REREAD_EVERY, REREAD_FOR = timedelta(days=1), timedelta(days=30)
# The firm's own posts are its own to edit, at any time.
REREAD_OWN = timedelta(days=7)
# An item that cannot be read is tried on every pass for so long, and is a fault; then once a day, as long as it may
# still be news.
ITEM_GIVE_UP = timedelta(hours=24)
# What is found about an older report is on the record, but no news.
NEWS_FOR = timedelta(days=60)
# An item may be out before the report it is about is seen.
JOINED_FOR = timedelta(days=14)


def to_read_at_first_sight(site: NewsSource, headline: Headline, today: date) -> bool:
    """Whether an item that was there before its site was followed is read: any post of one's own, others if young."""
    if site.tier is Tier.OWN:
        return True
    return headline.published is not None and today - headline.published <= CATCH_UP


def is_old_news(site: NewsSource, headline: Headline, today: date) -> bool:
    """Whether a row that is new to us was published long ago: a site that moves gives all its items new addresses."""
    return site.tier is not Tier.OWN and headline.published is not None and today - headline.published > NEWS_FOR


def reread_at(site: NewsSource, *, relevant: bool, out_since: date, now: datetime) -> datetime | None:
    """When an item's page is looked at again, None for never. `out_since` is when it was published, else first seen."""
    if site.tier is Tier.OWN:
        return now + REREAD_OWN
    if not relevant or now.date() - out_since > REREAD_FOR:
        return None
    return now + REREAD_EVERY


def retry_at(site: NewsSource, failed_since: datetime | None, now: datetime) -> datetime | None:
    """When a page that cannot be read, since `failed_since` or now, is asked for again, None for never."""
    if failed_since is None or not given_up(failed_since, now):
        return now
    if site.tier is Tier.OWN:
        return now + REREAD_OWN
    return now + REREAD_EVERY if now - failed_since < JOINED_FOR else None


def forget_at(site: NewsSource, keep_text: timedelta, first_seen: datetime) -> datetime | None:
    """When the text of an item is dropped: the press's and the councils' words are theirs, one's own are kept.

    However often it is read again, the time counts from the first sight of it.
    """
    return None if site.tier is Tier.OWN else first_seen + keep_text


def given_up(failed_since: datetime | None, now: datetime) -> bool:
    """Whether an item could not be read for so long that this is no news of its site any more."""
    return failed_since is not None and now - failed_since >= ITEM_GIVE_UP
