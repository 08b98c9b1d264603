"""What to visit, what to read, and what an Ofsted page and its reports mean. Pure.

The rules come from Ofsted's publication practice. The label on the page decides a document's kind of event. Only an
inspection report may change a grade, an older report never does, and a vanished one undoes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from watcher.model.event_kind import EventKind
from watcher.model.report import CARD, Grade, JudgementId, ReportFile, is_card
from watcher.model.source import COUNCIL_TYPE, Observation
from watcher.model.visit import Known, ProviderPage, SearchRow, Target
from watcher.ofsted.document_kinds import as_read
from watcher.ofsted.grades import newest_first
from watcher.ofsted.words import NARRATIVE

RATING = "rating"
_AREA, _PROBLEM = "area ", "problem"
# We visit a page this often even if the list shows nothing new: visits and letters may not change the list.
FULL_CHECK_EVERY = timedelta(days=7)
# We retry an unreadable report for this long before readers get it without its grades.
REPORT_GIVE_UP = timedelta(hours=24)
# We still retry a report that was given up while it is recent. Older ones are gone for good: old links die.
ASK_AGAIN_EVERY = timedelta(hours=24)
RECENT = timedelta(days=30)
LETTER_IS_NEWS = timedelta(days=120)
# Older documents are read beside other work: as many as there are pages to visit, within these bounds.
OLDER_AT_LEAST, OLDER_AT_MOST = 10, 100
# The list and the page are not published in the same second: a page behind the list is looked at this often, this long.
BEHIND_LIST_EVERY = timedelta(hours=6)
BEHIND_LIST_FOR = timedelta(days=3)


def looks_like_pdf(body: bytes) -> bool:
    """Whether bytes begin as a PDF. Like PDF readers, we accept up to a kilobyte of something else before it."""
    return b"%PDF-" in body[:1024]


def source_id(key: str) -> str:
    """`ofsted:44/80482` for the provider `44/80482`."""
    return f"ofsted:{key}"


# --- what to visit --------------------------------------------------------------------------------


def due(rows: Sequence[SearchRow], targets: Sequence[Target], now: datetime, *, full: bool) -> tuple[str, ...]:
    """The source ids to visit in this check: those with news first, newest first; then the others that are due."""
    latest = {source_id(row.provider.key): row.latest for row in rows if row.latest}
    chosen = [target for target in targets if full or is_due(target, latest.get(target.source.id), now)]
    return tuple(target.source.id for target in sorted(chosen, key=lambda t: _urgency(t, latest)))


def is_due(target: Target, latest: date | None, now: datetime) -> bool:
    """Whether to visit a page: never seen, due again, changed in the list, or a week old.

    The search list has only councils; every other page is visited in every check.
    """
    if target.visited_at is None or not is_council(target.source.id):
        return True
    if target.revisit_at is not None and target.revisit_at <= now:
        return True
    return list_moved(target, latest) or now - target.visited_at >= FULL_CHECK_EVERY


def is_council(source: str) -> bool:
    return source.startswith(source_id(f"{COUNCIL_TYPE}/"))


def list_moved(target: Target, latest: date | None) -> bool:
    """Whether the search list now gives a different date for a page than at its last visit."""
    # first contact: search-marker
    return latest is not None and latest != target.marker


def behind_list(page: ProviderPage, listed: date | None, now: datetime) -> bool:
    """Whether a page lacks a report that the list shows as just published; it will have it soon."""
    newest = max((entry.published for entry in page.entries if entry.published), default=date.min)
    return listed is not None and newest < listed and now.date() - listed <= BEHIND_LIST_FOR


def _urgency(target: Target, latest: Mapping[str, date]) -> tuple[bool, int, str]:
    listed = latest.get(target.source.id)
    return not list_moved(target, listed), -(listed or date.min).toordinal(), target.source.id


# --- what to read ---------------------------------------------------------------------------------


def wanted(page: ProviderPage, known: Known, now: datetime) -> tuple[Observation, ...]:
    """The reports whose text this visit needs, oldest first: the new ones, and those to compare them with.

    On first sight that is only the newest graded report, so that the first change has an earlier one. Anything else
    that is new on a council's page is read too: letters, area SEND reports, and documents with unclear labels.
    """
    entries = [as_read(entry, known.files.get(entry.key)) for entry in page.entries]
    graded = sorted(filter(is_graded, entries), key=order)
    others = [entry for entry in entries if is_read_besides(entry)]
    fresh = [entry for entry in (*graded, *others) if is_new(entry, known)]
    newest = [] if any(map(is_graded, fresh)) else graded[-1:]
    unread = {entry.key for entry in (*fresh, *newest) if entry.key not in known.files or has_outcome(entry)}
    earlier = filter(None, (before(entry, graded) for entry in fresh if is_graded(entry) or is_letter(entry)))
    unread |= {entry.key for entry in earlier if not _had(entry, known)}
    needed = [entry for entry in (*graded, *others) if entry.key in unread or _again(entry, known, now)]
    return tuple(sorted(needed, key=order))


def older_at_once(pages: int) -> int:
    """How many older documents to read in a check that has so many councils' pages to visit: none if it has none."""
    return max(OLDER_AT_LEAST, min(pages, OLDER_AT_MOST)) if pages else 0


