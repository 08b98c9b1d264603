"""A story of changes as an `Item`; the templates turn it into sentences. Pure.

Scraped text passes `clean` here and scraped addresses `safe_link`, once, on the way to every template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from watcher.digests import follow_ups
from watcher.digests.background import StoryContext
from watcher.digests.coverage import groups
from watcher.digests.follow_ups import mention_of
from watcher.digests.history import past_grades
from watcher.digests.judgements import common_basis, row
from watcher.digests.links import safe_link
from watcher.digests.overview import overview_row
from watcher.digests.region import position
from watcher.digests.story import StoryToTell, headline, short, story_tone
from watcher.digests.table_views import RegionPlace
from watcher.digests.views import Bullet, Entry, EntryNote, Fact, FactKind, FoundWords, Item, Link, NoteKind
from watcher.model.change import Change, ChangeKind
from watcher.model.event_kind import EventKind
from watcher.model.news import Mention
from watcher.model.report import LETTERS, Grade, Improvement, JudgementId, PriorityAction, Report, ReportKind, is_card
from watcher.model.sentences import sentences
from watcher.model.source import COUNCIL_TYPE, Observation
from watcher.model.text import NAME_LIMIT, clean, day, periods
from watcher.ofsted.headline import TITLE_LIMIT
from watcher.ofsted.reports.quotable import FindingKind
from watcher.ofsted.words import EVENTS, NARRATIVE

IMPROVE_SHOWN = 15
# The longest that were seen have some 800 characters; what a page might hold instead has no end.
IMPROVE_LIMIT = 1500

_NOTES: dict[EventKind, NoteKind] = {
    EventKind.FOCUSED_VISIT: NoteKind.VISIT,
    EventKind.MONITORING_VISIT: NoteKind.MONITORING,
    EventKind.JTAI: NoteKind.JOINT,
    EventKind.SEND: NoteKind.AREA,
}


def item(changes: Sequence[Change], background: StoryContext) -> Item:
    """One story, the same for every reader: Ofsted's judgements first, then what others and we ourselves publish.

    If all its changes are coverage, it gives what Ofsted found in short.
    """
    story = StoryToTell.of(changes)
    documents = story.documents
    return Item(
        headline=headline(story, background),
        short=short(story, background),
        tone=story_tone(story),
        entries=tuple(_entry(change, background) for change in documents),
        overview=tuple(map(overview_row, documents)),
        official=() if documents else follow_ups.official(changes, background),
        is_unjoined=not documents and follow_ups.is_unjoined(changes),
        official_links=() if documents else follow_ups.official_links(changes, background),
        coverage=groups(
            _mentions(story, background), press_titles=background.press_titles, quote_words=background.quote_words
        ),
    )


def _mentions(story: StoryToTell, background: StoryContext) -> list[Mention]:
    """What the changes bring, and beside a document of Ofsted's all else that is known of its story.

    What is out of date in an article of ours is told only to those who are still to be sent that very change.
    """
    brought = {mention.url: mention for mention in map(mention_of, story.follow_ups)}
    known = [mention for name in story.names for mention in background.mentions.get(name, ())]
    return [*(replace(mention, stale=()) for mention in known if mention.url not in brought), *brought.values()]


def _entry(change: Change, background: StoryContext) -> Entry:
    judgements = () if change.held else change.judgements
    common = common_basis(judgements)
    improve = _improve(change)
    return Entry(
        name=clean(change.provider_name, NAME_LIMIT),
        is_letter=change.event.kind in NARRATIVE,
        facts=tuple(_facts(change)),
        note=_note(change),
        rows=tuple(row(judgement, common) for judgement in judgements),
        basis=common,
        improve=improve[:IMPROVE_SHOWN],
        more_improve=max(len(improve) - IMPROVE_SHOWN, 0),
        links=_links(change),
        strengths=_found_words(change, background, FindingKind.STRENGTH),
        concerns=_found_words(change, background, FindingKind.CONCERN),
        history=past_grades(change, background),
        region=_region(change, background),
        asks_for_priority_action=_asks_for_priority_action(change),
        priority=_priority(change),
        follows=_follows(change),
    )


def _found_words(change: Change, background: StoryContext, kind: FindingKind) -> tuple[FoundWords, ...]:
    found = () if change.held else background.findings.get(change.id, ())
    return tuple(
        FoundWords(
            f"“{clean(one.text, IMPROVE_LIMIT)}”",
            f"page {one.page}" + (f", paragraph {one.paragraph}" if one.paragraph else ""),
        )
        for one in found
        if one.kind is kind
    )


def _region(change: Change, background: StoryContext) -> RegionPlace | None:
    """Where a new report on a council leaves it in its region, on the day that report came out."""
    urn, published = change.provider.urn, change.after.published if change.after else None
    council = change.provider.type == COUNCIL_TYPE and change.event.kind is EventKind.INSPECTION
    if not council or change.held or not change.judgements or published is None:
        return None
    # what is known of the region must hold this very report
    if published not in background.listed.get(urn, ()):
        return None
    return position(urn, published, background.records, background.authorities, background.listed)


def _facts(change: Change) -> list[Fact]:
    document = _document(change)
    report = change.report
    facts = [
        (FactKind.DOCUMENT, EVENTS[change.event.kind]),
        (FactKind.TITLE, clean(document.title, TITLE_LIMIT)),
        (FactKind.INSPECTED, periods(report.inspection_periods) if report else _inspected(document)),
        (FactKind.PUBLISHED, day(document.published) if document.published else ""),
        (FactKind.LOOKED_AT, _looked_at(report) if report else ""),
        (FactKind.COMPARED_WITH, _compared(change)),
        (FactKind.LEAD_INSPECTOR, clean(", ".join(report.lead_inspectors), NAME_LIMIT) if report else ""),
    ]
    if change.held:
        facts = facts[:4]
    return [Fact(kind, value) for kind, value in facts if value]


def _compared(change: Change) -> str:
    """An earlier report may be known and yet not compared: it is held, or it is this one that is older."""
    ranked = any(judgement.steps is not None for judgement in change.judgements)
    if change.report is not None and change.report.kind in LETTERS:
        ranked = change.improvements is not None
    return day(change.earlier) if change.earlier and ranked else ""


def _document(change: Change) -> Observation:
    document = change.after or change.before
    assert document is not None, "a change is about something listed before or after it"
    return document


def _inspected(document: Observation) -> str:
    try:
        return day(date.fromisoformat(document.facts.get("inspected", "")))
    except ValueError:
        return ""


def _note(change: Change) -> EntryNote | None:
    if change.kind is ChangeKind.REMOVED:
        return EntryNote(NoteKind.REMOVED)
    if change.kind is ChangeKind.CHANGED and change.before and change.after:
        return _edited(change.before, change.after)
    of_card = NoteKind.REPORT_CARD if is_card(change.key) else None
    kind = NoteKind.HELD if change.held else of_card or _NOTES.get(change.event.kind)
    return EntryNote(kind) if kind else None


def _edited(before: Observation, after: Observation) -> EntryNote | None:
    was, now = _inspected(before), _inspected(after)
    return EntryNote(NoteKind.EDITED, was, now) if was and now and was != now else None


def _improve(change: Change) -> tuple[Bullet, ...]:
    if change.report is None or change.held:
        return ()
    return _marked(change, change.report.improve)


def _marked(change: Change, items: Sequence[Improvement]) -> tuple[Bullet, ...]:
    """The items in the document's words, each with whether the document before it named it too."""
    repeated = {pair.after for pair in change.improvements.repeated} if change.improvements else frozenset()
    return tuple(Bullet(clean(item.text, IMPROVE_LIMIT), item in repeated) for item in items)


