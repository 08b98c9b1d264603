"""The work behind `watcher notify`: sends readers something that was recorded without an alert."""

from __future__ import annotations

from datetime import datetime

from watcher.commands.check import Deciders, FollowedSources
from watcher.commands.check_news import assess_context
from watcher.crawl.followed import NEWS
from watcher.differ.told_after_all import told_after_all
from watcher.model.change import Change
from watcher.model.errors import ConfigError
from watcher.model.held import short
from watcher.model.taken import TakenAsKnown
from watcher.news.assess import told_after_all as news_told_after_all
from watcher.ofsted.rules import before, is_council, is_graded
from watcher.settings import Settings
from watcher.store import Store

_NAMED_AT_MOST = 5


def notify(settings: Settings, store: Store, id_: str, now: datetime) -> str:
    """Plan to send something that was recorded without an alert. Returns the result in words; `ConfigError` if it can't
    be sent.
    """
    _refuse_change(store, id_)
    taken = _chosen(store, id_)
    if taken.sent_at:
        raise ConfigError(f"{short(taken.id)} was already sent on {taken.sent_at:%Y-%m-%d}.")
    spider = {target.source.id: target.source.spider for target in store.pages.targets()}.get(taken.source_id)
    if spider is None:
        raise ConfigError(f"{taken.source_id} is no longer followed, so nobody can get it.")
    change = _news(settings, store, taken, now) if spider == NEWS else _document(store, taken, now)
    if change is None:
        store.taken_as_known.read_after_all(taken, now)
        return (
            "The next check will read it, and send it if it is about a recent inspection on record. If it is about an "
            "older one, run this command again after the check."
        )
    if not store.taken_as_known.send(taken, change, now):
        return "It is already recorded as a change. `watcher changes` shows it."
    if change.held:
        release = f"`watcher held release {short(change.id)}`"
        return f"It goes out with the next emails, without its grades. {release} sends the grades."
    return f"It goes out with the next emails: {change.headline}"


def _refuse_change(store: Store, id_: str) -> None:
    """Say why a change, named by its id, can't be sent again."""
    found = store.changes.ids(id_, 1) if id_ else []
    change = store.changes.find(found[0]) if found else None
    if change is None:
        return
    if any(change.id in held.ids for held in store.held.waiting()):
        raise ConfigError(
            f"{short(change.id)} is held. Look at it, then send it: watcher held release {short(change.id)}"
        )
    raise ConfigError(f"{short(change.id)} is a recorded change: its followers get it anyway.")


def _chosen(store: Store, id_: str) -> TakenAsKnown:
    found = store.taken_as_known.find(id_, _NAMED_AT_MOST) if id_ else []
    if len(found) == 1:
        return found[0]
    many = "begins several ids: " + ", ".join(short(one.id) for one in found) if found else "is not listed"
    raise ConfigError(f"{id_[:80]!r} {many}. `watcher changes --not-sent` lists what can be sent.")


def _document(store: Store, taken: TakenAsKnown, now: datetime) -> Change:
    known = store.pages.known(taken.source_id)
    entry = known.observations.get(taken.key)
    if entry is None or taken.key in known.missing or taken.key in known.withdrawn:
        raise ConfigError(f"{short(taken.id)} is no longer on its page, so it can't be sent.")
    earlier = before(entry, known.observations.values()) if is_graded(entry) else None
    if is_graded(entry) and {taken.key, *([earlier.key] if earlier else [])} - known.files.keys():
        raise ConfigError(
            f"The report of {short(taken.id)}, or the one before it, has not been read yet. "
            "Run `watcher check --full`, then try again."
        )
    provider = told_after_all(known, taken.key, None, now).provider
    former = Deciders(store, now).predecessor(provider) if is_council(taken.source_id) else None
    return told_after_all(known, taken.key, former, now)


def _news(settings: Settings, store: Store, taken: TakenAsKnown, now: datetime) -> Change | None:
    """The change, None if the item was never read."""
    item = store.news.find(taken.source_id, taken.key)
    if item is None:
        return None
    sites = {site.source_id: site for site in FollowedSources(settings, store, now).sites()}
    change = news_told_after_all(item, assess_context(settings, store, sites, now))
    if change is None:
        raise ConfigError(f"{short(taken.id)} is not about an inspection on record, so there is nothing to send.")
    return change
