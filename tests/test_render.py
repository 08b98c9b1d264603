"""The mail as it leaves: structure, sizes, colours, and scraped text that tries to be more than text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import UndefinedError

from tests.builders import NOW, a_change, a_fault, an_observation
from tests.mail_stories import TROUBLED, a_digest, a_week, the_fall_of_marlow_vale, the_two_tarns
from watcher.notes import operator_note
from watcher.render import HTML_LIMIT, Rendered, render_digest, render_note
from watcher.views import Digest, Note

WEEK = a_digest(*a_week(), checked=TROUBLED)
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7 }}'


def a_note() -> Note:
    held = a_change(held=True, problems=("the table says Good, the heading Inadequate",))
    return operator_note([a_fault(), a_fault(told_at=NOW), a_fault(cleared_at=NOW)], [held], {}, NOW)


EVERY_MAIL = {
    "one": render_digest(a_digest([the_fall_of_marlow_vale()])),
    "two records": render_digest(a_digest(the_two_tarns())),
    "week": render_digest(WEEK),
    "note": render_note(a_note()),
}
mails = pytest.mark.parametrize("mail", EVERY_MAIL.values(), ids=EVERY_MAIL)


def page(mail: Rendered) -> BeautifulSoup:
    return BeautifulSoup(mail.html, "lxml")


def attribute(tag: Tag, name: str) -> str:
    return str(tag.get(name, ""))


# --- structure ------------------------------------------------------------------------------------


@mails
def test_there_is_one_h1_and_headings_descend_in_order(mail: Rendered) -> None:
    levels = [int(tag.name[1]) for tag in page(mail).find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


@mails
def test_the_language_is_british_english(mail: Rendered) -> None:
    html = page(mail).html
    assert html is not None and attribute(html, "lang") == "en-GB"


@mails
def test_tables_are_for_layout_or_have_scoped_headers(mail: Rendered) -> None:
    for table in page(mail).find_all("table"):
        if attribute(table, "role") != "presentation":
            assert table.find_all("th")
            assert all(attribute(th, "scope") in ("col", "row") for th in table.find_all("th"))


@mails
def test_nothing_is_loaded_and_no_picture_is_needed(mail: Rendered) -> None:
    assert not page(mail).find_all(["img", "link", "script", "iframe", "form", "object"])
    assert "url(" not in mail.html and "@import" not in mail.html


@mails
def test_every_link_makes_sense_alone(mail: Rendered) -> None:
    for link in page(mail).find_all("a"):
        assert attribute(link, "href").startswith(("https://", "mailto:"))
        assert len(link.get_text().split()) >= 3


@mails
def test_no_text_is_smaller_than_14_pixels(mail: Rendered) -> None:
    assert min(int(size) for size in re.findall(r"font-size:\s*(\d+)px", mail.html)) >= 14


@mails
def test_dark_mode_and_phone_rules_survive_inlining(mail: Rendered) -> None:
    assert "prefers-color-scheme" in mail.html
    assert "max-width" in mail.html.partition("</style>")[0]


def test_the_change_stands_in_words_not_in_colour_or_arrows() -> None:
    text = page(EVERY_MAIL["one"]).get_text(" ", strip=True)
    assert "Good Requires improvement ▼" in text and "down 1" in text
    arrows = [tag for tag in page(EVERY_MAIL["one"]).find_all("span") if "▼" in tag.get_text() and not tag.span]
    assert arrows and all(attribute(tag, "aria-hidden") == "true" for tag in arrows)


def test_the_text_part_tells_everything_that_the_html_tells() -> None:
    text = " ".join(EVERY_MAIL["week"].text.split())
    for told in WEEK.items:
        assert told.item.headline in text and told.why in text
        for entry in told.item.entries:
            assert all(row.sentence in text for row in entry.rows)
            assert all(bullet in text for bullet in entry.improve)
            assert all(link.url in text for link in entry.links)
            assert all(fact.value in text for fact in entry.facts)
            assert entry.note in text and entry.history_text in text
    assert all(line in text for line in WEEK.checked)
    assert WEEK.footer.leave_link.url in text and WEEK.footer.why in text


def test_the_first_line_of_the_text_is_the_change() -> None:
    first = EVERY_MAIL["one"].text.splitlines()[0]
    assert first == "Marlow Vale: Good to Requires improvement, 4 of 4 judgements lower"
    assert max(len(line) for line in EVERY_MAIL["one"].text.splitlines()) <= 100


# --- colours --------------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, as accessibility guidelines define it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


LIGHT = {"text": "#1b1f24", "muted": "#4a545e", "link": "#0b4f8a", "down": "#a31621", "up": "#0d6136"}
DARK = {"text": "#eceff2", "muted": "#b4bec8", "link": "#9ecbff", "down": "#ff9d94", "up": "#7edaa8"}


@pytest.mark.parametrize(
    ("colours", "grounds"),
    [(LIGHT, ("#ffffff", "#eef1f4")), (DARK, ("#1f242a", "#14171b"))],
    ids=["light", "dark"],
)
def test_all_text_has_contrast_enough(colours: dict[str, str], grounds: tuple[str, str]) -> None:
    html = render_digest(WEEK).html.replace("#fff;", "#ffffff;")
    for colour in colours.values():
        assert colour in html, "the colours tested are those in use"
        assert all(contrast(colour, ground) >= 4.5 for ground in grounds)
    assert contrast("#ffffff", "#0b4f8a") >= 4.5 and contrast("#14171b", "#9ecbff") >= 4.5


# --- hostile text and missing values --------------------------------------------------------------


def test_scraped_text_stays_text() -> None:
    change = replace(
        the_fall_of_marlow_vale(), provider_name=HOSTILE, headline=HOSTILE, after=an_observation(title=HOSTILE)
    )
    mail = render_digest(a_digest([change]))
    assert not page(mail).find_all(["script", "img"])
    assert "{{ 7*7 }}" in page(mail).get_text()
    assert HOSTILE in mail.text.replace("\n", " "), "the text part shows what was scraped, unescaped"


def test_a_template_never_fills_a_gap_in_silence() -> None:
    with pytest.raises(UndefinedError):
        render_note(SimpleNamespace(subject="no sections"))  # type: ignore[arg-type]


# --- size -----------------------------------------------------------------------------------------


def a_long_digest(n: int) -> Digest:
    change = the_fall_of_marlow_vale()
    return a_digest(*([replace(change, id=str(i), provider_name=f"Vale {i}")] for i in range(n)))


@pytest.mark.parametrize("n", [1, 7, 40, 1_000])
def test_the_html_keeps_below_the_size_at_which_mails_are_cut_off(n: int) -> None:
    digest = a_long_digest(n)
    mail = render_digest(digest)
    assert len(mail.html.encode()) <= HTML_LIMIT
    assert mail.text.count("What needs to improve") == n, "the text part stays complete"


def test_what_does_not_fit_is_one_line_with_a_link() -> None:
    mail = render_digest(a_long_digest(40))
    lines = page(mail).select("ul.brief li a")
    full = len(page(mail).select("table.grades"))
    assert full >= 5 and full + len(lines) == 40
    assert attribute(lines[0], "href").startswith("https://files.example/")
    assert len(render_digest(a_long_digest(full)).html.encode()) <= HTML_LIMIT
