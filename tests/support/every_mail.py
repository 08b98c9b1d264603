"""One email of every kind that goes to a reader or to the operator, as it would be sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.support.builders import NOW, a_change, a_fault
from tests.support.coverage_stories import WELL_KNOWN, a_post, a_release, an_article_of_the_paper, coverage_of
from tests.support.mail_stories import (
    CHECKED,
    ENDS_AT,
    NAMES,
    TROUBLED,
    a_digest,
    a_week,
    the_fall_of_marlow_vale,
    the_first_of_south_tarn,
)
from watcher.digests.correction import correction
from watcher.digests.note_views import Note
from watcher.digests.operator_note import operator_note
from watcher.digests.quiet import quiet, reminder
from watcher.digests.views import Digest, ListLetterhead, OpenPosts
from watcher.mail.render import Rendered, render_digest, render_note

WEEK = timedelta(days=7)
IDENTITY = "Invented LLP, 1 Example Street, Marlow. Authorised and regulated by nobody, for it does not exist."
PAGES = ListLetterhead("https://watcher.example/u/token", IDENTITY, "https://watcher.example/m/token")
FOLLOWED = ("authority:80999", "region:E12000004")
WRONG = "The grades were read from a draft that Ofsted has since replaced.\n\nThe report on its page is right."


def every_digest(head: ListLetterhead = PAGES) -> dict[str, Digest]:
    """What readers get, by name."""
    fall, stale = the_fall_of_marlow_vale(), coverage_of(a_post())
    followed_up, since = [coverage_of(a_release()), coverage_of(an_article_of_the_paper())], ENDS_AT - WEEK
    many = [[replace(fall, id=str(n), headline=f"Vale {n}: Good to Requires improvement")] for n in range(40)]
    return {
        "first": a_digest([the_first_of_south_tarn()], letterhead=head),
        "one": a_digest([fall], checked=TROUBLED, letterhead=head),
        "story": a_digest([fall, stale], background=WELL_KNOWN, letterhead=head),
        "week": a_digest(*a_week(), [stale], checked=TROUBLED, background=WELL_KNOWN, letterhead=head),
        "follow-up": a_digest(followed_up, background=WELL_KNOWN, letterhead=head),
        "stale": a_digest([stale], background=WELL_KNOWN, letterhead=head),
        "quiet": quiet(CHECKED, FOLLOWED, NAMES, head, since=since, ends_at=ENDS_AT),
        "not-quiet": quiet(TROUBLED, FOLLOWED, NAMES, head, since=since, ends_at=ENDS_AT),
        "open-posts": reminder(OpenPosts(3, 61), NAMES, head, ends_at=ENDS_AT),
        "correction": correction(
            fall, WRONG, head, told_on=ENDS_AT.date(), ends_at=ENDS_AT + WEEK, background=WELL_KNOWN
        ),
        "big": a_digest(*many, letterhead=head),
    }


def a_note() -> Note:
    """What the operator gets."""
    held = a_change(held=True, problems=("the table says Good, the heading Inadequate",))
    return operator_note([a_fault(), a_fault(told_at=NOW), a_fault(cleared_at=NOW)], [held], {}, NOW)


def every_mail() -> dict[str, Rendered]:
    """All of them, rendered."""
    digests = {name: render_digest(digest) for name, digest in every_digest().items()}
    return {**digests, "note": render_note(a_note())}
