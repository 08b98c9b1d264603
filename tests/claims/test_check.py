"""What articles say of inspections, against the record. All councils and texts are invented.

It is long because every kind of statement is held against one invented record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.claims import claims_of
from tests.support.council_records import (
    AUTHORITIES,
    EAST_THORN,
    EASTMERE,
    GRADES,
    MARLOW,
    RECORDS,
    WEST_THORN,
    a_record,
    an_article,
)
from watcher.model.news import Claim, ClaimVerdict
from watcher.model.record import Records
from watcher.model.report import Grade

OUT = date(2025, 3, 4)
MANY = (EAST_THORN, WEST_THORN)


def claims(
    text: str, about: Iterable[str] = (MARLOW,), published: date | None = OUT, on: date | None = None
) -> tuple[Claim, ...]:
    return claims_of(an_article(text, published), tuple(about), on, RECORDS, AUTHORITIES)


def verdicts(
    text: str, about: Iterable[str] = (MARLOW,), published: date | None = OUT, on: date | None = None
) -> set[str]:
    return {claim.verdict.value for claim in claims(text, about, published, on)}


TRUE = [
    # the overall grade
    "Children’s services in Marlow Vale have been rated ‘good’ by Ofsted.",
    "Marlow Vale Council’s children’s services are now rated as Good, the education watchdog says.",
    "Ofsted has given the council a ‘Good’ rating for its services for children and young people.",
    "MARLOW VALE’S children’s services have received a good rating in a report out today.",
    "A report published today (4 March) rates Marlow Vale Council’s children’s services as good.",
    "The overall effectiveness of children’s services was judged to be good.",
    "Inspectors said that overall, the authority’s children’s services are good.",
    "The council’s children’s social care services have been graded ‘good overall’ following an inspection in January.",
    "Overall effectiveness: Good",
    "“Being rated good by Ofsted is a huge achievement,” said the cabinet member.",
    "Marlow Vale is celebrating after Ofsted judged its children’s services to be good.",
    # single judgements
    "The impact of leaders on social work practice with children and families was rated outstanding.",
    "Help and protection and the experiences of children in care were both judged good.",
    "Services for care leavers require improvement to be good.",
    "Leadership was judged outstanding, help and protection good, and support for care leavers requires improvement.",
    "It was rated outstanding for the impact of leaders and good for children in care.",
    "Good for help and protection, good for children in care and requires improvement for care leavers.",
    "The experiences and progress of care leavers – requires improvement to be good",
    "Ofsted found outstanding leadership and good services for children.",
    "Some areas were rated outstanding.",
    "Two of the four areas were judged good.",
    "The council was graded good overall, with one area judged outstanding.",
    # comparisons
    "The council has moved up from requires improvement to good.",
    "That is up from ‘requires improvement’ in 2021.",
    "Children’s services in Marlow Vale have climbed to good from requires improvement at their last inspection.",
    "Leadership improved from good to outstanding.",
    "The rating has gone up a grade since the last inspection.",
    "Support for care leavers was graded on its own for the first time.",
    # history
    "In 2021 the council was told it required improvement.",
    "The service was rated inadequate in 2014 and requires improvement in 2018.",
    "At its previous inspection, in 2021, the authority was rated requires improvement.",
    "The council had previously been rated as requires improvement.",
    "Marlow Vale, which was rated inadequate in 2014, has turned things round.",
    "Seven years ago services were judged to require improvement.",
    "It was told to improve in 2021 and is now good.",
    "In its last report, in October 2021, Ofsted said services required improvement.",
    "The safeguarding board was rated requires improvement in 2014.",
    # dates and numbers
    "Inspectors visited from 20 to 31 January 2025.",
    "The inspection took place between 20 January and 31 January.",
    "Inspectors spent two weeks with the council in January.",
    "The two-week inspection was carried out in January.",
    "Ofsted’s report, published on 4 March 2025, follows a fortnight-long inspection.",
    "The report was published on Tuesday.",
    "The report lists four areas for improvement.",
    "After years of being rated as requiring improvement, Marlow Vale is now good.",
    "In October 2021, inspectors rated the impact of leaders good but help and protection as requires improvement.",
    "More than three years after its last inspection, Marlow Vale has been rated good.",
    "The service, which was in trouble between 2014 and 2018, is rated good.",
    "Previously rated requires improvement, the authority is now good.",
    "Since being judged inadequate in 2014 the council has invested £20m.",
    "While the council is good overall, services for care leavers were found to require improvement.",
    "It has been judged ‘good’ overall, up from ‘requires improvement’ four years ago.",
    "Inspectors identified four areas where the council needs to improve.",
    "There are four points to work on.",
    "Ofsted looked at four areas.",
    "Five areas were judged: leaders, help and protection, children in care, care leavers and overall effectiveness.",
    "Three and a half years ago the same services were judged to require improvement.",
    "Leaders, who were rated good in 2021, are now outstanding.",
    "The council is good, up from requires improvement in 2021, with leadership judged outstanding.",
    "Care leavers, which were rated requires improvement with children in care in 2021, still require improvement.",
    "The council was given the good rating after an inspection in January.",
    "From good to outstanding: leadership in Marlow Vale.",
    "Inadequate in 2014, the council was rated requires improvement in 2018.",
    "Ten days of inspection, two weeks on site, one result: good.",
]
# A grade is named that is not held: left, lost, missed, or of somebody else.
ONLY_NAMED = [
    "Marlow Vale’s children’s services have shaken off their ‘requires improvement’ rating.",
    "The council has moved out of a ‘requires improvement’ rating for its children’s services.",
    "Ofsted lifts Marlow Vale’s children’s services out of ‘inadequate’",
    "Children’s services in Marlow Vale have left their ‘inadequate’ judgement behind.",
    "Marlow Vale’s journey from inadequate has been long.",
    "The council narrowly missed out on an outstanding rating.",
    "Marlow Vale’s requires improvement grade is no more.",
    "Marlow Vale has been stripped of its inadequate rating.",
    "The council failed to get an outstanding rating.",
    "The council is yet to be rated outstanding.",
    "Nobody at the council is claiming that services are outstanding.",
    "Nothing was rated inadequate.",
    "Every judgement was at least requires improvement.",
    "It is a long way from the inadequate ratings of some neighbours.",
    "With leadership rated outstanding and all other areas good, there is one exception.",
    "Everything apart from leadership was found to be good or to require improvement.",
    "The council has been asked to improve in four areas.",
    "In 2014, Ofsted said the council was inadequate; four years later it required improvement.",
    "Two years of monitoring visits followed the inadequate rating.",
    "Kingsmoor Constabulary was rated inadequate.",
    "Marlow Vale has improved the one area that was inadequate.",
    "“When I arrived the council was inadequate,” said the director.",
    "The cabinet will discuss the inspection report on 29 March.",
    "In 2021 there were five areas for improvement; now there are four.",
    "Inspectors gave the council a week’s notice.",
]
FALSE = [
    "Children’s services in Marlow Vale have been rated ‘outstanding’ by Ofsted.",
    "Marlow Vale Council’s children’s services are now rated as inadequate, the education watchdog says.",
    "Ofsted has given the council a ‘requires improvement’ rating for its services for children.",
    "The overall effectiveness of children’s services is judged to be outstanding.",
    "Overall effectiveness: Requires improvement",
    "The impact of leaders on social work practice with children and families was rated good.",
    "Help and protection and the experiences of children in care were both judged outstanding.",
    "It was rated good for the impact of leaders and outstanding for children in care.",
    "The council was rated good in all areas.",
    "Ofsted judged every area to be good.",
    "Children’s services have been graded good across the board.",
    "Three of the four areas were judged outstanding.",
    "The council has fallen from good to requires improvement.",
    "The rating has dropped a grade.",
    "Marlow Vale has kept its good rating.",
    "In 2021 the council was rated good.",
    "Marlow Vale was rated outstanding in 2018.",
    "The council received a failing report from Ofsted.",
    "Ofsted has branded the council’s children’s services as failing.",
    "Children’s services failed their Ofsted inspection.",
    "Inspectors visited from 3 to 14 February 2025.",
    "Inspectors spent four weeks with the council before their report.",
    "The inspection took place in November.",
    "The report was published on Friday.",
    "Ofsted’s report was published on 18 February 2025.",
    "The report lists seven areas for improvement.",
    "Seven areas were inspected.",
    "Following a monitoring visit, Ofsted has rated the council good.",
    "The safeguarding board was rated outstanding in 2014.",
    "The council now has an outstanding rating.",
    "Ofsted has handed Marlow Vale an inadequate rating.",
    "Marlow Vale has been slapped with a ‘requires improvement’ grade.",
    "The council has held on to its coveted outstanding rating.",
]


@pytest.mark.parametrize("text", TRUE)
def test_a_true_sentence_is_supported(text: str) -> None:
    assert "contradicted" not in verdicts(text)
    assert "supported" in verdicts(text)


@pytest.mark.parametrize("text", ONLY_NAMED)
def test_a_grade_that_is_only_spoken_of_is_never_held_against_the_article(text: str) -> None:
    assert "contradicted" not in verdicts(text)


@pytest.mark.parametrize("text", FALSE)
def test_a_false_sentence_is_contradicted(text: str) -> None:
    assert "contradicted" in verdicts(text)


NOT_CHECKABLE = [
    "The council could be rated outstanding next year.",
    "Insiders expect Marlow Vale to be rated outstanding soon.",
    "We want to be outstanding by 2027.",
    "Could Marlow Vale’s children’s services be rated inadequate?",
    "The council hopes to be judged outstanding at the next inspection.",
    "Our ambition is for services to be outstanding.",
    "All areas except care leavers were rated good or outstanding.",
    "Opposition leader Sol Reed said the rating was inadequate.",
    "She said care leavers’ support was “inadequate” and must improve.",
    "If services were inadequate, the government would step in.",
]
# What is not so is borne out by the record or left alone.
DENIED = [
    "The council is not rated inadequate.",
    "No area was rated inadequate.",
    "Neither Marlow Vale nor Eastmere is rated inadequate.",
]
NO_CLAIM = [
    "There was good practice in many teams and staff do an outstanding job.",
    "Families complained of inadequate heating in the council’s flats.",
    "It is good to hear this from Ofsted.",
    "Councillors said they were proud of a good result for the town.",
    "The library in Marlow Vale is a good place to study.",
    "Ninety per cent of schools in Marlow Vale are rated good or outstanding by Ofsted.",
    "Brook House children’s home was rated inadequate by Ofsted.",
    "The fostering agency was judged outstanding.",
    "Children were failed by a system that should protect them.",
    "Staff were failing to record visits.",
    "The nursery was rated good in 2023.",
    "The four grades are outstanding, good, requires improvement and inadequate.",
    "Only one category, outstanding, is above that of ‘good’ on the regulator’s four-point scale.",
    "Good morning, and thank you for coming.",
    "The council spent £2m on good quality housing.",
    "The recruitment drive attracted 40 good candidates.",
    "Inspectors saw some good examples of direct work, and assessments are good.",
    "Management oversight requires improvement in some teams.",
]


@pytest.mark.parametrize("text", NOT_CHECKABLE)
def test_a_forecast_a_wish_or_a_question_cannot_be_checked(text: str) -> None:
    assert verdicts(text) <= {"cannot_check"}


@pytest.mark.parametrize("text", DENIED)
def test_a_grade_that_nothing_has_is_rightly_denied(text: str) -> None:
    assert verdicts(text) == {"supported"}


@pytest.mark.parametrize("text", NO_CLAIM)
def test_prose_and_other_inspections_give_no_verdict(text: str) -> None:
    assert verdicts(text) <= {"cannot_check"}


IMPRECISE = [
    "The council has gone from inadequate to good in just over a decade.",
    "The council has gone from inadequate to good.",
    "Inspectors said that some improvements are needed in 2014.",
    "Ofsted’s latest report, of January 2025, found services to be good.",
    "The inspection lasted three weeks.",
    "Inspectors were in the city from 21 January to 1 February.",
    "Two years after services were told to improve, the council has been rated good.",
    "Reports of 2014 and 2018 said that improvements were needed.",
]


@pytest.mark.parametrize("text", IMPRECISE)
def test_what_is_nearly_right_or_too_soft_is_imprecise(text: str) -> None:
    assert "imprecise" in verdicts(text)
    assert "contradicted" not in verdicts(text)


def test_softer_words_than_the_grade_are_imprecise_unless_the_article_names_it() -> None:
    soft = "Inspectors said that some improvements are needed."
    day = date(2021, 10, 19)
    assert verdicts(soft, published=day) == {"imprecise"}
    assert verdicts(f"{soft} Services were rated requires improvement.", published=day) == {"supported"}
    assert verdicts(soft) == set()


def test_a_sentence_of_two_truths_gives_a_claim_for_each_part() -> None:
    found = claims("At its last monitoring visit in 2018, Ofsted rated the council as requiring improvement.")
    assert [(one.verdict, one.sentence) for one in found] == [
        (ClaimVerdict.CONTRADICTED, "At its last monitoring visit in 2018"),
        (ClaimVerdict.SUPPORTED, "Ofsted rated the council as requiring improvement."),
    ]


def test_the_reason_names_the_report_the_judgement_and_the_grade() -> None:
    (claim,) = claims("The impact of leaders was rated good.")
    assert claim.why == "Ofsted's report of 4 March 2025 says leaders outstanding"


def test_grades_are_those_of_the_day_of_the_article() -> None:
    text = "Marlow Vale’s children’s services are rated as requires improvement."
    assert verdicts(text, published=date(2024, 6, 1)) == {"supported"}
    assert verdicts(text, published=date(2025, 6, 1)) == {"contradicted"}
    assert verdicts(text, published=None) == {"contradicted"}
    assert verdicts(text, published=None, on=date(2024, 6, 1)) == {"supported"}


def test_the_latest_report_is_imprecise_only_after_a_newer_one() -> None:
    text = "The latest Ofsted report on Marlow Vale is dated October 2021."
    written = date(2022, 1, 10)
    assert verdicts(text, published=written) == {"supported"}
    assert verdicts(text, published=written, on=date(2025, 3, 3)) == {"supported"}
    assert verdicts(text, published=written, on=OUT) == {"imprecise"}


def test_since_april_2026_no_overall_grade_is_true() -> None:
    day = date(2026, 7, 15)
    for text in (
        "Eastmere was rated outstanding overall.",
        "Ofsted’s overall judgement of Eastmere is good.",
        "Eastmere has been judged good overall.",
    ):
        assert verdicts(text, [EASTMERE], day) == {"contradicted"}
    for text in (
        "Eastmere’s leaders were judged outstanding; help and protection, children in care and care leavers are good.",
        "Eastmere no longer gets an overall grade, because Ofsted no longer gives an overall grade to councils.",
        "Ofsted found outstanding leadership and good services in Eastmere.",
    ):
        assert verdicts(text, [EASTMERE], day) == {"supported"}


@pytest.mark.parametrize(
    "text",
    [
        "Ofsted no longer gives councils an overall rating.",
        "Under the new reports councils are no longer given a single overall grade.",
        "There is no longer an overall rating.",
        "Ofsted stopped giving councils an overall effectiveness grade for inspections from April 2026.",
    ],
)
def test_the_end_of_the_overall_grade_is_told_in_many_ways(text: str) -> None:
    assert verdicts(text, (EASTMERE,), date(2026, 7, 15)) == {"supported"}


def test_the_last_overall_grade_is_that_of_an_earlier_report() -> None:
    found = verdicts("Eastmere’s last overall grade was outstanding.", (EASTMERE,), date(2026, 7, 15))
    assert found == {"supported"}


def test_a_combined_judgement_covers_both_groups_of_children() -> None:
    day = date(2018, 5, 16)
    assert verdicts("Services for care leavers were judged good.", published=day) == {"supported"}
    assert verdicts("Services for children in care were rated outstanding.", published=day) == {"contradicted"}


def test_the_grade_of_the_board_is_never_that_of_the_council() -> None:
    day = date(2014, 10, 7)
    board = "The Local Safeguarding Children Board was judged to require improvement."
    assert verdicts(board, published=day) == {"supported"}
    assert verdicts("The LSCB was rated inadequate.", published=day) == {"contradicted"}
    assert verdicts("The safeguarding board was rated good.") == {"cannot_check"}


def test_a_grade_of_the_predecessor_is_said_to_be_only_that() -> None:
    day = date(2022, 11, 22)
    assert verdicts("We were previously judged inadequate, in 2019.", [EAST_THORN], day) == {"imprecise"}
    assert verdicts("Services in the former Thorn Coast were judged inadequate in 2019.", [EAST_THORN], day) == {
        "supported"
    }
    (claim,) = claims("We were previously judged inadequate, in 2019.", [EAST_THORN], day)
    assert "predecessor authority Thorn Coast" in claim.why


def test_one_statement_about_two_authorities_holds_of_both() -> None:
    day = date(2022, 11, 23)
    assert verdicts("Both say that services require improvement.", MANY, day) == {"supported"}
    assert verdicts("East and West Thorn were both rated good.", MANY, day) == {"contradicted"}
    assert verdicts("Thorn Children’s Trust has been rated inadequate overall.", MANY, day) == {"contradicted"}


def test_a_grade_belongs_to_the_council_that_is_named_with_it() -> None:
    text = "Marlow Vale is rated good and neighbouring Eastmere outstanding."
    assert verdicts(text) == {"supported"}
    assert verdicts("Eastmere is rated good.") == {"contradicted"}
    assert verdicts("Eastmere, next door, is rated good.") == {"cannot_check"}
    assert verdicts("North Fell, next door, is rated good.") == {"cannot_check"}


def test_it_may_be_the_council_named_last() -> None:
    assert "contradicted" not in verdicts("Eastmere helped with the plan. It is rated outstanding.")


def test_a_place_in_the_region_needs_the_whole_region() -> None:
    day = date(2023, 1, 10)
    true = "Only Eastmere has a higher rating in the region."
    assert verdicts(true, published=day) == {"supported"}
    assert verdicts("Only East Thorn has a higher rating in the region.", published=day) == {"contradicted"}
    records = RECORDS.with_reports({urn: reports for urn, reports in RECORDS.items() if urn != WEST_THORN})
    found = claims_of(an_article(true, day), (MARLOW,), None, records, AUTHORITIES)
    assert [claim.verdict for claim in found] == [ClaimVerdict.CANNOT_CHECK]
    assert "West Thorn" in found[0].why


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In 2013 the vast majority of councils were found to be inadequate.", "contradicted"),
        ("In 2013 most local authorities were rated inadequate.", "contradicted"),
        ("In 2013 one in seven councils was inadequate.", "supported"),
        ("In 2013 around half of councils were inadequate.", "contradicted"),
        ("Around half of all councils are rated requires improvement.", "cannot_check"),
    ],
)
def test_a_share_of_all_councils_needs_figures_of_that_time(text: str, verdict: str) -> None:
    assert verdicts(text) == {verdict}


def test_a_delay_is_counted_from_the_inspection() -> None:
    assert verdicts("The report took five weeks to appear.") == {"supported"}
    assert verdicts("The report took four months to appear.") == {"contradicted"}


def test_an_old_report_is_not_held_against_a_later_visit() -> None:
    later = date(2026, 2, 1)
    assert verdicts("Inspectors visited for two days in January to look at foster care.", published=later) == set()
    assert "contradicted" not in verdicts("The letter lists three areas for improvement.", published=later)


def test_without_any_record_nothing_is_contradicted() -> None:
    for text in [*TRUE, *FALSE]:
        found = claims_of(an_article(text), (MARLOW,), OUT, Records(), AUTHORITIES)
        assert {claim.verdict for claim in found} <= {ClaimVerdict.CANNOT_CHECK, ClaimVerdict.SUPPORTED}


def test_an_article_without_any_day_is_not_checked() -> None:
    assert claims_of(an_article("Marlow Vale is rated good.", None), (), None, RECORDS, AUTHORITIES) == ()


def test_a_hostile_text_is_read_in_bounded_time() -> None:
    text = "Marlow Vale " + "rated good in all areas and from good to " * 2000
    assert verdicts(text) <= {"supported", "contradicted", "cannot_check", "imprecise"}
    assert verdicts("\n".join(["from 1 to 2 " * 80, "one of the " * 100, "(" * 1000])) <= {"cannot_check"}


WORDS = {
    Grade.OUTSTANDING: ("outstanding", "‘outstanding’", "Outstanding"),
    Grade.GOOD: ("good", "‘good’", "Good"),
    Grade.REQUIRES_IMPROVEMENT: ("requires improvement", "‘requires improvement’", "requires improvement to be good"),
    Grade.INADEQUATE: ("inadequate", "‘inadequate’", "Inadequate"),
}
OF_THE_WHOLE = (
    "Children’s services in Marlow Vale have been rated {} by Ofsted.",
    "Marlow Vale Council’s children’s services have been judged {} by inspectors.",
    "Ofsted has rated Marlow Vale as {} overall.",
    "Marlow Vale has received a rating of {} from Ofsted.",
    "Inspectors have graded the council {}.",
    "The authority’s services for children are now rated {}, the report shows.",
    "Overall effectiveness: {}",
    "Ofsted’s overall judgement is {}.",
    "In its latest report Ofsted rates the council as {}.",
    "“We are rated {} and we will not stop here,” said the leader.",
)
OF_ONE = (
    "The impact of leaders was rated {}.",
    "Inspectors judged the impact of leaders as {}.",
    "The impact of leaders on social work practice: {}",
    "Leadership is rated {}.",
    "The council was given a {} rating for the impact of leaders.",
)
letters = st.sampled_from("OGRI")
stories = st.tuples(st.text("OGRI", min_size=4, max_size=4), letters, st.text("OGRI", min_size=3, max_size=3), letters)


# the first example compiles patterns, which takes its time on a machine that has others to do
@settings(deadline=None)
@given(stories, st.sampled_from(OF_THE_WHOLE + OF_ONE), st.sampled_from(list(Grade)[:4]), st.integers(0, 2))
def test_a_grade_told_truly_is_never_contradicted_and_a_swapped_one_never_supported(
    story: tuple[str, str, str, str], phrase: str, told: Grade, way: int
) -> None:
    rows, overall, rows_before, overall_before = story
    before = a_record(MARLOW, date(2021, 6, 1), rows_before, overall_before)
    now = a_record(MARLOW, OUT, rows, overall)
    held = GRADES[overall] if phrase in OF_THE_WHOLE else GRADES[rows[0]]
    word = WORDS[told][way].strip("‘’" if phrase.startswith("“") else "")
    found = claims_of(an_article(phrase.format(word)), (MARLOW,), OUT, Records({MARLOW: (before, now)}), AUTHORITIES)
    seen = {claim.verdict for claim in found}
    if told is held:
        assert seen == {ClaimVerdict.SUPPORTED}
    else:
        assert seen <= {ClaimVerdict.CONTRADICTED, ClaimVerdict.CANNOT_CHECK}
        assert seen
