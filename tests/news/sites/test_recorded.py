"""Every recorded site is read as a person saw it, and a recording counts only once somebody has looked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.news_lists import TODAY, page
from watcher.model.errors import ConfigError, PageError
from watcher.model.news import NewsSource
from watcher.news.pages import Fetched
from watcher.news.sites.recorded import Recorded, faults, keep

PAGES = Path(__file__).parents[2] / "pages"
RECORDED = sorted(meta.parent for meta in PAGES.glob("*/meta.toml"))


@pytest.mark.parametrize("folder", RECORDED, ids=lambda folder: folder.name)
def test_a_recorded_site_is_read_as_it_was_seen(folder: Path) -> None:
    assert faults(folder) == []


def test_there_is_a_recorded_site() -> None:
    assert "marlow-vale" in [folder.name for folder in RECORDED]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PAGES / "marlow-vale", tmp_path / "marlow-vale"))


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("expected.json", '"looked_at": true', '"looked_at": false', "nobody has looked yet"),
        ("expected.json", '"looked_at": true', '"looked_at": "yes"', "nobody has looked yet"),
        ("expected.json", "Mill Bridge reopens", "Mill Bridge closes", "list.items is now"),
        ("page.html", "16 February 2026", "17 February 2026", "list.items is now"),
        ("article.html", "a report that Ofsted", "a letter that Ofsted", "article.text is now"),
        ("page.html", "list--listing", "other", "can no longer be read"),
    ],
)
def test_whatever_is_read_otherwise_is_named(copied: Path, file: str, old: str, new: str, fault: str) -> None:
    path = copied / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (why,) = faults(copied)
    assert fault in why


@pytest.mark.parametrize("file", ["meta.toml", "expected.json", "page.html", "article.html"])
def test_a_damaged_recording_is_a_mistake_of_configuration(copied: Path, file: str) -> None:
    (copied / file).unlink()
    with pytest.raises(ConfigError, match="Delete it and record the site again"):
        faults(copied)


def test_nothing_is_kept_of_a_page_that_cannot_be_read(tmp_path: Path) -> None:
    source = NewsSource("eastmere", "Eastmere", "https://e.example/news", "jadu")
    nothing = Fetched("https://e.example/news", page("<h1>News</h1>"))
    with pytest.raises(PageError):
        keep(tmp_path / "eastmere", Recorded(source, TODAY, nothing, nothing))
    assert list(tmp_path.iterdir()) == []
