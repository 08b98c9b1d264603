"""The work behind `watcher brief` and `watcher draft`: gathers what we know about a report, and writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from watcher.commands.record import AskedRecord
from watcher.desk.dossier import Dossier, PlaceStatement
from watcher.desk.formats import Others
from watcher.desk.gather import Gathered, dossier, standing_cite
from watcher.desk.pages import filled_in
from watcher.desk.record_timeline import alternative_text
from watcher.desk.record_words import statement_in_words
from watcher.desk.timeline_picture import png, svg
from watcher.desk.verify import PrintedText
from watcher.desk.written import Picture, Written
from watcher.digests.region import listed_dates
from watcher.model.change import Change
from watcher.model.errors import ConfigError, ReportError, StoreError, WatcherError
from watcher.model.news import Mention
from watcher.model.record import story_of
from watcher.model.report import LETTERS, JudgementId, ReportFile, ReportKind
from watcher.model.source import COUNCIL_TYPE, Authority
from watcher.model.text import clean, day
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.grades import newest_first
from watcher.ofsted.reports.pdf import PdfReader
from watcher.settings import Settings
from watcher.store import Kept, Store

TEMPLATES = Path("templates/draft")
_COUNCIL = f"ofsted:{COUNCIL_TYPE}/"
_NAMED_AT_MOST = 5


class DeskError(WatcherError):
    """We can't write about this report, because something about it is not certain."""


@dataclass(frozen=True, slots=True)
class ReportSubject:
    """What is written about: a report or letter of a council, and the change that brought it, if one did.

    `files` are all documents of the council that were read.
    """

    authority: Authority
    file: ReportFile
    files: tuple[ReportFile, ...]
    change: Change | None = None


def brief(settings: Settings, dossier: Dossier) -> Written:
    """Everything that a writer needs, most important first."""
    return filled_in("desk/brief", settings.home / TEMPLATES, d=dossier)


def picture(store: Store, dossier: Dossier) -> Picture:
    """The council's judgements and visits up to the day of the report."""
    timeline = AskedRecord(store).timeline(dossier.urn, dossier.published)
    return Picture(svg(timeline), png(timeline), alternative_text(timeline))


def draft(settings: Settings, dossier: Dossier, template: str) -> Written:
    """An article to edit, made from a template. `DeskError` instead if something in it has no source."""
    if dossier.is_letter or not dossier.rows:
        raise ConfigError(
            f"No draft is made of a {dossier.kind}: it gives no grades. `watcher brief` shows what it says."
        )
    firm = {"contact": settings.desk.contact, "regulatory": settings.desk.regulatory, "name": settings.desk.firm}
    made = filled_in(f"draft/{template}", settings.home / TEMPLATES, d=dossier, firm=firm)
    if bare := made.unsourced():
        raise DeskError(
            f"no draft: the template {template} states something without a source: {clean(bare[0], 120)!r}. "
            "Add cite(...) to it, or put it into slot(...)."
        )
    return made


# --- what it is about -----------------------------------------------------------------------------


def subject_of(store: Store, what: str) -> ReportSubject:
    """The report that a person names: by a change's id or its first characters, or by a council for its newest. Our
    own documents call it by its story, such as 80482@2021-11-12.

    `ConfigError` if there is none, `DeskError` if it is held.
    """
    change = _change(store, what)
    if change is None:
        return _of_day(store, what) if "@" in what else _newest(store, what)
    if not change.source_id.startswith(_COUNCIL) or change.coverage is not None:
        raise ConfigError(f"the change {what} is not about a report on a council. Choose one from `watcher changes`.")
    authority = gazetteer().by_urn.get(change.provider.urn) or Authority(change.provider.urn, change.provider_name)
    files = _files(store, change.source_id)
    file = next((one for one in files if one.file_id == change.key), None)
    if file is None or change.held:
        raise DeskError(_held(authority, file))
    return ReportSubject(authority, _certain(authority, file), files, change)


def _change(store: Store, what: str) -> Change | None:
    """The change whose id begins with these characters; None if no id does."""
    if len(what) < 4 or any(letter not in "0123456789abcdef" for letter in what) or what in gazetteer().by_urn:
        return None
    found = store.changes.ids(what, _NAMED_AT_MOST)
    if len(found) > 1:
        raise ConfigError(f"several changes begin with {what}: {', '.join(found)}")
    return store.changes.find(found[0]) if found else None


def _of_day(store: Store, story: str) -> ReportSubject:
    """The report of a story; with the change that brought it, if one did."""
    urn, _, when = story.partition("@")
    authority = AskedRecord(store).gazetteer.by_urn.get(urn)
    files = _files(store, _COUNCIL + urn) if authority else ()
    file = next((one for one in files if one.published and one.published.isoformat() == when), None)
    if authority is None or file is None:
        raise ConfigError(f"No report {clean(story, 60)!r} is on record.")
    change = next((one for one in store.changes.recorded() if one.key == file.file_id and not one.coverage), None)
    return ReportSubject(authority, _certain(authority, file), files, change if change and not change.held else None)