def _asks_for_priority_action(change: Change) -> bool:
    """Of a letter that says so, and of a report on systemic failings."""
    report = change.report
    if report is None or change.held:
        return False
    if report.kind is ReportKind.AREA_SEND:
        return _is_failing(change)
    return report.priority_action_status is PriorityAction.YES


def _priority(change: Change) -> tuple[Bullet, ...]:
    """What is most urgent, where we can read it: the areas for priority action."""
    report = change.report
    if report is None or not _asks_for_priority_action(change):
        return ()
    if report.kind is ReportKind.AREA_SEND:
        return tuple(_send_priorities(report))
    return _marked(change, report.priority_action)[:IMPROVE_SHOWN]


def _send_priorities(report: Report) -> Iterator[Bullet]:
    """Each area for priority action with who must act; its paragraphs where its table was not read."""
    if not report.priority_action:
        said = (passage.text for passage in report.passages if passage.topic == "priority_action")
        yield from (Bullet(clean(text, IMPROVE_LIMIT)) for text in said)
    for item in report.priority_action:
        yield Bullet(clean(item.text, IMPROVE_LIMIT), who=clean(item.body or "", NAME_LIMIT))


def _follows(change: Change) -> str:
    """What happens after an area's systemic failings: the box of the report says it."""
    if change.report is None or not _is_failing(change):
        return ""
    box = next((row.printed for row in change.report.judgements if row.id is JudgementId.SEND_OUTCOME), "")
    return clean(" ".join(sentences(box)[1:]), IMPROVE_LIMIT)


def _is_failing(change: Change) -> bool:
    return any(judgement.after is Grade.SYSTEMIC_FAILINGS for judgement in change.judgements)


def _looked_at(report: Report) -> str:
    return clean(" ".join(report.topics), IMPROVE_LIMIT) if report.kind in LETTERS else ""


def _links(change: Change) -> tuple[Link, ...]:
    name = clean(change.provider_name, NAME_LIMIT)
    letter = "letter" if change.event.kind in NARRATIVE else "report"
    document = _document(change)
    report = safe_link(f"Read the {letter} on {name} (PDF)", document.url)
    page = safe_link(f"{name} on Ofsted's website", change.provider_url)
    # a rating is shown on the page itself, and a report that was taken down leads nowhere
    no_file = change.kind is ChangeKind.REMOVED or document.url == change.provider_url
    return tuple(link for link in (None if no_file else report, page) if link)
