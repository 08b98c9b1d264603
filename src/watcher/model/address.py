"""Email addresses: which ones every mail server accepts. Pure."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from typing import TYPE_CHECKING

from watcher.model.errors import AddressFault, TypedAddressError

if TYPE_CHECKING:
    from email.headerregistry import Address

_ADDRESS = re.compile(r"[^\s<>\"']{1,100}@[^\s<>\"':;,]{1,254}")

LIMIT = 254
NAME_LIMIT = 64
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*")


def parsed_address(text: str) -> Address:
    """The address. ValueError says why the text is not exactly one address (a list, a second header).

    Only ASCII. An international domain is written in its `xn--` form: the two standards for making that form disagree
    (about ß, among others), and a wrong guess is somebody else's mailbox.
    """
    # imported here: most commands parse no address
    from email.headerregistry import Address

    if not text.isascii():
        raise ValueError("it has non-ASCII characters; write an international domain in its xn-- form")
    if len(text) > LIMIT:
        raise ValueError(f"it is longer than {LIMIT} characters")
    try:
        address = Address(addr_spec=text)
    except (HeaderParseError, ValueError, IndexError):
        raise ValueError("expected something like name@example.org") from None
    # the parser silently drops blanks and comments, which would give one reader two spellings
    if address.addr_spec != text or not text.isprintable() or not _DOMAIN.fullmatch(address.domain):
        raise ValueError("expected something like name@example.org")
    if len(text.rpartition("@")[0]) > NAME_LIMIT:
        raise ValueError(f"it is longer than {NAME_LIMIT} characters before the @")
    # a top-level domain is never a number: this is a machine's address
    if address.domain.rpartition(".")[2].isdigit():
        raise ValueError("expected something like name@example.org, not an IP address")
    return address


def reader_address(text: str) -> str:
    """The address of a reader whom the operator names, in lower case. ValueError says what is wrong with it.

    A mail server of the internet has a full domain: `a@b` reaches nobody.
    """
    address = parsed_address(text.strip())
    if "." not in address.domain:
        raise ValueError("expected something like name@example.org")
    return address.addr_spec.lower()


# What the two standards for international domains write in different ways: ß, ς and the invisible joiners.
_DISPUTED = frozenset("ßẞς\u200c\u200d")


def typed_address(text: str) -> str:
    """The address that a person typed into a form, in the one spelling that we keep.

    In lower case, its domain in ASCII. `TypedAddressError` says what to correct. We refuse what only some mail
    servers accept, such as quoted names.
    """
    typed = text.strip(" \t")
    if not typed:
        raise TypedAddressError(AddressFault.EMPTY)
    if len(typed) > LIMIT:
        raise TypedAddressError(AddressFault.TOO_LONG)
    if not typed.isprintable():
        raise TypedAddressError(AddressFault.HIDDEN)
    if any(mark in typed for mark in ",;"):
        raise TypedAddressError(AddressFault.SEVERAL)
    if any(mark in typed for mark in '"<>() \\'):
        raise TypedAddressError(AddressFault.NOT_ALONE)
    return _plain_spelling(typed)


def _plain_spelling(typed: str) -> str:
    name, at, domain = typed.rpartition("@")
    if not at or "." not in domain:
        raise TypedAddressError(AddressFault.NO_ADDRESS)
    if not name.isascii():
        raise TypedAddressError(AddressFault.ACCENTED)
    if not _DISPUTED.isdisjoint(domain):
        raise TypedAddressError(AddressFault.TWO_SPELLINGS)
    try:
        return parsed_address(f"{name}@{domain.encode('idna').decode('ascii')}".lower()).addr_spec
    except ValueError:
        raise TypedAddressError(AddressFault.NO_ADDRESS) from None


def mailbox(address: str) -> str:
    """The address without what follows a plus sign: most servers put all of those into one mailbox."""
    name, _, domain = address.lower().rpartition("@")
    return f"{name.partition('+')[0] or name}@{domain}"


def without_addresses(words: str) -> str:
    """A server's words without the addresses in them: we keep the words for long, and must forget addresses in time."""
    return _ADDRESS.sub("…", words)


def is_web_address(where: str) -> bool:
    """Whether a page was named by its web address, and not by a file."""
    return where.casefold().startswith(("http://", "https://"))
