"""Return addresses: one for each email, signed, so that a bounce proves which email it is about.

For example `bounces+1204-5f0c…@alerts.example`. Everything is in lower case, because mail servers may rewrite a local
part in lower case.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from itertools import islice

from itsdangerous import Signer

from watcher.model.errors import ConfigError

# 80 bits: each wrong guess costs a forger an email.
_SIGNATURE = 20
_LOCAL_LIMIT = 64
_LONGEST_ID = 10
_TAG = rf"([0-9]{{1,{_LONGEST_ID}}})-([0-9a-f]{{{_SIGNATURE}}})"
_TRIED = 50


class ReturnPath:
    """`mailbox` collects returned email. If it is empty, everything returns to `sender` under one address.

    The first key signs, all verify. `ConfigError` if the mailbox's name leaves no room for the signature.
    """

    def __init__(self, mailbox: str, sender: str, keys: Sequence[str]) -> None:
        self._local, _, self._domain = mailbox.rpartition("@")
        self._sender = sender
        signer = Signer(list(reversed(keys)), salt="watcher verp", digest_method=hashlib.sha256)
        self._sign = signer.algorithm.get_signature
        self._keys = [signer.derive_key(key) for key in reversed(signer.secret_keys)]
        self._address = re.compile(rf"{re.escape(self._local)}\+{_TAG}@{re.escape(self._domain)}", re.IGNORECASE)
        if len(self._local) + len("+-") + _LONGEST_ID + _SIGNATURE > _LOCAL_LIMIT:
            raise ConfigError(f"[mail] bounces: {self._local!r} is too long. Use at most 32 characters before the @.")

    def of(self, delivery_id: int) -> str:
        """The envelope sender of an email."""
        if not self._domain:
            return self._sender
        return f"{self._local}+{delivery_id}-{self._signature(self._keys[0], str(delivery_id))}@{self._domain}"

    def delivery_id(self, text: str) -> int | None:
        """The number of the email that the first of our return addresses in a text belongs to, if there is one.

        Its place in the text does not matter: only those who received or carried the email can know it.
        """
        if not self._domain:
            return None
        for found in islice(self._address.finditer(text), _TRIED):
            number, signature = found[1], found[2].lower()
            if any(hmac.compare_digest(signature, self._signature(key, number)) for key in self._keys):
                return int(number)
        return None

    def _signature(self, key: bytes, number: str) -> str:
        return self._sign(key, number.encode()).hex()[:_SIGNATURE]
