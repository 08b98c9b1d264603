"""What the command line and the scheduler both call: wiring only, each safe to repeat after a crash."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from watcher.cli.documents.report import error_document, report_document
from watcher.commands import followed
from watcher.commands.check import PassSummary, Progress, no_progress, one_pass
from watcher.commands.digest import Planned, Telling
from watcher.commands.operator_note import plan_note
from watcher.commands.send import send
from watcher.commands.subscribers import admit
from watcher.commands.threads import Stopping, in_thread, never
from watcher.digests.due import due_boundary
from watcher.mail.deliver import Delivered
from watcher.model.address import parsed_address
from watcher.model.errors import ConfigError, ReportError, StoreError
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.reader import Because, Wishes
from watcher.model.report import Frequency
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.read import read_report
from watcher.settings import Settings
from watcher.store import Store

log = logging.getLogger(__name__)

CONFIG_NAME = "watcher.toml"
_BY_OPERATOR = "by the operator"


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one `run` did: the pass, the mails planned, and what became of those that were pending."""

    check: PassSummary | None
    planned: Planned
    sent: Delivered | None

    @property
    def at_fault(self) -> bool:
        return self.check is not None and bool(self.check.faults)

    @property
    def failed(self) -> bool:
        """Whether a mail could not be written, or those that wait could not be sent."""
        return bool(self.planned.unwritten or (self.sent and self.sent.trouble))


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The store of a configuration, brought to the newest shape."""
    _make_state(settings.state)
    with Store.open(settings.store_url) as store:
        yield store


def _make_state(folder: Path) -> None:
    # readers' addresses lie there, and mails with links that let their readers in
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def init(directory: Path) -> str:
    """Write a configuration that explains itself, and its state folder; never over an existing one."""
    config = directory / CONFIG_NAME
    if config.exists():
        raise ConfigError(f"{config} is already there; it was left as it is")
    _make_state(directory / "state")
    config.write_text((files("watcher.commands") / "watcher.toml.example").read_text(encoding="utf-8"), encoding="utf-8")
    here = config.resolve()
    return (
        f"wrote {config} and {directory / 'state'}\n\n"
        "a line for crontab -e (hourly on working days; reports appear during the day):\n"
        f"5 7-19 * * 1-5  watcher run --config {here}"
    )


# --- checking -------------------------------------------------------------------------------------


def check(
    settings: Settings,
    store: Store,
    now: datetime,
    *,
    full: bool = False,
    only: Sequence[str] = (),
    progress: Progress = no_progress,
) -> PassSummary | None:
    """One pass; None when another one is going."""
    return asyncio.run(check_async(settings, store, now, full=full, only=only, progress=progress))


async def check_async(
    settings: Settings,
    store: Store,
    now: datetime,
    *,
    full: bool = False,
    only: Sequence[str] = (),
    progress: Progress = no_progress,
) -> PassSummary | None:
    """The same inside a loop that is already running."""
    with store.lock("check") as taken:
        if not taken:
            return None
        return await one_pass(settings, store, now, full=full, only=only, progress=progress)


# --- mail -----------------------------------------------------------------------------------------


def digest(settings: Settings, store: Store, frequency: Frequency, now: datetime) -> Planned:
    """Plan the mails of one frequency about everything recorded up to now."""
    planned = Telling(store, settings, gazetteer(), frequency, now).plan(now)
    return planned + plan_note(store, settings, now)


def digest_due(settings: Settings, store: Store, now: datetime, stopping: Stopping = never) -> Planned:
    """Plan what is due by the clock: alerts at once; daily and weekly mails once for each of their times."""
    planned = Telling(store, settings, gazetteer(), Frequency.IMMEDIATELY, now).plan(now, stopping)
    for frequency in (Frequency.DAILY, Frequency.WEEKLY):
        boundary = due_boundary(frequency, settings.digest, now)
        last = store.last_run(frequency)
        if last is None or last < boundary:
            planned += Telling(store, settings, gazetteer(), frequency, boundary).plan(now, stopping)
    return planned + plan_note(store, settings, now)


def mail(settings: Settings, store: Store, now: datetime, stopping: Stopping = never) -> RunSummary:
    """Plan what is due, send it, and forget what is to be forgotten by now."""
    planned = digest_due(settings, store, now, stopping)
    return RunSummary(None, planned, send_and_forget(settings, store, now, stopping))


def send_and_forget(settings: Settings, store: Store, now: datetime, stopping: Stopping = never) -> Delivered | None:
    """Send what waits; then forget what is to be forgotten by now."""
    sent = send(settings, store, now, stopping)
    store.erase(now)
    return sent


# --- all of it ------------------------------------------------------------------------------------


def run(
    settings: Settings, store: Store, now: datetime, *, full: bool = False, progress: Progress = no_progress
) -> RunSummary | None:
    """Check, plan, send; None when another run is going."""
    return asyncio.run(run_async(settings, store, now, full=full, progress=progress))


async def run_async(
    settings: Settings, store: Store, now: datetime, *, full: bool = False, progress: Progress = no_progress
) -> RunSummary | None:
    """The same inside a loop that is already running. Cancel it to stop, within seconds.

    The next run need not wait until the mails have left: at a slow pace that takes hours, and has a lock of its own.
    """
    with store.lock("run") as taken:
        if not taken:
            return None
        checked, failure = await _checked(settings, store, now, full=full, progress=progress)
        planned = await in_thread(lambda stopping: digest_due(settings, store, now, stopping))
    sent = await in_thread(lambda stopping: send_and_forget(settings, store, now, stopping))
    if failure:
        raise failure
    return RunSummary(checked, planned, sent)


async def _checked(
    settings: Settings, store: Store, now: datetime, *, full: bool, progress: Progress
) -> tuple[PassSummary | None, Exception | None]:
    """The pass, or what it failed of: readers and the operator get their mails all the same."""
    try:
        return await check_async(settings, store, now, full=full, progress=progress), None
    except (ConfigError, StoreError):
        raise
    except Exception as error:
        log.error("the pass failed (%s); mails are planned and sent all the same", error)
        return None, error


# --- reading back ---------------------------------------------------------------------------------


def read_reports(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """The document of each file, in order; a file that is no report gives its error."""
    with PdfReader() as reader:
        for path in paths:
            try:
                yield report_document(str(path), read_report(reader.text_of(path.read_bytes())))
            except ReportError as error:
                yield error_document(str(path), error.reason)
            except OSError as error:
                yield error_document(str(path), f"cannot be opened: {error.strerror}")


def subscribe(
    store: Store,
    address: str,
    topics: Sequence[str],
    frequency: Frequency,
    now: datetime,
    *,
    interests: Sequence[Interest] = USUAL_INTERESTS,
    one_mail_an_item: bool | None = None,
    all_quiet: bool | None = None,
    again: str | None = None,
) -> Iterator[str]:
    """Subscribe an address to each topic; a line about each. What of the options is None stays as it was.

    `again` says how the operator knows that an address which left, complained or bounced wants mails all the same.
    """
    try:
        parsed_address(address.strip())
    except ValueError as error:
        raise ConfigError(f"{address[:80]!r} is not one mail address: {error}") from error
    wanted = tuple(followed.topic(text, gazetteer()) for text in topics)
    admit(store, address, Wishes(wanted, tuple(interests), frequency), again, now)
    for topic in wanted:
        made = store.subscribe(address, topic, frequency, now, interests)
        yield f"{made.address} follows {made.topic}, {made.frequency.value}: {', '.join(made.interests)}"
    store.set_options(address, one_mail_an_item=one_mail_an_item, all_quiet=all_quiet)


def unsubscribe(store: Store, address: str, topic: str | None, now: datetime) -> int:
    """End one subscription of an address, or all, as its owner wrote to ask; how many. Without a topic the address is
    left alone from then on.
    """
    if topic is None:
        return store.stop_address(address.strip(), Because.BY_OPERATOR, _BY_OPERATOR, now)
    return store.unsubscribe(address, followed.topic(topic, gazetteer()), now, _BY_OPERATOR)
