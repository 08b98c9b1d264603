"""Names as councils, Ofsted and the press write them, and who is meant."""

from __future__ import annotations

import pytest

from watcher.model.errors import ConfigError
from watcher.ofsted.authorities import gazetteer, plain


def test_the_table_holds_every_authority_once() -> None:
    table = gazetteer()
    assert len(table.current()) == 153
    assert len({plain(a.name) for a in table.by_urn.values()}) == len(table.by_urn)
    assert all(a.region and a.region_code for a in table.by_urn.values())


def test_reorganisations_point_both_ways() -> None:
    table = gazetteer()
    for authority in table.by_urn.values():
        for successor in authority.successors:
            assert authority.urn in table.by_urn[successor].predecessors


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Leicester", "Leicester"),
        ("Leicester City Council", "Leicester"),
        ("Leicestershire County Council", "Leicestershire"),
        ("London Borough of Newham", "Newham"),
        ("LB Hackney", "Hackney"),
        ("Oldham MBC", "Oldham"),
        ("The Royal Borough of Kensington and Chelsea", "Kensington and Chelsea"),
        ("City of York Council", "York"),
        ("North Yorkshire", "North Yorkshire"),
        ("Kingston Upon Hull, City of", "Kingston upon Hull"),
        ("Hull City Council", "Kingston upon Hull"),
        ("Bristol, City of", "Bristol"),
        ("St. Helens", "St Helens"),
        ("Telford & Wrekin", "Telford and Wrekin"),
        ("Isle of Wight Council", "Isle of Wight"),
        ("City of London Corporation", "City of London"),
        ("Bedford Borough Council", "Bedford"),
        ("City of Bradford Metropolitan District Council", "Bradford"),
        ("Stoke-on-Trent City Council", "Stoke-on-Trent"),
        ("BOURNEMOUTH, CHRISTCHURCH AND POOLE", "Bournemouth, Christchurch and Poole"),
    ],
)
def test_an_authority_is_found_by_any_name_in_use(written: str, name: str) -> None:
    found = gazetteer().named(written)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    "written", ["", "London", "Leices", "City Council", "Marlow Vale", "Leicester County Council", "Nottingham County"]
)
def test_a_name_that_is_no_authority_is_none(written: str) -> None:
    assert gazetteer().named(written) is None


def test_a_region_is_chosen_by_name_or_code() -> None:
    by_name = gazetteer().chosen("region:East Midlands")
    assert {a.name for a in by_name} >= {"Leicester", "Leicestershire", "Rutland"} and len(by_name) == 10
    assert gazetteer().chosen("region:E12000004") == by_name


def test_a_slip_of_the_pen_gets_a_hint() -> None:
    with pytest.raises(ConfigError, match="Did you mean Leicester"):
        gazetteer().chosen("Liecester")
    with pytest.raises(ConfigError, match="The regions are East Midlands, East of England"):
        gazetteer().chosen("region:Midlands")


def test_a_region_is_understood_without_saying_that_it_is_one() -> None:
    table = gazetteer()
    assert table.chosen("East Midlands") == table.chosen("region:East Midlands") != ()
    assert [one.name for one in table.chosen("Leicester")] == ["Leicester"]
