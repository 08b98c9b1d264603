"""What is said on standard error while working."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from watcher.cli.logs import set_up_logging
from watcher.mail.bounces import read_bounce


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back as it was afterwards."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield root
    root.setLevel(level)
    root.handlers[:] = handlers
    logging.getLogger("flufl.bounce").setLevel(logging.NOTSET)


@pytest.mark.parametrize(("verbosity", "said"), [(0, False), (1, False), (2, True)])
def test_a_strangers_broken_mail_is_no_error_of_ours(
    root: logging.Logger, capsys: pytest.CaptureFixture[str], verbosity: int, said: bool
) -> None:
    set_up_logging(verbosity)
    assert read_bounce(b"From: postmaster\xff\n\nNobody of that name is here.") is None
    assert ("Traceback" in capsys.readouterr().err) is said
