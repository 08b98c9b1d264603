"""Outboxes to send from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.outgoing import MakeWaiting, Waiting, fill
from tests.support.stores import new_store


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[MakeWaiting]:
    """Makes an outbox with so many mails; each time another."""
    with ExitStack() as stack:
        made: list[Waiting] = []

        def make(n: int, addresses: Mapping[int, str] | None = None) -> Waiting:
            folder = tmp_path / f"store-{len(made)}"
            folder.mkdir()
            made.append(fill(stack.enter_context(new_store(folder)), n, addresses))
            return made[-1]

        yield make
