"""The plan of a spider that is started by hand, and its items as plain values."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings as ScrapySettings
from scrapy.spiderloader import SpiderLoader

from tests.support.builders import a_source
from tests.support.program import configure
from watcher.crawl import settings as crawl_settings
from watcher.crawl.by_hand import Printable, news_plan, ofsted_plan, printable, settings_by_hand
from watcher.model.errors import ConfigError
from watcher.model.source import Observation, Outcome, Provider
from watcher.model.visit import Failed, FetchedFile, OlderFile, SearchRow
from watcher.news.sites.table import shipped_sources
from watcher.settings import NewsSettings, Settings

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEICESTER = "ofsted:44/80482"
EVERYWHERE = Settings(home=Path("/nowhere"), authorities="all", news=NewsSettings(follow="all"))


def test_without_a_configuration_all_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = settings_by_hand("")
    assert (settings.authorities, settings.news.follow) == ("all", "all")


def test_the_nearest_configuration_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(tmp_path, "http://127.0.0.1:1", authorities='["Leicester"]')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert settings_by_hand("").authorities == ("Leicester",)


def test_a_configuration_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        settings_by_hand(str(tmp_path / "other.toml"))


def test_one_authority_is_asked_for_without_the_list() -> None:
    plan = ofsted_plan(EVERYWHERE, "Leicester", NOW)
    assert plan.only == {LEICESTER}
    assert plan.follow_listed is None
    assert plan.search_list is None
    assert plan.recall(LEICESTER).first_sight


def test_all_councils_are_those_of_the_list() -> None:
    plan = ofsted_plan(EVERYWHERE, "", NOW)
    assert [target.source.id for target in plan.targets] == ["ofsted:search"]
    assert plan.follow_listed
    plan.follow_listed([SearchRow(Provider("44", "80482"), "Leicester", None)])
    assert plan.recall(LEICESTER).target.source.name == "Leicester"


@pytest.mark.parametrize("name", ["leicester-city", "news:leicester-city", "Leicester", "80482"])
def test_one_news_site_of_those_that_ship_can_be_named(name: str) -> None:
    plan = news_plan(EVERYWHERE.model_copy(update={"news": NewsSettings()}), name, NOW)
    assert [target.site for target in plan.targets] == [shipped_sources()["leicester-city"]]
    assert all(target.first_sight for target in plan.targets)


def test_news_without_a_site_says_what_to_do() -> None:
    with pytest.raises(ConfigError, match="-a only=ID"):
        news_plan(Settings(home=Path("/nowhere"), authorities=("Leicester",)), "", NOW)


def test_the_politeness_of_the_configuration_holds(tmp_path: Path) -> None:
    config = configure(tmp_path, "http://127.0.0.1:1", authorities='["Leicester"]')
    config.write_text(config.read_text().replace("delay = 0", 'delay = 4\ncontact = "https://firm.example/about"'))
    by_hand = ScrapySettings()
    by_hand.setmodule(crawl_settings.__name__, priority="project")
    spider = SpiderLoader.from_settings(by_hand).load("ofsted")
    crawler = Crawler(spider, by_hand)
    spider.from_crawler(crawler, config=str(config))
    assert crawler.settings.getfloat("DOWNLOAD_DELAY") * (1 - by_hand.getfloat("DOWNLOAD_DELAY_JITTER")) == 4
    assert crawler.settings["USER_AGENT"].endswith("(+https://firm.example/about)")
    assert crawler.settings.getbool("ROBOTSTXT_OBEY")


def test_an_item_prints_without_what_is_empty_and_without_bytes() -> None:
    entry = Observation("ofsted:44/80482", "50123", "Inspection", "https://files.example/50123", NOW.date(), {"a": "b"})
    assert Printable().process_item(OlderFile(FetchedFile(entry, b"%PDF-1.7"))) == {
        "item": "OlderFile",
        "file": {
            "entry": {
                "source_id": "ofsted:44/80482",
                "key": "50123",
                "title": "Inspection",
                "url": "https://files.example/50123",
                "published": "2026-03-02",
                "facts": {"a": "b"},
            },
            "body": "8 bytes",
        },
    }


def test_every_kind_of_value_can_be_printed_as_json() -> None:
    value = {"day": NOW, "set": frozenset({"b", "a"}), "source": a_source(), "none": None, "number": 0}
    assert json.loads(json.dumps(printable(value)))["set"] == ["a", "b"]
    failed = Printable().process_item(Failed("news:x", Outcome(failed_requests=("HTTP 500",))))
    assert failed == {"item": "Failed", "source_id": "news:x", "outcome": {"failed_requests": ["HTTP 500"]}}
