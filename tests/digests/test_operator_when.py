"""When the operator hears: urgent things at once, the rest once a day; told over a month."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.builders import NOW, a_change, a_fault, an_event
from watcher.digests.due import due_boundary
from watcher.digests.operator_when import SAME_TROUBLE, OperatorNews, to_say, urgent
from watcher.model.event_kind import EventKind
from watcher.model.held import Held
from watcher.model.mail import Undelivered
from watcher.model.source import Fault
from watcher.model.subscription import Frequency
from watcher.settings import DigestTimes

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MORNING = datetime(2025, 3, 3, 8, 30, tzinfo=UTC)
PAGES = 153
HELD = Held(a_change(held=True), ("c1",), MORNING + HOUR)
EDIT = replace(HELD, change=a_change(held=True, event=an_event(kind=EventKind.COVERAGE)))
LOST = Undelivered(1, "reader@example.org", "Marlow Vale", "550 no such user", MORNING + HOUR)


def since(moment: datetime, source_id: str = "ofsted:44/80999", **fields: object) -> Fault:
    return a_fault(**{"source_id": source_id, "first_seen": moment, "last_seen": moment, **fields})


def said(known: OperatorNews, now: datetime, told_recently: tuple[Fault, ...] = ()) -> OperatorNews:
    return to_say(known, told_recently, PAGES, due_boundary(Frequency.DAILY, DigestTimes(), now), now)


@pytest.mark.parametrize(
    "news",
    [
        OperatorNews(held=(HELD,)),
        OperatorNews(faults=(since(MORNING + HOUR),)),
        OperatorNews(faults=(since(MORNING + HOUR, "mail:server"),)),
        OperatorNews(faults=(since(MORNING + HOUR, "mail:refused"),)),
        OperatorNews(faults=(since(MORNING + HOUR, "mail:daily:reader@example.org"),)),
    ],
)
def test_what_is_urgent_is_said_at_once(news: OperatorNews) -> None:
    assert said(news, MORNING + 2 * HOUR) == news


@pytest.mark.parametrize(
    "news",
    [
        OperatorNews(held=(EDIT,)),
        OperatorNews(undelivered=(LOST,)),
        OperatorNews(faults=(since(MORNING + HOUR, "news:marlow-mercury"),)),
        OperatorNews(faults=(since(MORNING + HOUR, "less:news:marlow-mercury"),)),
        OperatorNews(faults=(since(MORNING + HOUR, "quiet:news:marlow-mercury"),)),
        OperatorNews(faults=(since(NOW - DAY, told_at=NOW - DAY, cleared_at=MORNING + HOUR),)),
    ],
)
def test_what_is_not_urgent_waits_for_the_mail_of_the_day(news: OperatorNews) -> None:
    assert not said(news, MORNING + 2 * HOUR)
    assert not said(news, MORNING + DAY - timedelta(minutes=1))
    assert said(news, MORNING + DAY) == news


def test_what_is_urgent_takes_the_rest_along() -> None:
    both = OperatorNews(held=(HELD,), undelivered=(LOST,))
    assert said(both, MORNING + 2 * HOUR) == both


def test_more_of_the_same_trouble_waits() -> None:
    told = since(MORNING, told_at=MORNING + HOUR)
    another = since(MORNING + 2 * HOUR, "ofsted:44/80998")
    known = OperatorNews(faults=(told, another))
    assert not said(known, MORNING + 3 * HOUR, (told,))
    assert another in said(known, MORNING + DAY, (told,)).faults
    refused = since(MORNING + 2 * HOUR, "mail:refused")
    assert said(OperatorNews(faults=(refused,)), MORNING + 3 * HOUR, (told,)), "that is another trouble"


def test_all_pages_failing_is_more_than_one_page_failing() -> None:
    told = since(MORNING, told_at=MORNING + HOUR)
    all_ = tuple(since(MORNING + 2 * HOUR, f"ofsted:44/{n}") for n in range(PAGES))
    assert urgent(OperatorNews(faults=all_), (told,), PAGES) == ("most Ofsted pages fail",)
    assert urgent(OperatorNews(faults=all_), all_, PAGES) == ()
    assert urgent(OperatorNews(faults=all_[:70]), (told,), PAGES) == ()


def test_a_fault_that_lasts_is_said_again_after_a_day_and_then_weekly() -> None:
    told = since(MORNING + 5 * HOUR, told_at=MORNING + 5 * HOUR, told_times=1)
    assert not said(OperatorNews(faults=(told,)), MORNING + 12 * HOUR)
    assert said(OperatorNews(faults=(told,)), MORNING + DAY)
    again = replace(told, told_at=MORNING + DAY, told_times=2)
    assert not said(OperatorNews(faults=(again,)), MORNING + 7 * DAY)
    assert said(OperatorNews(faults=(again,)), MORNING + 8 * DAY)


def test_silence_is_said_once() -> None:
    told = since(MORNING, "quiet:news:marlow-mercury", told_at=MORNING + DAY, told_times=1)
    assert not said(OperatorNews(faults=(told,)), MORNING + 90 * DAY)


def test_a_held_change_that_nobody_rules_on_is_said_again_weekly() -> None:
    told = replace(HELD, told_at=MORNING + HOUR)
    assert not said(OperatorNews(held=(told,)), MORNING + 6 * DAY)
    assert said(OperatorNews(held=(told,)), MORNING + 7 * DAY)


# --- a month --------------------------------------------------------------------------------------


@dataclass
class Month:
    """Faults that come and go by chance, looked at every ten minutes, and each mail as it was said."""

    chance: random.Random
    known: dict[str, Fault] = field(default_factory=dict)
    ended: list[Fault] = field(default_factory=list)
    lost: list[Undelivered] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    told: list[Fault] = field(default_factory=list)
    mails: list[tuple[datetime, tuple[str, ...]]] = field(default_factory=list)
    seen: int = 0
    said: int = 0

    def live(self, now: datetime) -> None:
        for source in [f"ofsted:44/{n}" for n in range(20)] + [f"news:{n}" for n in range(20)] + ["mail:server"]:
            fault = self.known.get(source)
            if fault is None and self.chance.random() < 0.0005:
                self.known[source] = since(now, source)
                self.seen += 1
            elif fault is not None and self.chance.random() < 0.01:
                del self.known[source]
                self.ended += [replace(fault, cleared_at=now)] if fault.told_at else []
                self.seen -= not fault.told_at
        if self.chance.random() < 0.005:
            self.lost.append(replace(LOST, id=len(self.lost), failed_at=now))
        if self.chance.random() < 0.002:
            self.held.append(replace(HELD, ids=(f"h{len(self.held)}",), since=now))

    def look(self, now: datetime) -> None:
        lately = tuple(one for one in self.told if one.told_at and one.told_at >= now - SAME_TROUBLE)
        known = OperatorNews((*self.known.values(), *self.ended), tuple(self.held), tuple(self.lost))
        news = to_say(known, lately, 20, due_boundary(Frequency.DAILY, DigestTimes(), now), now)
        if news:
            self.mails.append((now, urgent(news, lately, 20)))
            self._mark(news, now)

    def _mark(self, news: OperatorNews, now: datetime) -> None:
        for fault in news.faults:
            if fault.cleared_at:
                self.ended.remove(fault)
            else:
                self.said += not fault.told_at
                told = replace(fault, told_at=now, told_times=fault.told_times + 1)
                self.known[fault.source_id] = told
                self.told.append(told)
        self.lost = []
        self.held = [replace(one, told_at=now) if one in news.held else one for one in self.held]


@pytest.mark.parametrize("seed", range(5))
def test_in_a_month_of_troubles_there_is_one_mail_a_day_beside_the_urgent_ones(seed: int) -> None:
    # the last Sunday of March is in it: the mail of the day keeps to London's clock
    month, now = Month(random.Random(seed)), MORNING - HOUR
    while now < MORNING + 30 * DAY:
        month.live(now)
        month.look(now)
        now += timedelta(minutes=10)
    routine = [when for when, why in month.mails if not why]
    assert 20 < len(routine) <= 31
    assert len({when.date() for when in routine}) == len(routine), "one a day"
    assert {f"{due_boundary(Frequency.DAILY, DigestTimes(), when):%H:%M}" for when in routine} == {"08:30", "07:30"}
    assert all(when - due_boundary(Frequency.DAILY, DigestTimes(), when) < timedelta(minutes=10) for when in routine)
    assert all(one.told_at for one in month.held), "no held report is left out"
    assert month.said >= month.seen - sum(not one.told_at for one in month.known.values()), "no fault is left out"


def test_a_label_to_check_waits_for_the_mail_of_the_day() -> None:
    labels = OperatorNews(labels=(a_change(recorded_at=MORNING + HOUR, problems=("its label is not known",)),))
    assert not said(labels, MORNING + 2 * HOUR)
    assert said(labels, MORNING + DAY) == labels
