"""What the command line calls for held changes and for corrections. Wiring only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.commands.check import Deciding
from watcher.commands.digest import Telling
from watcher.commands.digest_run import MAILS_AT_ONCE
from watcher.crawl.blame import blamed_on
from watcher.differ.case import Predecessor, Reading
from watcher.differ.held import Held, Ruling, Verdict, no_release, read_again, released_edit, released_report, short
from watcher.digests.background import Background
from watcher.digests.quiet import correction
from watcher.mail.message import Sender, digest_message, message_id
from watcher.mail.parts import without_links
from watcher.mail.render import Rendered, render_digest
from watcher.mail.sender import sender_of
from watcher.model.correction import Correction, Misled, checked_text
from watcher.model.errors import ConfigError, ReportError, SourceError, StoreError
from watcher.model.report import Change, ReportFile
from watcher.model.text import LONDON
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.reports.pdf import PdfReader
from watcher.ofsted.reports.read import read_report
from watcher.ofsted.rules import is_council
from watcher.settings import Settings
from watcher.store import Kept, PlannedMail, Store

# --- held changes ---------------------------------------------------------------------------------


def release(store: Store, held: Held, ruling: Ruling, *, dry_run: bool = False) -> Change:
    """Tell readers what is held, from the next mails on; the change that does. `ConfigError` where that cannot be."""
    if why := no_release(held):
        raise ConfigError(f"{short(held.change.id)} cannot be released: {why}")
    file: ReportFile | None = None
    if held.is_edit:
        change = released_edit(held, ruling.at)
    else:
        known, former = store.known(held.change.source_id), _predecessor(store, held, ruling.at)
        file, change = released_report(held, known, former, ruling.at)
    if not dry_run and not store.release(held, change, ruling, file):
        raise ConfigError(f"{short(held.change.id)} was ruled on meanwhile; nothing was done")
    return change


def reject(store: Store, held: Held, ruling: Ruling) -> None:
    """Tell readers nothing more of it, and the operator neither."""
    if not store.reject(held, ruling):
        raise ConfigError(f"{short(held.change.id)} was ruled on meanwhile; nothing was done")


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What became of one held report: the change that tells its grades now, or why it stays held."""

    held: Held
    change: Change | None
    why: str


def read_kept(settings: Settings, store: Store, held: Sequence[Held], by: str, now: datetime) -> list[ReadAgain]:
    """Read reports once more from the bytes that are kept. One that reads well now is told with its grades."""
    kept = Kept(settings.state / "kept")
    with PdfReader() as reader:
        return [_read_again(store, kept, reader, one, by, now) for one in held if not one.is_edit]


def _read_again(store: Store, kept: Kept, reader: PdfReader, held: Held, by: str, now: datetime) -> ReadAgain:
    if held.withdrawn:
        return ReadAgain(held, None, "Ofsted has withdrawn the report")
    if held.file is None or held.file.sha256 is None:
        return ReadAgain(held, None, "its bytes were never had; the next check asks for them if it is recent")
    try:
        reading = _reading(kept.read(held.file.sha256), held.file.sha256, reader)
    except StoreError as error:
        return ReadAgain(held, None, str(error))
    known, former = store.known(held.change.source_id), _predecessor(store, held, now)
    file, change = read_again(held, known, former, reading, now, gazetteer())
    if change is None:
        store.save_file(file)
        return ReadAgain(held, None, "; ".join(file.problems))
    told = store.release(held, change, Ruling(Verdict.RELEASED, by, "it reads well now", now), file)
    return ReadAgain(held, change, "") if told else ReadAgain(held, None, "it was ruled on meanwhile")


def _reading(body: bytes, sha256: str, reader: PdfReader) -> Reading:
    try:
        pages = reader.text_of(body)
        with blamed_on("report"):
            return Reading(read_report(pages), sha256=sha256)
    except ReportError as error:
        return Reading(error=error, sha256=sha256)
    except SourceError as error:
        return Reading(error=ReportError(error.reason, passing=False), sha256=sha256)


def _predecessor(store: Store, held: Held, now: datetime) -> Predecessor | None:
    council = is_council(held.change.source_id)
    return Deciding(store, now).predecessor(held.change.provider) if council else None


# --- corrections ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction comes to: who was told (of them, for how many a mail was planned now), how many waiting
    mails are taken back, and the mail itself as the first of its readers gets it; None where nobody was told."""

    misled: Sequence[Misled]
    planned: int
    taken_back: int
    mail: Rendered | None


def correct(
    settings: Settings, store: Store, change: Change, text: str, now: datetime, *, misread: bool = False
) -> Corrected:
    """Take back what was told of a change: one mail to each reader who was told, and no more mails about it.

    With `misread` the grades of its report are not believed from now on: no history shows them, and no later
    report is compared with them.
    Mails about it that wait are taken back, and what else they told is planned again at once. Safe to repeat
    after a crash; the same correction reaches each reader once. `ConfigError` while mails are being sent.
    """
    text = checked_text(text)
    with store.lock("send") as taken:
        if not taken:
            raise ConfigError(
                "mails are being sent just now, so nothing was done; try again when they have left, or stop what "
                "sends them: the rest stays pending"
            )
        if misread:
            store.doubt_report(change.source_id, change.key, "it was misread, as a correction told readers")
        begun = store.begin_correction(change.id, text, now)
        done = _tell_misled(settings, store, change, begun, now)
    for frequency, ends_at in begun.runs:
        Telling(store, settings, gazetteer(), frequency, ends_at).plan(now)
    return done


def correction_ahead(settings: Settings, store: Store, change: Change, text: str, now: datetime) -> Corrected:
    """What `correct` would do, without doing it."""
    misled, waiting = store.misled(change.id), store.pending_about(change.id)
    mail = _mail(change, checked_text(text), sender_of(settings), settings, misled[0], now) if misled else None
    return Corrected(misled, 0, waiting, mail and replace(mail, text=without_links(mail.text)))


def _tell_misled(settings: Settings, store: Store, change: Change, begun: Correction, now: datetime) -> Corrected:
    sender, misled = sender_of(settings), store.misled(change.id)
    done = store.corrected(begun.id)
    mails: dict[object, Rendered] = {}
    planned: list[PlannedMail] = []
    for one in misled:
        day = one.told_at.astimezone(LONDON).date()
        if day not in mails:
            mails[day] = _mail(change, begun.text, sender, settings, one, now)
        if one.subscriber_id not in done:
            planned.append(_addressed(mails[day], begun, one, sender, now))
    batches = [planned[at : at + MAILS_AT_ONCE] for at in range(0, len(planned), MAILS_AT_ONCE)]
    count = sum(store.plan_corrections(begun.id, batch, now) for batch in batches)
    return Corrected(misled, count, begun.taken_back, next(iter(mails.values()), None))


def _mail(change: Change, text: str, sender: Sender, settings: Settings, one: Misled, now: datetime) -> Rendered:
    head = sender.letterhead(settings.mail.identity)
    told_on = one.told_at.astimezone(LONDON).date()
    names = Background(authorities=gazetteer().by_urn)
    return render_digest(correction(change, text, head, told_on=told_on, ends_at=now, background=names))


def _addressed(mail: Rendered, begun: Correction, one: Misled, sender: Sender, now: datetime) -> PlannedMail:
    id_ = message_id(sender, "correction", begun.id, one.subscriber_id)
    content = digest_message(mail, one.address, sender, id_, now, **sender.reader_links(one.subscriber_id))
    return PlannedMail(one.subscriber_id, id_, one.address, mail.subject, content)
