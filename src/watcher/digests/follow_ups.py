"""Stories without a new document of Ofsted's: later coverage of a report, and articles of our own. Pure.

Their headlines are in our own words: a headline of the press never becomes the subject of a mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from watcher.digests.background import StoryContext
from watcher.digests.coverage import title_of, went_stale
from watcher.digests.links import safe_link
from watcher.digests.views import Link, OfficialReport
from watcher.model.change import Change, ChangeKind
from watcher.model.event_kind import EventKind
from watcher.model.news import Mention, PostFault, Stale, Tier, worst_fault
from watcher.model.record import OnRecord, is_of_the_area, story_of
from watcher.model.source import COUNCIL_TYPE
from watcher.model.text import NAME_LIMIT, clean, day, joined
from watcher.ofsted.words import GRADES, JUDGEMENTS_IN_TEXT

SHORT_TITLE = 40

# One, and several, of each sort.
_SORTS: dict[Tier, str] = {
    Tier.COUNCIL: "council",
    Tier.SECTOR_PRESS: "press",
    Tier.LOCAL_PRESS: "press",
    Tier.AGGREGATOR: "press",
}
_COUNTED: dict[str, tuple[str, str]] = {
    "council": ("the council's response", "{} council statements"),
    "press": ("a press article", "{} press articles"),
}


def is_follow_up(change: Change) -> bool:
    """Whether a change is what others, or we, published rather than a document of Ofsted's."""
    return change.event.kind in (EventKind.COVERAGE, EventKind.OWN_POST)


def mention_of(change: Change) -> Mention:
    """The subject of a change of coverage."""
    assert change.coverage is not None, "a change of coverage carries what was published"
    return change.coverage


def stories_of(change: Change) -> tuple[str, ...]:
    """The names of the stories a change belongs to; an article of our own to those that overtook it."""
    if not is_follow_up(change):
        published = change.after.published if change.after else None
        council = change.provider.type == COUNCIL_TYPE  # URNs of other types clash with those of councils
        return (story_of(change.provider.urn, published),) if published and council else ()
    mention = mention_of(change)
    overtaken = went_stale(mention.stale)
    if change.event.kind is EventKind.OWN_POST:
        return tuple(story_of(urn, overtaken) for urn in mention.authorities) if overtaken else ()
    return mention.stories


def headline(story: Sequence[Change], background: StoryContext) -> str:
    """`Marlow Vale: the council's response to the report of 28 January 2025`, or what an article of ours needs."""
    posts = [mention_of(change) for change in story if change.event.kind is EventKind.OWN_POST]
    said = [_stale(post) for post in posts]
    coverage = [change for change in story if change.event.kind is EventKind.COVERAGE]
    if coverage:
        said.insert(0, f"{_names(coverage, background)}: {_published(coverage)}{_about(coverage)}")
    return "; ".join(said)


def short(story: Sequence[Change], background: StoryContext) -> str:
    """The same as a part of a list: `the council's response on Marlow Vale`."""
    coverage = [change for change in story if change.event.kind is EventKind.COVERAGE]
    posts = [mention_of(change) for change in story if change.event.kind is EventKind.OWN_POST]
    said = [f"{_published(coverage)} on {_names(coverage, background)}"] if coverage else []
    return ", ".join([*said, *([_outdated(posts)] if posts else [])])


def out_of_date(posts: Sequence[Mention]) -> str:
    """`2 of your articles are out of date`, or what else is the matter with them."""
    faults = {worst_fault(one.stale) for one in posts}
    if len(posts) == 1:
        return f"one of your articles {faults.pop().predicate}"
    state = "are out of date" if faults == {PostFault.OUT_OF_DATE} else "need a change"
    return f"{len(posts)} of your articles {state}"


def official(story: Sequence[Change], background: StoryContext) -> tuple[OfficialReport, ...]:
    """What Ofsted found in the reports of the story, in short."""
    return tuple(_in_short(name, background) for name in _reports_of(story))


def official_links(story: Sequence[Change], background: StoryContext) -> tuple[Link, ...]:
    """Where to read the reports of the story."""
    named = ((_name(_urn_of(name), background), _record(name, background)) for name in _reports_of(story))
    links = (safe_link(f"Read the report on {name} (PDF)", record.url) for name, record in named if record)
    return tuple(link for link in links if link)


