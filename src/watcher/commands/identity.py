"""Which configuration a store belongs to.

Two configurations must not share a store: each would record as known what only the other one follows.
"""

from __future__ import annotations

from watcher.model.errors import ConfigError
from watcher.settings import Settings
from watcher.store import Store

_ID, _NAME = "configuration", "configuration_file"


def belong_to(settings: Settings, store: Store, *, adopt: bool = False) -> None:
    """Record the configuration that the store belongs to. `ConfigError` if it belongs to another one.

    A configuration is known by its id or, without one, by the name of its file. Edited, moved or restored, it stays the
    same one; a copy beside it is another.
    """
    if not adopt:
        refuse_stranger(settings, store)
    known, known_name = store.facts.get(_ID), store.facts.get(_NAME)
    me, name = settings.id or _of_file(settings.config_name), settings.config_name
    if known != me and (settings.id or known is None or adopt):
        store.facts.set(_ID, me)
    if known_name != name:
        store.facts.set(_NAME, name)


def refuse_stranger(settings: Settings, store: Store) -> None:
    """`ConfigError` if the store belongs to another configuration. Nothing is recorded."""
    known, known_name = store.facts.get(_ID), store.facts.get(_NAME)
    if known is not None and not _is_same(settings, known, known_name or ""):
        raise ConfigError(
            f"{settings.home / settings.config_name} is not the configuration that this state belongs to (that is "
            f"{known_name}). Use that one, give this one a state of its own, or add --adopt to hand it over"
        )


def _is_same(settings: Settings, known: str, known_name: str) -> bool:
    same_name = settings.config_name == known_name
    if settings.id and settings.id == known:
        # a copy under another name is a different one, as long as the first file exists
        return same_name or not (settings.home / known_name).is_file()
    # a configuration without an id, or one that got its id later
    return same_name and (not settings.id or known == _of_file(known_name))


def _of_file(name: str) -> str:
    return f"file {name}"
