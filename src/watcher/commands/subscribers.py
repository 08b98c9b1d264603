"""The work behind `subscribe`, `unsubscribe` and `consent`. Wiring only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from watcher.model.address import parsed_address, reader_address
from watcher.model.errors import ConfigError, WatcherError
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.reader import Suppressed, SuppressionReason, Wishes
from watcher.model.subscription import Frequency, Subscription
from watcher.model.text import day, london_day
from watcher.ofsted.authorities import gazetteer
from watcher.store import Store
from watcher.subscribers.topics import topic_id, topic_names, topic_title

_BY_OPERATOR = "by the operator"
_ASKED = "The operator says that the owner of this address asked for it."

_REFUSED: Mapping[SuppressionReason, str] = {
    SuppressionReason.COMPLAINED: "complained about our emails",
    SuppressionReason.BOUNCED: "bounced",
    SuppressionReason.LEFT: "unsubscribed",
    SuppressionReason.BY_OPERATOR: "was unsubscribed by the operator",
}


def admit(store: Store, address: str, wishes: Wishes, again: str | None, now: datetime) -> None:
    """Check that the operator may subscribe an address.

    `ConfigError` if its owner left or complained, if its mail bounced, or if all it follows or one of these topics was
    ended before. `again` overrides this: it says how the operator knows that the owner agrees, and is kept as their
    consent. Without it, a consent says that the operator subscribed them.
    """
    if again:
        store.readers.readmit(address, again, wishes, now)
    elif why := refusal(store, address, wishes.topics):
        raise ConfigError(
            f'{why}. If its owner wants emails again, say how you know, for example --again "phoned on 3 May".'
        )
    elif not set(wishes.topics) <= _followed(store, address):
        store.readers.readmit(address, _ASKED, wishes, now)


def _followed(store: Store, address: str) -> set[str]:
    reader = store.readers.of_address(address)
    return {one.topic for one in reader.follows} if reader else set()


def refusal(store: Store, address: str, topics: Sequence[str] = ()) -> str | None:
    """Why the operator should not subscribe this address to these topics, in words; None if they may."""
    if found := store.suppressions.of_address(address):
        return suppressed_words(address, found)
    ended = store.subscribers.ended_topics(address)
    return next((ended_words(address, topic, ended[topic]) for topic in topics if topic in ended), None)


def suppressed_words(address: str, found: Suppressed) -> str:
    """Why and since when we don't write to the address, in words."""
    return f"{address} {_REFUSED[found.reason]} on {day(london_day(found.since))}, so we no longer write to it"


def ended_words(address: str, topic: str, when: datetime) -> str:
    """That the address followed this topic once, and until when, in words."""
    title = topic_title(topic, topic_names((), gazetteer()))
    return f"{address} stopped following {title} on {day(london_day(when))}"


def recorded(store: Store, address: str) -> dict[str, Any]:
    """Everything recorded about an address, as plain values: our answer to a subject access request."""
    address = address.strip().lower()
    reader, suppressed = store.readers.of_address(address), store.suppressions.of_address(address)
    return {
        "address": address,
        "left_alone": _plain(asdict(suppressed)) if suppressed else None,
        "options": {"one_mail_an_item": reader.one_mail_an_item, "all_quiet": reader.all_quiet} if reader else None,
        "subscriptions": [
            _plain(asdict(one)) for one in store.subscribers.subscriptions(active_only=False) if one.address == address
        ],
        "consents": [_plain(one) for one in store.readers.consents(reader.id)] if reader else [],
        "sign_ups": [_plain(asdict(one)) for one in store.readers.sign_ups_of(address)],
        "mails": [_plain(one) for one in store.readers.mails_to(address)],
    }


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case datetime():
            return value.isoformat()
        case _:
            return asdict(value) if hasattr(value, "__dataclass_fields__") else value


def subscribe(
    store: Store,
    address: str,
    topics: Sequence[str],
    frequency: Frequency | None,
    now: datetime,
    *,
    interests: Sequence[Interest] | None = None,
    one_mail_an_item: bool | None = None,
    all_quiet: bool | None = None,
    again: str | None = None,
) -> Iterator[str]:
    """Subscribe an address to each topic, and yield a line about each, with what changed.

    What is None stays as it is; a new subscription is daily, with the usual kinds of news. `again` is needed for what
    was ended before: how the operator knows that the owner agrees.
    """
    address = valid_address(address)
    wanted = tuple(dict.fromkeys(topic_id(text, gazetteer()) for text in topics))
    wishes = Wishes(wanted, tuple(interests or USUAL_INTERESTS), frequency or Frequency.DAILY)
    admit(store, address, wishes, again, now)
    reader = store.readers.of_address(address)
    before = {one.topic: one for one in reader.follows} if reader else {}
    for topic in wanted:
        was = before.get(topic)
        how = frequency or (was.frequency if was else Frequency.DAILY)
        kinds = interests or (was.interests if was else USUAL_INTERESTS)
        yield _said(was, store.subscribers.subscribe(address, topic, how, now, kinds))
    store.subscribers.set_options(address, one_mail_an_item=one_mail_an_item, all_quiet=all_quiet)


def _said(was: Subscription | None, made: Subscription) -> str:
    """What an address follows now, and what of that is new."""
    kinds = ", ".join(made.interests)
    if was is None:
        return f"{made.address} follows {made.topic}, {made.frequency.value}: {kinds}"
    if (was.frequency, was.interests) == (made.frequency, made.interests):
        return f"{made.address} already follows {made.topic}, {made.frequency.value}: {kinds}"
    often = "" if was.frequency is made.frequency else f" (was {was.frequency.value})"
    before = "" if was.interests == made.interests else f" (was {', '.join(was.interests)})"
    return f"{made.address} follows {made.topic}, now {made.frequency.value}{often}: {kinds}{before}"


def valid_address(text: str) -> str:
    """The address that the operator typed, in lower case; `ConfigError` if it is not an address."""
    try:
        return reader_address(text)
    except ValueError as error:
        raise ConfigError(f"{text[:80]!r} is not a valid email address: {error}.") from error


def unsubscribe(store: Store, address: str, topic: str | None, now: datetime) -> int:
    """End one or all subscriptions of an address, because its owner asked the operator; return how many.

    Without a topic, we never write to the address again. `WatcherError` if it doesn't follow that.
    """
    wanted = topic_id(topic, gazetteer()) if topic else None
    address = address.strip().lower()
    try:
        parsed_address(address)
    except ValueError as error:
        raise WatcherError(f"{address[:80]!r} is not a valid email address: {error}.") from error
    reader = store.readers.of_address(address)
    follows = {one.topic for one in reader.follows} if reader else set()
    if not follows or (wanted and wanted not in follows):
        what = topic if wanted and follows else "anything"
        raise WatcherError(f"{address} doesn't follow {what}. `watcher subscribers` lists who follows what.")
    if wanted is None:
        return store.suppressions.stop(address, SuppressionReason.BY_OPERATOR, _BY_OPERATOR, now)
    return store.subscribers.unsubscribe(address, wanted, now, _BY_OPERATOR)
