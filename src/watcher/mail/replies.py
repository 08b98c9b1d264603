"""What a mail server's rejection is about: this moment, the address, us, or the email. Pure.

A reply has a code of three digits (RFC 5321), often an enhanced status of three numbers (RFC 3463 and the list kept by
IANA), and words. Servers use the codes loosely, so the status counts first, then the words.
"""

from __future__ import annotations

import re
from enum import Enum


class Meaning(Enum):
    LATER = "later"
    """Not now: a busy server, a full mailbox."""
    GONE = "gone"
    """Nothing will ever reach the address."""
    OURS = "ours"
    """We are refused, whoever the mail is to: a login, a relay, SPF, DKIM, a block list."""
    MAIL = "mail"
    """This mail is refused, or nobody says why."""


# Without the first digit, which says whether it is permanent.
_STATUS = {
    "1.7": Meaning.OURS,
    "1.8": Meaning.OURS,
    "2.1": Meaning.GONE,
    "2.2": Meaning.LATER,
    "4.4": Meaning.GONE,
    "4.7": Meaning.LATER,
    "4.310": Meaning.GONE,
    "7.17": Meaning.GONE,
}
# By the second number alone, for pairs not listed above. Servers use the rest (0, 3, 4 and 5) for anything.
_CLASS = {"1": Meaning.GONE, "6": Meaning.MAIL, "7": Meaning.OURS}
# Statuses that say nothing: only the code counts.
_EMPTY = {"0.0", "1.0", "2.0", "5.0"}
_AUTHENTICATION = {530, 534, 535, 538}
# Replies that are about the mailbox if they answer the recipient's address.
_MAILBOX = {550, 551, 553, 556}

# not part of an IP address
_STATUS_IN_WORDS = re.compile(r"(?<![0-9.])([245])\.([0-9]{1,3}\.[0-9]{1,3})(?!\.?[0-9])")
# The order matters: a server that blocks us often says "mailbox unavailable" too.
_WORDS = {
    Meaning.OURS: re.compile(
        r"spam|block(ed|ing)?\b|black ?-?list|deny ?-?list|block ?-?list|dns[br]l|spamhaus|reputation|policy|\bspf\b"
        r"|dkim|dmarc|authenti|authori[sz]|relay|sender|too many|rate limit|banned|not accepted from",
        re.IGNORECASE,
    ),
    Meaning.LATER: re.compile(r"quota|mailbox (is )?full|over ?-?(its )?(quota|size)|exceeded storage", re.IGNORECASE),
    Meaning.GONE: re.compile(
        r"(unknown|invalid|no such|not a valid|nonexistent|non-existent|bad|disabled|inactive)"
        r" (virtual |local |destination |email |mail )*(user|recipient|mailbox|address|account|person|domain|host|name)"
        r"|(user|recipient|mailbox|address|account|domain|host)( \S+){0,3} "
        r"(unknown|not found|unavailable|does ?n[o']t exist|not exist|no longer"
        r"|rejected|disabled|inactive|suspended|closed)"
        r"|no mailbox|unrouteable|does ?n[o']t have an? \S+ account|left the (company|organi[sz]ation)",
        re.IGNORECASE,
    ),
}
_READ = 1_000


def meaning(code: int, words: str, *, of_recipient: bool) -> Meaning:
    """What a reply is about; `of_recipient` if it answers the address rather than the email.

    Only what certainly concerns the address is GONE, because that ends somebody's subscriptions.
    """
    said = words[:_READ]
    status = _STATUS_IN_WORDS.search(said)
    if code in _AUTHENTICATION:
        return Meaning.OURS
    if 400 <= code < 500 or (status and status[1] == "4"):
        return Meaning.LATER
    pair = status[2] if status else "0.0"
    bare = of_recipient and pair in _EMPTY and code in _MAILBOX
    return _by_status(pair) or _by_words(said) or (Meaning.GONE if bare else Meaning.MAIL)


def _by_status(pair: str) -> Meaning | None:
    if pair in _EMPTY:
        return None
    return _STATUS.get(pair) or _CLASS.get(pair.partition(".")[0])


def _by_words(said: str) -> Meaning | None:
    return next((about for about, pattern in _WORDS.items() if pattern.search(said)), None)
