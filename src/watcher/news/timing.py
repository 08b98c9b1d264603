"""How long news stays news: what to read at a first check, read again, forget, and send. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from watcher.model.news import Headline, NewsSource, Tier

# At a first check we read items no older than this, as long as a report is news; older ones are only saved.
CATCH_UP = timedelta(days=14)
# Releases and articles are corrected in their first weeks, if at all.
REREAD_EVERY, REREAD_FOR = timedelta(days=1), timedelta(days=30)
# We may edit our own articles at any time.
REREAD_OWN = timedelta(days=7)
# We try an unreadable item on every check for this long, and it is a fault; then once a day, while it may
# still be news.
ITEM_GIVE_UP = timedelta(hours=24)
# Items about an older report are on the record, but they are not news.
NEWS_FOR = timedelta(days=60)
# An item may be published before we see the report it is about.
JOINED_FOR = timedelta(days=14)


def to_read_at_first_sight(site: NewsSource, headline: Headline, today: date) -> bool:
    """Whether to read an item from before we followed its site: recent ones, and all of our own."""
    if site.tier is Tier.OWN:
        return True
    return headline.published is not None and today - headline.published <= CATCH_UP


def is_old_news(site: NewsSource, headline: Headline, today: date) -> bool:
    """Whether a row that is new to us was published long ago: a site that moves gives all its items new addresses."""
    return site.tier is not Tier.OWN and headline.published is not None and today - headline.published > NEWS_FOR


def reread_at(site: NewsSource, *, relevant: bool, out_since: date, now: datetime) -> datetime | None:
    """When to look at an item's page again, None for never. `out_since` is when it was published or first seen."""
    if site.tier is Tier.OWN:
        return now + REREAD_OWN
    if not relevant or now.date() - out_since > REREAD_FOR:
        return None
    return now + REREAD_EVERY


def retry_at(site: NewsSource, failed_since: datetime | None, now: datetime) -> datetime | None:
    """When to retry a page that can't be read, since `failed_since` or now. None for never."""
    if failed_since is None or not given_up(failed_since, now):
        return now
    if site.tier is Tier.OWN:
        return now + REREAD_OWN
    return now + REREAD_EVERY if now - failed_since < JOINED_FOR else None


def forget_at(site: NewsSource, keep_text: timedelta, first_seen: datetime) -> datetime | None:
    """When to delete the text of an item. Councils' and the press's texts are deleted, our own are kept.

    The time counts from the first sight of the item, however often it is read again.
    """
    return None if site.tier is Tier.OWN else first_seen + keep_text


def given_up(failed_since: datetime | None, now: datetime) -> bool:
    """Whether an item could not be read for so long that it no longer counts as a fault of its site."""
    return failed_since is not None and now - failed_since >= ITEM_GIVE_UP
