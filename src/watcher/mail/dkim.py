"""Signs finished emails (RFC 6376). The signature covers both unsubscribe headers, as RFC 8058 requires."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from watcher.model.errors import ConfigError, install_extra

# We sign those of these headers that exist. Headers that mail servers add or rewrite are left out.
SIGNED = (
    b"from",
    b"to",
    b"reply-to",
    b"subject",
    b"date",
    b"message-id",
    b"list-id",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"auto-submitted",
    b"content-language",
    b"mime-version",
    b"content-type",
)


def signer_of(selector: str, key_file: Path, sender: str) -> Callable[[bytes], bytes]:
    """The function that signs an email for the domain of `sender` with the private key (PEM) in a file.

    `ConfigError` if that is impossible: no selector, no key, or the libraries are not installed.
    """
    if not selector:
        raise ConfigError("[mail] dkim_key is set, but dkim_selector is not. Set both or neither.")
    key = _key(key_file)
    sign = partial(_signed, selector=selector.encode(), domain=sender.rpartition("@")[2].encode(), key=key)
    _try_out(sign, key_file)
    return sign


def _key(key_file: Path) -> bytes:
    try:
        return key_file.read_bytes()
    except OSError as error:
        raise ConfigError(f"[mail] dkim_key: can't read {key_file}: {error.strerror}.") from error


def _try_out(sign: Callable[[bytes], bytes], key_file: Path) -> None:
    """Fail before the first email is written, and not at each one."""
    try:
        from dkim import DKIMException
    except ImportError:
        raise ConfigError(f"DKIM signing needs more packages. {install_extra('dkim')}") from None
    try:
        sign(b"From: a@example.org\r\n\r\n")
    except (DKIMException, ValueError) as error:
        raise ConfigError(f"[mail] dkim_key: {key_file} is not a usable private key in PEM form: {error}") from error


def _signed(content: bytes, *, selector: bytes, domain: bytes, key: bytes) -> bytes:
    """The email with its signature on top; adding a second From would break it."""
    import dkim

    # relaxed: a relay may fold headers differently
    headers: bytes = dkim.sign(
        content, selector, domain, key, canonicalize=(b"relaxed", b"relaxed"), include_headers=[*SIGNED, b"from"]
    )
    return headers + content
