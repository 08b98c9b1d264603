"""Decides what a mail server's rejection is about: this moment, the address, us, or the email. Pure.

A reply has a code of three digits (RFC 5321), often an enhanced status of three numbers (RFC 3463 and the list kept by
IANA), and words. Servers use codes and statuses loosely, so words that are certain count first, then the status.
"""

from __future__ import annotations

import re
from enum import Enum


class Meaning(Enum):
    LATER = "later"
    """Not now: a busy server, a full mailbox."""
    GONE = "gone"
    """The server says that nobody can be reached at this address."""
    DOUBT = "doubt"
    """It is about the address, but proves nothing."""
    OURS = "ours"
    """We are refused, whoever the mail is to: a login, a relay, SPF, DKIM, a block list."""
    MAIL = "mail"
    """This mail is refused, or nobody says why."""


# Without the first digit, which says whether it is permanent.
_STATUS = {
    "1.1": Meaning.GONE,
    "1.6": Meaning.GONE,
    "1.7": Meaning.OURS,
    "1.8": Meaning.OURS,
    "1.10": Meaning.GONE,
    "2.1": Meaning.GONE,
    "2.2": Meaning.LATER,
    "2.3": Meaning.MAIL,
    "4.6": Meaning.MAIL,
    "4.14": Meaning.MAIL,
    "7.17": Meaning.GONE,
}
# By the second number alone, for pairs not listed above. Servers use 0, 3 and 5 for anything.
_CLASS = {"1": Meaning.DOUBT, "4": Meaning.DOUBT, "6": Meaning.MAIL, "7": Meaning.OURS}
# Statuses that say nothing: only the code counts.
# Statuses that are about us whatever the words say: our account, our signature, our network.
_OF_US = {"1.7", "1.8", "7.8", "7.9", "7.13", "7.20", "7.21", "7.22", "7.23", "7.24", "7.25", "7.26", "7.27", "7.515"}
_EMPTY = {"0.0", "1.0", "2.0", "5.0"}
_AUTHENTICATION = {530, 534, 535, 538}
# Replies that are about the mailbox if they answer the recipient's address.
_MAILBOX = {550, 551, 553, 556}
# The domain says that it accepts no mail (RFC 7505): its DNS, not the reader.
_NO_MAIL = 556

