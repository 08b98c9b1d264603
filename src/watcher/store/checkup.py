"""Whether the content of a database is sound, beyond having the right tables."""

from __future__ import annotations

from sqlalchemy import text

from watcher.store.engine import Part

_SHOWN = 5


class Checkup(Part):
    """Checks the whole database, which takes seconds if it is large."""

    def damage(self) -> list[str]:
        """What is damaged, in the database's own words. Always empty for PostgreSQL, which checks itself."""
        with self.reading() as conn:
            if conn.dialect.name != "sqlite":
                return []
            pages = [str(row[0]) for row in conn.execute(text(f"PRAGMA quick_check({_SHOWN})"))]
            broken = conn.execute(text("PRAGMA foreign_key_check")).fetchmany(_SHOWN)
        lost = [f"{row[0]} refers to a missing {row[2]}" for row in broken]
        return [words for words in pages if words != "ok"] + list(dict.fromkeys(lost))
