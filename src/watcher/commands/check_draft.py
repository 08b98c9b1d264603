"""The work behind `watcher check-draft`: reads a draft from a file, and compares it with the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from watcher.commands.desk import brief, draft, gathered_of
from watcher.desk.check_draft import CheckedItem, DraftVerdict, Reference, check_draft, gaps_in
from watcher.desk.dossier import Citation
from watcher.desk.gather import Gathered, cite_of, dossier
from watcher.desk.read_draft import ReadDraft, of_html, of_markdown
from watcher.desk.verify import PrintedText
from watcher.desk.written import as_markdown
from watcher.model.errors import ConfigError
from watcher.model.report import ReportFile
from watcher.model.sentences import sentences
from watcher.settings import Settings
from watcher.store import Store

#: a long draft in Word has some 100 kB
LONGEST = 20 << 20
USUAL = "update"


@dataclass(frozen=True, slots=True)
class DraftChecked:
    """The result for one draft: every item, and the TODOs that are left."""

    subject: str
    items: tuple[CheckedItem, ...]
    gaps: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return all(one.verdict is DraftVerdict.SUPPORTED for one in self.items)


def read_draft(path: Path) -> ReadDraft:
    """A draft by the ending of its name. `ConfigError` if it can't be read."""
    if path.stat().st_size > LONGEST:
        raise ConfigError(f"{path} is larger than {LONGEST >> 20} MB, so it can't be a draft.")
    data = path.read_bytes()
    try:
        if path.suffix.lower() == ".docx":
            from watcher.desk.word import of_docx

            return of_docx(data)
        text = data.decode("utf-8-sig")
        return of_html(text) if path.suffix.lower() in (".html", ".htm") else of_markdown(text)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}. Expected a draft as .docx, .html or .md") from error


def check(settings: Settings, store: Store, read: ReadDraft, what: str = "") -> DraftChecked:
    """Check a draft about the report that it names itself, or about `what`."""
    subject = what or read.subject
    if not subject:
        raise ConfigError(
            "the draft does not say which report it is about. Name it with --about, for example Leicester."
        )
    items = check_draft(read, reference_of(settings, gathered_of(settings, store, subject)))
    return DraftChecked(subject, tuple(items), tuple(gaps_in(read)))


def reference_of(settings: Settings, gathered: Gathered) -> Reference:
    """Everything that a draft about this report may say, with its places."""
    known = dossier(gathered)
    written = [brief(settings, known)] if known.is_letter else [draft(settings, known, USUAL), brief(settings, known)]
    files = [(cite_of(file, known.council), file) for file in (gathered.file, *gathered.before)]
    at_hand = [(cite, file) for cite, file in files if file.url in gathered.printed]
    said = [quotation.text for mention in gathered.mentions for quotation in mention.quotations]
    places = {place for cite, file in at_hand for place in _places(cite, file, gathered.printed[file.url])}
    return Reference(
        fresh=[of_markdown(as_markdown(one)) for one in written],
        printed={cite.title: gathered.printed[file.url] for cite, file in at_hand},
        places=frozenset(places | {note.text for one in written for note in one.notes}),
        passages=[text for _, file in at_hand for text in _texts(file)],
        said=said,
        urn=known.urn,
        published=known.published,
        records=gathered.records,
        authorities=gathered.authorities,
    )


def _texts(file: ReportFile) -> Iterator[str]:
    if file.report is not None:
        yield from (one.text for one in file.report.passages)
        yield from (one.text for one in file.report.improve)


def _places(cite: Citation, file: ReportFile, printed: PrintedText) -> Iterator[str]:
    """Every place of a document that a footnote may name: its pages, and each paragraph with the pages it is on."""
    yield cite.title
    for page in range(1, len(printed.pages) + 1):
        yield Citation(cite.title, cite.url, page).text
    for one in file.report.passages if file.report else ():
        for sentence in sentences(one.text):
            if one.paragraph and (at := printed.page_of(sentence, one.page)):
                yield Citation(cite.title, cite.url, at, one.paragraph).text
