"""Which texts are one mail address."""

from __future__ import annotations

import pytest

from watcher.addresses import LIMIT, parsed_address


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
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"it (is|must be) "):
        parsed_address(text)
