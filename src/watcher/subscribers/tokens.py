"""Signed tokens for the links in emails. A token for one purpose does not work for another.

A token shows only an id; what it allows is looked up when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

from watcher.model.errors import ExpiredTokenError, TokenError

CONFIRM_WITHIN = timedelta(days=7)
MANAGE_WITHIN = timedelta(days=30)
LONGEST = 300


Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    return datetime.now(UTC)


class _Signer(TimestampSigner):
    """Stamps tokens with the time of a given clock."""

    def __init__(self, *args: Any, clock: Clock, **options: Any) -> None:
        super().__init__(*args, **options)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock().timestamp())


class Tokens:
    """Makes and reads tokens. The first key signs, all verify, so that an old one can be retired slowly."""

    def __init__(self, keys: Sequence[str], clock: Clock = wall_clock) -> None:
        oldest_first = list(reversed(keys))
        stamped: dict[str, Any] = {"signer": _Signer, "signer_kwargs": {"clock": clock}}
        self._unsubscribe = URLSafeSerializer(oldest_first, salt="watcher unsubscribe")
        self._manage = URLSafeTimedSerializer(oldest_first, salt="watcher manage", **stamped)
        self._confirm = URLSafeTimedSerializer(oldest_first, salt="watcher confirm", **stamped)

    def unsubscribe(self, subscriber_id: int) -> str:
        """For `BASE/u/TOKEN`. Always the same for one reader and key, and valid for ever: leaving always works."""
        return _text(self._unsubscribe.dumps(subscriber_id))

    def read_unsubscribe(self, token: str) -> int:
        """The reader's id, or `TokenError`."""
        return _whole_number(_read(self._unsubscribe, token))

    def manage(self, subscriber_id: int, links: int = 0) -> str:
        """For `BASE/manage/TOKEN`, within 30 days. `links` counts how often the reader's links were made invalid."""
        return _text(self._manage.dumps([subscriber_id, links] if links else subscriber_id))

    def read_manage(self, token: str) -> tuple[int, int]:
        """The reader's id, and `links` when the token was made; or `TokenError`."""
        value = _read(self._manage, token, MANAGE_WITHIN)
        first, second = value if isinstance(value, list) and len(value) == 2 else (value, 0)
        return _whole_number(first), _whole_number(second)

    def confirm(self, sign_up_id: str) -> str:
        """For `BASE/confirm/TOKEN`, within 7 days."""
        return _text(self._confirm.dumps(sign_up_id))

    def read_confirm(self, token: str) -> str:
        """The id of the sign-up, or `TokenError`."""
        value = _read(self._confirm, token, CONFIRM_WITHIN)
        if not isinstance(value, str):
            raise TokenError("the token does not contain a sign-up")
        return value


def _text(token: str | bytes) -> str:
    return token if isinstance(token, str) else token.decode("ascii")


def _read(
    serializer: URLSafeSerializer | URLSafeTimedSerializer, token: str, within: timedelta | None = None
) -> object:
    # nothing that we signed is this large, so don't even hash it
    if len(token) > LONGEST or not token.isascii():
        raise TokenError("the token is too long or has wrong characters")
    try:
        if isinstance(serializer, URLSafeTimedSerializer):
            return serializer.loads(token, max_age=int(within.total_seconds()) if within else None)
        return serializer.loads(token)
    except SignatureExpired as error:
        raise ExpiredTokenError(str(error)) from error
    except BadSignature as error:
        raise TokenError(str(error)) from error


def _whole_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TokenError("the token does not contain a reader")
    return value
