"""What a report card changes: told once, on its own scale, and held where it is not as we know it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.support.builders import a_page_state, a_source
from tests.support.mail_stories import a_digest
from tests.support.sentences import note
from watcher.differ.decide import decide
from watcher.mail.render import render_digest
from watcher.model.change import Change, Movement
from watcher.model.held import Held, no_release
from watcher.model.report import Grade, Judgement, JudgementId, ReportCard
from watcher.model.source import Observation, Provider
from watcher.model.visit import Known, ProviderPage, Target, Visit
from watcher.ofsted.authorities import gazetteer

SCHOOL = Provider("21", "990001")
SOURCE = a_source(id="ofsted:21/990001", name="Larkfield Primary School", topics=("all", "provider:21/990001"))
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
INSPECTED = date(2026, 1, 12)
OLD = Observation(SOURCE.id, "50400002", "School inspection", "https://files.ofsted.gov.uk/v1/file/50400002",
                  date(2024, 7, 2), {"event": "inspection", "graded": "no", "inspected": "2024-04-22"})  # fmt: skip
NEW = replace(OLD, key="50400003", url="https://files.ofsted.gov.uk/v1/file/50400003", published=date(2026, 2, 10))
NEW = replace(NEW, facts={**NEW.facts, "inspected": "2026-01-12"})
AREAS = (JudgementId.INCLUSION, JudgementId.ACHIEVEMENT, JudgementId.LEADERSHIP_AND_GOVERNANCE)
STRONG, EXPECTED, URGENT = Grade.STRONG_STANDARD, Grade.EXPECTED_STANDARD, Grade.URGENT_IMPROVEMENT


def a_card(*grades: Grade, inspected: date = INSPECTED, safe: Grade = Grade.MET) -> ReportCard:
    rows = [Judgement(id_, id_.value, one.value, one) for id_, one in zip(AREAS, grades, strict=True)]
    return ReportCard(inspected, (*rows, Judgement(JudgementId.SAFEGUARDING, "Safeguarding standards", "met", safe)))


class School:
    """A school's page over several visits, remembering only what each record said."""

    def __init__(self) -> None:
        self.known, self.now = Known(Target(SOURCE, followed_since=START)), START
        self.see(OLD)

    def see(self, *entries: Observation, card: ReportCard | None = None, grade: Grade | None = None) -> list[Change]:
        page = ProviderPage(SCHOOL, SOURCE.name, grade, entries, card)
        record = decide(Visit(self.known, page, b"", a_page_state(), (), None), {}, self.now, gazetteer())
        self.known = replace(
            self.known,
            target=replace(self.known.target, visited_at=self.now),
            observations={**self.known.observations, **{one.key: one for one in record.observations}},
            missing=record.missing,
            withdrawn=record.withdrawn,
            held=self.known.held | {one.key for one in record.changes if one.held},
        )
        self.now += timedelta(days=40)
        return list(record.changes)


def test_a_new_card_is_told_once_in_place_of_its_document() -> None:
    school, card = School(), a_card(STRONG, EXPECTED, EXPECTED)
    school.now = datetime(2026, 2, 11, tzinfo=UTC)
    (change,) = school.see(OLD, NEW, card=card)
    assert change.headline == (
        "Larkfield Primary School: report card: 1 Strong standard, 2 Expected standard; safeguarding standards met"
    )
    assert change.after is not None and (change.after.url, change.after.published) == (NEW.url, NEW.published)
    assert {row.change for row in change.judgements} == {Movement.FIRST}
    assert school.see(OLD, NEW, card=card) == []


def test_a_card_is_never_compared_with_an_older_grade() -> None:
    school = School()
    school.see(OLD, grade=Grade.OUTSTANDING)
    school.now = datetime(2026, 2, 11, tzinfo=UTC)
    (change,) = school.see(OLD, NEW, card=a_card(EXPECTED, EXPECTED, EXPECTED))
    assert all(row.before is None and row.steps is None for row in change.judgements)
    (entry,) = a_digest([change]).items[0].item.entries
    assert "can't be compared with earlier grades" in note(entry) and "not yet proved" in note(entry)
    assert "Achievement: Expected standard (first grade on record)" in render_digest(a_digest([change])).text


def test_a_later_card_is_compared_with_the_one_before_area_by_area() -> None:
    school = School()
    school.see(OLD, card=a_card(STRONG, EXPECTED, EXPECTED))
    later = a_card(EXPECTED, EXPECTED, URGENT, inspected=date(2026, 6, 1), safe=Grade.NOT_MET)
    school.now = datetime(2026, 7, 1, tzinfo=UTC)
    (change,) = school.see(OLD, card=later)
    assert [row.steps for row in change.judgements] == [-1, 0, -2, -1]
    assert change.headline.endswith("2 of 3 judgements down; safeguarding standards not met")


def test_a_card_that_is_laid_out_otherwise_is_held_and_told_when_it_can_be_read() -> None:
    school = School()
    school.now = datetime(2026, 2, 11, tzinfo=UTC)
    problem = "the report card is not laid out as we know it: its end is not where we expect it"
    (held,) = school.see(OLD, NEW, card=ReportCard(INSPECTED, problems=(problem,)))
    assert (held.held, held.problems, held.judgements) == (True, (problem,), ())
    assert held.headline.endswith("new inspection report; we are checking its grades")
    assert "reject" in str(no_release(Held(held, (held.id,), school.now)))
    (told,) = school.see(OLD, NEW, card=a_card(STRONG, STRONG, STRONG))
    assert not told.held and "3 Strong standard" in told.headline
    assert school.see(OLD, NEW, card=a_card(STRONG, STRONG, STRONG)) == []


def test_a_card_that_was_long_there_is_no_news() -> None:
    school = School()
    school.see(OLD, NEW)
    school.now = datetime(2026, 9, 1, tzinfo=UTC)
    assert school.see(OLD, NEW, card=a_card(STRONG, EXPECTED, EXPECTED)) == []
    first = School()
    first.known = Known(Target(SOURCE, followed_since=START))
    assert first.see(OLD, card=a_card(STRONG, EXPECTED, EXPECTED)) == []


def test_a_card_that_goes_is_no_withdrawn_report() -> None:
    school = School()
    school.see(OLD, card=a_card(STRONG, EXPECTED, EXPECTED))
    assert [school.see(OLD) for _ in range(3)] == [[], [], []]
