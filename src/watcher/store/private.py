"""Keeps what lies in the state folder from other users of the machine: it holds readers' addresses and signed links."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_OTHERS = 0o077


def make_private(folder: Path) -> None:
    """Take all rights from others on a folder and everything in it: files become 0600, folders 0700.

    What belongs to another user, or vanishes meanwhile, is left alone. Inside the folders of the folder, one that only
    its owner can enter is not gone through: pages are kept there by the ten thousand, and are created private.
    """
    _close(folder)
    for place, folders, files in os.walk(folder):
        open_before = [name for name in folders if _close(Path(place, name))]
        for name in files:
            _close(Path(place, name))
        if Path(place) != folder:
            folders[:] = open_before


def _close(path: Path) -> bool:
    """Take the rights of others on one path. Whether they had any."""
    with suppress(OSError):
        mode = path.lstat().st_mode
        if not stat.S_ISLNK(mode) and mode & _OTHERS:
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
            return True
    return False


@contextmanager
def creating_privately() -> Iterator[None]:
    """Whatever is created inside is for this user alone."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)
