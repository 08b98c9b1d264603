"""What the command line calls about readers who sign up themselves: wiring only."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from types import ModuleType
from typing import Any

from watcher.model.errors import ConfigError
from watcher.model.reader import Because, Suppressed, Wishes
from watcher.model.text import day
from watcher.settings import Settings
from watcher.store import Store

_INSTALL = "the pages need more packages; install them with: pip install 'watcher[web]'"
_REFUSED: Mapping[Because, str] = {
    Because.COMPLAINED: "complained about our mails",
    Because.BOUNCED: "could not be reached",
    Because.LEFT: "wanted no more mails",
}


def web(settings: Settings) -> None:
    """Serve the pages until stopped. `ConfigError` where the extra `web` is not installed."""
    _serving().serve_alone(settings)


async def web_within(settings: Settings, stopping: asyncio.Event) -> None:
    """The same in a loop that is already running, until `stopping` is set."""
    await _serving().serve_web(settings, stopping)


def _serving() -> ModuleType:
    try:
        from watcher.commands import serve_web
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("watcher"):
            raise
        raise ConfigError(f"{_INSTALL} ({error.name} is missing)") from error
    return serve_web


def admit(store: Store, address: str, wishes: Wishes, again: str | None, now: datetime) -> None:
    """Clear the way before the operator subscribes an address.

    `ConfigError` where its owner left or complained, or nothing reached it, unless `again` says how the operator
    knows that they want mails all the same: that is kept as their consent.
    """
    if again:
        store.vouch(address, again, wishes, now)
    elif why := refusal(store, address):
        raise ConfigError(f"{why}; if its owner wants mails all the same, say how you know with --again")
    else:
        store.readmit(address)


def refusal(store: Store, address: str) -> str | None:
    """Why the operator should not subscribe this address, in words; None where nothing speaks against it."""
    found: Suppressed | None = store.suppressed(address)
    if found is None or found.reason not in _REFUSED:
        return None
    return f"{address} {_REFUSED[found.reason]} on {day(found.since.date())} and is left alone since"


def recorded(store: Store, address: str) -> dict[str, Any]:
    """All that is recorded about an address, as plain values: the answer to whoever asks what is kept of them."""
    address = address.strip().lower()
    reader, suppressed = store.reader_of(address), store.suppressed(address)
    return {
        "address": address,
        "left_alone": _plain(asdict(suppressed)) if suppressed else None,
        "options": {"one_mail_an_item": reader.one_mail_an_item, "all_quiet": reader.all_quiet} if reader else None,
        "subscriptions": [
            _plain(asdict(one)) for one in store.subscriptions(active_only=False) if one.address == address
        ],
        "consents": [_plain(one) for one in store.consents(reader.id)] if reader else [],
        "sign_ups": [_plain(asdict(one)) for one in store.sign_ups_of(address)],
        "mails": [_plain(one) for one in store.mails_to(address)],
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
