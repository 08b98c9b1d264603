"""Spiders in the folder of a deployment, which replace the shipped ones of the same name."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import extract_tb

from scrapy import Spider
from scrapy.spiderloader import SpiderLoader

from watcher.model.errors import WatcherError
from watcher.settings import CONFIG_NAME

# Below the folder of `watcher.toml`: `spiders/ofsted.py`, `spiders/news.py`.
OWN_SPIDERS = "spiders"


def nearest_config(folder: Path) -> Path | None:
    """The configuration in a folder or its parents, the way Scrapy looks for its scrapy.cfg."""
    places = (place / CONFIG_NAME for place in (folder, *folder.parents))
    return next((place for place in places if place.is_file()), None)


def own_spider(home: Path, name: str) -> type[Spider] | None:
    """The spider in the deployment's file `spiders/NAME.py`, None if that file does not exist.

    `WatcherError` names the file if it can't be used.
    """
    path = home / OWN_SPIDERS / f"{name}.py"
    spec = spec_from_file_location(f"watcher_own_spiders.{name}", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return None
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise WatcherError(f"{_place(path, error)}: {type(error).__name__}: {error}. Correct or remove it.") from error
    found = [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Spider) and one.name == name and one.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise WatcherError(
            f"{path}: expected one spider with name = {name!r}, found {len(found)}. Correct or remove the file."
        )
    return found[0]


def _place(path: Path, error: Exception) -> str:
    """The file, and the last line of it that was reached."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return f"{path}, line {error.lineno}"
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"{path}, line {lines[-1]}" if lines else str(path)


class OwnSpidersFirst(SpiderLoader):
    """What the program `scrapy` loads: spiders beside the nearest `watcher.toml` before the shipped ones."""

    def load(self, spider_name: str) -> type[Spider]:
        config = nearest_config(Path.cwd())
        own = own_spider(config.parent, spider_name) if config else None
        return own or super().load(spider_name)
