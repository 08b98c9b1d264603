"""The table of news sites: the built-in ones, and the user's own file, which overrides them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from cssselect import SelectorError
from cssselect.parser import parse as parse_selector
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from watcher.model.errors import ConfigError
from watcher.model.news import NewsSource, Tier
from watcher.news.sites.families import FAMILIES, LIST_SELECTORS
from watcher.news.urls import canonical
from watcher.ofsted.authorities import gazetteer

# The names of selectors for lists, and for articles (see profiles.py).
SELECTORS = LIST_SELECTORS | {"body", "article_body", "article_title", "article_date"}
ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def _address(value: str) -> str:
    if canonical(value) is None:
        raise ValueError("not a valid web address. Expected something like https://www.example.gov.uk/news")
    return value


def _family(value: str) -> str:
    if value not in FAMILIES:
        raise ValueError(f"no family is called {value[:40]!r}. The families are {', '.join(FAMILIES)}")
    return value


def _selectors(value: dict[str, str]) -> dict[str, str]:
    for name, css in value.items():
        if name not in SELECTORS:
            raise ValueError(f"{name[:40]!r} is not a selector name. The names are {', '.join(sorted(SELECTORS))}")
        try:
            parse_selector(css)
        except SelectorError as error:
            raise ValueError(f"{name} = {css[:60]!r} is not a CSS selector: {error}") from error
    return value


def _one_line(value: str) -> str:
    if not value.isprintable() or not value.strip():
        raise ValueError("must be one line of text, without line breaks or hidden characters")
    return value


WebAddress = Annotated[str, AfterValidator(_address)]


class _Entry(BaseModel):
    """One `[source.ID]` as written. `authorities` are names or URNs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
    url: WebAddress
    family: Annotated[str, AfterValidator(_family)]
    tier: Tier = Tier.COUNCIL
    authorities: tuple[str, ...] = ()
    feed: WebAddress | None = None
    selectors: Annotated[dict[str, str], AfterValidator(_selectors)] = Field(default_factory=dict)
    at_least: int = Field(default=1, ge=1, le=200)
    verified: date | None = None


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    source: dict[Annotated[str, Field(pattern=rf"^{ID}$", max_length=60)], _Entry] = Field(default_factory=dict)


def read_sources(user_file: Path | None = None) -> Mapping[str, NewsSource]:
    """Every known news site by its id; the user's file wins over built-in ones with the same id.

    A missing file has none. Raises ConfigError that names the file, the key and what is wrong with it.
    """
    return {**shipped_sources(), **(own_sources(user_file) if user_file else {})}


@cache
def shipped_sources() -> Mapping[str, NewsSource]:
    """The built-in news sites."""
    table = files("watcher.spiders") / "sources.toml"
    return sources_in(table.read_text(encoding="utf-8"), "sources.toml")


def own_sources(user_file: Path) -> dict[str, NewsSource]:
    """Only the sites in the user's file; empty if the file does not exist."""
    if not user_file.is_file():
        return {}
    try:
        return sources_in(user_file.read_text(encoding="utf-8"), str(user_file))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"Can't read {user_file}: {error}") from error


def usable_sources(user_file: Path) -> tuple[Mapping[str, NewsSource], Mapping[str, str]]:
    """The usable sites in the user's file, and for each of the others, by id, why it can't be used.

    Raises ConfigError only if the file as a whole can't be read. It is read once, and again after it was changed.
    """
    if not user_file.is_file():
        return {}, {}
    try:
        there = user_file.stat()
        return _usable_sources(user_file, (there.st_ino, there.st_size, there.st_mtime_ns))
    except OSError as error:
        raise ConfigError(f"{user_file} cannot be read: {error}") from error


@lru_cache(maxsize=1)
def _usable_sources(user_file: Path, _: tuple[int, ...]) -> tuple[dict[str, NewsSource], dict[str, str]]:
    try:
        described = tomllib.loads(user_file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConfigError(f"{user_file} cannot be read: {error}") from error
    entries = described.pop("source", {})
    if described or not isinstance(entries, dict):
        raise ConfigError(f"{user_file}: unknown key {next(iter(described), 'source')!r}. Write [source.ID] tables.")
    good: dict[str, NewsSource] = {}
    bad: dict[str, str] = {}
    for id_, entry in entries.items():
        try:
            good |= _sources({"source": {id_: entry}}, str(user_file))
        except ConfigError as error:
            bad[id_] = str(error)
    return good, bad


def sources_in(text: str, name: str) -> dict[str, NewsSource]:
    """The news sites that the text of a file describes, by id. ConfigErrors call the file by `name`."""
    try:
        described = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not valid TOML: {error}") from None
    return _sources(described, name)


def _sources(described: Mapping[str, Any], name: str) -> dict[str, NewsSource]:
    try:
        table = _Table.model_validate(described)
    except ValidationError as error:
        raise ConfigError(f"{name}: {'; '.join(map(_in_words, error.errors()))}") from None
    return {id_: _source(id_, entry, name) for id_, entry in table.source.items()}


def _source(id_: str, entry: _Entry, name: str) -> NewsSource:
    try:
        urns = (found.urn for text in entry.authorities for found in gazetteer().chosen(text))
        return NewsSource(id=id_, **{**dict(entry), "authorities": tuple(dict.fromkeys(urns))})
    except ConfigError as error:
        raise ConfigError(f"{name}: source.{id_}.authorities: {error}") from None


def _in_words(item: Any) -> str:
    where = ".".join(str(part) for part in item["loc"] if part != "[key]")
    if item["type"] == "string_pattern_mismatch":
        return f"{where}: use lower-case letters, digits and single hyphens, for example leeds-council"
    why = "unknown key" if item["type"] == "extra_forbidden" else item["msg"].removeprefix("Value error, ")
    return f"{where}: {why}"
