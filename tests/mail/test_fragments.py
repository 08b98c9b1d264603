"""A mail put together from kept fragments is the mail that its templates would give as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from css_inline import CSSInliner

from tests.support.mail_stories import TROUBLED, a_digest, a_week, the_fall_of_marlow_vale
from tests.support.sentences import why_this_email
from watcher.digests.views import Digest, Reason, ReasonKind
from watcher.mail import fragments, templates
from watcher.mail.frames import preheader_of_digest
from watcher.mail.render import _overview, render_digest

HOSTILE = 'A "B" & <b>C</b> \N{NO-BREAK SPACE}<!--cut-->'
WEEK = a_digest(*a_week(), checked=TROUBLED)
ALONE = a_digest([the_fall_of_marlow_vale()])
WORDS = replace(
    WEEK,
    subject=HOSTILE,
    preheader=HOSTILE,
    opening=HOSTILE,
    reason=Reason(ReasonKind.FOLLOWS, (HOSTILE, HOSTILE + "2")),
)
digests = pytest.mark.parametrize("digest", [WEEK, ALONE, WORDS], ids=["week", "alone", "hostile words"])


def in_one(digest: Digest) -> str:
    """The page from its templates in one go, styled as a whole."""
    alone = len(digest.items) == 1
    changed, more = _overview(digest)
    table = templates.text("digest/overview.html.j2", rows=changed, more=more) if changed else ""
    rows = table.split(templates.MARK)[1:2]
    for told in digest.items:
        row = templates.text("digest/item.html.j2", item=told.item, alone=alone)
        reason = templates.text("digest/reason.html.j2", reason=told.reason)
        rows += [row.split(templates.MARK)[1], reason.split(templates.MARK)[1]]
    framed = replace(digest, preheader=preheader_of_digest(digest))
    top, foot = templates.text("digest/digest.html.j2", digest=framed, why=why_this_email(digest.reason)).split(
        templates.MARK
    )
    return CSSInliner(keep_at_rules=True, minify_css=True).inline("".join((top, *rows, foot)))


@digests
def test_fragments_are_styled_as_the_whole_page_would_be(digest: Digest) -> None:
    put_together, whole = (BeautifulSoup(html, "lxml") for html in (render_digest(digest).html, in_one(digest)))
    assert put_together == whole


@digests
def test_every_fragment_ends_its_line(digest: Digest) -> None:
    mail = render_digest(digest)
    assert all(one.endswith("\n") for one in (*mail.text_fragments[:-1], *mail.html_fragments[:-1]) if one)


def test_the_words_of_one_reader_are_not_those_of_the_next() -> None:
    first, second = (render_digest(replace(WEEK, subject=name, opening=name)) for name in ("Winifred", "Bede"))
    assert "Winifred" in first.html and "Winifred" not in second.html + second.text
    assert "Bede" in second.html and "Bede" in second.text


def test_a_name_is_escaped_in_the_sentence_that_the_html_and_the_text_share() -> None:
    reason = Reason(ReasonKind.FOLLOWS, ("<b>Vale</b>", "A & B"), 3)
    assert "<b>Vale</b>, A & B and 3 more." in fragments.reason_text(reason)
    assert "&lt;b&gt;Vale&lt;/b&gt;, A &amp; B and 3 more." in fragments.reason_html(reason).html


def test_a_story_is_written_once_and_an_equal_one_by_itself() -> None:
    item = WEEK.items[0].item
    assert fragments.row_of(item, False) is fragments.row_of(item, False)
    assert fragments.row_of(item, False) is not fragments.row_of(replace(item), False)
    assert fragments.row_of(item, False) != fragments.row_of(item, True)