# not part of an IP address
_STATUS_IN_WORDS = re.compile(r"(?<![0-9.])([245])\.([0-9]{1,3}\.[0-9]{1,3})(?!\.?[0-9])")
_URL = re.compile(r"https?://\S{0,500}", re.IGNORECASE)


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_PERSON = r"(user|recipient|rcpt|addressee|mailbox|account|address|person|(?<!your )e-?mail|inbox|employee|customer)"
_MISSING = (
    r"(unknown|not known|not found|notfound|does ?n[o'’]t exist|not exist|no longer|doesn't have"
    r"|invalid|inactive|disabled|closed|discontinued|deactivated|deleted|terminated|has (been )?(moved|replaced))"
)
# "unknown user agent", "invalid recipient count"
_NOT_OF = r"(?! (agent|count|format|list|syntax|tried|type))"
# "no longer accepts mail from outside", "does not exist in the safe senders list"
_BUT_NOT = (
    r"(?! (sender|accept|receiv|monitor|permit|allow|receipt|external|mail from|to (outside|external|mail|senders)"
    r"|in (the|your|my) (safe|allow|approved)))"
)
# What may pass, such as an unpaid bill or a directory that did not answer, even if the status says 5.1.1.
_FOR_NOW = _words(
    r"suspended|temporarily (disabled|unavailable|inactive)|(disabled|closed) temporarily|maintenance",
    r"timed out|lookup fail|temporary (failure|error)|at (this|the) moment|verification in progress|domain not found",
    r"for billing",
)
# The order matters: a server that blocks us often says "mailbox unavailable" or "user unknown" too.
_IN_ORDER = (
    # a group or person who accepts mail from colleagues alone; what is in the email; how large it is
    (
        Meaning.MAIL,
        _words(
            r"resolver\.rst\.|delivery restriction|content rejected|recipient (in )?header",
            r"virus|security issue|banned (contents|name)|(?<!\] file )attachment",
            r"(message|mail|incoming|class=) ?size|(?<!mailbox )(?<!mailbox is )too (large|big)\b",
            r"quarantin|macros|content of your message|message as spam and|encapsulated",
        ),
    ),
    (
        Meaning.OURS,
        _words(
            r"sender(('s)? (e-?mail )?address| domain)? (was |is |has been )?(\w+ )?(rejected|denied|refused|blocked"
            r"|verif|not allowed|unauthenticated|has |does not|policy)",
            r"(bad|banned|blocked?|invalid|unverified|reputation|manually blocked) sender",
            r"sending (ip|domain|host|server|limit)|(all|requires) senders|domain of the sender|\bspf\b|dkim|dmarc",
            r"verif(y|ication) failed|verification failed for|client host|reverse (dns|hostname)|\bhelo\b|\behlo\b",
            r"relay(ing)? (access )?(is )?(denied|not|prohibited)|(unable|allowed|permitted) to relay|not relay",
            r"rcpthosts|relay hosts|authentication (is )?required|must issue|unauthenticated",
            r"black ?-?list|deny ?-?list|block ?-?list|dns[br]l|spamhaus|(?<!not )listed (in|at|on|by)\b",
            r"your (ip|host|server|network|domain)|from (your|this) (ip|host|server|network|domain)|not accepted from",
            r"rate[ -]limited|too many (rec|mess(?!ages on )|conn|mail(?!s on )|err|invalid|unknown|bad)",
            r"banned (ip|host|sending)|not (allowed|permitted) to send|relay sending limit|envelope blocked",
            r"call ?(out|back)\b|host network not allowed|address is not verified|allowed[ -]recipients",
            r"your (sending |e-?mail |mail )?account|(unknown|invalid) senders?\b|sender address \S+ is|from address",
            r"sender (\S+ )?(is )?(unknown|not known)|connection refused|(connection|rate|user) limit exceeded",
            r"anti-?spoof|user complaints|due to unexpected volume",
        ),
    ),
    (
        Meaning.LATER,
        _words(
            r"quota|(mailbox|inbox|postfach|mail ?folder|account) (is )?(full|voll)",
            r"full mailbox|mailbox (size|exceeds)|out of storage|storage space|exceeded storage",
            r"over (its|the|their) limit|disk ?space|enough space|space not enough",
            r"(too many|zu ?viele) (messages|mails) (on|auf)",
            r"receiving (mail|email|messages) (at a rate|too quickly)|grey ?list",
        ),
    ),
    (Meaning.DOUBT, _FOR_NOW),
    (
        Meaning.GONE,
        _words(
            r"(unknown|invalid|no such|not a valid|not a known|not an active|nonexistent|non-existent|no valid"
            r"|incorrect|disabled|inactive|inexistent|deactivated|invalid final delivery)"
            r" (or unknown )?(virtual |local |destination |e-?mail |mail )*"
            rf"(user(id)?|recipient|rcpt|mailbox|account|address|person|name)s?\b{_NOT_OF}",
            rf"\b{_PERSON}( (?!domain|host|from|by|your|mail\b|accept|sender)\S+){{0,6}} {_MISSING}{_BUT_NOT}",
            r"is no longer (valid|in use|active|available)",
            r"accountdisabled|recip(ient)?notfound|user unknown|unknown user\b(?! agent)",
            r"no (mailbox|mail box|account)\b|no user by",
            r"unrouteable address|does ?n[o'’]t have an? \S+ account|(no longer|not) (works?|employed|with us|at this)",
            r"left the (company|organi[sz]ation)|not (our|a) customer|not listed in domino|not present in directory",
            r"unknown local[ -]part|unable to find \S+ in the directory|badrcptto|bad_recipient|validrcptto",
            r"address (is )?(unknown|not found)|new owner|no one at this address",
            r"recipient address rejected: access denied\. as\(|mailbox unavailable \(s20|not reached anymore",
            r"inconnu|unbekannt|desconocid|sconosciut|onbekend|n'existe pas|no existe|existiert nicht|bestaat niet",
        ),
    ),
    # the address is in the wrong domain, or the domain has no servers
    (
        Meaning.DOUBT,
        _words(
            r"(host|domain)( \S+){0,3} (unknown|not found|does ?n[o'’]t exist)|unknown (host|domain)",
            r"name service error|name or service not known|unrouteable (mail )?domain|not been collected",
            r"(find|found) any host|giving up|expired|timed? ?out|administrative prohibition|no longer accept",
            r"mailbox unavailable or access denied|recipient address rejected: access denied",
            r"(address|command) rejected\.?$",
        ),
    ),
    (
        Meaning.OURS,
        _words(
            r"unsolicited|spam|reputation|block(ed|ing)?\b|policy|policies|authenti|authori[sz]|access denied",
            r"too many (?!hops)|banned",
        ),
    ),
)
_GONE = next(pattern for about, pattern in _IN_ORDER if about is Meaning.GONE)
# Words that make "unknown", "not found" or "disabled" in their clause say something of us, the email or a filter.
_OF_ELSE = _words(
    r"\byour (e-?mail )?(address|organi[sz]ation|identity)\b|\breturn path\b|\bheader\b|\bin from\b|\bnewsletters?\b"
    r"|\bbulk\b|\bdns\b|\bexternal\b|\bdatabase\b|\bcomplaint|\bapproved\b|\bspam|\bsender\b|\bthat sent\b"
    r"|\bmail from\b"
)
_CLAUSE_END = re.compile(r"[;:!?()\n]|\.\s|\s-\s")
_DENIED_BY_DIRECTORY = re.compile(r"5\.4\.1 .{0,60}recipient address rejected: access denied", re.IGNORECASE)
_READ = 1_000


