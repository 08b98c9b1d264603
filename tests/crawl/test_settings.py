"""Every default of Scrapy that would be wrong here is set right, seen from inside a crawler."""

from __future__ import annotations

from datetime import timedelta

import pytest
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings

from watcher.crawl.settings import FetchSettings, run_settings


@pytest.fixture(scope="module")
def settings() -> Settings:
    return run_settings(FetchSettings(), object)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWISTED_REACTOR_ENABLED", False),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("DOWNLOAD_TLS_MIN_VERSION", "TLSv1.2"),
        ("REMOTE_CONTROL_ENABLED", False),
        ("TELNETCONSOLE_ENABLED", False),
        ("ROBOTSTXT_OBEY", True),
        ("ROBOTSTXT_USER_AGENT", "watcher"),
        ("CONCURRENT_REQUESTS", 32),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", 1),
        ("DOWNLOAD_MAXSIZE", 8 * 1024 * 1024),
        ("DOWNLOAD_TIMEOUT", 60.0),
        ("DOWNLOAD_FAIL_ON_DATALOSS", True),
        ("COOKIES_ENABLED", False),
        ("REFERER_ENABLED", False),
        ("METAREFRESH_ENABLED", False),
        ("HTTPCACHE_ENABLED", False),
        ("MEMUSAGE_ENABLED", False),
        ("DOWNLOADER_STATS", False),
        ("STATS_DUMP", False),
        ("LOG_ENABLED", False),
        ("LOG_INSTALL_ROOT_HANDLER", False),
        ("LOGSTATS_INTERVAL", 0),
        ("RETRY_TIMES", 3),
        ("RETRY_GIVE_UP_LOG_LEVEL", "DEBUG"),
        ("JOBDIR", None),
    ],
)
def test_a_default_is_set_right(settings: Settings, name: str, value: object) -> None:
    assert settings.get(name) == value


def test_a_firewall_that_says_403_or_429_is_asked_again_later(settings: Settings) -> None:
    assert {403, 429, 500, 502, 503, 504} <= {int(code) for code in settings.getlist("RETRY_HTTP_CODES")}


def test_only_the_web_can_be_fetched(settings: Settings) -> None:
    handlers = settings.getdict("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}
    assert {scheme for scheme, handler in handlers.items() if not handler} == {"file", "data", "ftp", "s3"}


def test_the_delay_is_never_shorter_than_what_was_asked_for(settings: Settings) -> None:
    shortest = settings.getfloat("DOWNLOAD_DELAY") * (1 - settings.getfloat("DOWNLOAD_DELAY_JITTER"))
    assert shortest == pytest.approx(2.0)


def test_the_user_agent_names_product_version_and_contact() -> None:
    fetch = FetchSettings(contact="https://example.org/about\r\nX-Evil: 1")
    assert run_settings(fetch, object).get("USER_AGENT").startswith("watcher/0.")
    assert run_settings(fetch, object).get("USER_AGENT").endswith(" (+https://example.org/about X-Evil: 1)")


def test_plain_parameters_reach_the_crawl() -> None:
    settings = run_settings(FetchSettings(timedelta(seconds=4), timedelta(seconds=9)), object)
    assert (settings.getfloat("DOWNLOAD_DELAY"), settings.getfloat("DOWNLOAD_TIMEOUT")) == (4.0, 9.0)


def test_nothing_runs_beside_the_crawl_but_what_is_named(settings: Settings) -> None:
    assert _enabled(settings, "EXTENSIONS") == {"CoreStats", "CrawlDelay"}
    assert _enabled(settings, "SPIDER_MIDDLEWARES") == {"object"}
    assert _enabled(settings, "DOWNLOADER_MIDDLEWARES") == {
        "StrictRobots",
        "DefaultHeadersMiddleware",
        "UserAgentMiddleware",
        "PatientRetry",
        "HttpCompressionMiddleware",
        "AskedEncodings",
        "RobotsRedirects",
        "HttpProxyMiddleware",
        "ServerClocks",
    }


def test_the_spiders_are_found_by_their_names(settings: Settings) -> None:
    assert AsyncCrawlerRunner(settings).spider_loader.list() == ["news", "ofsted"]


def _enabled(settings: Settings, name: str) -> set[str]:
    components = dict(settings.get_component_priority_dict_with_base(name))
    names = {part if isinstance(part, str) else part.__name__ for part, rank in components.items() if rank is not None}
    return {part.rpartition(".")[2] for part in names}
