"""The commands for subscribers, as the operator types them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.support.inside import inside

LIST = "\ufeffEmail,Name,Topics\r\nann@firm.example,[/b],Leicester\r\nnobody,,Leeds\r\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert inside(tmp_path, "init").code == 0
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8", newline="")
    return tmp_path


def test_a_list_is_tried_imported_listed_and_exported(home: Path) -> None:
    command = ("subscribers", "import", "list.csv", "--consent", "the form of May")
    tried = inside(home, *command, "--dry-run")
    assert tried.code == 1 and "1 added, 0 unchanged, 1 refused. Nothing was changed" in tried.out
    assert "line 3 (nobody, Leeds) was not used: the email address is not valid" in tried.err
    assert "Columns that are not used: name." in tried.err
    assert "No subscribers yet" in inside(home, "subscribers").out
    assert [one["result"] for one in inside(home, *command, "--json").lines] == ["added", "refused"]
    assert inside(home, "subscribers", "--json").lines[0]["topic"] == "authority:80482"
    assert "ann@firm.example" in inside(home, "subscribers").out
    assert inside(home, "subscribers", "export", "--out", "all.csv").code == 0
    assert stat.S_IMODE((home / "all.csv").stat().st_mode) == 0o600
    assert inside(home, "subscribers", "export").out in (home / "all.csv").read_text(encoding="utf-8-sig")
    again = inside(home, "subscribers", "import", "all.csv")
    assert (again.code, again.out) == (0, "0 added, 1 unchanged, 0 refused.\n")


def test_a_reader_moves_and_leaves(home: Path) -> None:
    assert inside(home, "subscribe", "old@firm.example", "--topic", "all", "--frequency", "weekly").code == 0
    assert "already follows all, weekly" in inside(home, "subscribe", "old@firm.example", "--topic", "all").out
    moved = inside(home, "subscribers", "move", "old@firm.example", "new@firm.example")
    assert moved.out == "new@firm.example now gets what old@firm.example got: 1 subscription.\n"
    assert inside(home, "unsubscribe", "old@firm.example").code == 1
    assert inside(home, "unsubscribe", "old").code == 1
    assert inside(home, "unsubscribe", "new@firm.example").out == "1 subscription ended\n"
    refused = inside(home, "subscribe", "new@firm.example", "--topic", "all")
    assert refused.code == 2 and "--again" in refused.err
    assert inside(home, "subscribe", "new@firm.example", "--topic", "all", "--again", "rang").code == 0


def test_a_list_that_is_not_there_is_named(home: Path) -> None:
    ended = inside(home, "subscribers", "import", "none.csv", "--topic", "all")
    assert ended.code == 1 and "none.csv" in ended.err
