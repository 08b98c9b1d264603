"""A bounce names its mail by the address that it comes to, and nobody can name another's."""

from __future__ import annotations

import pytest

from watcher.mail.return_path import ReturnPath
from watcher.model.errors import ConfigError

KEYS = ["new" * 12, "old" * 12]
PATH = ReturnPath("bounces@alerts.example", "alerts@firm.example", KEYS)


def test_the_address_of_a_mail_names_it() -> None:
    address = PATH.of(1204)
    assert address.startswith("bounces+1204-") and address.endswith("@alerts.example")
    assert PATH.delivery_id(address) == 1204
    assert len(PATH.of(9_999_999_999).partition("@")[0]) <= 64


def test_a_server_may_change_its_case() -> None:
    assert PATH.of(7) == PATH.of(7).lower()
    assert PATH.delivery_id(PATH.of(7).upper()) == 7


def test_it_is_found_within_a_text() -> None:
    assert PATH.delivery_id(f"To: <{PATH.of(7)}>\r\nSubject: failure") == 7
    assert PATH.delivery_id(f"<{forged(3)}> then <{PATH.of(8)}>") == 8


def forged(number: int) -> str:
    return PATH.of(7).replace("+7-", f"+{number}-")


@pytest.mark.parametrize(
    "address",
    [
        forged(8),
        PATH.of(7)[:-16] + "@alerts.example",
        PATH.of(7).replace("alerts.example", "other.example"),
        PATH.of(7).replace("bounces", "other"),
        "bounces+7@alerts.example",
        "bounces@alerts.example",
        "",
        ReturnPath("bounces@alerts.example", "", ["x" * 32]).of(7),
    ],
)
def test_a_forged_address_names_nothing(address: str) -> None:
    assert PATH.delivery_id(address) is None


def test_mails_sent_under_an_older_key_are_still_known() -> None:
    assert PATH.delivery_id(ReturnPath("bounces@alerts.example", "", KEYS[1:]).of(7)) == 7
    assert PATH.of(7) == ReturnPath("bounces@alerts.example", "", KEYS[:1]).of(7)


def test_without_a_mailbox_everything_returns_to_the_sender() -> None:
    plain = ReturnPath("", "alerts@firm.example", ())
    assert plain.of(7) == "alerts@firm.example"
    assert plain.delivery_id(PATH.of(7)) is None


def test_a_name_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(ConfigError, match="too long"):
        ReturnPath("b" * 40 + "@alerts.example", "", KEYS)
