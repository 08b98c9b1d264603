"""Backs up a deployment into one file, and restores it into an empty folder."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from watcher import __version__
from watcher.commands.restored import mark_restored
from watcher.commands.start import open_store
from watcher.mail.own_templates import OWN_TEMPLATES
from watcher.model.errors import ConfigError, StoreError
from watcher.settings import CONFIG_NAME, Settings, read
from watcher.store.backup import copy_database, database_file, facts_of
from watcher.store.migrate import refuse_unknown
from watcher.subscribers.keys import KEY_FILE

_MANIFEST = "manifest.json"
_FORMAT = 1
_DATABASE = "state/watcher.db"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup contains: the number of files, their bytes, and whether the database is included."""

    path: Path
    files: int
    size: int
    database: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore: the time of the backup, the number of files, and how many emails wait for the
    operator.
    """

    folder: Path
    known_until: datetime
    files: int
    waiting: int
    database: bool


# --- backing up -----------------------------------------------------------------------------------


def back_up(settings: Settings, config: Path, path: Path, now: datetime) -> BackedUp:
    """Write configuration, own parts, database, stored files and keys into one file that only its owner can read.

    The program may keep working meanwhile. `ConfigError` if the file already exists.
    """
    if path.exists():
        raise ConfigError(f"{path} is already there. Choose another name, such as one with the day in it.")
    database = database_file(settings.store_url)
    if database is not None and not database.exists():
        raise ConfigError(
            f"{database} is not there. `watcher check` makes it; if it was lost, restore an older backup."
        )
    part = path.with_name(f".{path.name}.part")
    try:
        with TemporaryDirectory(dir=settings.state, prefix=".backup-") as scratch:
            done = _write(settings, config, path, part, Path(scratch), now)
        part.replace(path)
    except OSError as error:
        where = error.filename or path
        raise StoreError(f"{where} cannot be written: {error.strerror}. Check the folder and the disk.") from error
    finally:
        part.unlink(missing_ok=True)
    return done


def _write(settings: Settings, config: Path, path: Path, part: Path, scratch: Path, now: datetime) -> BackedUp:
    database, copy, facts = database_file(settings.store_url), scratch / "watcher.db", None
    if database is not None:
        facts = copy_database(database, copy)
    hashes: dict[str, str] = {}
    with (
        os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
        tarfile.open(fileobj=file, mode="w:gz") as archive,
    ):
        for name, source in _contents(settings, config, copy if facts else None):
            hashes[name] = _add(archive, name, source)
        manifest = {
            "format": _FORMAT,
            "watcher": __version__,
            "made_at": now.astimezone(UTC).isoformat(),
            "database": asdict(facts) if facts else None,
            "files": hashes,
        }
        _add(archive, _MANIFEST, json.dumps(manifest, indent=1).encode())
        archive.close()
        file.flush()
        os.fsync(file.fileno())
    return BackedUp(path, len(hashes), part.stat().st_size, facts is not None)


def _contents(settings: Settings, config: Path, database: Path | None) -> Iterator[tuple[str, Path]]:
    """Every file of a backup, by its name in the backup."""
    from watcher.crawl.own import OWN_SPIDERS  # it loads Scrapy

    yield CONFIG_NAME, config
    for own in (settings.home / OWN_TEMPLATES, settings.home / OWN_SPIDERS):
        for path in sorted(own.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                yield path.relative_to(settings.home).as_posix(), path
    sources = settings.home / settings.news.sources
    if sources.is_file() and sources.is_relative_to(settings.home):
        yield sources.relative_to(settings.home).as_posix(), sources
    if database is not None:
        yield _DATABASE, database
    if (key := settings.state / KEY_FILE).is_file():
        yield f"state/{KEY_FILE}", key
    kept = settings.state / "kept"
    for path in sorted(kept.rglob("*")):
        if path.is_file() and not path.name.endswith(".part"):
            yield path.relative_to(settings.home).as_posix(), path


def _add(archive: tarfile.TarFile, name: str, source: Path | bytes) -> str:
    """Add one file under a name, readable only by its owner. Returns its SHA-256."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    archive.addfile(entry, BytesIO(data))
    return hashlib.sha256(data).hexdigest()


# --- restoring ------------------------------------------------------------------------------------


def restore(path: Path, folder: Path, now: datetime) -> Restored:
    """Restore a backup into an empty folder, after checking all of it. If that fails, nothing stays in the folder.

    Emails that were pending then may have been sent after the backup was made. They wait for the operator, and so do
    those of the first run after it.
    """
    if not path.is_file():
        raise ConfigError(f"{path} is not a file. Name a backup that `watcher backup` wrote.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ConfigError(f"{folder} is not empty. Restore into a new folder, such as {folder / 'restored'}.")
    with TemporaryDirectory(dir=folder, prefix=".restore-") as scratch:
        manifest = _unpacked(path, Path(scratch))
        _check(Path(scratch), manifest, path)
        for entry in Path(scratch).iterdir():
            entry.replace(folder / entry.name)
    return _put_aside(folder, manifest, now)


def _unpacked(path: Path, scratch: Path) -> dict[str, Any]:
    try:
        with tarfile.open(path, mode="r:gz") as archive:
            # refuses links, devices, and names that point outside the folder
            archive.extractall(scratch, filter="data")
        manifest: dict[str, Any] = json.loads((scratch / _MANIFEST).read_bytes())
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise StoreError(f"{path} is not a backup of watcher, or is damaged: {error}") from error
    if manifest.get("format") != _FORMAT:
        raise StoreError(f"{path} was made by watcher {manifest.get('watcher')}. Upgrade watcher to restore it.")
    return manifest


def _check(scratch: Path, manifest: dict[str, Any], path: Path) -> None:
    """Refuse a backup with missing, additional or changed files."""
    (scratch / _MANIFEST).unlink()
    found = {str(PurePosixPath(file.relative_to(scratch))): file for file in scratch.rglob("*") if file.is_file()}
    expected: dict[str, str] = manifest["files"]
    if odd := sorted(found.keys() ^ expected.keys()):
        raise StoreError(f"{path} is damaged: {odd[0]} is missing or does not belong there.")
    for name, file in found.items():
        file.chmod(0o600)
        if hashlib.sha256(file.read_bytes()).hexdigest() != expected[name]:
            raise StoreError(f"{path} is damaged: {name} is not what was backed up.")
    for inner in (part for part in scratch.rglob("*") if part.is_dir()):
        inner.chmod(0o700)
    if manifest["database"] is not None:
        refuse_unknown(manifest["database"]["revision"], str(path))
        if asdict(facts_of(scratch / _DATABASE)) != manifest["database"]:
            raise StoreError(f"{path} is damaged: its database does not hold what was backed up.")


def _put_aside(folder: Path, manifest: dict[str, Any], now: datetime) -> Restored:
    until, files = datetime.fromisoformat(manifest["made_at"]), len(manifest["files"])
    if manifest["database"] is None:
        return Restored(folder, until, files, 0, database=False)
    settings = read(folder / CONFIG_NAME)
    with open_store(settings) as store:
        waiting = mark_restored(settings, store, until, now)
    return Restored(folder, until, files, waiting, database=True)
