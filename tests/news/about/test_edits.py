"""What an edit moved: grade words, days, numbers, links; never a caption, a stamp or another order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from watcher.model.news import Article, DateBasis
from watcher.news.about import edits
from watcher.news.about.edits import grades_moved, moved
from watcher.news.about.reading import lines_of

TEXT = (
    "Children’s services in Eastmere have been rated ‘good’ by Ofsted.\n"
    "Leaders are judged outstanding after an inspection from 3 to 7 March.\n"
    "The council has 12,500 children and spends £30m. Four in ten live in the north."
)
ARTICLE = Article(
    "https://post.example/1",
    "Services for children rated good",
    None,
    DateBasis.UNKNOWN,
    TEXT,
    ("https://reports.example/provider/44/80999",),
)


def facts_of(article: Article) -> dict[str, str]:
    return edits.facts_of(lines_of(article, {}))


def edit(old: str, new: str) -> tuple[str, ...]:
    edited = replace(ARTICLE, text=ARTICLE.text.replace(old, new))
    assert edited != ARTICLE
    return moved(facts_of(ARTICLE), facts_of(edited))


def test_the_facts_are_named() -> None:
    assert facts_of(ARTICLE) == {
        "title grade words": "good",
        "grade words": "leaders: outstanding; services: good",
        "days": "-----03-03; -----03-07",
        "months": "",
        "numbers": "10; 12500; 4; £30m",
        "links": "https://reports.example/provider/44/80999",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("7 March.", "7 March 2025."),
        ("have been rated", "were rated"),
        ("children and spends", "children in all, and spends"),
        ("Four in ten", "4 in ten"),
        ("12,500", "12500"),
        ("‘good’", "“good”"),
        ("Children’s services in Eastmere", "Updated: 4 March 2025, 10:15am\nChildren’s services in Eastmere"),
        ("The council", "This article was last updated on Tuesday 4th March 2025 at 10.15\nThe council"),
        ("The council", "Picture: the town hall in 1974\nThe council"),
        (TEXT, "\n".join(reversed(TEXT.split("\n")))),
    ],
)
def test_a_touch_up_moves_nothing(old: str, new: str) -> None:
    assert edit(old, new) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "‘good’",
            "‘requires improvement’",
            "the grade words went from services: good to services: requires improvement",
        ),
        (
            "Leaders are judged",
            "Care leavers are judged",
            "the grade words went from leaders: outstanding to care leavers: outstanding",
        ),
        ("7 March", "8 March", "the days named went from 7 March to 8 March"),
        ("12,500", "12,600", "the numbers went from 12500 to 12600"),
        ("Four in ten", "Many", "the numbers no longer include 10; 4"),
        ("£30m.", "£30m, up since June 2024.", "the months named now include 2024-06"),
    ],
)
def test_a_fact_that_moved_is_told_in_words(old: str, new: str, told: str) -> None:
    assert edit(old, new) == (told,)


def test_a_corrected_year_moves_a_day() -> None:
    before, after = (facts_of(replace(ARTICLE, text=f"It came out on 3 March {year}.")) for year in (2024, 2025))
    assert moved(before, after) == ("the days named went from 3 March 2024 to 3 March 2025",)


def test_a_link_that_came_is_a_fact() -> None:
    link = "https://files.example/v1/file/1"
    after = facts_of(replace(ARTICLE, links=(*ARTICLE.links, link)))
    assert moved(facts_of(ARTICLE), after) == (f"the links to Ofsted now include {link}",)


def test_only_grade_words_are_held_for_the_operator() -> None:
    before = facts_of(ARTICLE)
    assert grades_moved(before, facts_of(replace(ARTICLE, title="Services for children rated inadequate")))
    assert grades_moved(before, facts_of(replace(ARTICLE, text=TEXT.replace("‘good’", "‘inadequate’"))))
    assert not grades_moved(before, facts_of(replace(ARTICLE, text=TEXT.replace("12,500", "9"), links=())))


def test_the_order_of_from_and_to_is_a_fact() -> None:
    fell = facts_of(replace(ARTICLE, text="Services fell from good to requires improvement."))
    rose = facts_of(replace(ARTICLE, text="Services rose from requires improvement to good."))
    assert grades_moved(fell, rose)


def test_praise_is_no_grade() -> None:
    text = "It was good to see good foster carers. A good start, said the leader."
    assert facts_of(replace(ARTICLE, text=text))["grade words"] == ""
