"""The two parts of a mail, encoded once for all who get them, with each reader's own links put in afterwards.

A link of one's own is a placeholder while a mail is rendered. The text around it is encoded and kept; the link
is encoded by itself between two soft line breaks of quoted-printable, so nothing is searched or cut in bytes.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from binascii import b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from watcher.errors import MailError

# As long as a link with a token may get, so that a mail measured with placeholders is never longer in the end.
_LENGTH = 160


def _placeholder(name: str) -> str:
    """An address that no text read from a page can hold, since it is drawn anew in each process."""
    return f"https://{secrets.token_hex(16)}.invalid/{name}/".ljust(_LENGTH, "x")


LEAVE_PLACEHOLDER = _placeholder("leave")
MANAGE_PLACEHOLDER = _placeholder("manage")
_NAMES = {LEAVE_PLACEHOLDER: "to leave", MANAGE_PLACEHOLDER: "to choose"}
_PLACES = re.compile(f"({'|'.join(map(re.escape, _NAMES))})")
_SOFT_BREAK = b"=\r\n"


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where a reader's own link goes."""

    place: str
    html: bool


_Pieces = tuple[bytes | _Gap, ...]


def body(text: str, html: str, links: Mapping[str, str]) -> bytes:
    """Both parts and the headers that describe them: readable in a file, plain ASCII in short lines.

    `links` gives the addresses for the placeholders. `MailError` where one is printed and not given, or where
    the way to leave is given and not printed in both parts.
    """
    pieces = _pieces(text, html)
    if LEAVE_PLACEHOLDER in links and not {_Gap(LEAVE_PLACEHOLDER, False), _Gap(LEAVE_PLACEHOLDER, True)} <= {*pieces}:
        raise MailError("a mail of the list does not show its way to leave, as text and as HTML")
    return b"".join(piece if isinstance(piece, bytes) else _filled(piece, links) for piece in pieces)


def _filled(gap: _Gap, links: Mapping[str, str]) -> bytes:
    if gap.place not in links:
        raise MailError(f"a mail prints a link {_NAMES[gap.place]}, and there is no page for it")
    url = links[gap.place]
    return _SOFT_BREAK + _encoded(escape(url) if gap.html else url) + _SOFT_BREAK


# Many readers get the same mail: as many are kept as there may be kinds of reader at once.
@lru_cache(maxsize=100)
def _pieces(text: str, html: str) -> _Pieces:
    """The encoded parts, open where links go.

    Put together here, because the library takes longer for it than all the rest of a mail does.
    """
    boundary = hashlib.sha256(f"{text}\0{html}".encode()).hexdigest()[:40]
    line = f"--{boundary}\r\n".encode()
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    whole = (head.encode(), line, *_part("plain", text), line, *_part("html", html), f"--{boundary}--\r\n".encode())
    return _joined(whole)


def _part(subtype: str, text: str) -> _Pieces:
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    lines = "\r\n".join(text.splitlines()) + "\r\n"
    found = (piece for piece in _PLACES.split(lines) if piece)
    opened = (_Gap(piece, subtype == "html") if piece in _NAMES else _encoded(piece) for piece in found)
    return (head.encode(), *opened, b"\r\n")


def _encoded(text: str) -> bytes:
    # the encoder breaks lines as the text does, and a piece may hold no line break
    return b2a_qp(text.encode()).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _joined(pieces: _Pieces) -> _Pieces:
    """The same with neighbouring bytes in one piece."""
    joined: list[bytes | _Gap] = []
    for piece in pieces:
        if joined and isinstance(piece, bytes) and isinstance(last := joined[-1], bytes):
            joined[-1] = last + piece
        else:
            joined.append(piece)
    return tuple(joined)
