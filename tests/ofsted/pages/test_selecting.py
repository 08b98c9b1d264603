"""Our own selecting finds what the library for CSS finds, for every selector that the readers use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from watcher.ofsted import pages
from watcher.ofsted.pages.selecting import _understood, select

SOURCE = "".join(path.read_text(encoding="utf-8") for path in Path(pages.__path__[0]).glob("*.py"))
USED = sorted(
    set(re.findall(r"""(?:select|some|one|maybe)\(\w+, ["\'](.+?)["\'][,)]""", SOURCE))
    | {".timeline, .timeline__day", 'a.publication-link, a[href*="/v1/file/"]', "h1.heading--title", "h1"}
    | {".latest-rating__title .nonvisual, .rating--selected, .subjudgements__overall strong"}
)
MORE = ["li > a", "li a.b.c", "a[href]", "div div", ".b .b a", "a:not(.b)", '[title*="a b"]', "li, .b", "*"]
CLASSES = re.findall(r"\.([\w-]+)", " ".join(USED + MORE))

element = st.builds(
    lambda name, classes, href: f'<{name} class="{" ".join(classes)}"{href}></{name}>',
    st.sampled_from(["div", "li", "a", "span", "time", "strong", "h1", "ul"]),
    st.lists(st.sampled_from(CLASSES), max_size=3),
    st.sampled_from(["", ' href="/v1/file/5"', ' href="/provider/21/5"', " href", ' title="a b c"']),
)
tree = st.recursive(
    element,
    lambda inner: st.builds(
        lambda one, inside: one.replace("></", f">{''.join(inside)}</", 1), element, st.lists(inner, max_size=3)
    ),
    max_leaves=12,
)


def test_the_selectors_that_are_used_are_known_here() -> None:
    assert {".results-list .search-result", "time, .filetype", "title", ".nonvisual"} <= set(USED)


@given(st.lists(tree, min_size=1, max_size=3))
def test_the_same_elements_are_found_in_the_same_order(parts: list[str]) -> None:
    page = BeautifulSoup(f"<title>x</title><main>{''.join(parts)}</main>", "lxml")
    for css in USED + MORE:
        for start in (page, page.main or page):
            assert [id(tag) for tag in select(start, css)] == [id(tag) for tag in start.select(css)], css


@pytest.mark.parametrize("css", ["li > a", "a:not(.b)", '[title*="a b"]', "*", "a[href^='x']", "li, > a"])
def test_what_is_not_understood_is_left_to_the_library(css: str) -> None:
    assert _understood(css) is None


@pytest.mark.parametrize("css", USED)
def test_every_selector_that_is_used_is_understood(css: str) -> None:
    assert _understood(css)
