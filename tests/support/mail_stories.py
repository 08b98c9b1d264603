"""Changes of invented councils, modelled on real ones, for the tests of emails and for the picture of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from tests.support.builders import a_change, a_report, a_subscription, an_observation
from tests.support.stores import on_record
from watcher.digests.background import StoryContext
from watcher.digests.digest import digest
from watcher.digests.frame import SourcesChecked, Trouble
from watcher.digests.item import item
from watcher.digests.views import Digest, ListLetterhead
from watcher.model.change import Change, ChangeKind, Comparison, Event
from watcher.model.event_kind import EventKind
from watcher.model.record import OnRecord
from watcher.model.report import Grade, Improvement, Judgement, JudgementId, Report
from watcher.model.source import Provider
from watcher.model.subscription import Frequency
from watcher.ofsted.grades import compare
from watcher.ofsted.headline import headline

O, G, R, I = Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE  # noqa: E741

PUBLISHED = date(2025, 1, 28)
ENDS_AT = datetime(2025, 1, 29, 8, 30, tzinfo=UTC)
LETTERHEAD = ListLetterhead("mailto:alerts@watcher.example?subject=unsubscribe", by_mail=True)
CHECKED = SourcesChecked(153, 153, datetime(2025, 1, 29, 10, 5, tzinfo=UTC))
TROUBLED = SourcesChecked(
    152,
    153,
    datetime(2025, 1, 29, 10, 5, tzinfo=UTC),
    (Trouble("Thornley", datetime(2025, 1, 28, 10, 0, tzinfo=UTC)),),
)
NAMES = {"authority:80999": "Marlow Vale"}

BULLETS = (
    "The quality and timeliness of assessments of risk for children who live with neglect.",
    "The oversight by leaders of decisions at the front door, so that children get help when they first need it.",
    "How well children in care who live far from home are seen and listened to.",
    "The number and stability of social workers, and the support that they are given.",
)


def a_reading(*grades: Grade, overall: Grade | None = None, improve: Sequence[str] = ()) -> Report:
    """Three grades read as the judgements up to 2022, four as those since 2023, leaders first."""
    combined = ("leaders", "help_and_protection", "in_care_and_care_leavers")
    split = ("leaders", "help_and_protection", "in_care", "care_leavers")
    ids = combined if len(grades) == 3 else split
    return a_report(
        overall=overall,
        judgements=tuple(Judgement(JudgementId(i), i, g.value, g) for i, g in zip(ids, grades, strict=True)),
        improve=tuple(Improvement(text) for text in improve),
        inspection_periods=((date(2024, 11, 25), date(2024, 12, 6)),),
    )


def an_inspection(urn: str, name: str, old: Report | None, new: Report) -> Change:
    """A new graded report of a council, compared with the earlier one."""
    judgements = compare(old, new)
    event = Event(EventKind.INSPECTION, graded=True)
    title = "Children's services inspection"
    return a_change(
        id=urn,
        provider=Provider("44", urn),
        provider_name=name,
        provider_url=f"https://reports.example/provider/44/{urn}",
        event=event,
        after=an_observation(key=urn, title=title, published=PUBLISHED),
        report=new,
        earlier=date(2021, 11, 12) if old else None,
        judgements=judgements,
        headline=_headline(name, event, title, judgements),
        topics=("all", f"authority:{urn}"),
    )


def a_document(urn: str, name: str, kind: EventKind, title: str, *, held: bool = False) -> Change:
    """A document without grades to send: a letter, or a report that is held."""
    event = Event(kind, graded=held)
    return a_change(
        id=urn,
        provider=Provider("44", urn),
        provider_name=name,
        provider_url=f"https://reports.example/provider/44/{urn}",
        event=event,
        after=an_observation(key=urn, title=title, published=PUBLISHED),
        report=None,
        earlier=None,
        judgements=(),
        held=held,
        headline=_headline(name, event, title, (), held=held),
        topics=("all", f"authority:{urn}"),
    )


def _headline(name: str, event: Event, title: str, judgements: Sequence[Comparison], *, held: bool = False) -> str:
    return headline(name, ChangeKind.NEW, event, title, judgements, held=held, older=False, current=None)


MARLOW_PAST = on_record(
    OnRecord("80999", date(2015, 3, 20), "https://files.example/v1/file/1", a_reading(I, I, I, overall=I)),
    OnRecord("80999", date(2017, 9, 4), "https://files.example/v1/file/2", a_reading(G, R, R, R, overall=R)),
    OnRecord("80999", date(2021, 11, 12), "https://files.example/v1/file/3", a_reading(G, G, G, overall=G)),
    OnRecord("80999", PUBLISHED, "https://files.example/v1/file/4", a_reading(R, R, R, R, overall=R)),
)
BACKGROUND = StoryContext(records=MARLOW_PAST)


def the_fall_of_marlow_vale() -> Change:
    old, new = a_reading(G, G, G, overall=G), a_reading(R, R, R, R, overall=R, improve=BULLETS)
    return an_inspection("80999", "Marlow Vale", old, new)


def the_rise_of_eastmere() -> Change:
    """Without an overall grade, as for inspections from April 2026."""
    return an_inspection("80998", "Eastmere", a_reading(R, I, R, G, overall=I), a_reading(G, R, G, G))


def the_first_of_south_tarn() -> Change:
    """A new council, on the widest row that a table of grades has."""
    return an_inspection("80996", "South Tarn", None, a_reading(R, R, R, overall=R, improve=BULLETS[:1]))


def the_two_tarns() -> tuple[Change, Change]:
    """Two councils served by one trust."""
    old, new = a_reading(I, I, I, overall=I), a_reading(R, R, G, R, overall=R, improve=BULLETS[1:3])
    return an_inspection("80997", "North Tarn", old, new), an_inspection("80996", "South Tarn", old, new)


def a_visit() -> Change:
    return a_document("80995", "Holloway Bridge", EventKind.FOCUSED_VISIT, "Children's services focused visit")


def a_held_report() -> Change:
    return a_document("80994", "Quarrington", EventKind.INSPECTION, "Children's services inspection", held=True)


def a_week() -> list[tuple[Change, ...]]:
    """One of everything that a digest can contain."""
    one_each = [a_visit(), a_held_report(), the_rise_of_eastmere(), the_fall_of_marlow_vale()]
    return [*((change,) for change in one_each), the_two_tarns()]


def a_digest(
    *stories: Sequence[Change],
    checked: SourcesChecked = CHECKED,
    letterhead: ListLetterhead = LETTERHEAD,
    background: StoryContext = BACKGROUND,
) -> Digest:
    """The digest of a reader who follows everything and also Marlow Vale."""
    everything = a_subscription(id=1, topic="all")
    marlow = a_subscription(id=2, topic="authority:80999")
    wanted = {
        change.id: (marlow, everything) if marlow.topic in change.topics else (everything,)
        for story in stories
        for change in story
    }
    return digest(
        stories, wanted, NAMES, checked, letterhead,
        frequency=Frequency.DAILY, ends_at=ENDS_AT, item_of=lambda story: item(story, background),
    )  # fmt: skip
