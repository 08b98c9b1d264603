"""Beginning: a new configuration, and opening the store of one."""

from __future__ import annotations

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
    """The store of a configuration, brought to the newest shape."""
    _make_state(settings.state)
    with Store.open(settings.store_url) as store:
        yield store


def _make_state(folder: Path) -> None:
    # readers' addresses lie there, and mails with links that let their readers in
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def init(directory: Path) -> str:
    """Write a configuration that explains itself, and its state folder; never over an existing one."""
    config = directory / CONFIG_NAME
    if config.exists():
        raise ConfigError(f"{config} is already there; it was left as it is")
    _make_state(directory / "state")
    config.write_text(
        (files("watcher.commands") / "watcher.toml.example").read_text(encoding="utf-8"), encoding="utf-8"
    )
    scrapy = directory / "scrapy.cfg"
    if not scrapy.exists():
        scrapy.write_text(_SCRAPY, encoding="utf-8")
    here = config.resolve()
    return (
        f"wrote {config}, {scrapy} and {directory / 'state'}\n\n"
        "a line for crontab -e (hourly on working days; reports appear during the day):\n"
        f"5 7-19 * * 1-5  watcher run --config {here}"
    )
