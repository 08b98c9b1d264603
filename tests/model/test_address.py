"""Which texts are one mail address."""

from __future__ import annotations

import pytest

from watcher.model.address import LIMIT, mailbox, parsed_address, typed_address
from watcher.model.errors import AddressFault, TypedAddressError


@pytest.mark.parametrize(
    "text",
    ["reader@example.org", "o'hara+news@sub.example.org", "watcher@localhost", '"a b"@example.org', "r@xn--e-1fa.org"],
)
def test_an_address_is_taken_as_it_is(text: str) -> None:
    assert parsed_address(text).addr_spec == text


@pytest.mark.parametrize(
    "text",
    [
        "", "reader", "reader@", "@example.org", "a@b..c", "a@-b.org", "a@b.org.", "a@[127.0.0.1]",
        "a@example.org, b@example.org", "Ann <a@example.org>", "a(comment)@example.org",
        " a@example.org", "a@example.org\n", "a@b\r\nBcc: c@d", "a\0@example.org",
        "jörg@example.org", "a@exämple.org", "a@b.org" + "x" * LIMIT,
        "a@127.0.0.1", "a@example.123", "a" * 65 + "@example.org",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"it (is|has) |expected something like "):
        parsed_address(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Reader@Example.ORG\t", "reader@example.org"),
        ("reader@BÜCHER.example", "reader@xn--bcher-kva.example"),
        ("o'hara+news@example.org", "o'hara+news@example.org"),
    ],
)
def test_what_a_person_types_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert typed_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", AddressFault.EMPTY),
        ("a@example.org\nBcc: b@example.org", AddressFault.HIDDEN),
        ("a@example.org\u202e", AddressFault.HIDDEN),
        ("a@example.org,b@example.org", AddressFault.SEVERAL),
        ('"a"@example.org', AddressFault.NOT_ALONE),
        ("Ann <a@example.org>", AddressFault.NOT_ALONE),
        ("jörg@example.org", AddressFault.ACCENTED),
        ("a@straße.example", AddressFault.TWO_SPELLINGS),
        ("a@localhost", AddressFault.NO_ADDRESS),
        ("a@b@example.org", AddressFault.NO_ADDRESS),
        ("a@" + "x" * 64 + ".org", AddressFault.NO_ADDRESS),
        ("a@exa_mple.org", AddressFault.NO_ADDRESS),
        ("a@127.0.0.1", AddressFault.NO_ADDRESS),
        ("a" * 65 + "@example.org", AddressFault.NO_ADDRESS),
        ("a" * 10_000 + "@example.org", AddressFault.TOO_LONG),
    ],
)
def test_a_person_is_told_what_to_mend(typed: str, fault: AddressFault) -> None:
    with pytest.raises(TypedAddressError) as refused:
        typed_address(typed)
    assert refused.value.fault is fault


def test_what_follows_a_plus_sign_is_the_same_mailbox() -> None:
    assert mailbox("Ann+a+b@Example.org") == mailbox("ann@example.org") == "ann@example.org"
    assert mailbox("+@example.org") == "+@example.org"
