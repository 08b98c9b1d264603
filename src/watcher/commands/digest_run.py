"""One run of one frequency: writes and signs the mails, and saves them in batches."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from watcher.commands.digest_writer import UndeliveredChanges, Writer
from watcher.mail.message import digest_message, message_id
from watcher.mail.render import Rendered
from watcher.mail.sender import Sender
from watcher.model.address import without_addresses
from watcher.model.errors import MailError
from watcher.model.subscription import Frequency
from watcher.store import Store
from watcher.store.planned_mails import PlannedMail
from watcher.store.quiet_readers import Quiet

log = logging.getLogger(__name__)

# What a mistake of ours raises while a mail is written: a missing word, a bad address, a bad template.
UNWRITABLE = (MailError, LookupError, ValueError)
# The most mails, and bytes, saved in one transaction.
MAILS_AT_ONCE = 100
BYTES_AT_ONCE = 8_000_000


def fault_of(frequency: Frequency, reader: int | str) -> str:
    """The id of the fault "mails of this frequency to this reader can't be written"; with "" what all such begin with.

    It holds no address, because it is logged and kept. Ids from before hold one.
    """
    return f"mail:{frequency.value}:{reader}"


@dataclass(slots=True)
class DigestRun:
    """The mails of one run. `apart` are the readers who want each story in its own mail, `with_posts` those who
    follow the articles of their own.

    `links` as in `Readers.links`. `saved` counts mails; `unwritten` are the fault ids of readers whose mail failed.
    """

    store: Store
    id: int
    frequency: Frequency
    now: datetime
    sender: Sender
    writer: Writer
    apart: frozenset[int]
    with_posts: frozenset[int] = frozenset()
    links: Mapping[int, int] = field(default_factory=dict)
    saved: int = 0
    unwritten: set[str] = field(default_factory=set)
    _written: list[PlannedMail] = field(default_factory=list)

    def write_mail(self, reader: int, undelivered: UndeliveredChanges) -> None:
        """Write a reader's mail, or mails, about the changes not delivered to them yet."""
        address = undelivered[0][1][0].address
        told = self.writer.apart(undelivered) if reader in self.apart else [undelivered]
        for part, about in enumerate(told):
            receipts = [(wish.id, change.id) for change, wishes in about for wish in wishes]
            self._write(reader, address, partial(self.writer.news, about, reader in self.with_posts), receipts, part)
        self._save_some()

    def write_quiet_mail(self, quiet: Quiet, since: datetime) -> None:
        """Write the "no news this week" mail for a reader."""
        self._write(quiet.subscriber_id, quiet.address, partial(self.writer.quiet, quiet.topics, since))
        self._save_some()

    def write_reminder(self, reader: Quiet) -> None:
        """Tell a reader who gets no other mail in this run that their own articles need work."""
        self._write(reader.subscriber_id, reader.address, self.writer.reminder)
        self._save_some()

    def save(self) -> None:
        """Save the mails written since the last save."""
        self.saved += self.store.digest_runs.plan_mails(self.id, self._written, self.now)
        self._written.clear()

    def _save_some(self) -> None:
        # a run plans each reader once, so all mails of a reader are saved together
        if len(self._written) >= MAILS_AT_ONCE or sum(len(one.content) for one in self._written) >= BYTES_AT_ONCE:
            self.save()

    def _write(
        self,
        reader: int,
        address: str,
        write: Callable[[], Rendered],
        receipts: Sequence[tuple[int, str]] = (),
        part: int = 0,
    ) -> None:
        id_ = message_id(self.sender, self.id, reader, part)
        try:
            rendered = write()
            links = self.sender.reader_links(reader, self.links.get(reader, 0))
            content = digest_message(rendered, address, self.sender, id_, self.now, **links)
        except UNWRITABLE as error:
            self._report(reader, address, error)
        else:
            self._written.append(PlannedMail(reader, id_, address, rendered.subject, content, receipts, part))

    def _report(self, reader: int, address: str, error: Exception) -> None:
        """Open or renew the fault for a mail that can't be written."""
        said = without_addresses(f"{type(error).__name__}: {error}".replace(address, "…"))
        log.error("Can't write the %s email to reader %d: %s", self.frequency.value, reader, said)
        log.debug("Where it happened:", exc_info=error)
        fault = fault_of(self.frequency, reader)
        self.store.faults.report(fault, f"this email can't be written: {said}", self.now)
        self.unwritten.add(fault)
