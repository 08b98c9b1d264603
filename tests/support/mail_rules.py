"""Checks every rule about the headers and the parts of an email, on its finished bytes.

`check_mail` is for every email; `check_list_mail` for those of the list, with or without web pages.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses, parsedate_to_datetime
from typing import cast

HTML_LIMIT = 90_000
ONCE = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Precedence",
    "Feedback-ID",
    "MIME-Version",
    "Content-Type",
)
MAILTO = re.compile(r"<mailto:[^<>@\s,]+@[^<>@\s,?]+\?subject=[^<>\s]+>")
ID = re.compile(r"<[0-9a-z.]+@[A-Za-z0-9.-]+>")
LIST_ID = re.compile(r"[^<>]+ <[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+>")


def check_mail(content: bytes) -> EmailMessage:
    """The rules for every email: one recipient, no automatic replies, readable as text. Returns the parsed message."""
    message = message_from_bytes(content, policy=SMTP)
    _check_bytes(content)
    _check_headers(message)
    _check_parts(message)
    return message


def check_list_mail(content: bytes, *, https: bool) -> EmailMessage:
    """The rules for emails of the list too: how to leave, in the headers and in both parts, and which list it is."""
    message = check_mail(content)
    assert message["Reply-To"], "a reply reaches nobody"
    assert message["Precedence"] == "bulk"
    assert LIST_ID.fullmatch(message["List-Id"])
    assert len(message["Feedback-ID"].split(":")) == 4
    ways = raw_header(content, "List-Unsubscribe")
    assert MAILTO.search(ways), ways
    assert ways.isascii() and "=?" not in ways
    if not https:
        assert message["List-Unsubscribe-Post"] is None and "http" not in ways
        _check_shown(message, ways.strip("<>"))
        return message
    page = re.match(r"<(https://[^<>\s]+)>, <mailto:", ways)
    assert page, ways
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    _check_shown(message, page[1])
    return message


def raw_header(content: bytes, name: str) -> str:
    """A header as written. It must be on one line, because mailbox providers read this one so."""
    head = content.partition(b"\r\n\r\n")[0]
    [line] = [line for line in head.split(b"\r\n") if line.lower().startswith(name.lower().encode() + b":")]
    return line.partition(b":")[2].decode().strip()


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def _check_bytes(content: bytes) -> None:
    assert content.isascii(), "some server cannot carry it"
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"") and b"\r" not in content.replace(b"\r\n", b"")
    assert b".invalid/" not in content.replace(b"=\r\n", b""), "a placeholder was left"


def _check_headers(message: EmailMessage) -> None:
    assert not message.defects
    for name in ONCE:
        assert len(message.get_all(name, [])) <= 1, f"{name} stands twice"
    for name in ("Cc", "Bcc", "Sender", "Return-Path"):
        assert message[name] is None
    for name in ("From", "To"):
        [(_, address)] = getaddresses([str(message[name])])
        assert re.fullmatch(r"\S+@[A-Za-z0-9.-]+", address), address
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en-GB"
    assert message["MIME-Version"] == "1.0"
    assert ID.fullmatch(message["Message-ID"])
    assert parsedate_to_datetime(str(message["Date"])).tzinfo is not None
    assert 0 < len(message["Subject"]) <= 250 and str(message["Subject"]).isprintable()


def _check_parts(message: EmailMessage) -> None:
    assert message.get_content_type() == "multipart/alternative"
    parts = [cast(EmailMessage, part) for part in message.iter_parts()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"], "text comes first"
    for part in parts:
        assert not part.defects and part.get_content_charset() == "utf-8"
        assert str(part.get_content()).strip()
    html = html_of(message)
    assert len(html.encode()) <= HTML_LIMIT, "mail readers cut it off"
    assert "<script" not in html.lower() and "<form" not in html.lower()


def _check_shown(message: EmailMessage, way: str) -> None:
    assert way in text_of(message).split(), "the text does not say how to leave"
    assert f'href="{way}"' in html_of(message), "the HTML does not say how to leave"
