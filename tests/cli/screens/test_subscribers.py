"""What a person sees of subscribers is never taken for markup."""

from __future__ import annotations

import io

from rich.console import Console

from tests.support.builders import a_subscription
from watcher.cli.screens.subscribers import show_subscribers


def test_nothing_that_was_typed_is_markup() -> None:
    console = Console(file=io.StringIO(), width=80, highlight=False, emoji=False, soft_wrap=True)
    show_subscribers(console, [a_subscription(address='"[/b]"@example.org', topic="[/b]")])
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().count("[/b]") == 2
