"""Creates a new configuration, and opens the store of an existing one."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from watcher.model.errors import ConfigError
from watcher.settings import CONFIG_NAME, Settings
from watcher.store import Store

# How `scrapy` finds the spiders when it is called in the folder of a configuration.
_SCRAPY = "[settings]\ndefault = watcher.crawl.settings\n"


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """Open the store of a configuration, and migrate it to the newest version."""
    _make_state(settings.state)
    with Store.open(settings.store_url) as store:
        yield store


def refuse_pretending(store: Store) -> None:
    """`ConfigError` where a pass under the real clock is on record: an invented moment would mislead later ones."""
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
    config.write_text(
        (files("watcher.commands") / "watcher.toml.example").read_text(encoding="utf-8"), encoding="utf-8"
    )
    scrapy = directory / "scrapy.cfg"
    if not scrapy.exists():
        scrapy.write_text(_SCRAPY, encoding="utf-8")
    here = config.resolve()
    return (
        f"Created {config}, {scrapy} and {directory / 'state'}.\n\n"
        "To check hourly on working days, add this line with crontab -e:\n"
        f"5 7-19 * * 1-5  {_program()} run --quiet --config {shlex.quote(str(here))}"
    )
