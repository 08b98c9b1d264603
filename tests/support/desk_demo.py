"""The demonstration told to its end, for what is written about its councils."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from watcher.demo.story import run_demo

CONTACT = "Call our Marlow office on 01632 960 001, or write to care@marlowlaw.example."
REGULATORY = "Marlow Law LLP is authorised and regulated by the Solicitors Regulation Authority."


def told_demo(folder: Path) -> Path:
    """A folder with the configuration, the database and the files of the demonstration."""
    run_demo(folder, Console(file=io.StringIO(), width=200))
    return folder
