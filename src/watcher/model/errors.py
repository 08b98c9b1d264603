"""One tree of errors: each says what happened, where, and what to do next."""

from __future__ import annotations


class WatcherError(Exception):
    """Anything the tool can explain. `cli` turns it into one line and an exit code."""


class ConfigError(WatcherError):
    """The configuration cannot be used; nothing was done."""


class SourceError(WatcherError):
    """A page that was fetched cannot be understood.

    `source_id` says which source, `reason` why in words for the operator.
    """

    def __init__(self, source_id: str, reason: str) -> None:
        super().__init__(f"{source_id}: {reason}")
        self.source_id, self.reason = source_id, reason


class PageError(WatcherError):
    """A list, a feed or an article cannot be read as what it should be; `reason` says why, for the operator.

    It knows no source: who asked for the page turns it into the fault of one.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ReportError(WatcherError):
    """A file that was said to be a report cannot be read as one.

    `passing` is True where the same file may read well when fetched again (cut off, empty, not a PDF
    at all), False where the bytes are whole and still say nothing (encrypted, scanned, too large).
    """

    def __init__(self, reason: str, *, passing: bool) -> None:
        super().__init__(reason)
        self.reason, self.passing = reason, passing


class StoreError(WatcherError):
    """The database refused; the driver's words are in the message, its exception stays inside `store`."""


class MailError(WatcherError):
    """The mail server could not be used; everything stays pending."""


class TokenError(WatcherError):
    """The token was not made here, not for this purpose, or was cut off on its way."""


class ExpiredTokenError(TokenError):
    """The token was made here, too long ago."""


class FetchError(WatcherError):
    """There is no usable answer. `gone` means that the site says so itself, and is otherwise well; `forbidden`
    that it answers, but its robots.txt keeps this address from us; `moved_to` where a redirect would lead."""

    def __init__(self, reason: str, *, gone: bool = False, forbidden: bool = False, moved_to: str = "") -> None:
        super().__init__(reason)
        self.reason, self.gone, self.forbidden, self.moved_to = reason, gone, forbidden, moved_to


class UnreadableError(PageError):
    """A page lacks what was promised of it; the message says what, for the operator."""


class UnreadableDateError(WatcherError):
    """A printed date that is none; the words are for an operator."""
