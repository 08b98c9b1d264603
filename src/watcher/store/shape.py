"""Whether a database has the newest shape: the question of every start, asked without the library that migrates."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sqlalchemy import Engine, text

from watcher.model.errors import StoreError
from watcher.store.engine import transaction


def has_newest_shape(engine: Engine) -> bool:
    """False also where that cannot be told: who migrates says what is wrong, and waits for who migrates already."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file():
        return False
    try:
        with transaction(engine) as conn:
            return conn.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [newest_shape()]
    except StoreError:
        return False


def newest_shape() -> str:
    """The number of the newest migration, which its file's name begins with."""
    versions = files("watcher.state") / "migrations" / "versions"
    return max(file.name for file in versions.iterdir() if file.name[:4].isdecimal())[:4]
