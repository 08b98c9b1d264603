"""What a text states about inspections, sentence by sentence. Councils and texts are invented."""

from __future__ import annotations

import pytest

from tests.support.council_records import AUTHORITIES, EAST_THORN, EASTMERE, MARLOW, WEST_THORN
from watcher.claims.statements.councils import Names
from watcher.claims.statements.read import statements
from watcher.claims.statements.statement import Scope, Statement, StatementKind
from watcher.model.report import Grade, JudgementId
from watcher.model.sentences import folded, sentences
from watcher.model.source import Authority

NAMES = Names.of(AUTHORITIES.values())


def stated(text: str) -> tuple[Statement, ...]:
    return statements(sentences(text), NAMES)


def kinds(text: str) -> list[str]:
    return [one.kind.value for one in stated(text)]


def urns_named(sentence: str, *authorities: Authority) -> list[tuple[str, ...]]:
    return [one.urns for one in Names.of(authorities).found(sentence)]


def test_a_text_is_cut_into_sentences_at_stops_and_line_ends() -> None:
    text = "Cllr. Ada Quill of St. Ives spoke. “Well done!” she said.\n• First point\nA line"
    assert sentences(text) == ("Cllr. Ada Quill of St. Ives spoke.", "“Well done!” she said.", "First point", "A line")


def test_a_sentence_that_is_cut_off_states_nothing() -> None:
    said = "Ofsted rated the council good overall" + " and so on" * 200
    assert len(sentences(said)) == 1
    assert kinds(said) == [] != kinds(said[:60])


def test_folding_keeps_every_offset() -> None:
    sentence = "‘GOOD’ – İstanbul’s “rating”…"
    assert len(folded(sentence)) == len(sentence)
    assert folded(sentence).startswith("'good' -")


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Leicestershire is not Leicester.", [("1",), ("2",)]),
        ("LEICESTER’S services and Leicester City Council", [("2",), ("2",)]),
        ("North Yorkshire and City of York Council", [("4",), ("3",)]),
        ("The New York office and the Leicester Mercury", []),
        ("The University of Leicester and West Leicestershire", []),
        ("Reading the report, the mayor of Reading smiled.", [("5",)]),
        ("St. Helens, St Helens and ST HELENS", [("6",), ("6",), ("6",)]),
        ("Bath & North East Somerset", [("7",)]),
        ("The reading room of bury market", []),
    ],
)
def test_names_are_whole_words_longest_first(sentence: str, found: list[tuple[str, ...]]) -> None:
    places = (
        Authority("1", "Leicestershire"),
        Authority("2", "Leicester"),
        Authority("3", "York"),
        Authority("4", "North Yorkshire"),
        Authority("5", "Reading"),
        Authority("6", "St Helens"),
        Authority("7", "Bath and North East Somerset"),
    )
    assert urns_named(sentence, *places) == found


def test_a_pair_of_points_of_the_compass_names_two() -> None:
    (named,) = NAMES.found("Services in East and West Thorn are good.")
    assert named.urns == (EAST_THORN, WEST_THORN)


def test_a_grade_belongs_to_the_council_before_it() -> None:
    first, second = stated("Marlow Vale is rated good and neighbouring Eastmere outstanding.")
    assert (first.urns, first.grade) == ((MARLOW,), Grade.GOOD)
    assert (second.urns, second.grade) == ((EASTMERE,), Grade.OUTSTANDING)


def test_the_council_named_last_is_kept_for_the_next_sentence() -> None:
    one, two = stated("Eastmere is rated outstanding. It was rated good in 2015.")
    assert (two.urns, two.near) == ((), (EASTMERE,))
    assert one.near == ()


