"""Closed lists have an entry for every member: a word that is missing would stop a mail for ever."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import pytest

import watcher
from tests.support.builders import a_change, a_judgement, a_report
from tests.support.mail_stories import a_digest
from watcher.mail.render import render_digest
from watcher.model.report import Grade, JudgementId, ReportKind
from watcher.ofsted.grades import compare
from watcher.ofsted.headline import finding

# Lists that name some members on purpose: they are asked by `get` or `in`, gone through, or asked only for what they
# name (grades that a sentence can name, verdicts that are told, documents of Ofsted's and follow-ups apart).
PARTIAL = {
    "watcher.desk.record_timeline._VISITS",
    "watcher.desk.timeline_picture._COLOURS",
    "watcher.news.about.edits._GRADE_WORDS",
    "watcher.claims.grades._ABSENT",
    "watcher.claims.moves._OPPOSITE",
    "watcher.commands.subscribers._REFUSED",
    "watcher.digests.coverage._DISPUTED",
    "watcher.ofsted.grades._COMBINED_PARENT",
    "watcher.news.days_and_grades._WORDS",
    "watcher.mail.replies._WORDS",
    "watcher.claims.statements.moves._ONLY_WAY",
    "watcher.store.bounces._REASONS",
    "watcher.store.bounces._STOPS",
    "watcher.digests.story._SHORT",
    "watcher.web.limits.TOGETHER",
    "watcher.digests.follow_ups._SORTS",
    "watcher.digests.item._NOTES",
    "watcher.ofsted.document_kinds._EVENTS",
    "watcher.ofsted.grades._FAMILY_OF_KIND",
    "watcher.ofsted.grades._SCALE_OF_KIND",
    "watcher.ofsted.visit_words.VISITS",
    "watcher.desk.gather.VISITS",
    "watcher.desk.word._STYLES",
    "watcher.cli.screens.record._PARTS",
    "watcher.mail.replies._WEIGHT",
}
# A parser's list is of what one layout prints; the worker runs when it is imported.
LEFT_OUT = (
    "watcher.crawl",
    "watcher.demo",
    "watcher.news.articles",
    "watcher.news.lists",
    "watcher.ofsted.pages",
    "watcher.ofsted.reports",
    "watcher.spiders",
)


def closed_lists() -> Iterator[tuple[str, Mapping[Any, object]]]:
    """Every dictionary of the product that is keyed by an enumeration, by its dotted name."""
    for module in pkgutil.walk_packages(watcher.__path__, "watcher."):
        if module.name.startswith(LEFT_OUT):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Mapping) and value and all(isinstance(key, Enum) for key in value):
                yield f"{module.name}.{name}", value


LISTS = {name: words for name, words in closed_lists() if name not in PARTIAL}


@pytest.mark.parametrize("name", LISTS)
def test_a_closed_list_covers_its_whole_enumeration(name: str) -> None:
    words = LISTS[name]
    members: type[Enum] = type(next(iter(words)))
    assert set(words) == set(members)


@pytest.mark.parametrize("id_", JudgementId)
def test_a_mail_can_be_written_about_every_judgement(id_: JudgementId) -> None:
    old = a_report(kind=ReportKind.LAC_2013, judgements=(a_judgement(id=id_),))
    new = a_report(kind=ReportKind.SIF, judgements=(a_judgement(id=id_, grade=Grade.INADEQUATE),))
    for judgements in (compare(old, new), compare(old, a_report()), compare(None, new)):
        assert finding(judgements)
        assert render_digest(a_digest([a_change(judgements=judgements, topics=("all",))])).text