def is_graded(entry: Observation) -> bool:
    return entry.facts.get("graded") == "yes"


def has_outcome(entry: Observation) -> bool:
    """Whether it is an inspection of a whole area's SEND; its label alone does not tell if it ends in an outcome."""
    return entry.facts.get("event") == EventKind.SEND and is_council(entry.source_id)


def is_letter(entry: Observation) -> bool:
    """Whether it is a letter about a visit to a council: it gives no grade, but may ask for priority action."""
    return entry.facts.get("event") in NARRATIVE and is_council(entry.source_id)


def is_read_besides(entry: Observation) -> bool:
    """Whether we read a document on a council's page although we expect no grade."""
    return is_council(entry.source_id) and entry.key != RATING and not is_graded(entry)


def is_inspection(entry: Observation) -> bool:
    return entry.facts.get("event") == EventKind.INSPECTION


def is_new(entry: Observation, known: Known) -> bool:
    """Whether an entry is news: not seen before and, if nothing on the page was seen before, published since we
    followed it.
    """
    if entry.key in known.observations:
        return False
    since = known.target.followed_since.date()
    baseline = known.first_sight or not known.observations
    return not baseline or (entry.published is not None and entry.published > since)


def order(entry: Observation) -> tuple[date, int]:
    """The order in time of reports of one authority: by publication date, then by file number."""
    return newest_first(entry.published, entry.key)


def given_up(file_id: str, known: Known, now: datetime) -> bool:
    """Whether a report has failed for so long that readers must get it without its grades."""
    attempt = known.attempts.get(file_id)
    return attempt is not None and now - attempt.first_failed >= REPORT_GIVE_UP


def ask_again_at(file: ReportFile, now: datetime) -> datetime | None:
    """When to retry a report that was given up; None if we have its bytes, or it is old."""
    return file.read_at + ASK_AGAIN_EVERY if file.sha256 is None and is_recent(file.published, now) else None


def is_recent(published: date | None, now: datetime) -> bool:
    return published is not None and now.date() - published <= RECENT


def is_listed_late(published: date | None, now: datetime) -> bool:
    """Whether a letter appears so long after its day that it is history: its demands are no longer current."""
    return published is not None and now.date() - published > LETTER_IS_NEWS


def _again(entry: Observation, known: Known, now: datetime) -> bool:
    file = known.files.get(entry.key)
    at = ask_again_at(file, now) if file else None
    return at is not None and at <= now


def _had(entry: Observation, known: Known) -> bool:
    return entry.key in known.files and known.files[entry.key].sha256 is not None


def before(entry: Observation, entries: Iterable[Observation]) -> Observation | None:
    """The newest graded report published before `entry`."""
    earlier = [other for other in entries if is_graded(other) and order(other) < order(entry)]
    return max(earlier, key=order, default=None)


def rating(page: ProviderPage, source: str) -> Observation | None:
    """The rating that a page itself shows, as a record of its own."""
    if page.grade is None:
        return None
    return Observation(source, RATING, "Rating shown", "", None, {"grade": page.grade.value})


def with_rating(page: ProviderPage, source: str) -> dict[str, Observation]:
    """All records of a page by key, including the rating and the report card."""
    shown = filter(None, (rating(page, source), card(page, source)))
    return {entry.key: entry for entry in (*page.entries, *shown)}


def card(page: ProviderPage, source: str) -> Observation | None:
    """The report card of a page, as a record of its own: with the address and date of its document, if that is there.

    Each area with its grade is a fact, and so is the problem of a card that is held.
    """
    if page.card is None:
        return None
    inspected = page.card.inspected.isoformat() if page.card.inspected else ""
    same = [entry for entry in page.entries if inspected and entry.facts.get("inspected") == inspected]
    facts = {"event": EventKind.INSPECTION.value, "graded": "no", "inspected": inspected}
    facts |= {f"{_AREA}{row.id.value}": row.grade.value for row in page.card.judgements}
    facts |= {_PROBLEM: "; ".join(page.card.problems)} if page.card.problems else {}
    published = same[0].published if len(same) == 1 else None
    url = same[0].url if len(same) == 1 else ""
    return Observation(source, f"{CARD}{inspected}", "Report card", url, published, facts)


def grades_of_card(entry: Observation) -> dict[JudgementId, Grade]:
    """The grades of a recorded report card by area; empty for one that was held."""
    facts = entry.facts.items()
    return {JudgementId(name.removeprefix(_AREA)): Grade(value) for name, value in facts if name.startswith(_AREA)}


def problem_of_card(entry: Observation) -> str | None:
    """Why a recorded report card is held; None if it is not."""
    return entry.facts.get(_PROBLEM)


def is_document(key: str) -> bool:
    """Whether a record of a page is one of its documents, and not its rating or report card."""
    return key != RATING and not is_card(key)


def doubtful(file: ReportFile, doubts: Sequence[str]) -> ReportFile:
    """The same report file, held for further reasons."""
    return replace(file, problems=(*file.problems, *doubts)) if doubts else file
