"""A story of changes as an `Item` whose strings are ready. Pure.

Scraped text passes `clean` here and scraped addresses `safe_link`, once, on the way to every template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from watcher.digests import follow_ups
from watcher.digests.background import StoryContext
from watcher.digests.coverage import groups
from watcher.digests.follow_ups import is_follow_up, mention_of, stories_of
from watcher.digests.history import past_reports
from watcher.digests.judgements import common_basis, row
from watcher.digests.links import safe_link
from watcher.digests.region import position
from watcher.digests.story_lines import documents_of, headline, short, story_tone
from watcher.digests.views import Entry, Fact, Item, Link, RegionPlace
from watcher.model.change import Change, ChangeKind, EventKind
from watcher.model.news import Mention
from watcher.model.report import LETTERS, Grade, Improvement, JudgementId, PriorityAction, Report, ReportKind
from watcher.model.sentences import sentences
from watcher.model.source import COUNCIL_TYPE, Observation
from watcher.model.text import NAME_LIMIT, clean, day, periods
from watcher.ofsted.headline import TITLE_LIMIT
from watcher.ofsted.words import EVENTS, NARRATIVE

IMPROVE_SHOWN = 15
# The longest that were seen have some 800 characters; what a page might hold instead has no end.
IMPROVE_LIMIT = 1500

_NOTES: dict[EventKind, str] = {
    EventKind.INSPECTION: "",
    EventKind.FOCUSED_VISIT: "This letter follows a visit between inspections. It gives no grade and changes none.",
    EventKind.MONITORING_VISIT: "This letter reports progress since an inspection. It gives no grade and changes none.",
    EventKind.JTAI: "Several inspectorates inspected together. The letter gives no grade and changes none.",
    EventKind.SEND: "This inspection covers the whole local area. It ends in one of 3 outcomes, not in a grade.",
    EventKind.OTHER: "",
    EventKind.COVERAGE: "",
    EventKind.OWN_POST: "",
}
_REPEATED = " (also in the previous report)"
_NAMED_BEFORE = " (named at the last inspection too)"
_HELD_LETTER = "This letter is new and we are still checking what it says. Open the letter to read it."
_PRIORITY_UNREAD = "The letter says that it has areas for priority action. Open the letter to read them."
_PRIORITY_IN_REPORT = "The report lists areas for priority action. Open the report to read them."
_HELD = "This report is new and we are still checking its grades. Open the report to read them."
_REMOVED = "Ofsted no longer lists this report. The grades we have on record have not changed."


def item(story: Sequence[Change], background: StoryContext) -> Item:
    """One story, the same for every reader: Ofsted's judgements first, then what others and we ourselves publish.

    Where all its changes are of coverage, what Ofsted found is said in short.
    """
    documents = documents_of(story)
    official, links = ("", ()) if documents else follow_ups.official(story, background)
    return Item(
        headline=headline(story, background),
        short=short(story, background),
        tone=story_tone(story),
        entries=tuple(_entry(change, background) for change in documents),
        official=official,
        official_links=links,
        coverage=groups(
            _mentions(story, background), press_titles=background.press_titles, quote_words=background.quote_words
        ),
    )


def _mentions(story: Sequence[Change], background: StoryContext) -> list[Mention]:
    """What the changes bring, and beside a document of Ofsted's all else that is known of its story.

    What is out of date in an article of ours is told only to those who are owed that very change.
    """
    brought = {mention.url: mention for mention in map(mention_of, filter(is_follow_up, story))}
    names = dict.fromkeys(name for change in documents_of(story) for name in stories_of(change))
    known = [mention for name in names for mention in background.mentions.get(name, ())]
    return [*(replace(mention, stale=()) for mention in known if mention.url not in brought), *brought.values()]


def _entry(change: Change, background: StoryContext) -> Entry:
    judgements = () if change.held else change.judgements
    common = common_basis(judgements)
    improve = _improve(change)
    return Entry(
        name=clean(change.provider_name, NAME_LIMIT),
        facts=tuple(_facts(change)),
        note=_note(change),
        rows=tuple(row(judgement, common) for judgement in judgements),
        basis=_sentence(common),
        improve=improve[:IMPROVE_SHOWN],
        more_improve=_more(len(improve) - IMPROVE_SHOWN),
        links=_links(change),
        history=past_reports(change, background),
        region=_region(change, background),
        priority=_priority(change),
        follows=_follows(change),
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


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
        ("Kind", EVENTS[change.event.kind]),
        ("Listed as", clean(document.title, TITLE_LIMIT)),
        ("Inspected", periods(report.inspection_periods) if report else _inspected(document)),
        ("Published", day(document.published) if document.published else ""),
        ("Looked at", _looked_at(report) if report else ""),
        ("Compared with", _compared(change)),
        ("Lead inspector", clean(", ".join(report.lead_inspectors), NAME_LIMIT) if report else ""),
    ]
    if change.held:
        facts = facts[:4]
    return [Fact(label, value) for label, value in facts if value]


def _compared(change: Change) -> str:
    """An earlier report may be known and yet not compared: it is held, or it is this one that is older."""
    ranked = any(judgement.steps is not None for judgement in change.judgements)
    return f"the report published on {day(change.earlier)}" if change.earlier and ranked else ""


def _document(change: Change) -> Observation:
    document = change.after or change.before
    assert document is not None, "a change is of something listed before or after it"
    return document


def _inspected(document: Observation) -> str:
    try:
        return day(date.fromisoformat(document.facts.get("inspected", "")))
    except ValueError:
        return ""


def _note(change: Change) -> str:
    if change.kind is ChangeKind.REMOVED:
        return _REMOVED
    if change.kind is ChangeKind.CHANGED and change.before and change.after:
        return _edited(change.before, change.after)
    held = _HELD_LETTER if change.event.kind in NARRATIVE else _HELD
    return held if change.held else _NOTES[change.event.kind]


def _edited(before: Observation, after: Observation) -> str:
    was, now = _inspected(before), _inspected(after)
    if not was or not now or was == now:
        return ""
    return f"Ofsted's page gave {was} as the inspection date. It now gives {now}."


def _improve(change: Change) -> tuple[str, ...]:
    if change.report is None or change.held:
        return ()
    return _marked(change, change.report.improve)


def _marked(change: Change, items: Sequence[Improvement]) -> tuple[str, ...]:
    """The items in the document's words; those that the report before named too say so."""
    repeated = {pair.after for pair in change.improvements.repeated} if change.improvements else frozenset()
    mark = _NAMED_BEFORE if change.event.kind in NARRATIVE else _REPEATED
    return tuple(clean(item.text, IMPROVE_LIMIT) + (mark if item in repeated else "") for item in items)


def _more(n: int) -> str:
    return f"and {n} more in the report" if n > 0 else ""


def _priority(change: Change) -> tuple[str, ...]:
    """What is most urgent: the areas for priority action of a letter, or of a report on systemic failings."""
    report = change.report
    if report is None or change.held:
        return ()
    if report.kind is ReportKind.AREA_SEND:
        found = tuple(clean(text, IMPROVE_LIMIT) for text in _send_priorities(report))
        return (found or (_PRIORITY_IN_REPORT,)) if _is_failing(change) else ()
    if report.priority_action_status is not PriorityAction.YES:
        return ()
    return _marked(change, report.priority_action)[:IMPROVE_SHOWN] or (_PRIORITY_UNREAD,)


def _send_priorities(report: Report) -> Iterator[str]:
    """Each area for priority action with who must act; its paragraphs where its table was not read."""
    if not report.priority_action:
        yield from (passage.text for passage in report.passages if passage.topic == "priority_action")
    for item in report.priority_action:
        yield f"{item.body}: {item.text}" if item.body else item.text


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
