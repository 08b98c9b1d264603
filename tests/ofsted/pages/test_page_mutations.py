"""Whatever a site does to its markup, a page is read as it is or refused; it is never another page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.ofsted_pages import a_page
from tests.support.page_mutations import HARMLESS, RENAMING, mutated
from watcher.model.errors import SourceError
from watcher.model.source import Provider
from watcher.model.visit import ProviderPage
from watcher.ofsted.pages.provider import provider_page
from watcher.ofsted.pages.search import search_page

BASE = "https://reports.ofsted.gov.uk"
PROVIDERS = {
    "council": Provider("44", "80999"),
    "school": Provider("21", "990001"),
    "home": Provider("2", "990002"),
    "new-provider": Provider("16", "EY990003"),
}
PAGES = [*PROVIDERS, "search"]

harmless = st.lists(st.sampled_from(sorted(HARMLESS)), max_size=12)
# More at once is another site, which nobody can read.
adverse = st.lists(st.sampled_from(sorted(HARMLESS | RENAMING)), min_size=1, max_size=2)
seeds = st.integers(0, 10_000)


def said(name: str, body: bytes) -> object:
    """Everything that is read of a page, whatever the order of its rows."""
    if name == "search":
        page = search_page(body)
        # a list whose next page is lost is shorter than it announces, which the gate of the list sees
        return sorted(page.rows, key=lambda row: row.provider.key), page.announced
    return in_order(provider_page(body, f"{BASE}/provider/{PROVIDERS[name].key}", PROVIDERS[name], BASE))


def in_order(page: ProviderPage) -> object:
    return page.name, page.grade, sorted(page.entries, key=lambda entry: entry.key)


@pytest.mark.parametrize("name", PAGES)
@given(mutations=harmless, seed=seeds)
@settings(max_examples=60, deadline=None)
def test_what_only_looks_different_is_read_the_same(name: str, mutations: Sequence[str], seed: int) -> None:
    assert said(name, mutated(a_page(name), mutations, seed)) == said(name, a_page(name))


@pytest.mark.parametrize("name", PAGES)
@given(mutations=adverse, seed=seeds)
@settings(max_examples=120, deadline=None)
def test_renamed_markup_is_read_the_same_or_refused(name: str, mutations: Sequence[str], seed: int) -> None:
    try:
        found = said(name, mutated(a_page(name), mutations, seed))
    except SourceError:
        return
    assert found == said(name, a_page(name))


@pytest.mark.parametrize("mutation", [*HARMLESS, *RENAMING])
def test_every_mutation_leaves_a_page_that_is_read_at_least_once(mutation: str) -> None:
    read = 0
    for seed in range(12):
        try:
            said("council", mutated(a_page("council"), [mutation], seed))
        except SourceError:
            continue
        read += 1
    assert read or mutation == "damage a letter"
