"""`watcher doctor --live` on the demonstration's site and the replicas: nothing is contradicted, all bytes are kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.inside import inside
from tests.support.news_sites import news_sites
from tests.support.program import configure
from tests.support.replica import replica
from watcher.demo.councils import MARLOW_VALE
from watcher.demo.site import DemoSite, Page
from watcher.model.assumption import ASSUMPTIONS


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def live(folder: Path, code: int = 0) -> dict[str, str]:
    """The verdict on each assumption."""
    ended = inside(folder, "doctor", "--live", "--json")
    assert ended.code == code, ended.out
    return {line["assumption"]: line["verdict"] for line in ended.lines if "assumption" in line}


def kept(folder: Path) -> Path:
    [one] = (folder / "first-contact").iterdir()
    return one


def contradicted(verdicts: dict[str, str]) -> set[str]:
    return {name for name, verdict in verdicts.items() if verdict == "does not hold"}


def unseen(verdicts: dict[str, str]) -> set[str]:
    return {name for name, verdict in verdicts.items() if verdict == "could not be seen"}


def test_the_demonstration_contradicts_nothing_and_every_answer_is_kept(tmp_path: Path, site: DemoSite) -> None:
    page = f'[]\nproviders = ["{site.base_url}/provider/{MARLOW_VALE.key}"]'
    configure(tmp_path, site.base_url, authorities=page)
    verdicts = live(tmp_path)
    assert verdicts.keys() == ASSUMPTIONS.keys()
    assert contradicted(verdicts) == set()
    assert unseen(verdicts) == {"search-page-size", "search-next"} | {
        one for one in verdicts if one.startswith("news-")
    }
    folder = kept(tmp_path)
    pages = json.loads((folder / "pages.json").read_text())["pages"]
    whole = [page for page in pages if page["file"]]
    names = {page["file"] for page in whole}
    assert names >= {"search-1.html", "provider-44-9000001.html", "provider-44-9000001-again.html"}
    assert len([name for name in names if name.startswith("report-") and name.endswith(".pdf")]) == 1
    for page in whole:
        assert sha256((folder / page["file"]).read_bytes()).hexdigest() == page["sha256"]
    report = json.loads((folder / "report.json").read_text())
    assert {one["assumption"]: one["verdict"] for one in report["assumptions"]} == verdicts
    assert "holds              provider-timeline: " in (folder / "report.txt").read_text()
    asked = Counter(path for path in site.requests if path != "/robots.txt")
    assert max(asked.values()) == asked[f"/provider/{MARLOW_VALE.key}"] == 3 and len(asked) == 4, "nothing else twice"
    assert not (tmp_path / "state" / "watcher.db").exists(), "nothing is recorded"


class Redesigned(DemoSite):
    """The same site after a redesign: other classes, a date without its label."""

    def answer(self, target: str) -> Page | None:
        page = super().answer(target)
        if page is None or not page.body.startswith(b"<!DOCTYPE"):
            return page
        body = page.body.replace(b"publication-link", b"report-link").replace(b"Latest report:", b"")
        return Page(body, page.content_type)


def test_a_redesigned_site_contradicts_what_it_contradicts_with_evidence(tmp_path: Path) -> None:
    with Redesigned() as site:
        configure(tmp_path, site.base_url)
        ended = inside(tmp_path, "doctor", "--live")
    assert ended.code == 3
    assert "does not hold      search-date: " in ended.out
    assert "The pages and this report are in " in ended.out


@pytest.mark.shared
def test_the_replica_of_ofsteds_site_contradicts_nothing(shared: Path, tmp_path: Path) -> None:
    with replica(shared, date(2026, 6, 30)) as ofsted:
        ofsted.site.etags = True
        configure(tmp_path, ofsted.base_url, authorities='["Leicester"]')
        verdicts = live(tmp_path)
    assert contradicted(verdicts) == set()
    # it has the reports of fewer than a hundred councils
    assert unseen(verdicts) == {"search-page-size", "search-next"} | {
        one for one in verdicts if one.startswith("news-")
    }


@pytest.mark.shared
def test_validators_that_differ_at_each_request_and_a_list_that_is_not_there_are_told_apart(
    shared: Path, tmp_path: Path
) -> None:
    with replica(shared, date(2025, 1, 29)) as ofsted:
        ofsted.site.noise = ofsted.site.etags = True
        ofsted.break_next("status:404", "/search")
        configure(tmp_path, ofsted.base_url, authorities='["Leicester"]')
        verdicts = live(tmp_path, code=3)
    assert contradicted(verdicts) == {"validators"}
    assert {"search-rows", "search-order", "search-marker"} <= unseen(verdicts)
    assert verdicts["same-region"] == "holds"


@pytest.mark.shared
def test_one_news_site_of_each_family_is_seen(shared: Path, tmp_path: Path) -> None:
    with news_sites(shared, date(2025, 3, 31)) as sites, DemoSite() as site:
        (tmp_path / "sources.toml").write_text(sites.sources_toml(), encoding="utf-8")
        page = f'[]\nproviders = ["{site.base_url}/provider/{MARLOW_VALE.key}"]'
        configure(tmp_path, site.base_url, authorities=page)
        verdicts = live(tmp_path, code=3)
        found = json.loads((kept(tmp_path) / "report.json").read_text())["assumptions"]
    evidence = {one["assumption"]: one["evidence"] for one in found}
    families = {row["family"] for row in sites.directory}
    assert len(evidence["news-list"]) == len(families)
    assert contradicted(verdicts) == {"news-date"}
    [undated] = [one for one in evidence["news-date"] if one["verdict"] == "does not hold"]
    assert "/regionwire/" in undated["url"], "the aggregator, which prints no dates"
