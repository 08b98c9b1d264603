"""Whether a database has the newest schema. Every start asks this, without importing the library that migrates."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sqlalchemy import Engine, text

from watcher.model.errors import StoreError
from watcher.store.engine import transaction


def has_newest_shape(engine: Engine) -> bool:
    """Whether the schema is the newest. False also if we can't tell: migrating then reports the problem or waits."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file():
        return False
    try:
        with transaction(engine) as conn:
            return conn.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [newest_shape()]
    except StoreError:
        return False


def newest_shape() -> str:
    """The number of the newest migration, taken from its file's name."""
    versions = files("watcher.state") / "migrations" / "versions"
    return max(file.name for file in versions.iterdir() if file.name[:4].isdecimal())[:4]
