"""The list of assumptions is the same in the code that relies on them, in the program and in the manual."""

from __future__ import annotations

import re

from tests.test_layers import FILES, ROOT
from watcher.model.assumption import ASSUMPTIONS, AssumptionVerdict, sighting, together

_NAMED = re.compile(r"^\s*# first contact: ([a-z0-9-]+(?:, [a-z0-9-]+)*)$", re.MULTILINE)
_ROW = re.compile(r"^\| `([a-z0-9-]+)` \| (.*) \| (.*) \|$", re.MULTILINE)


def relied_on() -> dict[str, set[str]]:
    """The modules that name each assumption, as the manual writes them."""
    found: dict[str, set[str]] = {}
    for path in FILES:
        for ids in _NAMED.findall(path.read_text(encoding="utf-8")):
            for id_ in ids.split(", "):
                place = str(path.relative_to(ROOT)).removeprefix("src/watcher/")
                found.setdefault(id_, set()).add(place)
    return found


def test_the_code_the_program_and_the_manual_list_the_same_assumptions() -> None:
    manual = (ROOT / "docs" / "first-contact.md").read_text(encoding="utf-8")
    rows = {id_: (sentence.replace("`", ""), where) for id_, sentence, where in _ROW.findall(manual)}
    assert {id_: sentence for id_, (sentence, _) in rows.items()} == ASSUMPTIONS
    assert {id_: set(re.findall(r"`([^`]+)`", where)) for id_, (_, where) in rows.items()} == relied_on()


def test_an_assumption_fails_if_one_page_contradicts_it_and_is_unseen_if_none_shows_it() -> None:
    results = {
        one.assumption: one.verdict
        for one in together(
            [
                sighting("utf-8", True, "a page"),
                sighting("utf-8", False, "another page"),
                sighting("search-rows", True, "5 of 5"),
                sighting("search-rows", None, "nothing"),
                sighting("search-next", None, "one page"),
            ]
        )
    }
    assert results.keys() == ASSUMPTIONS.keys()
    assert results["utf-8"] is AssumptionVerdict.FAILS
    assert results["search-rows"] is AssumptionVerdict.HOLDS
    assert results["search-next"] is results["news-list"] is AssumptionVerdict.UNSEEN
