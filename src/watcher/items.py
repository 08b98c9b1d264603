"""A story of changes as an `Item` whose strings are ready. Pure.

Scraped text passes `clean` here and scraped addresses `safe_link`, once, on the way to every template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from watcher.findings import severity
from watcher.grades import SCALES, scale_of_grade
from watcher.judgement_rows import common_basis, row, tone
from watcher.model import Change, ChangeKind, EventKind, Grade, Observation
from watcher.views import Entry, Fact, Item, Link, Past
from watcher.vocabulary import BELOW_GOOD, EVENTS, GRADES, NARRATIVE, WORST
from watcher.wording import NAME_LIMIT, TITLE_LIMIT, clean, day, periods

IMPROVE_SHOWN = 15
IMPROVE_LIMIT = 600
HEADLINE_LIMIT = 300
URL_LIMIT = 2000

# A published date and what that report found overall; None where it gave no overall grade.
History = Sequence[tuple[date, Grade | None]]

_NOTES: dict[EventKind, str] = {
    EventKind.INSPECTION: "",
    EventKind.FOCUSED_VISIT: "A letter from a visit between inspections: it gives no grade and changes none.",
    EventKind.MONITORING_VISIT: "A letter on progress since an inspection: it gives no grade and changes none.",
    EventKind.JTAI: "Inspected jointly by several inspectorates: the letter gives no grade and changes none.",
    EventKind.SEND: "About the whole local area. It ends in one of three outcomes, not in a grade.",
    EventKind.OTHER: "",
    EventKind.COVERAGE: "",
    EventKind.OWN_POST: "",
}
_REPEATED = " (also in the report before)"
_HELD = "This report is new. Its grades are being checked, so they are not repeated here: please open the report."
_REMOVED = "Ofsted's page no longer lists this report. The grades on record are unchanged."


def item(story: Sequence[Change], anchor: str, *, alone: bool, why: str, histories: Mapping[str, History]) -> Item:
    """One story. `histories` gives the reports of a provider by its key, the oldest first."""
    headline = story_headline(story)
    return Item(
        anchor=anchor,
        headline=headline,
        heading="" if alone else headline,
        tone=story_tone(story),
        entries=tuple(_entry(change, histories.get(change.provider.key, ())) for change in story),
        why=why,
    )


def story_headline(story: Sequence[Change]) -> str:
    """The headline of a story; where all its changes say the same, the names share it."""
    news = {_news(change) for change in story}
    if len(news) == 1:
        return f"{names(story)}: {news.pop()}" if len(story) > 1 else _headline(story[0])
    return "; ".join(_headline(change) for change in story)


def names(story: Sequence[Change]) -> str:
    """`North Marlow and West Marlow`."""
    *most, last = dict.fromkeys(clean(change.provider_name, NAME_LIMIT) for change in story)
    return " and ".join([", ".join(most), last] if most else [last])


def safe_link(text: str, url: str) -> Link | None:
    """A link that a reader may be sent to: http or https with a host, and nothing hidden in it."""
    if len(url) > URL_LIMIT or not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    # user information before the host is how a link is made to look like another site's
    well = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return Link(text, url) if well else None


def story_tone(story: Sequence[Change]) -> str:
    """The tone that all changes of a story share, or `mixed`."""
    tones = {tone(() if change.held else change.judgements) for change in story}
    return tones.pop() if len(tones) == 1 else "mixed"


def weight(story: Sequence[Change]) -> tuple[int, int]:
    """How high a story stands: by severity, a decline before what else is as severe."""
    return max(_weight(change) for change in story)


def _weight(change: Change) -> tuple[int, int]:
    if change.held:
        return (1, 1) if change.event.graded else (0, 1)
    return severity(change.judgements), int(tone(change.judgements) == "worse")


def _headline(change: Change) -> str:
    return clean(change.headline, HEADLINE_LIMIT)


def _news(change: Change) -> str:
    return _headline(change).removeprefix(f"{clean(change.provider_name, NAME_LIMIT)}: ")


def _entry(change: Change, history: History) -> Entry:
    judgements = () if change.held else change.judgements
    common = common_basis(judgements)
    improve = _improve(change)
    # a single report is no history: the table says it all
    past = tuple(_past(published, grade) for published, grade in history) if len(history) > 1 else ()
    return Entry(
        name=clean(change.provider_name, NAME_LIMIT),
        facts=tuple(_facts(change)),
        note=_note(change),
        rows=tuple(row(judgement, common) for judgement in judgements),
        basis=common,
        improve=improve[:IMPROVE_SHOWN],
        more_improve=_more(len(improve) - IMPROVE_SHOWN),
        links=_links(change),
        history=past,
        history_text=", ".join(f"{report.year} {report.grade}" for report in past),
    )


def _facts(change: Change) -> list[Fact]:
    document = _document(change)
    report = change.report
    facts = [
        ("Kind", EVENTS[change.event.kind]),
        ("Listed as", clean(document.title, TITLE_LIMIT)),
        ("Inspected", periods(report.inspection_periods) if report else _inspected(document)),
        ("Published", day(document.published) if document.published else ""),
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
    return _HELD if change.held else _NOTES[change.event.kind]


def _edited(before: Observation, after: Observation) -> str:
    was, now = _inspected(before), _inspected(after)
    if not was or not now or was == now:
        return ""
    return f"Ofsted's page gave {was} as the inspection date and now gives {now}."


def _improve(change: Change) -> tuple[str, ...]:
    if change.report is None or change.held:
        return ()
    repeated = {pair.after for pair in change.improvements.repeated} if change.improvements else frozenset()
    return tuple(
        clean(bullet.text, IMPROVE_LIMIT) + (_REPEATED if bullet in repeated else "")
        for bullet in change.report.improve
    )


def _more(n: int) -> str:
    return f"and {n} more in the report" if n > 0 else ""


def _links(change: Change) -> tuple[Link, ...]:
    name = clean(change.provider_name, NAME_LIMIT)
    letter = "letter" if change.event.kind in NARRATIVE else "report"
    document = _document(change)
    report = safe_link(f"Read the {letter} on {name} (PDF)", document.url)
    page = safe_link(f"{name} on Ofsted's website", change.provider_url)
    # a rating is shown on the page itself, and a report that was taken down leads nowhere
    no_file = change.kind is ChangeKind.REMOVED or document.url == change.provider_url
    return tuple(link for link in (None if no_file else report, page) if link)


def _past(published: date, grade: Grade | None) -> Past:
    if grade is None or grade is Grade.NOT_JUDGED:
        return Past(str(published.year), "Not judged" if grade else "no overall grade", "none", 0)
    scale = SCALES[scale_of_grade(grade)]
    mood = "worst" if grade in WORST else "low" if grade in BELOW_GOOD else "good"
    return Past(str(published.year), GRADES[grade], mood, 100 * (scale.index(grade) + 1) // len(scale))
