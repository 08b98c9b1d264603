"""From what a person writes to the pages that are followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from watcher.crawl.followed import choose, followed, listed_source, search_url, site_source
from watcher.model.errors import ConfigError
from watcher.model.news import NewsSource
from watcher.model.source import Provider
from watcher.model.visit import SearchRow
from watcher.ofsted.authorities import gazetteer
from watcher.settings import Ofsted, Settings
from watcher.subscribers.topics import topic_id

LEICESTER = "ofsted:44/80482"


def settings(**fields: Any) -> Settings:
    return Settings(home=Path("/nowhere"), **fields)


def ids(**fields: Any) -> list[str]:
    return [source.id for source in followed(settings(**fields), gazetteer(), {})]


def test_a_name_follows_the_list_and_the_page() -> None:
    assert ids(authorities=("Leicester",)) == ["ofsted:search", LEICESTER]


def test_the_same_authority_named_twice_is_followed_once() -> None:
    assert ids(authorities=("Leicester", "80482", "Leicester City Council")) == ["ofsted:search", LEICESTER]


def test_all_follows_what_the_list_gave() -> None:
    row = SearchRow(Provider("44", "80482"), "Leicester ", None)
    unknown = SearchRow(Provider("44", "9999999"), "New Shire", None)
    everything = settings(authorities="all")
    listed = {s.id: s for s in (listed_source(r, everything, gazetteer()) for r in (row, unknown))}
    sources = followed(everything, gazetteer(), listed)
    assert [s.name for s in sources] == ["Ofsted's list of councils", "Leicester", "New Shire"]
    assert sources[1].topics == ("provider:44/80482", "authority:80482", "region:E12000004", "all")
    assert sources[2].topics == ("provider:44/9999999", "authority:9999999", "all")


def test_a_school_is_followed_by_its_address_and_needs_no_list() -> None:
    address = "https://reports.ofsted.gov.uk/provider/21/116482"
    (school,) = followed(settings(providers=(address,)), gazetteer(), {})
    assert (school.id, school.url) == ("ofsted:21/116482", address)


def test_a_configured_base_takes_the_place_of_the_site() -> None:
    elsewhere = settings(
        ofsted=Ofsted(base_url="http://127.0.0.1:8765/"),
        providers=("https://reports.ofsted.gov.uk/provider/21/116482", "http://127.0.0.1:8765/provider/2/2"),
    )
    assert [s.url for s in followed(elsewhere, gazetteer(), {})] == [
        "http://127.0.0.1:8765/provider/21/116482",
        "http://127.0.0.1:8765/provider/2/2",
    ]


@pytest.mark.parametrize("address", ["https://example.org/provider/21/1", "https://reports.ofsted.gov.uk/search"])
def test_an_address_that_is_no_provider_page_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match="is not a provider page"):
        ids(providers=(address,))


def test_nothing_followed_is_said() -> None:
    with pytest.raises(ConfigError, match="Nothing is followed"):
        ids()


def test_the_list_is_asked_for_newest_first_a_hundred_at_a_time() -> None:
    address = search_url("https://reports.ofsted.gov.uk")
    assert "sort=date&order=desc&rows=100" in address and "level_2_types%5B%5D=12" in address


@pytest.mark.parametrize("written", ["Leicester", "80482", "44/80482", LEICESTER, "Leicester City Council"])
def test_a_source_is_chosen_by_any_of_its_names(written: str) -> None:
    sources = followed(settings(authorities=("Leicester",)), gazetteer(), {})
    assert choose([written], sources, gazetteer()) == {LEICESTER}


def test_an_authority_stands_for_its_page_and_its_followed_news_sites() -> None:
    city = NewsSource("city", "City news", "https://city.example/news", "jadu", authorities=("80482",))
    unread = NewsSource("unread", "Not followed", "https://old.example/news", "jadu", authorities=("80482",))
    county = NewsSource("county", "County news", "https://county.example/news", "jadu", authorities=("80483",))
    sources = [*followed(settings(authorities=("Leicester",)), gazetteer(), {}), *map(site_source, (city, county))]
    sites = (city, unread, county)
    assert choose(["leicester"], sources, gazetteer(), sites) == {LEICESTER, "news:city"}
    assert choose(["Leicestershire"], sources, gazetteer(), sites) == {"news:county"}
    assert choose(["news:city"], sources, gazetteer(), sites) == {"news:city"}


def test_a_source_that_is_not_followed_is_named() -> None:
    with pytest.raises(ConfigError, match="'Derby' is not followed"):
        choose(["Derby"], followed(settings(authorities=("Leicester",)), gazetteer(), {}), gazetteer())


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("all", "all"),
        ("Leicester", "authority:80482"),
        ("authority:80482", "authority:80482"),
        ("region:East Midlands", "region:E12000004"),
        ("21/116482", "provider:21/116482"),
        ("provider:21/116482", "provider:21/116482"),
        ("44/80482", "authority:80482"),
        ("own-posts", "own-posts"),
        (" Own  posts", "own-posts"),
        ("our blog", "own-posts"),
    ],
)
def test_a_topic_is_found_by_what_a_person_writes(written: str, id_: str) -> None:
    assert topic_id(written, gazetteer()) == id_


@pytest.mark.parametrize("written", ["Nowhere", "region:Nowhere", "provider:x", "21/1;drop"])
def test_a_topic_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ConfigError):
        topic_id(written, gazetteer())
