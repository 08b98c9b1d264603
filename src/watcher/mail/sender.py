"""The configured sender of emails: the addresses, the readers' pages, the name of the list, the signature."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from watcher.mail.dkim import signer_of
from watcher.mail.parts import LEAVE_PLACEHOLDER, MANAGE_PLACEHOLDER
from watcher.mail.return_path import ReturnPath
from watcher.model.errors import ConfigError
from watcher.settings import Settings
from watcher.subscribers import keys
from watcher.subscribers.tokens import Tokens

if TYPE_CHECKING:
    from watcher.digests.views import ListLetterhead

# The name of a list as in RFC 2919: words with dots between; a mail reader can make it a folder.
_LIST_ID = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")


def sender_of(settings: Settings) -> Sender:
    """The sender of every email. Reads the signing keys, so call it once a run; `ConfigError` says what is wrong."""
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
    """Where undeliverable email returns to: an address for each email, or the sender if no mailbox is configured."""
    mailbox = settings.mail.bounces
    return ReturnPath(mailbox, settings.mail.sender, keys.keys(settings) if mailbox else ())


def _list_id(name: str) -> str:
    if name and not _LIST_ID.fullmatch(name):
        raise ConfigError(f"[mail] list_id: {name!r} is not valid. Expected something like inspections.firm.example")
    return name


@dataclass(frozen=True, slots=True)
class ReaderPages:
    """The addresses of a reader's own pages. `base_url` has no slash at its end."""

    base_url: str
    tokens: Tokens

    def unsubscribe(self, subscriber_id: int) -> str:
        """The page that ends all subscriptions; its address never changes."""
        return f"{self.base_url}/u/{self.tokens.unsubscribe(subscriber_id)}"

    def manage(self, subscriber_id: int, links: int) -> str:
        """The page on which a reader chooses what to follow, for as long as its token is valid."""
        return f"{self.base_url}/manage/{self.tokens.manage(subscriber_id, links)}"


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender of emails. A person reads `reply_to`; `list_id` names the list for good.

    `pages` are the readers' own pages, if there are any. `salt` makes Message-IDs unguessable: whoever names one has
    seen the email. `sign` returns a finished email with its DKIM signature.
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
        """The part after the at sign, used in Message-ID, and in List-Id unless that has a name of its own."""
        return self.address.rpartition("@")[2] or "localhost"

    def unsubscribe_mailto(self, id_: str) -> str:
        """Where a reader writes to leave.

        The subject names the email, which only its reader knows: `watcher bounces` acts on it, and a person can see
        what it is about.
        """
        subject = quote(f"unsubscribe {id_.strip('<>')}", safe="@")
        return f"mailto:{quote(self.reply_to or self.address, safe='@')}?subject={subject}"

    def letterhead(self, identity: str) -> ListLetterhead:
        """What an email to many readers prints about its sender, with placeholders for each reader's own addresses."""
        # imported here: who only asks whether the sender is usable draws no email
        from watcher.digests.views import ListLetterhead

        by_mail = self.pages is None
        return ListLetterhead(LEAVE_PLACEHOLDER, identity, "" if by_mail else MANAGE_PLACEHOLDER, by_mail=by_mail)

    def reader_links(self, subscriber_id: int, links: int = 0) -> dict[str, str]:
        """A reader's own addresses, for `digest_message`; empty without pages for readers. `links` as in `Reader`."""
        if self.pages is None:
            return {}
        return {
            "unsubscribe_url": self.pages.unsubscribe(subscriber_id),
            "manage_url": self.pages.manage(subscriber_id, links),
        }