def _newest(store: Store, name: str) -> ReportSubject:
    known = AskedRecord(store).gazetteer
    authority = known.by_urn.get(name) or known.named(name)
    if authority is None:
        raise ConfigError(
            f"{name!r} is neither a change nor a council. Take an id from `watcher changes`, or a name like Leicester."
        )
    source = _COUNCIL + authority.urn
    try:
        files = _files(store, source)
    except StoreError as error:
        raise ConfigError(
            f"nothing is known of {authority.name} yet. Run `watcher check`. watcher.toml must name it."
        ) from error
    file = store.reports.newest_graded(authority.urn)
    unread = store.reports.records().not_read.get(authority.urn, ())
    if file is None and not unread:
        raise ConfigError(f"No report on {authority.name} has been read yet. `watcher check --full` reads it.")
    if newer := [one for one in unread if file is None or file.published is None or one > file.published]:
        raise DeskError(
            f"Ofsted published a newer report on {authority.name} on {day(newer[-1])}, and it is not read yet. Nothing "
            "is written about the one before. Run `watcher check`, or name the change that you mean."
        )
    assert file is not None, "without a file its reports are not read"
    return ReportSubject(authority, _certain(authority, file), files)


def _files(store: Store, source: str) -> tuple[ReportFile, ...]:
    known = store.pages.known(source)
    there = [one for key, one in known.files.items() if key not in known.withdrawn]
    return tuple(sorted(there, key=lambda one: newest_first(one.published, one.file_id)))


def _certain(authority: Authority, file: ReportFile) -> ReportFile:
    if file.held or file.published is None:
        raise DeskError(_held(authority, file))
    return file


def _held(authority: Authority, file: ReportFile | None) -> str:
    why = clean("; ".join(file.problems or (file.report.problems if file.report else ())), 300) if file else ""
    when = f" of {day(file.published)}" if file and file.published else ""
    return (
        f"the report on {authority.name}{when} is held, so nothing is written about it{': ' if why else ''}{why}. "
        "`watcher held` shows what you can do."
    )


# --- what is known of it --------------------------------------------------------------------------


def dossier_of(settings: Settings, store: Store, what: str) -> Dossier:
    """Everything that we can say about a report with its source. Every quotation was found again in the PDF."""
    return dossier(gathered_of(settings, store, what))


def gathered_of(settings: Settings, store: Store, what: str, *, pdfs: bool = True) -> Gathered:
    """What the store has about a report and around it, and with `pdfs` the texts of the kept files."""
    subject = subject_of(store, what)
    published, urn = subject.file.published, subject.authority.urn
    assert published is not None, "it was checked when the report was found"
    earlier = [one for one in subject.files if _is_before(one, subject.file)]
    before = tuple(one for one in earlier if _is_graded(one))
    mentions = store.news.mentions([story_of(urn, published)]).get(story_of(urn, published), ())
    listings = store.reports.graded_listings()
    listed = {each: dates for each, found in listings.items() if (dates := listed_dates(found)) is not None}
    return Gathered(
        change_id=subject.change.id if subject.change else "",
        authority=subject.authority,
        provider_url=f"{settings.ofsted.base_url}/provider/{COUNCIL_TYPE}/{urn}",
        file=subject.file,
        before=before,
        letters=tuple(one for one in earlier if one.report and one.report.kind in LETTERS and not one.held),
        judgements=subject.change.judgements if subject.change else None,
        mentions=tuple(mentions),
        posts=_posts(store, urn),
        standings=_standings(store, subject.authority, published),
        records=store.reports.records(),
        listed=listed,
        authorities=gazetteer().by_urn,
        printed=printed_texts(store.kept(settings.state / "kept"), (subject.file, *before)) if pdfs else {},
        press_titles=settings.news.titles,
        quote_words=settings.news.quote_words,
    )


def _is_before(one: ReportFile, other: ReportFile) -> bool:
    return newest_first(one.published, one.file_id) < newest_first(other.published, other.file_id)


def _is_graded(file: ReportFile) -> bool:
    """Whether it gives grades of the council's services that we trust."""
    report = file.report
    if report is None or file.held or not report.judgements:
        return False
    return report.kind not in LETTERS and report.kind is not ReportKind.AREA_SEND


def _posts(store: Store, urn: str) -> tuple[Mention, ...]:
    return tuple(one.mention for one in store.own_posts.on_record() if urn in one.mention.authorities)


def _standings(store: Store, authority: Authority, on: date) -> tuple[PlaceStatement, ...]:
    """How the council stood on the day among those of its region, and beside its statistical neighbours."""
    asked, found = AskedRecord(store), []
    for others in Others:
        try:
            compared = asked.compare(authority.urn, others, on)
        except ConfigError:
            continue  # it has no region, or no neighbours
        for said in compared.statements:
            is_overall = said.judgement is JudgementId.OVERALL
            words = statement_in_words(compared, said)
            found.append(PlaceStatement(words, said.can_be_said, is_overall, standing_cite(compared)))
    return tuple(found)


def printed_texts(kept: Kept, files: Iterable[ReportFile]) -> Mapping[str, PrintedText]:
    """The text of each PDF that is still at hand, by address. Without its text, a document is not quoted."""
    found: dict[str, PrintedText] = {}
    with PdfReader() as reader:
        for file in files:
            if file.sha256 is None:
                continue
            try:
                found[file.url] = PrintedText(reader.text_of(kept.read(file.sha256)))
            except (StoreError, ReportError):
                continue
    return found
