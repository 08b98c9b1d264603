"""Creates a new configuration, and opens the store of an existing one."""

from __future__ import annotations

import gc
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from secrets import token_hex

from watcher.commands.identity import belong_to, refuse_stranger
from watcher.mail.own_templates import templates_of
from watcher.model.errors import ConfigError
from watcher.settings import CONFIG_NAME, Settings, read
from watcher.store import Store
from watcher.store.engine import place_of
from watcher.store.facts import BEGUN_AT
from watcher.store.leave_queue import LeaveQueue
from watcher.store.private import creating_privately, make_private
from watcher.subscribers.keys import KEY_FILE, keys

# How `scrapy` finds the spiders when it is called in the folder of a configuration.
_SCRAPY = "[settings]\ndefault = watcher.crawl.settings\n"


@contextmanager
def open_store(settings: Settings, *, anew: bool = False, adopt: bool = False) -> Iterator[Store]:
    """Open the store of a configuration, and migrate it to the newest version.

    An error if the database or the key is lost (unless `anew`), or if the store belongs to another configuration
    (unless `adopt`).
    """
    _look_for_garbage()
    _make_state(settings.state)
    try:
        make_private(settings.state)
        with creating_privately():
            opened = Store.open(settings.store_url, lost="" if anew else _lost(settings))
        with templates_of(settings.home), opened as store:
            if store.is_new:
                store.facts.set(BEGUN_AT, datetime.now(UTC).isoformat())
            belong_to(settings, store, adopt=adopt)
            if not anew:
                _refuse_lost_key(settings, store)
            give_back(settings.state)
            LeaveQueue(settings.state / "leaving").apply(store)
            yield store
    finally:
        make_private(settings.state)
        give_back(settings.state)


@contextmanager
def open_to_read(settings: Settings, *, unusable: bool = False) -> Iterator[Store]:
    """Open the store of a configuration to look at it. It is never created, migrated or written to.

    Refuses whatever a run would refuse; except an `unusable` configuration, if that does not matter.
    """
    if not unusable:
        refuse_unusable(settings)
    _look_for_garbage()
    with Store.open_to_read(settings.store_url, lost=_lost(settings)) as store:
        if store.is_new:
            store.facts.set(BEGUN_AT, _made_at(settings).isoformat())
        refuse_stranger(settings, store)
        _refuse_lost_key(settings, store)
        yield store


def _look_for_garbage() -> None:
    """End what `watcher.__main__` began: what is loaded by now stays, and is not searched for garbage any more."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _made_at(settings: Settings) -> datetime:
    """When a deployment that has never run was made. It may not wait for its first run, and look well, for ever."""
    made = settings.state if settings.state.is_dir() else settings.home / settings.config_name
    return datetime.fromtimestamp(made.stat().st_mtime, UTC)


def refuse_unusable(settings: Settings) -> None:
    """`ConfigError` or `MailError` for a configuration with which a run would end."""
    # imported here: a run finds out by itself
    from watcher.crawl.followed import followed
    from watcher.mail.sender import return_path_of, sender_of
    from watcher.ofsted.authorities import gazetteer

    # nobody is remembered here: only what the file itself says can be wrong
    followed(settings, gazetteer(), {})
    if settings.secret_keys or (settings.state / KEY_FILE).exists():
        sender_of(settings), return_path_of(settings)
    if settings.mail.smtp:
        from watcher.mail.smtp import server_of

        server_of(settings.mail.smtp, settings.password)


def _refuse_lost_key(settings: Settings, store: Store) -> None:
    if is_key_lost(settings, store):
        raise ConfigError(_KEY_LOST.format(path=settings.state / KEY_FILE))


_KEY_LOST = (
    "{path} is missing, and readers hold links that it signed. Restore it from your backup. Without one, "
    "`watcher init --anew` makes a new key; no link in an old email works then."
)


def _lost(settings: Settings) -> str:
    """What to say if the database is gone: files that belong to it are still there."""
    remains = [name for name in ("kept", KEY_FILE) if _is_something(settings.state / name)]
    if not remains:
        return ""
    return (
        f"The database {place_of(settings.store_url)} is missing or empty, but {' and '.join(remains)} in "
        f"{settings.state} remain. Subscribers, and what they were told, were in it. Restore it from your backup. "
        "Without one, `watcher init --anew` begins with an empty database, and nobody is subscribed."
    )


def _is_something(path: Path) -> bool:
    """Whether there is such a file, or a folder that is not empty. Who may only look can't open all of them."""
    try:
        return path.is_file() or (path.is_dir() and next(path.iterdir(), None) is not None)
    except PermissionError:
        return True


def is_key_lost(settings: Settings, store: Store) -> bool:
    """Whether the key that signed readers' links is gone."""
    if settings.secret_keys or (settings.state / KEY_FILE).exists():
        return False
    return store.facts.readers_hold_links()


def begin_anew(directory: Path) -> str:
    """Create what is lost again, and nothing else. `ConfigError` if nothing is lost."""
    settings = read(directory / CONFIG_NAME)
    done = []
    with open_store(settings, anew=True) as store:
        if store.is_new:
            done.append("Began with an empty database. The next check is the baseline; nobody is subscribed.")
        if is_key_lost(settings, store):
            keys(settings)
            done.append(f"Made a new {settings.state / KEY_FILE}. Links in old emails don't work any more.")
    if not done:
        raise ConfigError("The database and the key are there, so nothing was begun anew.")
    return "\n".join(done)


def give_back(state: Path) -> None:
    """Give everything in the state folder to the folder's owner, including what root created there."""
    if os.name != "posix" or os.geteuid() != 0:
        return
    owner = state.stat()
    if owner.st_uid == 0:
        return
    for path in state.rglob("*"):
        with suppress(FileNotFoundError):
            if path.lstat().st_uid == 0:
                os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def refuse_pretending(store: Store) -> None:
    """`ConfigError` if a check under the real clock is on record: an invented time would mislead later checks."""
    if store.runs.under_the_real_clock():
        raise ConfigError(
            "--now: this state was used under the real clock, and what is recorded at another time could hide news; "
            "add --force if you mean it"
        )


def _make_state(folder: Path) -> None:
    # private: it holds readers' addresses, and mails with sign-in links
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _program() -> str:
    """The program's absolute path, for cron knows no PATH of ours."""
    called = Path(sys.argv[0])
    found = called if called.name == "watcher" and called.is_file() else shutil.which("watcher")
    return shlex.quote(str(Path(found).absolute())) if found else "watcher"


def init(directory: Path) -> str:
    """Create a commented configuration and its state folder. Never overwrites an existing one."""
    config = directory / CONFIG_NAME
    if config.exists():
        raise ConfigError(f"{config} already exists and was not changed. Edit it, or choose another folder.")
    _make_state(directory / "state")
    example = (files("watcher.commands") / "watcher.toml.example").read_text(encoding="utf-8")
    try:
        config.write_text(example.replace('id = ""', f'id = "{token_hex(8)}"', 1), encoding="utf-8")
    except OSError as error:
        # a half would look like a configuration to whoever tries again
        config.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(config)) from error
    scrapy = directory / "scrapy.cfg"
    if not scrapy.exists():
        scrapy.write_text(_SCRAPY, encoding="utf-8")
    here = config.resolve()
    return (
        f"Created {config}, {scrapy} and {directory / 'state'}.\n\n"
        "To check hourly on working days, add this line with crontab -e:\n"
        f"5 7-19 * * 1-5  {_program()} run --quiet --config {shlex.quote(str(here))}"
    )
