"""Whom mails come from, as configured: the addresses, the readers' pages, the name of the list, the signature."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from watcher.digests.views import ListLetterhead
from watcher.mail.dkim import signer_of
from watcher.mail.parts import LEAVE_PLACEHOLDER, MANAGE_PLACEHOLDER
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
    pages = ReaderPages(settings.web.base_url, Tokens(signing)) if settings.web.base_url else None
    sign = signer_of(mail.dkim_selector, settings.home / mail.dkim_key, mail.sender) if mail.dkim_key else None
    if mail.dkim_selector and not mail.dkim_key:
        raise ConfigError("[mail] dkim_selector is set, but dkim_key is not. Set both or neither.")
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
        raise ConfigError(f"[mail] list_id: {name!r} is not valid. Expected something like inspections.firm.example")
    return name


@dataclass(frozen=True, slots=True)
class ReaderPages:
    """Where a reader's own pages are: `base_url` without a slash at its end."""

    base_url: str
    tokens: Tokens

    def unsubscribe(self, subscriber_id: int) -> str:
        """The page that ends it all; the same for ever."""
        return f"{self.base_url}/u/{self.tokens.unsubscribe(subscriber_id)}"

    def manage(self, subscriber_id: int) -> str:
        """The page on which a reader chooses what to follow, for as long as its token is valid."""
        return f"{self.base_url}/manage/{self.tokens.manage(subscriber_id)}"


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom mails come from; `reply_to` is read by a person, `list_id` names the list for ever.

    `pages` are the readers' own, None where there are none. `salt` makes Message-IDs unguessable: who names
    one has seen the mail. `sign` returns a finished mail with its DKIM signature.
    """

    address: str
    name: str = "Inspection watcher"
    reply_to: str = ""
    list_id: str = ""
    pages: ReaderPages | None = None
    salt: str = ""
    sign: Callable[[bytes], bytes] | None = None

    @property
    def domain(self) -> str:
        """The part after the at sign; it stands in Message-ID, and in List-Id unless that has a name of its own."""
        return self.address.rpartition("@")[2] or "localhost"

    def unsubscribe_mailto(self, id_: str) -> str:
        """Where a reader writes to leave. The subject names the mail, which its reader alone knows: it is acted
        upon by `watcher bounces`, and says to a person what it is about.
        """
        subject = quote(f"unsubscribe {id_.strip('<>')}", safe="@")
        return f"mailto:{quote(self.reply_to or self.address, safe='@')}?subject={subject}"

    def letterhead(self, identity: str) -> ListLetterhead:
        """What a mail to many readers prints of its sender, with placeholders for each reader's own addresses."""
        by_mail = self.pages is None
        return ListLetterhead(LEAVE_PLACEHOLDER, identity, "" if by_mail else MANAGE_PLACEHOLDER, by_mail=by_mail)

    def reader_links(self, subscriber_id: int) -> dict[str, str]:
        """A reader's own addresses, as `digest_message` takes them; none where there are no pages."""
        if self.pages is None:
            return {}
        return {
            "unsubscribe_url": self.pages.unsubscribe(subscriber_id),
            "manage_url": self.pages.manage(subscriber_id),
        }
