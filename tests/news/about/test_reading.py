"""An article is read once: what is kept of a reading gives it back, as long as text, names and rules are the same."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.claims.corpus.councils import authorities
from tests.claims.corpus.readings import readings, recorded
from tests.claims.corpus.sentences import corpus
from tests.support.council_records import AUTHORITIES, an_article
from watcher.claims import RULES
from watcher.model.news import Article
from watcher.news.about import reading
from watcher.news.about.reading import Reading, lines_of, read_once, reading_of

NEWS = Path(reading.__file__).parents[1]
ARTICLE = an_article(
    "“Marlow Vale Council” was rated ‘good’ on 4 March 2025, up from requires improvement in 2021.\n"
    "Inspectors visited for two weeks in January. Leaders are outstanding, said Cllr. A. Quill.",
    title="Ofsted’s verdict on Marlow Vale",
)
#: what no page should hold, and some do
ODD = ("", "\n\n", "\0", "\ud83d half of a pair", "İstanbul is rated good.", "x" * 3_000, "! ? . " * 500)


def articles() -> Iterator[Article]:
    yield from {one.article.text: one.article for one in corpus()}.values()
    yield from (replace(ARTICLE, title=text, text=text) for text in ODD)


def test_what_is_kept_gives_the_same_reading_back() -> None:
    for article in articles():
        made, kept = read_once(article, None, authorities())
        lines = lines_of(article, authorities())
        assert made == reading_of(lines, authorities())
        assert read_once(article, kept, authorities()) == (made, kept)
        assert read_once(article, None, authorities(), lines) == (made, kept)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Reading]:
    """The readings that are made while a test runs."""
    found: list[Reading] = []

    def noted(*arguments: object) -> Reading:
        found.append(reading_of(*arguments))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(reading, "reading_of", noted)
    return found


def test_a_kept_reading_is_not_made_again(made: list[Reading]) -> None:
    _, kept = read_once(ARTICLE, None, AUTHORITIES)
    other_day = replace(ARTICLE, published=date(2026, 1, 1))
    gone = {urn: replace(one, abolished_on=date(2026, 1, 1)) for urn, one in AUTHORITIES.items()}
    assert [read_once(*again)[1] for again in ((ARTICLE, kept, gone), (other_day, kept, AUTHORITIES))] == [kept] * 2
    assert len(made) == 1


def test_another_text_other_names_or_other_rules_make_it_anew(
    made: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, kept = read_once(ARTICLE, None, AUTHORITIES)
    renamed = {urn: replace(one, aliases=(*one.aliases, "The Vale")) for urn, one in AUTHORITIES.items()}
    edited, retitled = replace(ARTICLE, text=f"{ARTICLE.text} Again."), replace(ARTICLE, title="Another")
    for article, known in ((ARTICLE, renamed), (edited, AUTHORITIES), (retitled, AUTHORITIES)):
        assert read_once(article, kept, known)[1] != kept
    monkeypatch.setattr(reading, "RULES", RULES + 1)
    _, newer = read_once(ARTICLE, kept, AUTHORITIES)
    assert len(made) == 5 and newer != kept
    assert read_once(ARTICLE, newer, AUTHORITIES)[1] == newer
    assert len(made) == 5


@pytest.mark.parametrize("broken", [lambda kept: kept[:-9], lambda kept: kept.replace('"good"', '"goood"')])
def test_a_damaged_reading_is_made_anew(broken: Callable[[str], str]) -> None:
    first, kept = read_once(ARTICLE, None, AUTHORITIES)
    assert read_once(ARTICLE, broken(kept), AUTHORITIES) == (first, kept)


def test_no_other_rule_about_news_takes_a_text_apart() -> None:
    """The councils in the address of one of our posts are looked for where nothing else names one."""
    takes_apart = {"sentences", "statements", "grades_named", "days_and_grades", "inspection_words", "dates"}
    others = {
        path.name: taken
        for path in (*NEWS.glob("*.py"), *(NEWS / "about").glob("*.py"))
        if path.name != "reading.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (taken := takes_apart & {one.name for one in node.names})
    }
    assert others == {}


def test_a_rule_that_reads_a_sentence_otherwise_comes_with_a_new_version_of_the_rules() -> None:
    """If it fails, raise `watcher.claims.RULES`, then run `python -m tests.claims.corpus.readings`."""
    rules, before = recorded()
    now = readings()
    otherwise = {text for text, found in before.items() if now.get(text, found) != found}
    assert otherwise == set() and rules == RULES
    assert len(before.keys() & now.keys()) > 100
