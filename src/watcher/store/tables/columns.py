"""Column types that return the values of the model from either engine: moments, words, documents."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import DateTime, Dialect, Text, TypeDecorator

from watcher.model.errors import StoreError

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Moment(TypeDecorator[datetime]):
    """A timezone-aware moment, UTC in and out. SQLite has no time zones, so there it is stored as naive UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone, but the store needs one")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(text: str) -> str:
    """The text without what no engine accepts: NUL (PostgreSQL) and half surrogate pairs (UTF-8) are replaced."""
    return text.replace("\0", REPLACEMENT).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Words(TypeDecorator[str]):
    """Text from outside, which may contain any code point."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    # built when first needed: building all of them takes as long as a whole short command
    return TypeAdapter(shape)


class JsonColumn(TypeDecorator[Any]):
    """A value of the model, stored as JSON: `JsonColumn(Report)`, `JsonColumn(tuple[str, ...])`."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.shape = shape

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        plain = _adapter(self.shape).dump_python(value, mode="json")
        return storable(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            return _adapter(self.shape).validate_json(value)
        except ValidationError as error:
            raise StoreError(f"Can't read a stored {self.shape}: {error.errors()[0]['msg']}") from error
