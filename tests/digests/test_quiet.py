"""The mails without a story: quiet weeks, and what we got wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.coverage_stories import WELL_KNOWN, a_release, coverage_of
from tests.support.every_mail import FOLLOWED, PAGES, WEEK
from tests.support.mail_stories import CHECKED, ENDS_AT, NAMES, TROUBLED, the_fall_of_marlow_vale
from watcher.digests.correction import correction
from watcher.digests.digest import PREHEADER_LIMIT, SourcesChecked
from watcher.digests.quiet import quiet
from watcher.digests.views import Digest


def a_quiet_week(checked: SourcesChecked) -> Digest:
    return quiet(checked, FOLLOWED, NAMES, PAGES, since=ENDS_AT - WEEK, ends_at=ENDS_AT)


def test_a_quiet_week_says_what_was_checked_and_found() -> None:
    mail = a_quiet_week(CHECKED)
    assert mail.subject == "All quiet: 153 of 153 authorities checked, nothing new"
    assert mail.intro == (
        "From 22 January 2025 to 29 January 2025 we found nothing new about Marlow Vale and the East Midlands.",
    )
    assert mail.checked == ("153 of 153 authorities checked, last on 29 January 2025 at 10.05am.",)
    assert mail.footer.why == (
        "You get this mail because you asked to hear of quiet weeks and you follow Marlow Vale and the East Midlands."
    )


@pytest.mark.parametrize(
    ("checked", "subject"),
    [
        (TROUBLED, "Nothing new found, but 1 of 153 authorities could not be checked"),
        (replace(TROUBLED, well=153), "Nothing new found, but not everything is working"),
        (replace(CHECKED, last=None), "Nothing new found, but nothing was checked"),
        (replace(CHECKED, well=0, followed=0), "Nothing new found, but nothing was checked"),
        (
            replace(CHECKED, last=datetime(2025, 1, 20, 9, tzinfo=UTC)),
            "Nothing new found, but nothing was checked since 20 January 2025",
        ),
    ],
)
def test_nothing_is_called_quiet_while_something_is_broken(checked: SourcesChecked, subject: str) -> None:
    mail = a_quiet_week(checked)
    assert mail.subject == subject
    assert "something may have been published that we have not seen" in mail.intro[-1]
    assert not any("quiet:" in line.lower() for line in (mail.subject, mail.opening, mail.preheader, *mail.intro))


def test_what_is_not_working_stands_in_the_middle_of_the_mail() -> None:
    assert any(line.startswith("Not working: Ofsted's page of Thornley") for line in a_quiet_week(TROUBLED).intro)


def a_correction(text: str) -> Digest:
    fall = the_fall_of_marlow_vale()
    later = ENDS_AT + timedelta(days=3)
    return correction(fall, text, PAGES, told_on=date(2025, 1, 29), ends_at=later, background=WELL_KNOWN)


def test_a_correction_says_what_was_told_when_and_that_it_was_wrong() -> None:
    mail = a_correction("The report was another council's.\n\nMarlow Vale is still Good.")
    assert mail.subject == "Correction: what we told you about Marlow Vale on 29 January 2025 was wrong"
    assert mail.intro == (
        "On 29 January 2025 we told you: “Marlow Vale: Good to Requires improvement, 4 of 4 judgements down”. "
        "That was wrong.",
        "The report was another council's.",
        "Marlow Vale is still Good.",
        "We are sorry for the mistake.",
    )
    assert [link.url for link in mail.intro_links] == ["https://reports.example/provider/44/80999"]
    assert mail.footer.why == "You get this mail because we told you about Marlow Vale on 29 January 2025."


def test_a_correction_of_coverage_repeats_the_headline_of_the_mail() -> None:
    change = coverage_of(a_release())
    mail = correction(change, "x", PAGES, told_on=date(2025, 1, 29), ends_at=ENDS_AT, background=WELL_KNOWN)
    assert "“Marlow Vale: the council's response to the report of 28 January 2025”" in mail.intro[0]


def test_what_a_mailbox_shows_beside_the_subject_is_short() -> None:
    assert len(a_correction("One line. " * 100).preheader) <= PREHEADER_LIMIT


def test_the_words_of_a_correction_are_cleaned_and_cut() -> None:
    mail = a_correction("\n\n\r\n\u202eOne\r\nline.\n \n" + "x" * 50_000 + "\n\n." * 500)
    assert mail.intro[1] == "One line."
    assert len(mail.intro) == 12 and max(map(len, mail.intro)) == 2000
