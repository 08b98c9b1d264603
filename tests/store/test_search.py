"""Full-text search of both engines: what says it, by stems, and never anything held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.support.builders import NOW, a_change
from tests.support.council_history import Listed, document, fill
from watcher.model.change import Change
from watcher.model.errors import ConfigError
from watcher.model.report import Improvement, Passage, Report, ReportKind
from watcher.model.search import query_of
from watcher.model.subscription import Frequency
from watcher.store import Store
from watcher.store.changes import add_changes
from watcher.store.tables.core import change_topic

VALE, EAST = "80999", "80998"
HYPHEN = "Pre-proceedings work isn’t timely; letters before proceedings are clear."


def says(urn: str, published: date, *texts: str, held: str = "", improve: str = "", topic: str = "in_care") -> Listed:
    passages = tuple(Passage(topic, text, 4, number) for number, text in enumerate(texts, 10))
    items = (Improvement(improve, page=2),) if improve else ()
    report = Report(ReportKind.ILACS_SHORT, urn, passages=passages, improve=items)
    return document(urn, published, report, held=held)


def found(store: Store, text: str, **where: object) -> list[str]:
    return [one.text for one in store.search.find(query_of(text), **where)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("private fostering", True),
        ("Privately fostered", True),
        ("fostering private", False),
        ("private fosterings arrangements", True),
        ("pre-proceedings", True),
        ("pre proceedings", True),
        ('"timely" "letters before proceedings"', True),
        ('"timely" "private fostering"', False),
        ("adoption", False),
        ("timeliness", False),
        ('NEAR("timely" OR *)', False),
    ],
)
def test_a_phrase_is_found_by_its_stems_whatever_stands_between_the_words(
    store: Store, text: str, is_found: bool
) -> None:
    fill(store, [says(VALE, date(2025, 3, 3), "The private fostering arrangement is safe.", HYPHEN)])
    assert bool(found(store, text)) is is_found


def test_the_newest_document_comes_first_and_each_paragraph_once_in_printed_order(store: Store) -> None:
    old = says(VALE, date(2021, 3, 3), "Kinship carers wait.")
    twice = says(EAST, date(2025, 3, 3), "Kinship care is strong.", "Care of kinship kind.", improve="Kinship care.")
    assert twice.file and twice.file.report
    again = tuple(replace(one, topic="kinship_and_special_guardianship") for one in twice.file.report.passages)
    report = replace(twice.file.report, passages=(*twice.file.report.passages, *again))
    fill(store, [old, replace(twice, file=replace(twice.file, report=report))])
    hits = store.search.find(query_of("kinship"))
    assert [(one.urn, one.part, one.topic, one.page, one.paragraph) for one in hits] == [
        (EAST, "passage", "in_care", 4, 10),
        (EAST, "passage", "in_care", 4, 11),
        (EAST, "improve", "", 2, None),
        (VALE, "passage", "in_care", 4, 10),
    ]
    assert found(store, "kinship", urns={VALE}) == ["Kinship carers wait."]
    assert len(found(store, "kinship", since=date(2025, 3, 3))) == 3
    assert len(found(store, "kinship", topics=["in_care"])) == 3
    assert found(store, "kinship", topics=["leaders"]) == []
    assert len(found(store, "kinship", limit=2)) == 2


def test_what_is_held_is_never_found_not_even_if_it_was_found_before(store: Store) -> None:
    good, held = says(VALE, date(2025, 3, 3), "Kinship."), says(EAST, date(2025, 3, 3), "Kinship.", held="two grades")
    fill(store, [good, held])
    assert [one.urn for one in store.search.find(query_of("kinship"))] == [VALE]
    store.reports.doubt(good.entry.source_id, good.entry.key, "misread")
    assert found(store, "kinship") == []


def test_what_was_read_is_indexed_once_and_counted(store: Store) -> None:
    fill(store, [says(VALE, date(2025, 3, 3), "Kinship."), says(EAST, date(2025, 3, 3), "Kinship.")])
    heard: list[tuple[int, int]] = []
    store.search.find(query_of("kinship"), indexing=lambda done, total: heard.append((done, total)))
    store.search.find(query_of("kinship"), indexing=lambda done, total: heard.append((done, total)))
    assert heard == [(0, 2)]


def test_a_new_reading_takes_the_place_of_the_old_one(store: Store) -> None:
    one = says(VALE, date(2025, 3, 3), "Kinship.")
    fill(store, [one])
    assert found(store, "kinship") == ["Kinship."]
    assert one.file and one.file.report
    report = replace(one.file.report, passages=(Passage("in_care", "Adoption.", 4, 10),))
    store.reports.save(replace(one.file, report=report, read_at=NOW + timedelta(hours=1)))
    assert (found(store, "kinship"), found(store, "adoption")) == ([], ["Adoption."])


def test_a_document_that_becomes_news_has_the_searches_that_somebody_follows_as_topics(store: Store) -> None:
    for topic in ("search:kinship care", "search:adoption"):
        store.subscribers.subscribe("reader@example.org", topic, Frequency.DAILY, NOW)
    one, held = says(VALE, date(2025, 3, 3), "Kinship care."), says(EAST, date(2025, 3, 3), "Kinship care.", held="x")
    fill(store, [one, held])
    told = [_news(one, "c1", held=False), _news(held, "c2", held=True)]
    with store.search.writing() as conn:
        add_changes(conn, told)
    with store.search.reading() as conn:
        topics = conn.execute(select(change_topic).where(change_topic.c.topic.startswith("search:"))).all()
    assert [tuple(row) for row in topics] == [("search:kinship care", "c1")]


def _news(one: Listed, id_: str, *, held: bool) -> Change:
    report = one.file.report if one.file and not held else None
    source, key = one.entry.source_id, one.entry.key
    return a_change(id=id_, source_id=source, key=key, after=one.entry, report=report, held=held)


@pytest.mark.parametrize("text", ["", '""', "…", "a " * 21, "x" * 201])
def test_a_search_without_a_word_or_with_too_many_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        query_of(text)


@pytest.mark.parametrize("text", ["Private  Fostering!", '"kinship care" "special guardianship"'])
def test_the_standard_form_of_a_search_reads_back_as_the_same_search(text: str) -> None:
    assert query_of(str(query_of(text))) == query_of(text)
