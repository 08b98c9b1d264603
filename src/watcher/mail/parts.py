"""The two parts of a mail, encoded once for all who get them, with each reader's own links put in afterwards.

A link of one's own is a placeholder while a mail is rendered. The text around it is encoded and kept; the link
is encoded by itself between two soft line breaks of quoted-printable, so nothing is searched or cut in bytes.
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

# As long as a link with a token may get, so that a mail measured with placeholders is never longer in the end.
_LENGTH = 160


def _placeholder(name: str) -> str:
    """An address that no text read from a page can hold, since it is drawn anew in each process."""
    return f"https://{secrets.token_hex(16)}.invalid/{name}/".ljust(_LENGTH, "x")


LEAVE_PLACEHOLDER = _placeholder("leave")
MANAGE_PLACEHOLDER = _placeholder("manage")
_NAMES = {LEAVE_PLACEHOLDER: "to unsubscribe", MANAGE_PLACEHOLDER: "to change what you follow"}
_SHOWN = "(each reader's own link)"
_PLACES = re.compile(f"({'|'.join(map(re.escape, _NAMES))})")
_SOFT_BREAK = b"=\r\n"
# Quoted-printable never holds these two characters beside each other, so the boundary is in no text.
_BOUNDARY = "=_text-and-html"
_LINE, _END = f"--{_BOUNDARY}\r\n".encode(), f"--{_BOUNDARY}--\r\n".encode()
_HEAD = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{_BOUNDARY}"\r\n\r\n'.encode()


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where a reader's own link goes."""

    place: str
    html: bool


def body(text: Sequence[str], html: Sequence[str], links: Mapping[str, str]) -> bytes:
    """Both parts and the headers that describe them: readable in a file, plain ASCII in short lines.

    `text` and `html` come in fragments that end with their lines. `links` gives the addresses for the
    placeholders. `MailError` where one is printed and not given, or where the way to leave is given and not
    printed in both parts.
    """
    pieces = (_HEAD, _LINE, *_part("plain", text), _LINE, *_part("html", html), _END)
    gaps = {piece for piece in pieces if isinstance(piece, _Gap)}
    if LEAVE_PLACEHOLDER in links and not {_Gap(LEAVE_PLACEHOLDER, False), _Gap(LEAVE_PLACEHOLDER, True)} <= gaps:
        raise MailError("an email to subscribers lacks its unsubscribe link in the text or the HTML part")
    return b"".join(piece if isinstance(piece, bytes) else _filled(piece, links) for piece in pieces)


def without_links(text: str) -> str:
    """A text that is not sent to anybody, with words where each reader has a link of their own."""
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
    """Whole lines, encoded, and open where links go."""
    lines = "".join(f"{line}\r\n" for line in fragment.splitlines())
    found = (piece for piece in _PLACES.split(lines) if piece)
    return tuple(_Gap(piece, html) if piece in _NAMES else _encoded(piece) for piece in found)


# Encoding takes longer than all the rest of a mail does. As much is kept as the stories and reasons of a run may be.
_kept = lru_cache(maxsize=2048)(_opened)


def _encoded(text: str) -> bytes:
    # the encoder breaks lines as the text does, and a piece may hold no line break
    return b2a_qp(text.encode()).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
