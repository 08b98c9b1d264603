"""What may not be compared, and when the operator hears of it again."""

from __future__ import annotations

from datetime import date, timedelta

from tests.support.builders import NOW, a_fault, a_known, an_observation
from watcher.differ.gate import fault, many_gone, search_list_fault
from watcher.digests.operator_when import should_remind
from watcher.model.source import Provider
from watcher.model.visit import ProviderPage, SearchRow


def rows(*urns: str) -> list[SearchRow]:
    return [SearchRow(Provider("44", urn), urn, date(2025, 1, 1)) for urn in urns]


def test_a_page_without_the_reports_it_had_is_at_fault() -> None:
    page = ProviderPage(Provider("44", "80999"), "Marlow Vale", None, ())
    assert fault(page, a_known(), None) is None
    known = a_known(observations={key: an_observation(key=key) for key in "12"})
    assert fault(page, known, None) == "the page lists no reports; expected 2"
    only = a_known(observations={"1": an_observation(key="1")})
    assert fault(page, only, None) is None


def test_a_page_without_the_report_that_the_list_names_is_at_fault() -> None:
    page = ProviderPage(Provider("44", "80999"), "Marlow Vale", None, ())
    assert fault(page, a_known(), date(2022, 5, 3)) == (
        "the page lists no reports, but the search list has one of 2022-05-03"
    )


def test_a_page_that_only_ever_showed_a_rating_is_well() -> None:
    page = ProviderPage(Provider("21", "1"), "Rose Lane School", None, ())
    assert fault(page, a_known(observations={"rating": an_observation(key="rating")}), None) is None


def test_one_missing_report_may_be_withdrawn_and_many_may_not() -> None:
    assert many_gone(["1", "2"], "0123456789") is None
    assert many_gone(["1", "2", "3"], "0123456789") == "the page no longer lists 3 of 10 known reports: 1, 2, 3"


def test_a_whole_list_is_well() -> None:
    assert search_list_fault(rows("1", "2"), 2, {"44/1"}) is None


def test_an_empty_a_cut_and_a_shrunken_list_are_at_fault() -> None:
    assert search_list_fault([], 0, set()) == "the search list is empty"
    assert search_list_fault(rows("1"), 2, set()) == "the search list says 2 results but shows 1"
    assert (
        search_list_fault(rows("1"), 1, {"44/1", "44/2"})
        == "the search list no longer has 1 of 2 known providers: 44/2"
    )


def test_a_fault_is_told_at_once_then_after_a_day_then_weekly() -> None:
    assert should_remind(a_fault(), 0, NOW)
    told = a_fault(told_at=NOW)
    assert [should_remind(told, 1, NOW + timedelta(hours=h)) for h in (1, 23, 24)] == [False, False, True]
    assert [should_remind(told, 2, NOW + timedelta(days=d)) for d in (1, 6, 7)] == [False, False, True]
    assert should_remind(told, 9, NOW + timedelta(days=7))