def test_judgements_are_read_from_lists_before_and_after_the_grade() -> None:
    (before,) = stated(
        "The impact of leaders, help and protection, and the experiences of care leavers are rated good."
    )
    assert before.judgements == {JudgementId.LEADERS, JudgementId.HELP_AND_PROTECTION, JudgementId.CARE_LEAVERS}
    first, second = stated("It was rated outstanding for leadership, and good for children in care and care leavers.")
    assert [one.grade for one in (first, second)] == [Grade.OUTSTANDING, Grade.GOOD]
    assert first.judgements == {JudgementId.LEADERS}
    assert second.judgements == {JudgementId.IN_CARE, JudgementId.CARE_LEAVERS}


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Ofsted rated the council good.", Scope.SERVICES),
        ("Ofsted rated the council good in all areas.", Scope.ALL),
        ("Ofsted rated the council good across the board.", Scope.ALL),
        ("Every single category was judged good.", Scope.ALL),
        ("Some elements were rated good.", Scope.SOME),
        ("Three of the four areas were rated good.", Scope.COUNT),
        ("The safeguarding board was rated good.", Scope.BOARD),
        ("Overall effectiveness was rated good.", Scope.JUDGEMENTS),
    ],
)
def test_of_what_a_grade_is_stated(text: str, scope: Scope) -> None:
    assert [one.scope for one in stated(text)] == [scope]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("In 2019 the council was rated good.", 2019),
        ("The council was judged good in 2019.", 2019),
        ("The council, rated good in March 2019, is growing.", 2019),
        ("The council is rated good (March 2019).", 2019),
    ],
)
def test_a_grade_carries_its_year(text: str, year: int) -> None:
    (one,) = stated(text)
    assert one.time is not None
    assert one.time.year == year


def test_each_grade_has_its_own_year() -> None:
    first, second = stated("The council was rated good in 2016 but in 2019 it was judged inadequate.")
    assert (first.time and first.time.year, second.time and second.time.year) == (2016, 2019)


def test_a_year_of_something_else_is_not_that_of_the_grade() -> None:
    (one,) = stated("The council is rated good, with £5m invested since 2019.")
    assert one.time is None or not one.time.adjacent


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The council has gone from good to inadequate.", StatementKind.MOVE),
        ("The council received a failing report.", StatementKind.FAILING),
        ("Inspectors named six areas for improvement.", StatementKind.POINTS),
        ("The inspection took place from 3 to 14 March.", StatementKind.INSPECTED),
        ("The inspection was in September last year.", StatementKind.INSPECTED),
        ("The report was published on 1 May 2024.", StatementKind.PUBLISHED),
        ("The week-long inspection praised staff.", StatementKind.DURATION),
        ("The report took four months to appear.", StatementKind.DELAY),
        ("The most recent report, of May 2024, is short.", StatementKind.LATEST),
        ("Four areas were inspected.", StatementKind.AREAS),
        ("Ofsted no longer gives an overall grade.", StatementKind.NO_OVERALL),
        ("Care leavers were looked at separately for the first time.", StatementKind.FIRST),
        ("Only Eastmere has a higher rating.", StatementKind.STANDING),
        ("It is one of four councils in the region rated good or better.", StatementKind.STANDING),
        ("Around half of all councils are rated good.", StatementKind.SHARE),
    ],
)
def test_every_kind_of_statement_is_told_from_the_others(text: str, kind: StatementKind) -> None:
    assert kinds(text) == [kind.value]


@pytest.mark.parametrize(
    "text",
    [
        "Good practice was seen in an outstanding team.",
        "Tenants live with inadequate heating.",
        "Children were failed by adults.",
        "The council is failing to find homes.",
        "The scale has four points: outstanding, good, requires improvement and inadequate.",
        "The school was rated good.",
        "Call us on 2019 2020 for good advice.",
    ],
)
def test_prose_states_nothing(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The council could be rated inadequate.",
        "Is the council rated good?",
        "The council is not rated good.",
        "Leaders hope services will be judged outstanding.",
        "Without a plan, services would be rated inadequate.",
    ],
)
def test_what_is_not_asserted_is_doubtful(text: str) -> None:
    assert all(one.doubt for one in stated(text))
    assert kinds(text) == ["grade"]


def test_statements_need_no_names() -> None:
    (one,) = statements(["Ofsted rated the council good."])
    assert one.urns == ()
