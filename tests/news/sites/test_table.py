"""The table of news sites: what ships, what a user adds, and every way to write it wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.model.errors import ConfigError
from watcher.model.news import NewsSource, Tier
from watcher.news.sites.families import FAMILIES
from watcher.news.sites.own_file import add, id_from, lines_of
from watcher.news.sites.table import own_sources, read_sources, shipped_sources, usable_sources
from watcher.news.urls import canonical
from watcher.ofsted.authorities import gazetteer

FIVE_LINES = """
[source.coventry]
name = "Coventry City Council"
url = "https://www.coventry.gov.uk/news"
family = "jadu"
authorities = ["Coventry"]
at_least = 5
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_known_family_costs_five_lines(tmp_path: Path) -> None:
    coventry = read_sources(written(tmp_path, FIVE_LINES))["coventry"]
    assert coventry == NewsSource(
        id="coventry",
        name="Coventry City Council",
        url="https://www.coventry.gov.uk/news",
        family="jadu",
        authorities=("80456",),
        at_least=5,
    )
    assert coventry.source_id == "news:coventry"


def test_what_ships_speaks_for_councils_of_the_east_midlands_and_is_unverified() -> None:
    shipped = shipped_sources()
    assert {"leicester-city", "leicestershire", "derby", "derbyshire", "lincolnshire"} <= set(shipped)
    assert {"nottingham", "nottinghamshire", "rutland"} <= set(shipped)
    for source in shipped.values():
        assert source.verified is None, source.id
        assert canonical(source.url), source.id
        assert {gazetteer().by_urn[urn].region for urn in source.authorities} <= {"East Midlands"}
    spoken_for = [urn for source in shipped.values() for urn in source.authorities]
    assert len(spoken_for) == len(set(spoken_for)) == 8
    assert shipped["leicester-city"].authorities == ("80482",)
    assert shipped["leicestershire"].authorities == ("80483",)


def test_the_users_file_wins_and_may_be_missing(tmp_path: Path) -> None:
    assert read_sources(tmp_path / "none.toml") == read_sources()
    moved = '[source.derby]\nname = "Derby"\nurl = "https://news.derby.example/"\nfamily = "generic"\n'
    path = written(tmp_path, moved)
    assert read_sources(path)["derby"].url == "https://news.derby.example/"
    assert set(own_sources(path)) == {"derby"}
    assert set(read_sources(path)) == set(read_sources())


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("at_least = 5", "at_lest = 5", "source.coventry.at_lest: unknown key"),
        ("[source.coventry]", "[sauce.coventry]", "sauce: unknown key"),
        ('"jadu"', '"jado"', "source.coventry.family: no family is called 'jado'"),
        ('"https://www.coventry.gov.uk/news"', '"javascript:alert(1)"', "source.coventry.url: not a valid web address"),
        (
            '"https://www.coventry.gov.uk/news"',
            '"https://a:b@c.example/"',
            "source.coventry.url: not a valid web address",
        ),
        ('["Coventry"]', '["Coventri"]', "source.coventry.authorities: No authority is called 'Coventri'"),
        ("[source.coventry]", "[source.'../etc']", "use lower-case letters"),
        ("[source.coventry]", "[source.Coventry]", "use lower-case letters"),
        ("at_least = 5", "at_least = 0", "source.coventry.at_least"),
        ("at_least = 5", 'tier = "gossip"', "source.coventry.tier"),
        ("at_least = 5", 'selectors = { row = "li" }', "'row' is not a selector name. The names are"),
        ("at_least = 5", 'selectors = { rows = "li[" }', "'li\\[' is not a CSS selector"),
        ('name = "Coventry City Council"', "", "source.coventry.name: Field required"),
        ("at_least = 5", "at_least = ", "is not valid TOML"),
    ],
)
def test_a_mistake_names_the_file_and_the_key(tmp_path: Path, old: str, new: str, why: str) -> None:
    path = written(tmp_path, FIVE_LINES.replace(old, new))
    with pytest.raises(ConfigError, match=why) as raised:
        read_sources(path)
    assert str(path) in str(raised.value)


def test_a_change_to_the_file_is_seen_and_a_mistake_in_it_too(tmp_path: Path) -> None:
    path = written(tmp_path, FIVE_LINES)
    assert usable_sources(path)[0]["coventry"].at_least == 5
    written(tmp_path, FIVE_LINES.replace("at_least = 5", "at_least = 6"))
    assert usable_sources(path)[0]["coventry"].at_least == 6
    written(tmp_path, FIVE_LINES.replace("at_least = 5", "at_least = "))
    with pytest.raises(ConfigError, match="cannot be read"):
        usable_sources(path)
    path.unlink()
    assert usable_sources(path) == ({}, {})


def test_a_file_that_is_no_text_is_a_mistake_too(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="Can't read"):
        read_sources(path)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_written_is_what_is_read(tmp_path: Path, family: str) -> None:
    hostile = 'East"mere [source.x]\\ “Council”'
    source = NewsSource(
        "eastmere", hostile, "https://e.example/news", family, Tier.LOCAL_PRESS, feed="https://e.example/f"
    )
    path = tmp_path / "new" / "sources.toml"
    add(path, source.id, lines_of(source, ()))
    assert own_sources(path) == {"eastmere": source}


def test_adding_leaves_what_a_person_wrote_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, f"# mine\n{FIVE_LINES}# the end")
    before = path.read_text(encoding="utf-8")
    source = NewsSource("eastmere", "Eastmere", "https://e.example/news", "jadu")
    add(path, source.id, lines_of(source, ("Leicester",)))
    assert path.read_text(encoding="utf-8").startswith(before)
    assert own_sources(path)["eastmere"].authorities == ("80482",)
    with pytest.raises(ConfigError, match="already has a source with the id 'eastmere'"):
        add(path, source.id, lines_of(source, ()))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["sources.toml"]


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("City of York Council", "city-of-york-council"),
        ("St Mary’s – News!", "st-marys-news"),
        ("../../etc", "etc"),
        ("!", ""),
    ],
)
def test_an_id_is_made_of_letters_of_the_name(words: str, made: str) -> None:
    assert id_from(words) == made
