"""Turns database errors into plain words: what, where and what to do. Passwords never appear."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

# Words of SQLite's and PostgreSQL's errors -> what the operator should do. The first match counts.
REMEDIES = {
    "database is locked": "another program is using it; try again when that has finished",
    "readonly database": "it can't be written to; check the owner of the file and its folder",
    "unable to open database file": "check that you can read and write the file and its folder",
    "file is not a database": "it is not an SQLite database; move it away or name another file",
    "malformed": "the file is damaged; restore it from a backup",
    "disk is full": "free some disk space and try again",
    "No space left": "free some disk space and try again",
    "disk I/O error": "check that the disk works and is not full",
    "password authentication failed": "check the user and the password",
    "does not exist": "create it, or correct its name in [store] url",
    "connection": "check that the server is running and its address is right",
}


# What SQLite says of a file that belongs to somebody else.
_NOT_OURS = ("readonly database", "unable to open database file")


def place(url: URL) -> str:
    """The database in words: its file, or its name and host. Never the password."""
    if url.drivername == "sqlite":
        return str(url.database)
    host = url.query.get("host", url.host) or "the local socket"
    return f"PostgreSQL database {url.database or ''} on {host}".replace("  ", " ")


def refusal(error: SQLAlchemyError, url: URL) -> str:
    """One line: the place, the first line of the driver's error, and what to do if we know it."""
    said = _without_secrets(str(getattr(error, "orig", None) or error), url).strip()
    first_line = said.splitlines()[0] if said else type(error).__name__
    known = (do for words, do in REMEDIES.items() if words in said)
    remedy = next(known, None)
    if url.drivername == "sqlite" and any(words in said for words in _NOT_OURS):
        remedy = foreign_file(Path(str(url.database)).parent) or remedy
    return f"{place(url)}: {first_line}" + (f" ({remedy})" if remedy else "")


def foreign_file(folder: Path) -> str:
    """The file that we may not write, its owner, and the command that corrects this; empty if we may write all."""
    there = (folder, *sorted(folder.glob("*")), *sorted(folder.glob("locks/*")))
    foreign = next((path for path in there if path.exists() and not os.access(path, os.W_OK)), None)
    if foreign is None or os.name != "posix":
        return ""
    owner, me = _name(foreign.stat().st_uid), _name(os.geteuid())
    return f"{foreign} belongs to {owner}, not to {me}. Mend it with: sudo chown -R {me}: {folder}"


def owner_of(path: Path) -> str:
    """The user that a file belongs to."""
    return _name(path.stat().st_uid)


def _name(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _without_secrets(said: str, url: URL) -> str:
    for secret in (url.password, url.query.get("password")):
        if secret:
            said = said.replace(str(secret), "***")
    return said
