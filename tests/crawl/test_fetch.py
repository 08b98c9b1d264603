"""Every way in which an answer can be none; each becomes a fault in words and nothing is remembered."""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from time import sleep

import pytest

from tests.support.certificates import self_signed
from tests.support.passes import PAGE, QUICK, letters, watching
from tests.support.small_site import Say, answer, cut_off, endless, reset, serving
from watcher.crawl.budget import Budget
from watcher.model.errors import LeaseLostError


def slow(handler: object) -> None:
    sleep(1.5)
    answer(letters())(handler)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("say", "why"),
    [
        (answer("gone", status=410), "HTTP 410"),
        (answer("no", status=400), "HTTP 400"),
        (answer("gone", status=404, Content_Encoding="gzip"), "HTTP 404"),
        (answer("gone", status=404, Content_Encoding="br"), "HTTP 404"),
        (answer(status=204), "HTTP 204"),
        (answer(status=304), "HTTP 304"),
        (answer(status=206), "HTTP 206"),
        (answer(status=302, Location="https://other.example/login"), "redirect to 'https://other.example/login'"),
        (answer(status=308, Location=PAGE + "/"), "(not followed)"),
        (answer("<title>Just a moment...</title>", status=403), "HTTP 403"),
        (answer("<html><title>Just a moment...</title></html>"), "a bot check"),
        (answer(""), "the page is empty"),
        (answer(letters()[:2000]), "cut off"),
        (cut_off(letters()), "payload|length|peer|connection"),
        (endless, "8388608|bigger|larger|exceed"),
        (reset, "."),
        (answer(letters(), Content_Encoding="br"), "compressed as b'br'"),
        (answer(gzip.compress(gzip.compress(letters())), Content_Encoding="gzip, gzip"), "did not ask for"),
        (answer(b"no gzip", Content_Encoding="gzip"), "damaged"),
        (answer(b"no deflate", Content_Encoding="deflate"), "damaged"),
        (answer(gzip.compress(letters())[:-500], Content_Encoding="gzip"), "cut off"),
        (answer(gzip.compress(b"<p>" * 10_000_000), Content_Encoding="gzip"), "exceeded"),
        (answer("<html><h1>Page not found</h1></html>"), "the page has no timeline of reports"),
    ],
)
async def test_an_answer_that_is_none_becomes_a_fault(say: Say, why: str, tmp_path: Path) -> None:
    with serving({PAGE: say}) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        summary = await watch.go()
        assert set(watch.faults()) == {"ofsted:44/80999"} == set(summary.faults)
        assert re.search(why, watch.faults()["ofsted:44/80999"], re.IGNORECASE)
        assert watch.store.pages.targets()[0].page is None
        assert watch.keys("44/80999") == set()


async def test_the_next_good_pass_clears_the_fault(tmp_path: Path) -> None:
    with serving({PAGE: answer(status=404)}) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        await watch.go()
        site.answers[PAGE] = answer(letters())
        await watch.go()
        assert watch.faults() == {}
        assert len(watch.keys("44/80999")) == 4


async def test_a_packed_page_is_unpacked(tmp_path: Path) -> None:
    packed = answer(gzip.compress(letters()), Content_Encoding="gzip")
    deflated = answer(zlib.compress(letters()), Content_Encoding="deflate")
    with serving({PAGE: packed}) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        assert (await watch.go()).visited == 1
        site.answers[PAGE] = deflated
        assert (await watch.go(full=True)).unchanged == 1


async def test_a_slow_answer_is_not_waited_for(tmp_path: Path) -> None:
    with serving({PAGE: slow}) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        watch.fetch = replace(QUICK, timeout=timedelta(seconds=0.2))
        await watch.go()
        assert "longer than 0.2 seconds" in watch.faults()["ofsted:44/80999"]


async def test_a_host_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with watching("http://127.0.0.1:9", tmp_path, ["44/80999"]) as watch:
        await watch.go()
        assert "can't read robots.txt" in watch.faults()["ofsted:44/80999"]


async def test_a_host_that_fails_three_times_in_a_row_is_left_alone(tmp_path: Path) -> None:
    keys = [f"44/8099{n}" for n in range(6)]
    down = {f"/provider/{key}": answer(status=503) for key in keys}
    with serving(down) as site, watching(site.base_url, tmp_path, keys) as watch:
        summary = await watch.go()
        assert len(set(site.paths()) - {"/robots.txt"}) == 3
        assert summary.stopped == f"skipped: {site.base_url[7:]} failed too often in this check (HTTP 503)"
        assert len(summary.faults) == 3


