"""When an article of our own is out of date. Councils and texts are invented."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.claims import reading_of
from tests.support.council_records import AUTHORITIES, EASTMERE, MARLOW, RECORDS, SAVED, THORN, an_article
from tests.support.stores import on_record
from watcher.model.news import Article, PostFault, Stale, worst_fault
from watcher.model.record import Records
from watcher.news import own_posts

WRITTEN = date(2022, 1, 10)
NEWER = date(2025, 3, 4)
LATEST = "The most recent report, of October 2021, found that services in Marlow Vale require improvement."
GRADE = "Marlow Vale Council is rated as requires improvement."


def stale(
    article: Article,
    about: tuple[str, ...],
    written: date | None,
    today: date,
    records: Records = RECORDS,
    dead: frozenset[str] = frozenset(),
) -> tuple[Stale, ...]:
    return own_posts.stale(reading_of(article, AUTHORITIES), about, written, today, records, AUTHORITIES, dead)


def found(text: str, today: date, written: date | None = WRITTEN, title: str = "Marlow Vale") -> tuple[Stale, ...]:
    return stale(an_article(text, written, title), (MARLOW,), written, today)


def reasons(text: str, today: date, written: date | None = WRITTEN, title: str = "Marlow Vale") -> str:
    return "".join(one.reason for one in found(text, today, written, title))


def test_a_newer_report_makes_the_article_stale_on_its_day() -> None:
    assert reasons(LATEST, date(2025, 3, 3)) == ""
    assert reasons(LATEST, NEWER) == "abc"


def test_the_reason_comes_with_the_sentence_the_fact_and_the_report() -> None:
    newer, regraded, latest = found(f"An introduction. {LATEST}", NEWER)
    assert {newer.sentence, regraded.sentence, latest.sentence} == {LATEST}
    assert {newer.report, regraded.report, latest.report} == {NEWER}
    assert "the report of 19 October 2021" in newer.why
    assert regraded.fact.startswith("good overall, leaders outstanding")
    assert latest.fact == "the newest report is of 4 March 2025"


def test_a_grade_that_is_stated_as_of_today_goes_stale() -> None:
    assert reasons(GRADE, NEWER) == "ab"
    assert (
        reasons("Marlow Vale’s leaders are rated good. Its services for care leavers require improvement.", NEWER)
        == "ab"
    )


@pytest.mark.parametrize(
    "text",
    [
        "In 2021 Marlow Vale was rated requires improvement.",
        "The council had been rated inadequate in 2014.",
        "The 2018 report graded the council requires improvement.",
    ],
)
def test_history_with_its_date_is_no_other_grade(text: str) -> None:
    assert "b" not in reasons(text, NEWER)


def test_an_article_without_any_statement_about_inspections_never_goes_stale_by_a_report() -> None:
    assert reasons("Our solicitors can help you when social workers call. We are good listeners.", NEWER) == ""


@pytest.mark.parametrize(
    "update",
    [
        "Updated March 2025: a newer report was published on 4 March 2025 and rates the council good.",
        "Ofsted inspected the council in January 2025 and now rates it good.",
    ],
)
def test_an_edit_that_speaks_of_the_newer_report_clears_it(update: str) -> None:
    assert reasons(f"{update}\nIn 2021 the council was rated requires improvement.", NEWER) == ""


def test_a_link_to_the_newer_report_speaks_of_it() -> None:
    article = an_article("Marlow Vale is rated good.", NEWER)
    assert stale(article, (MARLOW,), WRITTEN, NEWER)
    linked = type(article)(
        **{f: getattr(article, f) for f in article.__slots__} | {"links": (RECORDS[MARLOW][-1].url,)}
    )
    assert stale(linked, (MARLOW,), WRITTEN, NEWER) == ()


def test_a_statement_about_the_framework_goes_stale_when_the_framework_changes() -> None:
    listed = "leaders, help and protection, children in care and care leavers, and overall effectiveness"
    text = f"Four areas were inspected: {listed}."
    assert reasons(text, date(2022, 12, 31)) == ""
    assert reasons(text, date(2023, 1, 1)) == "d"
    assert [one.fact for one in found(text, date(2023, 1, 1))] == [
        "children in care and care leavers are two judgements since January 2023"
    ]
    later = [one for one in found(text, date(2026, 4, 1)) if one.reason == "d"]
    assert later[0].fact.endswith("no overall grade is given since April 2026")
    assert reasons(f"In 2021 {text[0].lower()}{text[1:]}", date(2023, 1, 1)) == ""


def test_what_ofsted_inspects_is_a_statement_about_the_framework() -> None:
    text = "Ofsted inspects four areas: leaders, help and protection, children in care and care leavers, and overall."
    assert reasons(f"{text} Marlow Vale requires improvement.", date(2023, 1, 1)) == "d"


def test_that_an_overall_grade_is_given_is_stale_since_april_2026() -> None:
    text = "Ofsted gives each council an overall grade. Marlow Vale is rated good."
    assert reasons(text, date(2026, 3, 31), date(2025, 5, 1)) == ""
    assert reasons(text, date(2026, 4, 1), date(2025, 5, 1)) == "d"


def test_a_dead_link_is_stale() -> None:
    link = "https://files.example/v1/file/1"
    article = type(an_article(""))(
        "https://firm.example/a", "A", WRITTEN, an_article("").published_basis, "Text.", (link,)
    )
    (one,) = stale(article, (MARLOW,), WRITTEN, NEWER, dead=frozenset({link}))
    assert (one.reason, one.sentence) == ("e", link)


def test_an_abolished_authority_is_stale_from_the_day_it_is_gone() -> None:
    article = an_article("Thorn Coast is rated inadequate.", date(2020, 2, 3), "Thorn Coast")
    before = stale(article, (THORN,), None, date(2021, 3, 31))
    after = stale(article, (THORN,), None, date(2021, 4, 1))
    assert [one.reason for one in before] == []
    assert [one.reason for one in after] == ["f"]
    assert "East Thorn, West Thorn" in after[0].fact


def test_a_number_that_its_source_contradicts_was_always_wrong() -> None:
    assert reasons("In 2013 the vast majority of councils were inadequate.", WRITTEN) == "g"
    assert reasons("In 2013 about one in seven councils was inadequate.", WRITTEN) == ""


def test_an_article_without_a_date_is_as_old_as_its_title_says() -> None:
    assert reasons(GRADE, NEWER, None, "How is Marlow Vale doing? Update 2022") == "ab"


def test_a_post_about_two_councils_is_told_of_each_with_its_own_sentence() -> None:
    eastmere = "Eastmere’s children’s services are rated outstanding."
    today = date(2026, 7, 14)
    post = an_article(f"{GRADE} {eastmere}", WRITTEN, "Two councils compared")
    told = stale(post, (MARLOW, EASTMERE), WRITTEN, today)
    assert [(one.sentence, one.report) for one in told if one.reason == "a"] == [
        (GRADE, NEWER),
        (eastmere, today),
    ]


NOT_READ = on_record(
    *(one for reports in SAVED.values() for one in reports if one.urn != MARLOW or one.published != NEWER),
    not_read={MARLOW: (NEWER,)},
)


def of_unread(text: str, today: date) -> tuple[Stale, ...]:
    return stale(an_article(text, WRITTEN, "Marlow Vale"), (MARLOW,), WRITTEN, today, NOT_READ)


def test_a_newer_report_that_is_held_is_named_without_any_grade() -> None:
    assert of_unread(LATEST, date(2025, 3, 3)) == ()
    newer, latest = of_unread(f"{LATEST} {GRADE}", NEWER)
    assert (newer.reason, newer.fact) == ("a", "Ofsted published a newer report on 4 March 2025")
    assert newer.why.endswith("we are still checking its grades")
    assert (latest.reason, latest.fact) == ("c", "the newest report is of 4 March 2025")
    assert {newer.report, latest.report} == {NEWER}
    assert not any("requires improvement" in one.fact or "requires improvement" in one.why for one in (newer, latest))


def test_an_article_that_names_the_month_of_a_held_report_is_not_out_of_date() -> None:
    assert of_unread(f"{GRADE} Update: Ofsted inspected again in January 2025.", NEWER) == ()


# --- wrong, out of date, imprecise ----------------------------------------------------------------


def test_what_was_wrong_on_the_first_day_is_an_error_and_not_overtaken() -> None:
    told = "Marlow Vale Council is rated outstanding."
    assert reasons(told, date(2025, 3, 3)) == "g"
    assert reasons(told, NEWER) == "ag"
    assert {one.fault for one in found(told, date(2025, 3, 3))} == {PostFault.WRONG}


def test_what_was_right_once_is_out_of_date_and_no_error() -> None:
    assert {one.fault for one in found(GRADE, NEWER)} == {PostFault.OUT_OF_DATE}


NOT_EXACT = "In 2014 Ofsted said that improvements were needed in Marlow Vale."


def test_what_was_not_exact_on_the_first_day_is_imprecise_and_neither_wrong_nor_out_of_date() -> None:
    [imprecise] = found(NOT_EXACT, date(2025, 3, 3))
    assert (imprecise.reason, imprecise.sentence, imprecise.fault) == ("h", NOT_EXACT, PostFault.IMPRECISE)
    assert "2014" in imprecise.why
    assert [one.reason for one in found(f"{GRADE} {NOT_EXACT}", NEWER)] == ["a", "b", "h"]


def test_no_sentence_is_imprecise_beside_another_reason() -> None:
    for text in (LATEST, GRADE, NOT_EXACT, f"{NOT_EXACT} {LATEST}", "Marlow Vale Council is rated outstanding."):
        by_sentence = [one.sentence for one in found(text, NEWER) if one.reason == "h"]
        assert not {one.sentence for one in found(text, NEWER) if one.reason != "h"} & set(by_sentence)


def test_the_worst_fault_names_an_article() -> None:
    kinds = {letter: Stale(letter, "", "", "") for letter in "agh"}
    assert worst_fault([kinds["h"]]) is PostFault.IMPRECISE
    assert worst_fault([kinds["h"], kinds["a"]]) is PostFault.OUT_OF_DATE
    assert worst_fault([kinds["a"], kinds["g"]]) is PostFault.WRONG
    assert worst_fault([kinds["a"]]) is PostFault.OUT_OF_DATE
