"""Whom mails come from, as configured: the addresses, the readers' pages, the name of the list, the signature."""

from __future__ import annotations

import re

from watcher.mail.dkim import signer_of
from watcher.mail.message import Pages, Sender
from watcher.mail.return_path import ReturnPath
from watcher.model.errors import ConfigError
from watcher.settings import Settings
from watcher.subscribers import keys
from watcher.subscribers.tokens import Tokens

# The name of a list as RFC 2919 has it: dotted words, of which a mail reader makes a folder.
_LIST_ID = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")


def sender_of(settings: Settings) -> Sender:
    """The sender of every mail. Reads the signing keys, so call it once a run; `ConfigError` says what is wrong."""
    mail, signing = settings.mail, keys.keys(settings)
    pages = Pages(settings.web.base_url, Tokens(signing)) if settings.web.base_url else None
    sign = signer_of(mail.dkim_selector, settings.home / mail.dkim_key, mail.sender) if mail.dkim_key else None
    if mail.dkim_selector and not mail.dkim_key:
        raise ConfigError("[mail] dkim_selector is set and dkim_key is not; set both or neither")
    return Sender(
        mail.sender,
        name=mail.sender_name,
        reply_to=mail.reply_to,
        list_id=_list_id(mail.list_id),
        pages=pages,
        salt=signing[0],
        sign=sign,
    )


def return_path_of(settings: Settings) -> ReturnPath:
    """Where undeliverable mail returns to: an address for each mail, or the sender where no mailbox is named."""
    mailbox = settings.mail.bounces
    return ReturnPath(mailbox, settings.mail.sender, keys.keys(settings) if mailbox else ())


def _list_id(name: str) -> str:
    if name and not _LIST_ID.fullmatch(name):
        raise ConfigError(f"[mail] list_id {name!r} must be dotted words such as inspections.firm.example")
    return name
