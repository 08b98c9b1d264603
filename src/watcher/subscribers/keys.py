"""The keys that sign links: from the environment, or a file that only the program's user can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from tempfile import TemporaryDirectory

from watcher.model.errors import ConfigError
from watcher.settings import Settings

KEY_FILE = "secret.key"
SHORTEST = 32
_VARIABLE = "WATCHER_SECRET_KEYS"


def keys(settings: Settings) -> tuple[str, ...]:
    """The signing keys; the first signs, all verify. Created when first needed if none was given.

    `ConfigError` for a key that could be guessed, or a key file that others may read.
    """
    if settings.secret_keys:
        given = settings.secret_keys.get_secret_value().split(",")
        return _long_enough([key for part in given if (key := part.strip())], _VARIABLE)
    path = settings.state / KEY_FILE
    try:
        _make(path)
        _refuse_shared(path)
        return _long_enough(path.read_text(encoding="ascii").split(), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"Can't read or create {path}, the key that signs links: {error}") from error


def _make(path: Path) -> None:
    """A new key file, if there is none yet: never half written, and never replacing another."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=".key-") as folder:
        new = Path(folder) / path.name
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(SHORTEST) + "\n", encoding="ascii")
        try:
            os.link(new, path)
        except FileExistsError:
            return


def _refuse_shared(path: Path) -> None:
    if path.stat().st_mode & 0o077:
        raise ConfigError(f"{path} signs the links in emails, but other users can read it. Run: chmod 600 {path}")


def _long_enough(found: list[str], where: str) -> tuple[str, ...]:
    if not found:
        raise ConfigError(f"{where} contains no key. Expected at least {SHORTEST} characters.")
    if any(len(key) < SHORTEST for key in found):
        raise ConfigError(f"{where}: a key is too short. Use at least {SHORTEST} characters.")
    return tuple(found)
