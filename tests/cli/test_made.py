"""Where a document goes, and which days can be asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.council_history import fill
from tests.support.inside import inside
from tests.support.program import configure
from tests.support.stores import new_store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deployment")
    configure(folder, "https://reports.example")
    with new_store(folder / "state") as store:
        fill(store, [])
    return folder


@pytest.mark.parametrize("place", ["", ".", "there"])
def test_a_folder_is_no_file_to_write(folder: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "there").mkdir()
    target = str(tmp_path / place) if place != "." else "."
    ended = inside(folder, "timeline", "Leicester", "--out", target)
    assert ended.code == 2 and f"{Path(target)} is a folder. Expected a file" in ended.err
    assert [one.name for one in tmp_path.iterdir()] == ["there"]


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "none" / "made.csv"
    ended = inside(folder, "export", "reports", "--out", str(target))
    assert ended.code == 2 and f"Can't write {target}: No such file or directory." in ended.err


@pytest.mark.parametrize(
    "command", [("compare", "Leicester"), ("timeline", "Leicester"), ("themes",), ("export", "judgements")]
)
def test_nobody_knows_what_will_stand_on_a_day_that_has_not_come(folder: Path, command: tuple[str, ...]) -> None:
    ended = inside(folder, *command, "--as-of", "2999-01-01")
    assert ended.code == 2 and "--as-of 2999-01-01 has not come yet" in ended.err
