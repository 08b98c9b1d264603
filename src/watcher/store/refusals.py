"""Why a database refused, in words: what, where and what to do. Passwords never appear."""

from __future__ import annotations

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

# Driver's words (SQLite's and PostgreSQL's own) -> what the operator should do. First match wins.
REMEDIES = {
    "database is locked": "another program holds it; wait until that has finished and try again",
    "readonly database": "it may not be written to; check who owns the file and its folder",
    "unable to open database file": "check that the file and its folder may be read and written",
    "file is not a database": "it is not a SQLite database; move it away or name another file",
    "malformed": "the file is damaged; restore it from a backup",
    "disk is full": "make room on the disk and try again",
    "No space left": "make room on the disk and try again",
    "disk I/O error": "check that the disk has room and is well",
    "password authentication failed": "check the user and the password",
    "does not exist": "create it, or correct the name in the store's url",
    "connection": "check that the server runs and that the address is right",
}


def place(url: URL) -> str:
    """The database in words: the file, or user, host and name, without a password."""
    if url.drivername == "sqlite":
        return str(url.database)
    host = url.query.get("host", url.host) or "the local socket"
    return f"PostgreSQL database {url.database or ''} on {host}".replace("  ", " ")


def refusal(error: SQLAlchemyError, url: URL) -> str:
    """One line: the place, the driver's first line and the remedy where one is known."""
    said = _without_secrets(str(getattr(error, "orig", None) or error), url).strip()
    first_line = said.splitlines()[0] if said else type(error).__name__
    known = (do for words, do in REMEDIES.items() if words in said)
    remedy = next(known, None)
    return f"{place(url)}: {first_line}" + (f" ({remedy})" if remedy else "")


def _without_secrets(said: str, url: URL) -> str:
    for secret in (url.password, url.query.get("password")):
        if secret:
            said = said.replace(str(secret), "***")
    return said
