"""Compares the settings and keys that all machines of a deployment must share, and refuses a difference."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from watcher import __version__
from watcher.model.errors import ConfigError
from watcher.settings import Settings
from watcher.store import Store
from watcher.subscribers.keys import keys

_FACT = "cluster_settings"
# What a machine may have for itself.
_OWN = {"fetch": {"hosts_at_once"}, "mail": {"dkim_key"}, "web": {"host", "port", "behind_proxy"}}
_SHARED = ("authorities", "providers", "ofsted", "fetch", "mail", "digest", "news", "web", "id")


def agree(settings: Settings, store: Store, *, adopt: bool = False) -> None:
    """Note the settings of the first machine, or with `adopt` those of this one. `ConfigError` if others differ."""
    if adopt or store.facts.get(_FACT) is None:
        store.facts.set(_FACT, json.dumps(fingerprints(settings)))
    refuse_other_settings(settings, store)


def refuse_other_settings(settings: Settings, store: Store) -> None:
    """`ConfigError` if this machine has other settings than those that were noted; it names the sections."""
    noted: dict[str, str] = json.loads(store.facts.get(_FACT) or "{}")
    mine = fingerprints(settings)
    if others := sorted(name for name in noted.keys() | mine.keys() if noted.get(name) != mine.get(name)):
        raise ConfigError(
            f"{settings.home / settings.config_name} differs from the other machines in: {', '.join(others)}. "
            "Copy the file and the keys to every machine. If this one is right, run `watcher defer --adopt` here "
            "and restart the workers."
        )


def fingerprints(settings: Settings) -> dict[str, str]:
    """A hash of everything that must agree, by section. No secret can be read from it."""
    shared: dict[str, Any] = settings.model_dump(mode="json", include=set(_SHARED), exclude=_OWN)
    own_sources = settings.home / settings.news.sources
    shared["keys (WATCHER_SECRET_KEYS)"] = [hashlib.sha256(repr(key).encode()).hexdigest() for key in keys(settings)]
    shared["the version of watcher"] = __version__
    shared[str(settings.news.sources)] = own_sources.read_text(encoding="utf-8") if own_sources.is_file() else ""
    return {
        name: hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
        for name, value in shared.items()
    }
