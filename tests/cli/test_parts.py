"""The commands of other modules are there, and loaded when they are called."""

from __future__ import annotations

from importlib import import_module

import pytest
import typer

from watcher.cli.parts import PARTS


@pytest.mark.parametrize("part", PARTS)
def test_a_module_has_the_commands_that_the_table_says(part: str) -> None:
    program = typer.Typer()
    import_module(f"watcher.cli.{part}").register(program)
    assert set(typer.main.get_group(program).commands) == set(PARTS[part])
