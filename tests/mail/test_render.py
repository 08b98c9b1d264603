"""The mail as it leaves: structure, sizes, colours, and scraped text that tries to be more than text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup, Tag

from tests.support.builders import an_observation
from tests.support.coverage_stories import STORY, WELL_KNOWN, a_release
from tests.support.every_mail import every_digest, every_mail
from tests.support.mail_stories import TROUBLED, a_digest, a_week, the_fall_of_marlow_vale
from tests.support.sentences import around, entry_lines, heading, history, official, piece_lines, why_this_story
from watcher.digests.views import Digest, Item
from watcher.mail.render import HTML_LIMIT, OVERVIEW_FROM, OVERVIEW_SHOWN, Rendered, render_digest, render_note
from watcher.model.errors import MailError
from watcher.model.news import Claim, ClaimVerdict, Mention, Quotation, Tier

WEEK = a_digest(*a_week(), checked=TROUBLED)
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7 }}'


EVERY_DIGEST = every_digest()
EVERY_MAIL = every_mail()
digests = pytest.mark.parametrize("name", EVERY_DIGEST)
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


@digests
def test_the_text_part_tells_everything_that_a_mail_has_to_tell(name: str) -> None:
    digest, text = EVERY_DIGEST[name], " ".join(EVERY_MAIL[name].text.split())
    assert all(why_this_story(told.reason) in text and told.item.headline in text for told in digest.items)
    said = [line for told in digest.items for line in _lines(told.item)]
    said += [*around(digest), digest.letterhead.leave_url]
    assert [line for line in said if line not in text] == []


@digests
def test_the_html_tells_the_same_of_what_it_shows_in_full(name: str) -> None:
    digest, text = EVERY_DIGEST[name], page(EVERY_MAIL[name]).get_text(" ", strip=True)
    full = [told for told in digest.items if len(digest.items) == 1 or name != "big"]
    said = [line for told in full for line in _lines(told.item) if not line.startswith("https:")]
    said += around(digest)
    assert [line for line in said if line not in text and not _is_sentence_of_a_row(line, digest)] == []


def _lines(item: Item) -> list[str]:
    """All strings of a story but its headline."""
    pieces = [piece for group in item.coverage for piece in group.pieces]
    links = [*item.official_links, *(link for entry in item.entries for link in entry.links)]
    return [
        *(line for entry in item.entries for line in entry_lines(entry)),
        *(row.sentence for entry in item.entries for row in entry.rows),
        *(line for entry in item.entries if entry.history for line in entry.history.when),
        official(item),
        *(heading(group) for group in item.coverage),
        *(line for piece in pieces for line in piece_lines(piece)),
        *(piece.link.url for piece in pieces if piece.link),
        *(line for link in links for line in (link.text, link.url)),
    ]


def _is_sentence_of_a_row(line: str, digest: Digest) -> bool:
    """The HTML has them as a table."""
    return any(line == row.sentence for told in digest.items for entry in told.item.entries for row in entry.rows)


@digests
def test_the_history_is_a_line_of_the_text_for_each_judgement(name: str) -> None:
    text = " ".join(EVERY_MAIL[name].text.split())
    entries = [entry for told in EVERY_DIGEST[name].items for entry in told.item.entries]
    assert all(line in text for entry in entries for line in history(entry))


def test_the_history_has_a_bar_for_each_judgement_whose_words_say_it_without_colour() -> None:
    bars = page(EVERY_MAIL["one"]).select("p.years")
    assert (
        bars[0].get_text()
        == "Overall: 2015 Inadequate, 2017 Requires improvement, 2021 Good, 2025 Requires improvement"
    )
    assert ["".join(part.get_attribute_list("class")) for part in bars[0].select("span")] == [
        "worst",
        "low",
        "good",
        "low",
    ]
    assert len(bars) == 5


@digests
def test_the_parts_of_the_text_stand_apart(name: str) -> None:
    lines = EVERY_MAIL[name].text.splitlines()
    starts = [n for n, line in enumerate(lines) if line.startswith(("=====", "You're getting this"))]
    assert starts and all(lines[n - 1] == "" for n in starts)


def test_the_first_line_of_the_text_is_the_change() -> None:
    first = EVERY_MAIL["one"].text.splitlines()[0]
    assert first == "Marlow Vale: Good to Requires improvement, 4 of 4 judgements down"


@mails
def test_no_line_of_the_text_is_longer_than_a_screen_but_addresses(mail: Rendered) -> None:
    lines = [line for line in mail.text.splitlines() if "://" not in line]
    assert max(map(len, lines)) <= 78


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
    with pytest.raises(MailError, match="has no attribute"):
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


def test_a_long_mail_begins_with_a_table_of_all_changes() -> None:
    mail = render_digest(a_long_digest(OVERVIEW_FROM))
    rows = [row.get_text(" ", strip=True) for row in page(mail).select("table.grades")[0].select("tr")]
    assert rows[:2] == ["Council Before Now", "Vale 0 Good Requires improvement"]
    assert len(rows) == OVERVIEW_FROM + 1
    assert mail.text.index("- Vale 5: Good before, now Requires improvement") < mail.text.index("=====")
    assert "All changes" not in render_digest(a_long_digest(OVERVIEW_FROM - 1)).text
    many = render_digest(a_long_digest(OVERVIEW_SHOWN + 3))
    assert "and 3 more below" in many.text and "and 3 more below" in many.html


def test_what_does_not_fit_is_one_line_with_a_link() -> None:
    mail = render_digest(a_long_digest(40))
    lines = page(mail).select("ul.brief li a")
    full = len(page(mail).select("table.grades")) - 1
    assert full >= 5 and full + len(lines) == 40
    assert attribute(lines[0], "href").startswith("https://files.example/")
    assert len(render_digest(a_long_digest(full)).html.encode()) <= HTML_LIMIT


def test_a_story_with_more_coverage_than_a_mail_holds_keeps_the_limit() -> None:
    def released(n: int) -> Mention:
        words = Quotation("word " * 60, "x" * 200, "y" * 200)
        wrong = tuple(Claim("", ClaimVerdict.CONTRADICTED, "z" * 1000) for _ in range(9))
        address = f"https://news.example/{n}/" + "p" * 1900
        return a_release(url=address, title="t" * 300, quotations=(words,), claims=wrong, also_in=("o" * 99,) * 9)

    mentions = [released(n) for n in range(40)] + [
        replace(released(n), tier=tier, url=f"https://{tier}.example/{n}/" + "p" * 1900)
        for n in range(40)
        for tier in (Tier.LOCAL_PRESS, Tier.AGGREGATOR, Tier.OWN)
    ]
    known = replace(WELL_KNOWN, mentions={STORY: mentions})
    mail = render_digest(a_digest([the_fall_of_marlow_vale()], background=known))
    assert len(mail.html.encode()) <= HTML_LIMIT
    assert "What the council says" in mail.text
