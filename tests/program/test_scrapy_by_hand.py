"""`scrapy crawl` as Scrapy's users know it: from the checkout and from a folder that `watcher init` made."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.program import Ended, configure, watcher
from tests.support.small_site import answer, serving
from tests.support.watched_news import SAYS, listing, page
from watcher.demo.site import DemoSite

ROOT = Path(__file__).resolve().parents[2]
SCRAPY = str(Path(sys.executable).with_name("scrapy"))
LATELY = datetime.now(UTC).date() - timedelta(days=2)
RELEASE = "/news/article/7/report-on-services"
TITLE = "Ofsted rates services for children good"
ROWS = tuple((f"/news/article/{n}/path-{n}", f"Path {n} in the park reopens", LATELY) for n in range(1, 6))
SITE = """
[source.leicester]
name = "Leicester City Council"
url = "{base_url}/news"
family = "jadu"
authorities = ["Leicester"]
"""


@pytest.fixture
def deployed(tmp_path: Path) -> Path:
    """A folder as `watcher init` makes it."""
    assert watcher(tmp_path, "init", ".").code == 0
    return tmp_path


def scrapy(folder: Path, *arguments: str, **environment: str) -> Ended:
    """Run the program `scrapy` to its end."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WATCHER_", "SCRAPY_"))}
    done = subprocess.run(
        [SCRAPY, *arguments],
        cwd=folder,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def contents(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_ofsted_from_a_deployment_prints_what_the_spider_brings_and_records_nothing(deployed: Path) -> None:
    with DemoSite() as site:
        configure(deployed, site.base_url)
        before = contents(deployed)
        ended = scrapy(deployed, "crawl", "ofsted")
        asked = {path for path in site.requests if "/provider/" in str(path)}
    assert ended.code == 0, ended.err
    listed, *visits = ended.lines
    assert (listed["item"], len(listed["rows"])) == ("Listed", 5)
    assert {visit["item"] for visit in visits} == {"Visit"}
    assert {visit["page"]["name"] for visit in visits} == {row["name"] for row in listed["rows"]}
    assert len(asked) == 5
    assert all(visit["files"][0]["body"].endswith(" bytes") for visit in visits)
    assert contents(deployed) == before


def test_one_page_from_the_checkout_without_a_configuration(tmp_path: Path) -> None:
    with DemoSite() as site:
        one = f"{site.base_url}/provider/44/9000001"
        feed = tmp_path / "items.csv"
        ended = scrapy(
            ROOT,
            *("crawl", "ofsted", "-a", f"only={one}", "-o", str(feed)),
            WATCHER_OFSTED__BASE_URL=site.base_url,
            WATCHER_FETCH__DELAY="0",
        )
    assert ended.code == 0, ended.err
    (visit,) = ended.lines
    assert visit["page"]["name"] == "Marlow Vale"
    assert feed.read_text(encoding="utf-8").startswith("item,page,")
    assert not (ROOT / "state" / "watcher.db").exists()


def test_news_from_a_deployment_prints_the_article_and_records_nothing(deployed: Path) -> None:
    answers = {
        "/robots.txt": answer("User-agent: *\nDisallow:\n"),
        "/news": listing((RELEASE, TITLE, LATELY), *ROWS),
        RELEASE: page(TITLE, LATELY, *SAYS),
    }
    with serving(answers) as site:
        configure(deployed, site.base_url)
        (deployed / "sources.toml").write_text(SITE.format(base_url=site.base_url), encoding="utf-8")
        before = contents(deployed)
        ended = scrapy(deployed, "crawl", "news")
        agent = site.last("/news").headers["User-Agent"]
    assert ended.code == 0, ended.err
    read = next(item for item in ended.lines if item["item"] == "ItemRead")
    assert read["article"]["title"] == TITLE
    assert ended.lines[-1]["item"] == "SiteVisited"
    assert agent.startswith("watcher/")
    assert contents(deployed) == before


def test_a_name_that_nobody_has_is_said_at_the_end(deployed: Path) -> None:
    ended = scrapy(deployed, "crawl", "ofsted", "-a", "only=Atlantis")
    assert ended.code == 1
    assert ended.err.splitlines()[-1].endswith(
        "No authority is called 'Atlantis'. Use its name as Ofsted prints it, or its URN."
    )
