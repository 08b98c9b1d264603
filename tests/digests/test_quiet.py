"""The mails without a story: quiet weeks, and what we got wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.coverage_stories import WELL_KNOWN, a_release, coverage_of
from tests.support.every_mail import FOLLOWED, PAGES, WEEK
from tests.support.mail_stories import CHECKED, ENDS_AT, NAMES, TROUBLED, the_fall_of_marlow_vale
from tests.support.sentences import around, body_lines, why_this_email
from watcher.digests.correction import correction
from watcher.digests.digest import PREHEADER_LIMIT
from watcher.digests.frame import SourcesChecked
from watcher.digests.quiet import quiet
from watcher.digests.views import Digest
from watcher.mail.render import render_digest


def a_quiet_week(checked: SourcesChecked) -> Digest:
    return quiet(checked, FOLLOWED, NAMES, PAGES, since=ENDS_AT - WEEK, ends_at=ENDS_AT)


def test_a_quiet_week_says_what_was_checked_and_found() -> None:
    mail = a_quiet_week(CHECKED)
    assert mail.subject == "No news this week: we checked 153 of 153 councils"
    assert around(mail) == [
        "We found nothing new about Marlow Vale and the East Midlands from 22 to 29 January 2025.",
        "We checked 153 of 153 councils, most recently on 29 January 2025 at 10.05am.",
        "You're getting this email because you follow Marlow Vale and the East Midlands. "
        "You asked us to write in weeks without news.",
    ]


@pytest.mark.parametrize(
    ("checked", "subject"),
    [
        (TROUBLED, "Nothing new found, but we could not check 1 of 153 councils"),
        (replace(TROUBLED, well=153), "Nothing new found, but we could not read every page"),
        (replace(CHECKED, last=None), "Nothing new found, but we have checked nothing"),
        (replace(CHECKED, well=0, followed=0), "Nothing new found, but we have checked nothing"),
        (
            replace(CHECKED, last=datetime(2025, 1, 20, 9, tzinfo=UTC)),
            "Nothing new found, but we have checked nothing since 20 January 2025",
        ),
    ],
)
def test_nothing_is_called_quiet_while_something_is_broken(checked: SourcesChecked, subject: str) -> None:
    mail = a_quiet_week(checked)
    assert mail.subject == subject
    assert body_lines(mail)[-1].startswith("So we may have missed something.")
    assert not any(
        "no news" in line.lower() for line in (mail.subject, mail.opening, mail.preheader, *body_lines(mail))
    )


def test_what_is_not_working_stands_in_the_middle_of_the_mail() -> None:
    text = " ".join(render_digest(a_quiet_week(TROUBLED)).text.split())
    assert "to 29 January 2025. We checked 152 of 153 councils" in text
    assert text.count("We haven't been able to read Ofsted's page for Thornley") == 1


def a_correction(text: str) -> Digest:
    fall = the_fall_of_marlow_vale()
    later = ENDS_AT + timedelta(days=3)
    return correction(fall, text, PAGES, told_on=date(2025, 1, 29), ends_at=later, background=WELL_KNOWN)


def test_a_correction_says_what_was_told_when_and_that_it_was_wrong() -> None:
    mail = a_correction("The report was another council's.\n\nMarlow Vale is still Good.")
    assert mail.subject == "Correction: what we told you about Marlow Vale on 29 January 2025 was wrong"
    assert body_lines(mail) == [
        "On 29 January 2025 we told you: “Marlow Vale: Good to Requires improvement, 4 of 4 judgements down”. "
        "That was wrong.",
        "The report was another council's.",
        "Marlow Vale is still Good.",
        "We're sorry for the mistake.",
    ]
    assert mail.correction and mail.correction.link
    assert mail.correction.link.url == "https://reports.example/provider/44/80999"
    assert why_this_email(mail.reason) == (
        "You're getting this email because we told you about Marlow Vale on 29 January 2025."
    )


def test_a_correction_of_coverage_repeats_the_headline_of_the_mail() -> None:
    change = coverage_of(a_release())
    mail = correction(change, "x", PAGES, told_on=date(2025, 1, 29), ends_at=ENDS_AT, background=WELL_KNOWN)
    assert "“Marlow Vale: the council's response to the report of 28 January 2025”" in body_lines(mail)[0]


def test_what_a_mailbox_shows_beside_the_subject_is_short() -> None:
    assert len(a_correction("One line. " * 100).preheader) <= PREHEADER_LIMIT


def test_the_words_of_a_correction_are_cleaned_and_cut() -> None:
    mail = a_correction("\n\n\r\n\u202eOne\r\nline.\n \n" + "x" * 50_000 + "\n\n." * 500)
    assert mail.correction and mail.correction.paragraphs[0] == "One line."
    assert len(mail.correction.paragraphs) == 10 and max(map(len, mail.correction.paragraphs)) == 2000
