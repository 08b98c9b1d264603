"""robots.txt is obeyed, also where it cannot be read."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.robotstxt import ProtegoRobotParser, PythonRobotParser
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from tests.support.broken_pages import BROKEN, FORBIDDING, SILENT
from tests.support.passes import PAGE, letters, watching
from tests.support.small_site import Say, answer, cut_off, endless, reset, serving
from watcher.crawl.robots import LONGEST, LONGEST_CRAWL_DELAY, CrawlDelay, leads_inside, plain_rules
from watcher.crawl.settings import PRODUCT

FORBIDS_PROVIDERS = "User-agent: watcher\nDisallow: /provider/\n"


async def faults_with(robots: Say, tmp_path: Path) -> tuple[dict[str, str], list[str]]:
    """The faults of one pass over one good page under this robots.txt, and what was asked for."""
    answers = {"/robots.txt": robots, PAGE: answer(letters()), "/elsewhere.txt": answer(FORBIDS_PROVIDERS)}
    with serving(answers) as site, watching(site.base_url, tmp_path, ["44/80999"]) as watch:
        await watch.go()
        return watch.faults(), site.paths()


@pytest.mark.parametrize(
    "robots",
    [
        answer("User-agent: *\nDisallow: /admin/\n"),
        answer("User-agent: other\nDisallow: /\n"),
        answer(""),
        answer("User-agent: *\nDisallow: /\n", status=404),
        answer("User-agent: *\nDisallow: /\n", status=401),
    ],
)
async def test_what_is_not_forbidden_is_allowed(robots: Say, tmp_path: Path) -> None:
    faults, asked = await faults_with(robots, tmp_path)
    assert (faults, asked) == ({}, ["/robots.txt", PAGE])


@pytest.mark.parametrize("rules", [FORBIDS_PROVIDERS, "User-agent: *\nDisallow: /\n"])
async def test_what_is_forbidden_is_not_asked_for(rules: str, tmp_path: Path) -> None:
    faults, asked = await faults_with(answer(rules), tmp_path)
    assert faults == {"ofsted:44/80999": "robots.txt forbids it"}
    assert PAGE not in asked


@pytest.mark.parametrize(
    ("robots", "why"),
    [
        (answer(status=503), "HTTP 503"),
        (answer(status=429), "HTTP 429"),
        (reset, ""),
        (answer(status=302, Location="/robots.txt"), "redirects too often"),
        (answer(status=302, Location="http://other.example/robots.txt"), "connect to host other.example"),
    ],
)
async def test_where_it_cannot_be_read_everything_is_forbidden(robots: Say, why: str, tmp_path: Path) -> None:
    faults, asked = await faults_with(robots, tmp_path)
    assert faults["ofsted:44/80999"].startswith("can't read robots.txt: ")
    assert why in faults["ofsted:44/80999"]
    assert PAGE not in asked


@pytest.mark.parametrize(
    ("robots", "why"),
    [
        (answer(b"User-agent: *\nDisallow:\n" * 400_000), "size"),
        (answer(status=302, Location="http://["), "redirects too often"),
        (answer(status=302, Location="file:///etc/passwd"), "HTTP 302"),
        (answer(status=302), "HTTP 302"),
        (answer(b"not packed", Content_Encoding="gzip"), ""),
        (answer(b"User-agent: *", Content_Encoding="br"), ""),
        (cut_off(b"User-agent: *\nAllow: /\n"), ""),
        (endless, ""),
    ],
)
async def test_no_answer_breaks_the_check(robots: Say, why: str, tmp_path: Path) -> None:
    faults, asked = await faults_with(robots, tmp_path)
    assert faults["ofsted:44/80999"].startswith("can't read robots.txt: ")
    assert why in faults["ofsted:44/80999"]
    assert PAGE not in asked


@pytest.mark.parametrize("odd", FORBIDDING)
def test_a_rule_is_obeyed_however_oddly_it_is_written(odd: str) -> None:
    assert not _allows(FORBIDDING[odd])


@pytest.mark.parametrize("odd", SILENT)
def test_what_holds_no_rule_for_us_forbids_nothing(odd: str) -> None:
    assert _allows(SILENT[odd])


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_any_answer_is_read(content: bytes) -> None:
    assert _allows(content) in (True, False)


def test_of_a_long_one_the_first_rules_are_read() -> None:
    rule = b"Disallow: /a-path-of-this-site\n"
    read = plain_rules(b"User-agent: *\n" + rule * 100_000)
    assert LONGEST - 2 * len(rule) < len(read) <= LONGEST and read.splitlines()[-1] == rule.strip()


async def test_it_may_be_moved(tmp_path: Path) -> None:
    faults, asked = await faults_with(answer(status=301, Location="/elsewhere.txt"), tmp_path)
    assert faults == {"ofsted:44/80999": "robots.txt forbids it"}
    assert asked == ["/robots.txt", "/elsewhere.txt"]


async def test_a_site_may_ask_for_longer_delays_than_ours(tmp_path: Path) -> None:
    keys = ["44/80997", "44/80998", "44/80999"]
    answers = {f"/provider/{key}": answer(letters(("80999", key[3:]))) for key in keys}
    answers["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 0.5\n")
    with serving(answers) as site, watching(site.base_url, tmp_path, keys) as watch:
        assert (await watch.go()).visited == 3
        times = [asked.at for asked in site.log]
    assert all(later - earlier >= 0.49 for earlier, later in pairwise(times))


async def test_a_delay_that_cannot_be_meant_is_cut_short() -> None:
    delays = dict[str, float]()
    crawler = SimpleNamespace(
        signals=SignalManager(),
        settings=Settings(),
        engine=SimpleNamespace(downloader=SimpleNamespace(delay_is=delays.__setitem__)),
        stats=SimpleNamespace(get_value=lambda _: None),
    )
    rules = PythonRobotParser(b"User-agent: *\nCrawl-delay: 86400\n", None)
    CrawlDelay(crawler).robots_parsed(rules, Request("https://site.example"))  # type: ignore[arg-type]
    assert delays == {"https://site.example": LONGEST_CRAWL_DELAY}


@pytest.mark.parametrize(
    ("redirected", "inside"),
    [
        ("http://169.254.169.254/latest/meta-data", True),
        ("http://10.0.0.1/robots.txt", True),
        ("http://[::1]:8080/robots.txt", True),
        ("http://[fd00::1]/robots.txt", True),
        ("http://localhost/robots.txt", True),
        ("http://0.0.0.0/robots.txt", True),
        ("http://93.184.215.14/robots.txt", False),
        ("https://site.example/elsewhere.txt", False),
        ("https://nowhere.invalid/robots.txt", False),
    ],
)
async def test_it_is_never_looked_for_inside_a_private_network(redirected: str, inside: bool) -> None:
    assert await leads_inside("https://site.example/robots.txt", redirected) is inside


async def test_a_redirect_into_another_private_place_forbids_everything(tmp_path: Path) -> None:
    faults, asked = await faults_with(answer(status=302, Location="http://localhost:1/robots.txt"), tmp_path)
    assert "inside a private network" in faults["ofsted:44/80999"] and asked == ["/robots.txt"]


def _allows(robots: bytes) -> bool:
    """Whether we may read the news of a site with this robots.txt. Its delay is read as well."""
    rules = ProtegoRobotParser(plain_rules(robots), None)
    rules.crawl_delay(PRODUCT)
    return rules.allowed("https://marlow.example/news?page=%e2%28%a1", PRODUCT)
