"""Files of the state are for their user alone."""

from __future__ import annotations

from pathlib import Path

from tests.support.inside import inside
from watcher.store import Kept
from watcher.store.private import creating_privately, make_private


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o077 for path in (folder, *folder.rglob("*"))}


def test_rights_of_others_are_taken_away_and_links_are_left_alone(tmp_path: Path) -> None:
    inner, outside = tmp_path / "state" / "inner", tmp_path / "outside"
    inner.mkdir(parents=True)
    outside.write_text("x", encoding="utf-8")
    outside.chmod(0o644)
    (inner / "file").write_text("x", encoding="utf-8")
    (inner / "file").chmod(0o664)
    (inner / "link").symlink_to(outside)
    make_private(tmp_path / "state")
    assert (inner.stat().st_mode & 0o777, (inner / "file").stat().st_mode & 0o777) == (0o700, 0o600)
    assert outside.stat().st_mode & 0o777 == 0o644


def test_what_is_created_privately_is_private(tmp_path: Path) -> None:
    with creating_privately():
        (tmp_path / "file").touch()
    (tmp_path / "other").touch()
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "other").stat().st_mode & 0o777 != 0o600


def test_what_is_kept_of_pages_is_created_private_and_not_gone_through_again(tmp_path: Path) -> None:
    state = tmp_path / "state"
    sha256 = Kept(state / "kept").keep(b"a page")
    assert modes(state / "kept") == {0}
    (kept := state / "kept" / sha256[:2] / sha256[2:4] / sha256).chmod(0o644)
    make_private(state)
    assert kept.stat().st_mode & 0o777 == 0o644  # nobody else can reach it: its folders are closed
    kept.parent.parent.chmod(0o755)
    kept.parent.chmod(0o755)
    make_private(state)
    assert modes(state) == {0}


def test_a_state_that_others_could_read_is_private_after_any_command(tmp_path: Path) -> None:
    inside(tmp_path, "init", ".")
    inside(tmp_path, "subscribers")
    assert modes(tmp_path / "state") == {0}
    (tmp_path / "state" / "watcher.db").chmod(0o644)
    inside(tmp_path, "subscribe", "reader@example.org", "--topic", "all")
    assert modes(tmp_path / "state") == {0}
