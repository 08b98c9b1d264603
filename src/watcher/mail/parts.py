"""The two parts of an email, encoded once for all readers; each reader's own links are put in afterwards.

A reader's own link is a placeholder while an email is rendered. The text around it is encoded and kept; the link is
encoded by itself between two soft line breaks of quoted-printable, so that we never search or cut in bytes.
"""

from __future__ import annotations

import re
import secrets
from binascii import b2a_qp
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from watcher.model.errors import MailError

# The most that a link with a token can take, so that a finished email is never longer than with placeholders.
_LENGTH = 160


def _placeholder(name: str) -> str:
    """An address that no scraped text can contain, because each process draws its own."""
    return f"https://{secrets.token_hex(16)}.invalid/{name}/".ljust(_LENGTH, "x")


LEAVE_PLACEHOLDER = _placeholder("leave")
MANAGE_PLACEHOLDER = _placeholder("manage")
_NAMES = {LEAVE_PLACEHOLDER: "to unsubscribe", MANAGE_PLACEHOLDER: "to change what you follow"}
_SHOWN = "(each reader's own link)"
_PLACES = re.compile(f"({'|'.join(map(re.escape, _NAMES))})")
_SOFT_BREAK = b"=\r\n"
# Quoted-printable never has these two characters side by side, so no text can contain the boundary.
_BOUNDARY = "=_text-and-html"
_LINE, _END = f"--{_BOUNDARY}\r\n".encode(), f"--{_BOUNDARY}--\r\n".encode()
_HEAD = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{_BOUNDARY}"\r\n\r\n'.encode()


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where a reader's own link goes."""

    place: str
    html: bool


def body(text: Sequence[str], html: Sequence[str], links: Mapping[str, str]) -> bytes:
    """Both parts and their headers: plain ASCII in short lines that a person can read in a file.

    `text` and `html` are fragments that end with their lines. `links` gives the addresses for the placeholders.
    `MailError` if one is printed but not given, or if both parts don't print the unsubscribe link that is given.
    """
    pieces = (_HEAD, _LINE, *_part("plain", text), _LINE, *_part("html", html), _END)
    gaps = {piece for piece in pieces if isinstance(piece, _Gap)}
    if LEAVE_PLACEHOLDER in links and not {_Gap(LEAVE_PLACEHOLDER, False), _Gap(LEAVE_PLACEHOLDER, True)} <= gaps:
        raise MailError("an email to subscribers lacks its unsubscribe link in the text or the HTML part")
    return b"".join(piece if isinstance(piece, bytes) else _filled(piece, links) for piece in pieces)


def without_links(text: str) -> str:
    """A text that is sent to nobody, with words in place of each reader's own links."""
    return _PLACES.sub(_SHOWN, text)


def _filled(gap: _Gap, links: Mapping[str, str]) -> bytes:
    if gap.place not in links:
        raise MailError(f"an email contains a link {_NAMES[gap.place]}, but [web] base_url is not set")
    url = links[gap.place]
    return _SOFT_BREAK + _encoded(escape(url) if gap.html else url) + _SOFT_BREAK


def _part(subtype: str, fragments: Sequence[str]) -> Iterator[bytes | _Gap]:
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    html = subtype == "html"
    first, *shared, last = fragments if len(fragments) > 1 else ("", *fragments)
    yield head.encode()
    yield from _opened(first, html)
    for fragment in shared:
        yield from _kept(fragment, html)
    yield from _opened(last, html)
    yield b"\r\n"


def _opened(fragment: str, html: bool) -> tuple[bytes | _Gap, ...]:
    """Whole lines, encoded, and split where links go."""
    lines = "".join(f"{line}\r\n" for line in fragment.splitlines())
    found = (piece for piece in _PLACES.split(lines) if piece)
    return tuple(_Gap(piece, html) if piece in _NAMES else _encoded(piece) for piece in found)


# Encoding takes longer than the rest of an email. We keep as many pieces as a run may have stories and reasons.
_kept = lru_cache(maxsize=2048)(_opened)


def _encoded(text: str) -> bytes:
    # the encoder breaks lines where the text does, and a piece must not contain a line break
    return b2a_qp(text.encode()).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
