"""What is one mail address that every mail server takes. Pure."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.headerregistry import Address

LIMIT = 254
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*")


def parsed_address(text: str) -> Address:
    """The address, or ValueError saying why it is not exactly one: never a list, never a second header.

    Only ASCII. An international domain is written in its `xn--` form: the two standards for making that form
    disagree (about ß, among others), and a wrong guess is another person's mailbox.
    """
    if not text.isascii():
        raise ValueError("it is not ASCII; write an international domain in its xn-- form")
    if len(text) > LIMIT:
        raise ValueError(f"it is longer than {LIMIT} characters")
    try:
        address = Address(addr_spec=text)
    except (HeaderParseError, ValueError, IndexError):
        raise ValueError("it must be name@domain") from None
    # what the parser drops without a word (blanks, comments) would make two spellings of one reader
    if address.addr_spec != text or not text.isprintable() or not _DOMAIN.fullmatch(address.domain):
        raise ValueError("it must be name@domain")
    return address
