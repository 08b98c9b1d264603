"""Authorities in running text: whole words, the longest name, the place and not what is called after it."""

from __future__ import annotations

import pytest

from watcher.news.about.councils import CouncilNames, named
from watcher.ofsted.authorities import gazetteer

TABLE = gazetteer().by_urn
NAMES = CouncilNames.of(TABLE.values())


def names(text: str) -> list[str]:
    return [TABLE[one.urn].name for one in named(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Leicestershire County Council and Leicester City Council", ["Leicestershire", "Leicester"]),
        ("LEICESTER’S services for children", ["Leicester"]),
        ("CHILDREN’S services in Leicester are good", ["Leicester"]),
        ("Leicester: inspectors impressed", ["Leicester"]),
        ("families in Nottinghamshire", ["Nottinghamshire"]),
        ("Nottingham’s social workers", ["Nottingham"]),
        ("York stays good while North Yorkshire waits", ["York", "North Yorkshire"]),
        ("City of York Council", ["York"]),
        ("the City of Bristol", ["Bristol"]),
        ("Bristol, City of", ["Bristol"]),
        ("Bristol City Council", ["Bristol"]),
        ("North East Lincolnshire Council", ["North East Lincolnshire"]),
        ("Lincolnshire and North Lincolnshire", ["Lincolnshire", "North Lincolnshire"]),
        ("Royal Borough of Kensington & Chelsea", ["Kensington and Chelsea"]),
        ("Telford & Wrekin Council", ["Telford and Wrekin"]),
        ("Brighton & Hove City Council", ["Brighton and Hove"]),
        ("St. Helens Borough Council", ["St Helens"]),
        ("Saint Helens and St Helens", ["St Helens", "St Helens"]),
        ("Hull City Council", ["Kingston upon Hull"]),
        ("Kingston-upon-Hull", ["Kingston upon Hull"]),
        ("Kingston Council, Richmond Council", ["Kingston upon Thames", "Richmond upon Thames"]),
        ("BCP Council", ["Bournemouth, Christchurch and Poole"]),
        ("Bournemouth, Christchurch and Poole Council", ["Bournemouth, Christchurch and Poole"]),
        ("Stoke-on-Trent City Council", ["Stoke-on-Trent"]),
        ("Wakefield Metropolitan District Council", ["Wakefield"]),
        ("Metropolitan Borough of Solihull", ["Solihull"]),
        ("London Borough of Sutton", ["Sutton"]),
        ("children in Reading", ["Reading"]),
        ("City of London Corporation", ["City of London"]),
        ("Neighbouring Rutland was rated good", ["Rutland"]),
        ("Ofsted Rates Derby Children’s Services Good Across The Board", ["Derby"]),
        ("Derby City children’s services", ["Derby"]),
        ("the new Derby family hub", ["Derby"]),
        ("north Leicestershire villages", ["Leicestershire"]),
        ("Durham has been rated ‘good’ overall", ["Durham"]),
        ("Bury up to ‘good’, says Ofsted", ["Bury"]),
        ("Slough, which is run by a company, was judged inadequate", ["Slough"]),
        ("Reading drops from good to inadequate", ["Reading"]),
        ("Durham has received the highest possible Ofsted rating", ["Durham"]),
    ],
)
def test_a_council_is_found_by_the_name_in_use(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Northampton and Lincoln are towns",
        "Crash on Leicester Road in Oadby",
        "York Way to get trees",
        "Derby Street market returns",
        "fans of Nottingham Forest and Derby County",
        "Leicester City beat Chelsea",
        "City beat Leicester Tigers",
        "a walk through Leicester Square",
        "the Duke of York and the Bishop of Derby",
        "New York City",
        "a spokesman told the Leicester Mercury",
        "Mr Derby, of Belper, and Cllr Bolton",
        "Councillor Tom Sutton said",
        "Kelly Bolton, 45, was there",
        "students at the University of Leicester",
        "Nottingham University Hospitals",
        "Reading is fun; bury the hatchet",
        "Reading Week begins",
        "Reading has been good for him",
        "Bury was beaten at home",
        "Bury lost 2-0 at home",
        "North West Leicestershire District Council",
        "Nottingham County Council, which is either of two",
        "Derbyshire Dales District Council",
        "South Derbyshire and North Devon",
        "the government at Westminster",
        "Leicesterish and Yorkville",
        "a Leicester-born player",
    ],
)
def test_what_is_called_after_a_place_is_not_its_council(text: str) -> None:
    assert names(text) == []


def test_a_trust_stands_for_every_council_it_serves() -> None:
    both = ["North Northamptonshire", "West Northamptonshire"]
    assert sorted(names("Northamptonshire Children’s Trust is proud")) == both
    assert sorted(names("Northamptonshire children's trust rated outstanding")) == both
    assert len(names("Achieving for Children runs the services")) == 3


def test_two_wings_of_a_county_are_two_councils() -> None:
    assert sorted(names("North and West Northamptonshire have good services")) == [
        "North Northamptonshire",
        "West Northamptonshire",
    ]


def test_a_former_council_keeps_its_own_name() -> None:
    assert names("the former county of Northamptonshire") == ["Northamptonshire"]
    assert names("Cumbria County Council") == ["Cumbria"]


def test_the_place_in_the_text_is_given() -> None:
    text = "Today Leicester’s services are good."
    (one,) = named(text, NAMES)
    assert text[one.start : one.end] == "Leicester" == one.text


@pytest.mark.parametrize("authority", TABLE.values(), ids=lambda authority: authority.name)
def test_every_authority_is_found_by_its_full_name_and_no_other_is(authority: object) -> None:
    name = getattr(authority, "name", "")
    assert set(names(f"Ofsted has inspected {name} Council’s services for children.")) == {name}
    assert set(names(f"{name} children’s services rated good")) == {name}


def test_a_long_text_is_read_once() -> None:
    text = "Leicester and Leicestershire, North of St Helens. " * 4000
    assert len(named(text, NAMES)) == 12000
