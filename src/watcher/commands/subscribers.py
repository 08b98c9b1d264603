"""The work behind `subscribe`, `unsubscribe` and `consent`. Wiring only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from watcher.model.address import parsed_address
from watcher.model.errors import ConfigError
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.reader import Suppressed, SuppressionReason, Wishes
from watcher.model.subscription import Frequency
from watcher.model.text import day
from watcher.ofsted.authorities import gazetteer
from watcher.store import Store
from watcher.subscribers.topics import topic_id

_BY_OPERATOR = "by the operator"

_REFUSED: Mapping[SuppressionReason, str] = {
    SuppressionReason.COMPLAINED: "complained about our emails",
    SuppressionReason.BOUNCED: "bounced",
    SuppressionReason.LEFT: "unsubscribed",
}


def admit(store: Store, address: str, wishes: Wishes, again: str | None, now: datetime) -> None:
    """Check that the operator may subscribe an address.

    `ConfigError` if its owner left or complained, or its mail bounced. `again` overrides this: it says how the
    operator knows that the owner agrees, and is kept as their consent.
    """
    if again:
        store.readers.readmit(address, again, wishes, now)
    elif why := refusal(store, address):
        raise ConfigError(
            f'{why}. If its owner wants emails again, say how you know, for example --again "phoned on 3 May".'
        )
    else:
        store.suppressions.lift(address)


def refusal(store: Store, address: str) -> str | None:
    """Why the operator should not subscribe this address, in words; None if they may."""
    found: Suppressed | None = store.suppressions.of_address(address)
    if found is None or found.reason not in _REFUSED:
        return None
    return f"{address} {_REFUSED[found.reason]} on {day(found.since.date())}, so we no longer write to it"


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
    frequency: Frequency,
    now: datetime,
    *,
    interests: Sequence[Interest] = USUAL_INTERESTS,
    one_mail_an_item: bool | None = None,
    all_quiet: bool | None = None,
    again: str | None = None,
) -> Iterator[str]:
    """Subscribe an address to each topic, and yield a line about each. Options that are None do not change.

    `again` is needed for an address that left, complained or bounced: how the operator knows its owner agrees.
    """
    try:
        if "." not in parsed_address(address.strip()).domain:
            raise ValueError("expected something like name@example.org")
    except ValueError as error:
        raise ConfigError(f"{address[:80]!r} is not a valid email address: {error}.") from error
    wanted = tuple(topic_id(text, gazetteer()) for text in topics)
    admit(store, address, Wishes(wanted, tuple(interests), frequency), again, now)
    for topic in wanted:
        made = store.subscribers.subscribe(address, topic, frequency, now, interests)
        yield f"{made.address} follows {made.topic}, {made.frequency.value}: {', '.join(made.interests)}"
    store.subscribers.set_options(address, one_mail_an_item=one_mail_an_item, all_quiet=all_quiet)


def unsubscribe(store: Store, address: str, topic: str | None, now: datetime) -> int:
    """End one or all subscriptions of an address, because its owner asked the operator; return how many.

    Without a topic, we never write to the address again.
    """
    if topic is None:
        return store.suppressions.stop(address.strip(), SuppressionReason.BY_OPERATOR, _BY_OPERATOR, now)
    return store.subscribers.unsubscribe(address, topic_id(topic, gazetteer()), now, _BY_OPERATOR)
