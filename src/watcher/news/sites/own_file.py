"""The user's own `sources.toml`. `watcher source add` writes to it and leaves a person's own lines as they are."""

from __future__ import annotations

import re
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from watcher.model.errors import ConfigError
from watcher.model.news import NewsSource, Tier
from watcher.news.sites.table import ID, sources_in

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def lines_of(source: NewsSource, authorities: tuple[str, ...]) -> str:
    """The lines of one source as in the file; `authorities` as a person names them."""
    entry = tomlkit.table()
    entry.add("name", source.name)
    entry.add("url", source.url)
    if source.feed:
        entry.add("feed", source.feed)
    entry.add("family", source.family)
    if source.tier is not Tier.COUNCIL:
        entry.add("tier", source.tier.value)
    if authorities:
        entry.add("authorities", list(authorities))
    entry.add("at_least", source.at_least)
    table = tomlkit.table(is_super_table=True)
    table.add(source.id, entry)
    return tomlkit.dumps({"source": table})


def add(path: Path, id_: str, lines: str) -> None:
    """Append the lines of one source to the file, which is created if missing.

    Raises ConfigError, with nothing written, if its id already exists or the file could not be read afterwards.
    """
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    try:
        if id_ in tomlkit.parse(text).get("source", {}):
            raise ConfigError(f"{path} already has a source with the id {id_!r}. Choose another one with --id.")
        joined = f"{text.rstrip()}\n\n{lines}" if text.strip() else lines
        sources_in(joined, str(path))
    except TOMLKitError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from None
    _replace(path, joined)


def id_from(words: str) -> str:
    """An id made from a name: `City of York Council` gives `city-of-york-council`. Empty if it has no letters."""
    made = _NOT_IN_IDS.sub("-", words.casefold().replace("’", "").replace("'", "")).strip("-")[:60].rstrip("-")
    return made if re.fullmatch(ID, made) else ""


def _replace(path: Path, text: str) -> None:
    """Write a file completely or leave it as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise ConfigError(f"Can't write {path}: {error.strerror}.") from error
