"""Pages and reports as they were fetched, in files named after the hash of their bytes."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import zlib
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from watcher.model.errors import StoreError

_GZIP = b"\x1f\x8b"
SHA256 = re.compile(r"[0-9a-f]{64}")


class Kept:
    """A folder of stored bytes. Each is written once, completely or not at all, and compressed if that saves room."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes) -> str:
        """Store the bytes. Returns their SHA-256 in hexadecimal, which reads them back."""
        sha256 = hashlib.sha256(data).hexdigest()
        plain, packed = self._paths(sha256)
        if not plain.exists() and not packed.exists():
            smaller, content = compressed(data)
            _write(packed if smaller else plain, content)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes with that hash. StoreError if they were never stored, or are not what was stored."""
        plain, packed = self._paths(sha256)
        try:
            data = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
        except FileNotFoundError:
            raise StoreError(f"{self._folder} has no file {sha256}. Restore the folder from a backup.") from None
        except (OSError, EOFError, zlib.error) as error:
            raise StoreError(f"Can't read {sha256} in {self._folder}: {error}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(f"{sha256} in {self._folder} is damaged. Restore the folder from a backup.")
        return data

    def _paths(self, sha256: str) -> tuple[Path, Path]:
        if not SHA256.fullmatch(sha256):
            raise StoreError(f"{sha256[:80]!r} is not a SHA-256 in hexadecimal")
        folder = self._folder / sha256[:2] / sha256[2:4]
        return folder / sha256, folder / f"{sha256}.gz"


def unpacked(data: bytes, limit: int) -> bytes:
    """The bytes of a file of this folder, which may be compressed; others as they are. StoreError if it is damaged, or
    holds more than `limit` bytes.
    """
    if not data.startswith(_GZIP):
        return data
    packed = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = packed.decompress(data, limit + 1)
    except zlib.error as error:
        raise StoreError(f"its compressed data is damaged: {error}") from error
    if len(plain) > limit:
        raise StoreError(f"it holds more than {limit:,} bytes once unpacked")
    if not packed.eof:
        raise StoreError("its compressed data is cut off")
    return plain


def compressed(data: bytes) -> tuple[bool, bytes]:
    """Whether compression saves room, and the bytes as they are to be stored."""
    smaller = gzip.compress(data, mtime=0)
    return (True, smaller) if len(smaller) < len(data) else (False, data)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write(path: Path, data: bytes) -> None:
    # Written to a temporary name and then renamed, so that a file under its own name is always complete.
    part = path.with_name(f"{path.name}.{uuid4().hex}.part")
    try:
        for folder in reversed(path.parents[:3]):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(part, "xb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise StoreError(
            f"Can't write {path}: {error.strerror}. Check the folder's permissions and the free disk space."
        ) from error