def meaning(code: int, words: str, *, of_recipient: bool) -> Meaning:
    """What a reply is about; `of_recipient` if it answers the address rather than the email.

    Only positive evidence that nobody is at the address is GONE, because that ends somebody's subscriptions.
    """
    said = _URL.sub("", words[:_READ]).strip()
    status = _STATUS_IN_WORDS.search(said)
    by_words = _by_words(said)
    if code in _AUTHENTICATION and by_words is not Meaning.MAIL:
        return Meaning.OURS
    if 400 <= code < 500 or (status and status[1] == "4"):
        return Meaning.OURS if by_words is Meaning.OURS and code < 500 else Meaning.LATER
    pair = status[2] if status else "0.0"
    if _by_status(pair) is Meaning.GONE and (_FOR_NOW.search(said) or _is_of_else(said)):
        pair = "0.0"
    found = _permanent(code, pair, by_words, of_recipient)
    if found is Meaning.GONE and (not of_recipient or code == _NO_MAIL):
        return Meaning.DOUBT
    return found


def weight(about: Meaning) -> float:
    """How much an email that was given up for this reason says against its address, for the score of doubts."""
    return _WEIGHT.get(about, 0.0)


_WEIGHT = {Meaning.DOUBT: 1.0, Meaning.GONE: 1.0, Meaning.LATER: 0.75}


def _permanent(code: int, pair: str, by_words: Meaning | None, of_recipient: bool) -> Meaning:
    by_status = _by_status(pair)
    if pair in _OF_US:
        return Meaning.OURS
    bare = of_recipient and code in _MAILBOX
    # "rejected", "expired": the words are weaker than a status that is certain
    if by_words is Meaning.DOUBT and by_status in (Meaning.GONE, Meaning.MAIL) and pair != "2.1":
        return by_status
    return by_words or by_status or (Meaning.DOUBT if bare else Meaning.MAIL)


def _by_status(pair: str) -> Meaning | None:
    if pair in _EMPTY:
        return None
    return _STATUS.get(pair) or _CLASS.get(pair.partition(".")[0])


def _by_words(said: str) -> Meaning | None:
    if _DENIED_BY_DIRECTORY.search(said):
        return Meaning.GONE
    found = (about for about, pattern in _IN_ORDER if pattern.search(said))
    return next((about for about in found if about is not Meaning.GONE or not _is_of_else(said)), None)


def _is_of_else(said: str) -> bool:
    """Whether the words that would say that an address is gone are about something else."""
    found = _GONE.search(said)
    if found is None:
        return False
    before = re.split(_CLAUSE_END, said[: found.start()])[-1]
    after = re.split(_CLAUSE_END, said[found.end() :])[0]
    return bool(_OF_ELSE.search(f"{before}{found[0]}{after}"))
