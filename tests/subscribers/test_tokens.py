"""Tokens: one purpose each, a key that is retired slowly, and nothing forged, cut off or stale."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.builders import NOW
from watcher.model.errors import ExpiredTokenError, TokenError
from watcher.subscribers.tokens import CONFIRM_WITHIN, MANAGE_WITHIN, Tokens

OLD, NEW = "o" * 40, "n" * 40


def at(when: timedelta, *keys: str) -> Tokens:
    """Tokens as made and read that long after NOW."""
    return Tokens(keys or (NEW,), clock=lambda: NOW + when)


TODAY = at(timedelta())


def test_what_was_signed_is_read_again() -> None:
    assert TODAY.read_unsubscribe(TODAY.unsubscribe(7)) == 7
    assert TODAY.read_manage(TODAY.manage(7)) == (7, 0)
    assert TODAY.read_confirm(TODAY.confirm("a1b2")) == "a1b2"


def test_the_link_to_leave_is_always_the_same_and_never_expires() -> None:
    later = at(timedelta(days=5000))
    assert later.unsubscribe(7) == TODAY.unsubscribe(7)
    assert later.read_unsubscribe(TODAY.unsubscribe(7)) == 7


def test_the_other_links_expire() -> None:
    for made, read, within in (
        (TODAY.manage(7), Tokens.read_manage, MANAGE_WITHIN),
        (TODAY.confirm("x"), Tokens.read_confirm, CONFIRM_WITHIN),
    ):
        assert read(at(within), made)
        with pytest.raises(ExpiredTokenError):
            read(at(within + timedelta(seconds=1)), made)


def test_a_token_of_one_purpose_is_refused_for_another() -> None:
    with pytest.raises(TokenError):
        TODAY.read_manage(TODAY.unsubscribe(7))
    with pytest.raises(TokenError):
        TODAY.read_unsubscribe(TODAY.manage(7))
    with pytest.raises(TokenError):
        TODAY.read_confirm(TODAY.manage(7))


def test_the_first_key_signs_and_every_key_verifies() -> None:
    both = at(timedelta(), NEW, OLD)
    assert both.unsubscribe(7) == at(timedelta(), NEW).unsubscribe(7)
    assert both.read_unsubscribe(at(timedelta(), OLD).unsubscribe(7)) == 7
    with pytest.raises(TokenError):
        at(timedelta(), NEW).read_unsubscribe(at(timedelta(), OLD).unsubscribe(7))


@pytest.mark.parametrize("token", ["", ".", "Nw", "Nw.", "Nw.AAAA", "é.é", "\ud800", "Nw" + "A" * 10_000, "Nw\0.x"])
def test_what_was_never_signed_is_refused(token: str) -> None:
    for read in (TODAY.read_unsubscribe, TODAY.read_manage, TODAY.read_confirm):
        with pytest.raises(TokenError):
            read(token)


def test_a_token_changed_in_any_place_is_refused() -> None:
    token = TODAY.unsubscribe(7)
    for place, letter in enumerate(token[:-1]):
        forged = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        with pytest.raises(TokenError):
            TODAY.read_unsubscribe(forged)
