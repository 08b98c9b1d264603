"""One tree of errors: each says what happened, where, and what to do next."""

from __future__ import annotations

from enum import StrEnum


class WatcherError(Exception):
    """An error that we can explain. `cli` turns it into one line and an exit code."""


def install_extra(extra: str) -> str:
    """How to install what an optional part needs. From the source: no index has this program under its own name."""
    return f"In the folder of watcher's source, run: pip install '.[{extra}]'"


class ConfigError(WatcherError):
    """The configuration or the arguments can't be used; nothing was done."""


class SourceError(WatcherError):
    """A fetched page can't be read. `source_id` is its source, `reason` explains why to the operator."""

    def __init__(self, source_id: str, reason: str) -> None:
        super().__init__(f"{source_id}: {reason}")
        self.source_id, self.reason = source_id, reason


class PageError(WatcherError):
    """A list, a feed or an article can't be read; `reason` explains why to the operator.

    It does not know its source: the code that fetched the page turns it into a fault of the source.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooCostlyError(PageError):
    """A text was not read to its end: it took more time, CPU time or memory than any text may take.

    `passing` is True if that may not be its own fault: the process that read it was ended from outside.
    """

    def __init__(self, reason: str, *, passing: bool = False) -> None:
        super().__init__(reason)
        self.passing = passing


class ReportError(WatcherError):
    """A file that should be a report can't be read as one.

    `passing` is True if fetching it again may help (cut off, empty, not a PDF at all), and False if the file is
    complete but unusable (encrypted, scanned, too large).
    """

    def __init__(self, reason: str, *, passing: bool) -> None:
        super().__init__(reason)
        self.reason, self.passing = reason, passing


class AddressFault(StrEnum):
    """What is wrong with an address that somebody typed; the page says it in words."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    HIDDEN = "hidden"
    SEVERAL = "several"
    NOT_ALONE = "not_alone"
    NO_ADDRESS = "no_address"
    ACCENTED = "accented"
    TWO_SPELLINGS = "two_spellings"


class TypedAddressError(WatcherError):
    """An address that somebody typed can't be used; `fault` says why."""

    def __init__(self, fault: AddressFault) -> None:
        super().__init__(fault)
        self.fault = fault


class StoreError(WatcherError):
    """The database failed. The message has the driver's words; its exception stays inside `store`."""


class LeaseLostError(StoreError):
    """Another process took over while this one gave no sign of life; nothing more is written here."""


class MailError(WatcherError):
    """The mail server can't be used; all mails stay pending."""


class TokenError(WatcherError):
    """The token is not ours, is for another purpose, or was cut off."""


class ExpiredTokenError(TokenError):
    """The token is ours but has expired."""


class FetchError(WatcherError):
    """A page could not be fetched. `gone`: the site works and says the page does not exist. `forbidden`: its
    robots.txt excludes the page. `moved_to`: where a redirect would lead."""

    def __init__(self, reason: str, *, gone: bool = False, forbidden: bool = False, moved_to: str = "") -> None:
        super().__init__(reason)
        self.reason, self.gone, self.forbidden, self.moved_to = reason, gone, forbidden, moved_to


class UnreadableError(PageError):
    """A page lacks something it should have; the message says what, for the operator."""


class UnreadableDateError(WatcherError):
    """A printed date that can't be read; the message is for the operator."""