async def test_failures_with_good_answers_between_them_do_not_stop_a_pass(tmp_path: Path) -> None:
    keys = [f"44/8099{n}" for n in range(8)]
    good = {f"/provider/{key}": answer(letters(("80999", key[3:]))) for key in keys[::2]}
    bad = {f"/provider/{key}": answer(status=503) for key in keys[1::2]}
    with serving(good | bad) as site, watching(site.base_url, tmp_path, keys) as watch:
        summary = await watch.go()
        assert (summary.visited, len(summary.faults), summary.stopped) == (4, 4, None)


async def test_a_process_that_may_no_longer_ask_asks_nobody_and_ends_the_check(tmp_path: Path) -> None:
    pages = {PAGE: answer(letters())}
    with serving(pages) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        watch.fetch = replace(QUICK, may_ask=lambda: False)
        with pytest.raises(LeaseLostError):
            await watch.go()
        assert site.paths() == []
        assert watch.faults() == {}


async def test_what_a_budget_leaves_is_visited_in_the_next_pass(tmp_path: Path) -> None:
    keys = [f"44/8099{n}" for n in range(4)]
    bodies = [letters(("80999", key[3:])) for key in keys]
    pages = {f"/provider/{key}": answer(body) for key, body in zip(keys, bodies, strict=True)}
    with serving(pages) as site, watching(site.base_url, tmp_path, keys) as watch:
        enough_for_three = Budget(size=3 * min(map(len, bodies)))
        summary = await watch.go(budget=enough_for_three)
        assert (summary.visited, summary.faults) == (3, {})
        assert summary.stopped == "the rest is left for the next check: more than 0 MB"
        summary = await watch.go(budget=enough_for_three)
        assert (summary.visited, summary.stopped) == (1, None)


async def test_one_request_for_each_page_is_always_in_the_budget(tmp_path: Path) -> None:
    keys = [f"44/8099{n}" for n in range(4)]
    pages = {f"/provider/{key}": answer(letters(("80999", key[3:]))) for key in keys}
    with serving(pages) as site, watching(site.base_url, tmp_path, keys) as watch:
        summary = await watch.go(budget=Budget(requests=1))
        assert (summary.visited, summary.stopped) == (4, None)


@pytest.mark.parametrize("trusted", [False, True])
async def test_a_certificate_must_be_one_that_is_trusted(
    tmp_path: Path, trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, _ = self_signed(tmp_path, "localhost")
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    with serving({PAGE: answer(letters())}, tls=certificate) as site:
        assert site.base_url.startswith("https://localhost:")
        with watching(site.base_url, tmp_path, ["44/80999"]) as watch:
            await watch.go()
            assert ("certificate" in watch.faults().get("ofsted:44/80999", "")) is not trusted


async def test_a_proxy_that_the_environment_names_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = "http://ofsted.invalid"
    with serving({f"{away}{PAGE}": answer(letters())}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.base_url)
        with watching(away, tmp_path, ["44/80999"]) as watch:
            summary = await watch.go()
        assert proxy.paths() == [f"{away}/robots.txt", f"{away}{PAGE}"]
        assert (summary.visited, summary.faults) == (1, {})


async def test_every_request_says_who_asks_and_nothing_else(tmp_path: Path) -> None:
    with (
        serving({PAGE: answer(letters(), Set_Cookie="id=1")}) as site,
        watching(site.base_url, tmp_path, ["44/80999"]) as watch,
    ):
        await watch.go()
        await watch.go(full=True)
        for asked in site.log:
            assert asked.headers["User-Agent"].startswith("watcher/")
            assert asked.headers["User-Agent"].endswith("(+https://watcher.example)")
            assert not {"Referer", "Cookie", "Authorization"} & set(asked.headers)


async def test_requests_keep_their_distance(tmp_path: Path) -> None:
    keys = ["44/80998", "44/80999"]
    with (
        serving({f"/provider/{key}": answer(letters(("80999", key[3:]))) for key in keys}) as site,
        watching(site.base_url, tmp_path, keys) as watch,
    ):
        watch.fetch = replace(QUICK, delay=timedelta(seconds=0.4))
        await watch.go()
        times = [asked.at for asked in site.log]
    # seen from the site, where a busy machine may note one request late and so the next one early
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.3
