"""Which changes are told as one story."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.support.builders import a_change, an_observation
from tests.support.coverage_stories import coverage_of
from tests.support.news_builders import a_mention
from watcher.digests.stories import stories
from watcher.model.change import Change
from watcher.model.news import Tier
from watcher.model.source import Authority, Provider

DAY = date(2026, 7, 7)
AUTHORITIES = {
    urn: Authority(urn, name, trust=trust)
    for urn, name, trust in (
        ("80001", "North Tarn", "Tarn Children’s Trust"),
        ("80002", "South Tarn", "Tarn Children’s Trust"),
        ("80003", "Eastmere", None),
        ("80004", "Marlow Vale", None),
    )
}


def report(urn: str, provider_type: str = "44") -> Change:
    seen = an_observation(key=f"file-{urn}", published=DAY)
    return a_change(id=f"report-{urn}-{provider_type}", provider=Provider(provider_type, urn), after=seen)


def coverage(name: str, *urns: str) -> Change:
    mention = a_mention(
        url=f"https://post.example/{name}", tier=Tier.LOCAL_PRESS, stories=tuple(f"{urn}@{DAY}" for urn in urns)
    )
    return replace(coverage_of(mention), id=name)


def ids(*changes: Change) -> list[list[str]]:
    return [[change.id for change in story] for story in stories(changes, AUTHORITIES)]


def test_two_councils_of_one_trust_are_one_story_with_their_coverage() -> None:
    assert ids(report("80001"), coverage("of-south", "80002"), report("80002")) == [
        ["report-80001-44", "report-80002-44", "of-south"]
    ]


def test_coverage_alone_of_both_councils_of_a_trust_is_one_story() -> None:
    assert ids(coverage("of-north", "80001"), coverage("of-south", "80002")) == [["of-north", "of-south"]]


def test_coverage_stands_after_its_report_whatever_came_first() -> None:
    assert ids(coverage("early", "80003"), report("80004"), report("80003")) == [
        ["report-80004-44"],
        ["report-80003-44", "early"],
    ]


def test_an_article_about_two_reports_stands_with_the_first_and_merges_nothing() -> None:
    assert ids(report("80003"), report("80004"), coverage("both", "80003", "80004")) == [
        ["report-80003-44", "both"],
        ["report-80004-44"],
    ]
    assert ids(coverage("both", "80003", "80004"), coverage("one", "80004")) == [["both"], ["one"]]


def test_another_provider_with_the_number_of_a_council_is_not_that_council() -> None:
    assert ids(report("80001", "21"), report("80002", "21")) == [["report-80001-21"], ["report-80002-21"]]


def test_coverage_of_no_report_stands_alone() -> None:
    assert ids(coverage("one"), coverage("two")) == [["one"], ["two"]]
