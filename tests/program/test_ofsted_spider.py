"""What the spider asks for, in which order, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.ofsted_pages import a_page
from tests.support.passes import LIST, PAGE, QUICK, council, letters, search_list, watching
from tests.support.small_site import Say, answer, hanging, serving
from tests.support.until import until_async
from watcher.crawl.reading import here
from watcher.model.source import Observation
from watcher.ofsted.rules import OLDER_AT_LEAST

MARLOW, EANMERE, EASTMERE = "44/80999", "44/80998", "44/80997"


def pages(*keys: str) -> dict[str, Say]:
    return {f"/provider/{key}": answer(letters(("80999", key.removeprefix("44/")))) for key in keys}


ALL = search_list((MARLOW, "20 January 2026"), (EANMERE, "08 April 2025"), (EASTMERE, "01 March 2024"))


async def test_a_quiet_pass_asks_for_the_list_alone(tmp_path: Path) -> None:
    keys = (MARLOW, EANMERE, EASTMERE)
    with serving({LIST: ALL} | pages(*keys)) as site, watching(site.base_url, tmp_path, keys, search=True) as watch:
        await watch.go()
        site.log.clear()
        summary = await watch.go()
        assert site.paths() == ["/robots.txt", LIST]
        assert (summary.visited, summary.unchanged, summary.faults) == (0, 0, {})


async def test_the_page_that_moved_in_the_list_is_visited_and_no_other(tmp_path: Path) -> None:
    keys = (MARLOW, EANMERE)
    old = search_list((MARLOW, "20 January 2026"), (EANMERE, "08 April 2025"))
    new = search_list((EANMERE, "02 March 2026"), (MARLOW, "20 January 2026"))
    with serving({LIST: old} | pages(*keys)) as site, watching(site.base_url, tmp_path, keys, search=True) as watch:
        await watch.go()
        site.answers[LIST] = new
        site.log.clear()
        await watch.go()
        assert site.paths() == ["/robots.txt", LIST, f"/provider/{EANMERE}"]


async def test_pages_are_visited_newest_first_and_each_once(tmp_path: Path) -> None:
    keys = (EASTMERE, EANMERE, MARLOW)
    with serving({LIST: ALL} | pages(*keys)) as site, watching(site.base_url, tmp_path, keys, search=True) as watch:
        await watch.go(full=True)
        assert site.paths()[2:] == [PAGE, f"/provider/{EANMERE}", f"/provider/{EASTMERE}"]


async def test_the_next_page_is_asked_for_while_one_is_read_and_no_other(tmp_path: Path) -> None:
    keys = (EASTMERE, EANMERE, MARLOW)
    addresses = [f"/provider/{key}" for key in keys]
    while_read = list[list[str]]()

    async def read(*work: Any) -> Any:
        while_read.append(asked := [])
        following = addresses[len(while_read) : len(while_read) + 1]
        await until_async(lambda: set(following) <= set(site.paths()), "the next request")
        asked += [path for path in site.paths() if path in addresses]
        return await here(*work)

    with serving(pages(*keys)) as site, watching(site.base_url, tmp_path, keys) as watch:
        summary = await watch.go(understand=read)
        assert while_read == [addresses[:2], addresses, addresses]
        assert summary.visited == 3


async def test_a_page_that_is_read_while_the_site_breaks_is_recorded(tmp_path: Path) -> None:
    keys = (EASTMERE, EANMERE, MARLOW)

    async def read(*work: Any) -> Any:
        await until_async(lambda: len(site.paths()) > 2, "the next request")
        return await here(*work)

    busy = {f"/provider/{EANMERE}": answer("", 503, Retry_After="9000")}
    with serving(pages(*keys) | busy) as site, watching(site.base_url, tmp_path, keys) as watch:
        summary = await watch.go(understand=read)
        assert watch.keys(EASTMERE)
        assert summary.visited == 1 and summary.stopped and list(summary.faults) == [f"ofsted:{EANMERE}"]
        assert f"/provider/{MARLOW}" not in site.paths()


@pytest.mark.parametrize("breaks", [hanging, answer(status=429, Retry_After="9000")])
async def test_a_host_that_breaks_for_one_page_is_not_asked_for_the_next_one(breaks: Say, tmp_path: Path) -> None:
    reports = {f"/provider/{key}": council(("80999", key[3:])) for key in (EASTMERE, EANMERE)}
    with (
        serving({path: answer(body) for path, body in reports.items()} | {"/v1/file/50300003": breaks}) as site,
        watching(site.base_url, tmp_path, [EASTMERE, EANMERE]) as watch,
    ):
        watch.fetch = replace(QUICK, timeout=timedelta(seconds=1))
        await watch.go()
        assert site.paths() == ["/robots.txt", *reports, "/v1/file/50300003"]
        assert set(watch.faults()) == {f"ofsted:{EASTMERE}", f"ofsted:{EANMERE}"}


async def test_the_list_is_followed_to_its_last_page_and_read_once(tmp_path: Path) -> None:
    first = search_list(
        (MARLOW, "20 January 2026"), (EANMERE, "08 April 2025"), announced=3, following="/search?start=2"
    )
    last = search_list(
        (EANMERE, "08 April 2025"), (EASTMERE, "01 March 2024"), announced=3, following="/search?start=4"
    )
    with (
        serving({LIST: first, "/search?start=2": last}) as site,
        watching(site.base_url, tmp_path, search=True) as watch,
    ):
        summary = await watch.go()
        assert site.paths() == ["/robots.txt", LIST, "/search?start=2"]
        assert summary.faults == {}
        assert watch.store.search_list.keys(watch.now.replace(year=2000)) == {MARLOW, EANMERE, EASTMERE}


async def test_a_list_that_leads_in_circles_ends(tmp_path: Path) -> None:
    first = search_list((MARLOW, "20 January 2026"), announced=9, following="/search?start=1")
    with (
        serving({LIST: first, "/search?start=1": first}) as site,
        watching(site.base_url, tmp_path, search=True) as watch,
    ):
        summary = await watch.go()
        assert len(site.paths()) == 3
        assert summary.faults == {"ofsted:search": "the search list says 9 results but shows 1"}


@pytest.mark.parametrize("following", ["https://other.example/search?start=1", "http://[", "//["])
async def test_a_list_that_leads_elsewhere_is_not_followed(following: str, tmp_path: Path) -> None:
    first = search_list((MARLOW, "20 January 2026"), announced=9, following=following)
    with serving({LIST: first}) as site, watching(site.base_url, tmp_path, search=True) as watch:
        await watch.go()
        assert "elsewhere" in watch.faults()["ofsted:search"]


async def test_a_faulty_list_still_tells_what_to_visit(tmp_path: Path) -> None:
    keys = (MARLOW, EANMERE)
    with serving({LIST: ALL} | pages(*keys)) as site, watching(site.base_url, tmp_path, keys, search=True) as watch:
        await watch.go()
        site.answers[LIST] = search_list((EANMERE, "02 March 2026"))
        site.log.clear()
        summary = await watch.go(expected_keys=frozenset(keys))
        assert site.paths()[2:] == [f"/provider/{EANMERE}"]
        assert "no longer has 1 of 2" in summary.faults["ofsted:search"]


async def test_without_a_list_the_pages_that_are_due_are_visited_all_the_same(tmp_path: Path) -> None:
    with (
        serving({LIST: answer(status=404)} | pages(MARLOW)) as site,
        watching(site.base_url, tmp_path, [MARLOW], search=True) as watch,
    ):
        summary = await watch.go()
        assert (summary.visited, summary.faults) == (1, {"ofsted:search": "HTTP 404"})


async def test_a_provider_that_the_list_gives_for_the_first_time_is_followed_at_once(tmp_path: Path) -> None:
    with (
        serving({LIST: ALL} | pages(MARLOW, EANMERE, EASTMERE)) as site,
        watching(site.base_url, tmp_path, search=True) as watch,
    ):
        assert (await watch.go(follow_listed=watch.follow_listed)).visited == 3
        assert {target.source.name for target in watch.store.pages.targets()} == {
            "search list",
            MARLOW,
            EANMERE,
            EASTMERE,
        }


async def test_a_faulty_list_changes_nothing_in_what_is_followed(tmp_path: Path) -> None:
    def never(rows: object) -> tuple[()]:
        raise AssertionError(rows)

    with (
        serving({LIST: search_list((MARLOW, "20 January 2026"), announced=2)} | pages(MARLOW)) as site,
        watching(site.base_url, tmp_path, [MARLOW], search=True) as watch,
    ):
        assert (await watch.go(follow_listed=never)).visited == 1


async def test_what_is_asked_for_by_name_is_visited_alone(tmp_path: Path) -> None:
    keys = (MARLOW, EANMERE)
    with serving({LIST: ALL} | pages(*keys)) as site, watching(site.base_url, tmp_path, keys, search=True) as watch:
        await watch.go()
        site.log.clear()
        summary = await watch.go(only=frozenset({f"ofsted:{EANMERE}"}))
        assert site.paths() == ["/robots.txt", f"/provider/{EANMERE}"]
        assert summary.unchanged == 1


async def test_a_visit_by_name_keeps_what_the_list_said(tmp_path: Path) -> None:
    with (
        serving({LIST: ALL} | pages(MARLOW)) as site,
        watching(site.base_url, tmp_path, [MARLOW], search=True) as watch,
    ):
        await watch.go()
        await watch.go(only=frozenset({f"ofsted:{MARLOW}"}))
        marker = {target.source.id: target.marker for target in watch.store.pages.targets()}[f"ofsted:{MARLOW}"]
        assert marker is not None and marker.isoformat() == "2026-01-20"


async def test_first_sight_fetches_the_newest_graded_report_alone(tmp_path: Path) -> None:
    with serving({PAGE: answer(council())}) as site, watching(site.base_url, tmp_path, [MARLOW]) as watch:
        await watch.go()
        assert site.paths() == ["/robots.txt", PAGE, "/v1/file/50300003"]
        assert watch.changes() == []


async def test_a_report_that_is_a_web_page_is_not_taken_for_one(tmp_path: Path) -> None:
    with (
        serving({PAGE: answer(council()), "/v1/file/50300003": answer(a_page("shell"))}) as site,
        watching(site.base_url, tmp_path, [MARLOW]) as watch,
    ):
        await watch.go()
        assert "it is not a PDF but a web page" in watch.faults()[f"ofsted:{MARLOW}"]
        assert watch.store.pages.known(f"ofsted:{MARLOW}").files == {}


async def test_a_page_that_lists_nothing_where_something_was_known_is_a_fault(tmp_path: Path) -> None:
    with serving({PAGE: answer(letters())}) as site, watching(site.base_url, tmp_path, [MARLOW]) as watch:
        await watch.go()
        site.answers[PAGE] = answer("<html><body><h1>Marlow Vale</h1><ol class='timeline'></ol></body></html>")
        await watch.go(full=True)
        assert "lists no reports; expected 4" in watch.faults()[f"ofsted:{MARLOW}"]
        assert len(watch.keys(MARLOW)) == 4


def older(base_url: str, number: str) -> Observation:
    return Observation(f"ofsted:{MARLOW}", number, "Inspection", f"{base_url}/v1/file/{number}", None)


async def test_older_documents_are_fetched_when_a_page_had_to_be_visited(tmp_path: Path) -> None:
    asked = []

    def backfill(limit: int) -> list[Observation]:
        asked.append(limit)
        return [older(site.base_url, "1"), older(site.base_url, "2")]

    with serving(pages(MARLOW)) as site, watching(site.base_url, tmp_path, [MARLOW]) as watch:
        await watch.go(backfill=backfill)
        assert site.paths()[2:] == ["/v1/file/1", "/v1/file/2"]
        site.log.clear()
        await watch.go(backfill=backfill)
        assert site.paths() == []
        watch.now += timedelta(days=7)
        await watch.go(backfill=backfill)
        assert site.paths()[-2:] == ["/v1/file/1", "/v1/file/2"]
        assert asked == [OLDER_AT_LEAST] * 2


async def test_an_older_report_that_is_gone_is_remembered_as_gone(tmp_path: Path) -> None:
    with (
        serving(pages(MARLOW) | {"/v1/file/2": answer(status=403)}) as site,
        watching(site.base_url, tmp_path, [MARLOW]) as watch,
    ):
        await watch.go(backfill=lambda _: [older(site.base_url, "1"), older(site.base_url, "2")])
        gone = watch.store.reports.find("1")
        assert gone is not None and gone.problems == ("HTTP 404",)
        assert watch.store.reports.find("2") is None
        assert watch.changes() == []


async def test_an_older_report_that_became_a_web_page_is_not_asked_for_for_ever(tmp_path: Path) -> None:
    answers = pages(MARLOW) | {"/v1/file/1": answer("<html>Report not found</html>")}
    with serving(answers) as site, watching(site.base_url, tmp_path, [MARLOW]) as watch:
        await watch.go(backfill=lambda _: [older(site.base_url, "1")])
        gone = watch.store.reports.find("1")
        assert gone is not None and gone.problems == ("it is not a PDF",)


async def test_the_one_who_waits_sees_how_far_it_is(tmp_path: Path) -> None:
    with serving(pages(MARLOW, EANMERE)) as site, watching(site.base_url, tmp_path, [MARLOW, EANMERE]) as watch:
        await watch.go()
        assert watch.heard == [(0, 2, f"provider {EANMERE}"), (1, 2, f"provider {MARLOW}"), (2, 2, "")]
