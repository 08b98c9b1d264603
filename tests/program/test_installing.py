"""What the program says of where it runs: the versions of Python, the operating system, and why it needs what."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from watcher.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_windows_gets_a_sentence_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "On Windows, install it in WSL" in capsys.readouterr().err


def test_every_version_of_python_that_is_declared_is_tested_and_no_other() -> None:
    declared = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if ":: Python ::" in one]
    lowest, highest = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()  # type: ignore[union-attr]
    assert declared == [f"3.{minor}" for minor in range(int(lowest), int(highest))]
    assert set(re.findall(r"python_of (3\.\d+)", CI)) == set(declared)


def test_every_dependency_has_its_reason_on_record() -> None:
    reasons = (ROOT / "docs" / "adr" / "0002-libraries.md").read_text(encoding="utf-8").casefold()
    wanted = PROJECT["dependencies"] + [one for extra in PROJECT["optional-dependencies"].values() for one in extra]
    names = {re.split(r"[\[~<>= ]", one)[0] for one in wanted}
    assert not [name for name in sorted(names) if name not in reasons]
