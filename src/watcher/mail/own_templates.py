"""The folder of templates in a deployment, which replace the shipped ones of the same name. Imports no library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

# Below the folder of `watcher.toml`, with the names that the shipped ones have: `templates/digest/words.j2`.
OWN_TEMPLATES = "templates"

Cache = TypeVar("Cache")
_state: dict[str, Path | None] = {"folder": None}
_caches: list[Any] = []


def own_folder() -> Path | None:
    """The folder whose templates replace the shipped ones, if there is one."""
    return _state["folder"]


@contextmanager
def templates_of(home: Path) -> Iterator[None]:
    """Use the templates of the deployment in this folder, in the whole process, until the block ends."""
    before, folder = own_folder(), home / OWN_TEMPLATES
    _use(folder if folder.is_dir() else None)
    try:
        yield
    finally:
        _use(before)


def _use(folder: Path | None) -> None:
    if folder != own_folder():
        _state["folder"] = folder
        for cache in _caches:
            cache.cache_clear()


def of_templates(cache: Cache) -> Cache:
    """Marks a cache of what was rendered: it is emptied when other templates are used."""
    _caches.append(cache)
    return cache
