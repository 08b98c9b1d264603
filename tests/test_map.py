"""docs/map.md leads to files that exist, and its picture shows the imports of today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.draw_packages import MAP, diagram, direct, what, with_picture
from tests.test_layers import CORE, MAY_IMPORT, ROOT

PAGE = MAP.read_text(encoding="utf-8")
# `digests/region.py`, `templates/web/`, `settings.py`, or the target of a link.
_PATH = re.compile(r"`([\w./-]+(?:/|\.(?:py|toml|csv|md|example|j2)))`|\]\(([^)#]+)\)")
# Any module that a page names with its folder.
_MODULE = re.compile(r"`([\w-]+/[\w./-]+\.(?:py|toml))`")
PATHS = sorted({code or f"docs/{link}" for code, link in _PATH.findall(PAGE)} - {"watcher.toml"})


def test_the_picture_is_of_the_imports_of_today() -> None:
    assert with_picture(PAGE) == PAGE, "run: python -m tests.support.draw_packages"


@pytest.mark.parametrize("path", PATHS)
def test_a_path_in_the_map_leads_to_a_file(path: str) -> None:
    assert (CORE / path).exists() or (ROOT / path).exists()


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name)
def test_no_page_names_a_module_that_is_gone(page: Path) -> None:
    named = _MODULE.findall(page.read_text(encoding="utf-8"))
    assert not [path for path in named if not any((place / path).exists() for place in (ROOT, CORE, CORE.parent))]


def test_the_map_answers_at_least_thirty_questions() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "`" in line and "go to" not in line]
    assert len(rows) - len(MAY_IMPORT) >= 30


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_is_named_in_the_map_and_says_what_it_is(package: str) -> None:
    assert what(package)
    assert f"| `{package}` | {what(package)} |" in PAGE


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    found = {"cli": {"commands", "model"}, "commands": {"store", "model"}, "store": {"model"}, "model": set[str]()}
    assert {name: direct(name, found) for name in found} == {
        "cli": {"commands"},
        "commands": {"store"},
        "store": {"model"},
        "model": set(),
    }
    assert "cli --> commands\n    commands --> store\n    store --> model\n" in diagram(found)


def test_readers_of_the_readme_and_contributors_are_led_to_the_map() -> None:
    assert "(docs/map.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(docs/map.md)" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