def is_unjoined(story: Sequence[Change]) -> bool:
    """Whether the coverage is about a report that we don't know."""
    return not _reports_of(story) and any(change.event.kind is EventKind.COVERAGE for change in story)


def _reports_of(story: Sequence[Change]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for change in story for name in stories_of(change)))


# --- what was published -----------------------------------------------------------------------------


def _published(coverage: Sequence[Change]) -> str:
    sorts = [_SORTS[mention_of(change).tier] for change in coverage]
    counts = {sort: sorts.count(sort) for sort in _COUNTED if sort in sorts}
    said = joined(_count(sort, n) for sort, n in counts.items())
    edited = all(change.kind is ChangeKind.CHANGED for change in coverage)
    return f"an edit of {said}" if edited else said


def _count(sort: str, n: int) -> str:
    one, several = _COUNTED[sort]
    return one if n == 1 else several.format(n)


def _about(coverage: Sequence[Change]) -> str:
    days = {_date_of(name) for change in coverage for name in stories_of(change)}
    if not days:
        return " on children's services"
    council = {mention_of(change).tier for change in coverage} == {Tier.COUNCIL}
    return f" {'to' if council else 'on'} the report of {joined(day(when) for when in sorted(days))}"


def _names(coverage: Sequence[Change], background: StoryContext) -> str:
    urns = dict.fromkeys(_urn_of(name) for change in coverage for name in stories_of(change))
    urns = urns or dict.fromkeys(urn for change in coverage for urn in mention_of(change).authorities)
    return joined([_name(urn, background) for urn in urns] or [clean(coverage[0].provider_name, NAME_LIMIT)])


def _name(urn: str, background: StoryContext) -> str:
    authority = background.authorities.get(urn)
    return clean(authority.name, NAME_LIMIT) if authority else f"council {urn}"


def _urn_of(story: str) -> str:
    return story.partition("@")[0]


def _date_of(story: str) -> date:
    return date.fromisoformat(story.partition("@")[2])


# --- what Ofsted found ------------------------------------------------------------------------------


def _in_short(story: str, background: StoryContext) -> OfficialReport:
    name, published = _name(_urn_of(story), background), day(_date_of(story))
    record = _record(story, background)
    if record is None:
        return OfficialReport(name, published)
    report = record.report
    return OfficialReport(
        name,
        published,
        overall=GRADES[report.overall] if report.overall else "",
        judgements=tuple(f"{JUDGEMENTS_IN_TEXT[one.id]} {GRADES[one.grade]}" for one in report.judgements),
        newer=_newer(record, background),
    )


def _record(story: str, background: StoryContext) -> OnRecord | None:
    """The report a story is about. Two of one day, on the services and on the area's SEND, cannot be told apart."""
    records = background.records.get(_urn_of(story), ())
    found = [one for one in records if one.published == _date_of(story)]
    return found[0] if len(found) == 1 else None


def _newer(record: OnRecord, background: StoryContext) -> str:
    """An area SEND report never replaces one on the council's services, nor the other way round."""
    known = background.records.get(record.urn, ())
    newest = max(one.published for one in known if is_of_the_area(one) is is_of_the_area(record))
    if not is_of_the_area(record):
        newest = max(newest, *background.records.not_read.get(record.urn, (newest,)))
    return day(newest) if newest > record.published else ""


# --- articles of our own ----------------------------------------------------------------------------


def _outdated(posts: Sequence[Mention]) -> str:
    one = f"your article “{clean(posts[0].title, SHORT_TITLE)}” {worst_fault(posts[0].stale).predicate}"
    return out_of_date(posts) if len(posts) > 1 else one


def _stale(post: Mention) -> str:
    return f"{_state(post.stale)}: your article “{title_of(post)}”"


def _state(stale: Sequence[Stale]) -> str:
    """What stands first, for mailboxes cut a long title off."""
    if not stale:
        return "Up to date again"
    if overtaken := went_stale(stale):
        return f"Out of date since {day(overtaken)}"
    reasons = {one.reason for one in stale}
    if reasons == {"g"}:
        return "An error from the first day"
    if reasons == {"h"}:
        return "Imprecise"
    return "A link no longer works" if reasons == {"e"} else "Out of date"
