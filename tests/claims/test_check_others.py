"""What an article says of others, of the past and of what is not so. All councils and texts are invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.claims.corpus.councils import authorities, stored_records, urn_of
from tests.support.claims import claims_of
from tests.support.council_records import AUTHORITIES, MARLOW, RECORDS, an_article
from watcher.model.news import Article, ClaimVerdict, DateBasis

OUT = date(2025, 3, 4)


def verdicts(text: str, published: date = OUT) -> set[str]:
    return {one.verdict.value for one in claims_of(an_article(text, published), (MARLOW,), None, RECORDS, AUTHORITIES)}


# Marlow Vale is good, with outstanding leaders; care leavers require improvement. None of these is about that.
OF_SOMETHING_ELSE = [
    "The council’s finances require improvement.",
    "A primary school in Marlow Vale has gone from good to inadequate.",
    "The council’s fostering service moved from requires improvement to outstanding.",
    "The hospital’s maternity unit was downgraded from good to requires improvement.",
    "Marlow Vale’s care grade moved from requires improvement to outstanding.",
    "A children’s home run by the council was rated inadequate last month.",
    "The Housing Ombudsman found the council’s handling inadequate.",
    "Auditors rated the council inadequate.",
    "The council was judged inadequate by the housing regulator.",
    "Care leavers told inspectors that their flats were inadequate.",
    "Leadership at the youth justice service was rated inadequate.",
    "Partnership working was said to be outstanding in all areas.",
    "The overall picture is outstanding.",
    "The council was rated outstanding for its recycling.",
    "Bin collections were rated inadequate.",
    "The scrutiny committee made nine recommendations for improvement.",
    "The council received nine recommendations from the peer review.",
    "The strike lasted six weeks, and inspectors visited during it.",
    "Inspectors spoke to parents for two days.",
    "Inspectors came back for three days in June to look at the fostering service.",
    "The report was delayed, and should have been published in November.",
    "It is the first time that the council has been rated good under the present framework.",
    "Eastmere joins West Thorn, East Thorn’s neighbour, in being rated outstanding.",
    "In 2021 the overall rating was unchanged.",
    "“To go from inadequate to outstanding in one step would have been unheard of,” she said.",
    "Leaders, help and protection and children in care were rated outstanding, good and good.",
    "The four areas were rated outstanding, good, good and requires improvement.",
    "The council’s adult services are outstanding.",
    "Library services were rated inadequate.",
    "It was rated outstanding for fostering.",
    "No longer failing, Marlow Vale is now rated good by Ofsted.",
    "It is no longer a surprise that the council is rated good.",
    "It has the same rating as most councils.",
    "The grade is the same as that of Eastmere.",
    "No change to its rating was expected, but it is now good.",
    "Some judgements are the same grade as in the last inspection.",
    "After two consecutive requires improvement ratings, the council is good.",
    "Ofsted has rated the council good, its third consecutive improvement.",
    "Children’s services are good for the first time in three consecutive inspections.",
    "The rating for care leavers is unchanged.",
    "A drop of one grade was feared.",
    "The council lost its good name years ago.",
    "Ofsted made two recommendations on care leavers and two on plans.",
    "Leaders have made progress, and the overall grade is good.",
    "Help and protection, where leaders had struggled, is now good.",
    "Council leaders are outstanding, said the mayor.",
    "Children’s services are inadequate, according to the opposition.",
    "Had it fallen by one grade, ministers would have stepped in.",
]


@pytest.mark.parametrize("text", OF_SOMETHING_ELSE)
def test_nobody_is_contradicted_on_what_is_told_of_something_else(text: str) -> None:
    assert "contradicted" not in verdicts(text)


TRUE = [
    "Marlow Vale’s children’s services no longer require improvement.",
    "Children’s services no longer require improvement.",
    "Not one area was rated inadequate.",
    "The council was not rated inadequate in any area.",
    "That is a one-grade rise.",
    "The council made a rise of two grades since 2014.",
    "It is a rise of one grade since the last inspection.",
    "Ofsted made four recommendations.",
    "Four recommendations were made.",
    "Care leavers receive a service that requires improvement.",
    "Leaders were found to be outstanding during the visit.",
    "The council received four recommendations.",
    "In 2021 Ofsted made five recommendations.",
    "It gave leaders an outstanding grade.",
    "Eleven years after inspectors found it inadequate, the council is good.",
    "A decade ago, when Ofsted found the council inadequate, few expected this.",
    "Thirty-two days passed between the inspection and the report, which rates the council good.",
    "The report was published four weeks after the inspection.",
    "The council, led by Ada Quill, is rated good.",
    "Leaders have been lifted out of good, to outstanding.",
    "The council has moved two places up Ofsted’s scale since it was inadequate in 2014.",
]


@pytest.mark.parametrize("text", TRUE)
def test_a_true_sentence_is_supported(text: str) -> None:
    assert verdicts(text) - {"cannot_check"} == {"supported"}


FALSE = [
    "Marlow Vale’s children’s services are no longer good.",
    "The rating is unchanged since the last inspection.",
    "The grade is the same as in 2021.",
    "That is a two-grade rise.",
    "The council has lost its outstanding rating.",
    "The council has been rated good for the second time running.",
    "It is the council’s third good rating in a row.",
    "All areas were rated good or better.",
    "Ofsted made nine recommendations.",
    "Nine recommendations were made.",
    "Two areas were inadequate.",
    "The overall rating hasn’t changed since 2021.",
    "Marlow Vale plummets to inadequate",
    "The council received nine recommendations.",
    "It gave leaders a good grade.",
    "Ofsted handed the council an outstanding rating for its children’s services.",
    "The report came out three months after the inspection.",
]


@pytest.mark.parametrize("text", FALSE)
def test_a_false_sentence_is_contradicted(text: str) -> None:
    assert "contradicted" in verdicts(text)


def test_good_or_better_is_right_of_good_and_of_outstanding() -> None:
    rated = "Leaders, help and protection and children in care were all rated good or better."
    assert verdicts(rated) == {"supported"}
    assert verdicts("The council is rated good or better overall.") == {"supported"}


def test_an_unchanged_rating_is_that_of_two_reports() -> None:
    assert verdicts("The overall rating has not changed since 2018.", published=date(2021, 10, 19)) == {"supported"}


def test_the_council_before_is_not_the_one_that_came_after() -> None:
    text = "The former Thorn Coast council was rated inadequate before it was abolished."
    found = claims_of(an_article(text, date(2022, 11, 22)), ("80996",), None, RECORDS, AUTHORITIES)
    assert "contradicted" not in {one.verdict.value for one in found}


def test_the_last_inspection_is_never_an_older_one() -> None:
    later = date(2026, 6, 1)
    assert verdicts("The council was rated inadequate at its last inspection.", published=later) == {"cannot_check"}
    assert verdicts("The council was rated good at its last inspection.", published=later) == {"supported"}


def test_a_pronoun_may_stand_for_the_judgement_named_before() -> None:
    for text in (
        "Care leavers are waiting: their services were rated requires improvement.",
        "Care leavers have waited for years. Their services now require improvement.",
        "Inspectors looked at leaders. They were rated outstanding.",
    ):
        assert "contradicted" not in verdicts(text), text


def test_a_headline_may_leave_its_verb_out() -> None:
    assert verdicts("Marlow Vale’s children’s services: Good") == {"supported"}
    assert verdicts("Children’s services outstanding, says Ofsted") == {"contradicted"}


def test_inadequate_once_more_is_told_of_now() -> None:
    assert verdicts("Marlow Vale’s children’s services have been judged inadequate once more.") == {"contradicted"}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In one area, children in care, the council was rated good.", "supported"),
        ("In one area, children in care, the council was rated inadequate.", "contradicted"),
        ("Previously requires improvement, the council is now good.", "supported"),
        ("Previously outstanding, the council is now good.", "contradicted"),
        ("The council is good, having been outstanding at its last inspection.", "contradicted"),
        ("Council leaders welcomed the good rating.", "supported"),
        ("The council welcomed the outstanding rating.", "contradicted"),
        ("A good rating for Marlow Vale.", "supported"),
        ("An outstanding rating for Marlow Vale would be a surprise.", "cannot_check"),
        ("“We are delighted to be rated outstanding,” said the lead member.", "contradicted"),
        ("Of the areas inspected, care leavers came out as good.", "contradicted"),
        ("Help and protection still requires improvement.", "contradicted"),
    ],
)
def test_what_a_grade_belongs_to_is_told_from_its_place(text: str, verdict: str) -> None:
    assert verdict in verdicts(text)
    assert verdict == "contradicted" or "contradicted" not in verdicts(text)


def test_remains_is_said_of_two_reports_when_the_newest_is_told_of_and_of_today_later_on() -> None:
    assert verdicts("Marlow Vale remains good.") == {"contradicted"}
    assert verdicts("Marlow Vale remains good.", published=date(2025, 9, 1)) == {"supported"}


def test_what_still_requires_improvement_may_have_been_worse() -> None:
    day = date(2018, 5, 15)
    assert "contradicted" not in verdicts("The council still requires improvement.", published=day)


# --- near misses ------------------------------------------------------------------------------------

NEAR_MISSES = Path(__file__).parent / "near_misses.txt"


def articles() -> Iterator[tuple[str, Article]]:
    council, day = "", date.min
    for line in NEAR_MISSES.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            council, written = line.removeprefix("@").split()
            day = date.fromisoformat(written)
        elif line and not line.startswith("#"):
            yield council, Article("https://news.example/1", "", day, DateBasis.META, line.replace("¶", "\n"))


def test_nobody_is_accused(tmp_path: Path) -> None:
    records = stored_records(tmp_path)
    accused, read = [], 0
    for council, article in articles():
        read += 1
        claims = claims_of(article, (urn_of(council),), article.published, records, authorities())
        accused += [(article.text, one.why) for one in claims if one.verdict is ClaimVerdict.CONTRADICTED]
    assert accused == []
    assert read > 300
