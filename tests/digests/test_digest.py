"""What one reader is told in one mail, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.mail_stories import (
    CHECKED,
    TROUBLED,
    G,
    I,
    O,
    R,
    a_digest,
    a_reading,
    a_visit,
    a_week,
    an_inspection,
    the_fall_of_marlow_vale,
    the_rise_of_eastmere,
    the_two_tarns,
)
from tests.support.sentences import checked_lines, why_this_email, why_this_story
from watcher.digests.frame import SourcesChecked, Trouble, pages_checked
from watcher.digests.views import ListLetterhead
from watcher.mail.frames import preheader_of_digest
from watcher.mail.render import render_digest


def test_subject_first_line_and_preheader_carry_the_change() -> None:
    digest = a_digest([the_fall_of_marlow_vale()])
    assert digest.subject == "Marlow Vale: Good to Requires improvement, 4 of 4 judgements down"
    assert digest.opening == digest.subject
    assert preheader_of_digest(digest).startswith(
        "Overall: Good to Requires improvement (down 1); Impact of leaders: Good to Requires improvement"
    )


def test_the_subject_of_several_counts_and_names_them_within_a_line() -> None:
    digest = a_digest(*a_week())
    assert digest.subject == ("5 changes: Marlow Vale down, North Tarn and South Tarn up, Eastmere partly up, 2 more")
    assert digest.opening.endswith("Quarrington new report, Holloway Bridge visit letter")
    many = [[replace(the_fall_of_marlow_vale(), id=str(n), provider_name="Vale " + "x" * 70)] for n in range(50)]
    assert len(a_digest(*many).subject) <= 90


def test_the_largest_move_stands_first_and_letters_last() -> None:
    worst = an_inspection("80990", "Farrow", a_reading(G, G, G, overall=G), a_reading(I, I, G, R))
    digest = a_digest(*a_week(), [worst])
    assert [told.item.headline.partition(":")[0] for told in digest.items] == [
        "Farrow",
        "Marlow Vale",
        "North Tarn and South Tarn",
        "Eastmere",
        "Quarrington",
        "Holloway Bridge",
    ]


def test_a_mail_without_items_is_never_made() -> None:
    with pytest.raises(ValueError, match="without items"):
        a_digest()


def test_two_councils_of_one_trust_are_one_block_with_both_records() -> None:
    item = a_digest(the_two_tarns()).items[0].item
    assert item.headline == (
        "North Tarn and South Tarn: Inadequate to Requires improvement, still below good, 4 of 4 judgements up"
    )
    assert [entry.name for entry in item.entries] == ["North Tarn", "South Tarn"]
    assert {link.url for entry in item.entries for link in entry.links} >= {
        "https://files.example/v1/file/80997",
        "https://files.example/v1/file/80996",
    }


def test_two_councils_with_different_grades_keep_their_own_headlines() -> None:
    north, _ = the_two_tarns()
    other = an_inspection("80996", "South Tarn", a_reading(I, I, I, overall=I), a_reading(G, G, G, G, overall=G))
    item = a_digest([north, other]).items[0].item
    assert item.headline.count(";") >= 1
    assert "South Tarn: Inadequate to Good" in item.headline


def test_of_two_councils_the_one_whose_grades_are_known_stands_first() -> None:
    north, south = the_two_tarns()
    held = replace(north, held=True, headline="North Tarn: new inspection report; we are checking its grades")
    for story in ([held, south], [south, held]):
        item = a_digest(story).items[0].item
        assert [entry.name for entry in item.entries] == ["South Tarn", "North Tarn"]
        assert item.headline.startswith("South Tarn: Inadequate to Requires improvement")


def test_stories_that_went_both_ways_are_not_given_one_direction() -> None:
    north, _ = the_two_tarns()
    fell = an_inspection("80996", "South Tarn", a_reading(G, G, G, overall=G), a_reading(R, R, R, R, overall=R))
    digest = a_digest([north, fell], [a_visit()])
    assert digest.subject == "2 changes: North Tarn up, South Tarn down, Holloway Bridge visit letter"
    assert digest.items[0].item.tone == "mixed"


def test_a_council_whose_overall_grade_stands_did_not_simply_go_down() -> None:
    same, lower = a_reading(G, G, G, G, overall=G), a_reading(G, R, G, G, overall=G)
    digest = a_digest([an_inspection("80990", "Farrow", same, lower)], [a_visit()])
    assert digest.subject == "2 changes: Farrow partly down, Holloway Bridge visit letter"


def test_the_reason_stands_at_each_item_only_where_reasons_differ() -> None:
    (alone,) = a_digest([the_fall_of_marlow_vale()]).items
    assert alone.reason is None
    digest = a_digest([the_fall_of_marlow_vale()], [the_rise_of_eastmere()])
    assert why_this_story(digest.items[0].reason) == (
        "You're getting this because you follow Marlow Vale and every council."
    )
    assert why_this_email(digest.reason) == (
        "You're getting this email because you follow Marlow Vale and every council."
    )


def lines_of(checked: SourcesChecked) -> list[str]:
    return checked_lines(pages_checked(checked))


def test_the_coverage_line_says_what_was_checked_and_when() -> None:
    assert lines_of(CHECKED) == ["We checked 153 of 153 councils, most recently on 29 January 2025 at 10.05am."]
    assert lines_of(TROUBLED)[1] == (
        "We haven't been able to read Ofsted's page for Thornley since 28 January 2025 at 10am. "
        "News from it may reach you late."
    )
    since = datetime(2025, 1, 28, tzinfo=UTC)
    many = replace(CHECKED, troubles=tuple(Trouble(f"page {n}", since) for n in range(100)))
    assert len(lines_of(many)) == 8 and lines_of(many)[-1] == "We can't read 94 more pages either."
    assert lines_of(replace(CHECKED, last=None)) == ["We checked 153 of 153 councils."]


def test_the_foot_tells_how_to_leave_the_licence_and_whose_mail_it_is() -> None:
    by_mail = " ".join(render_digest(a_digest([a_visit()])).text.split())
    assert "Unsubscribe by email: mailto:" in by_mail
    assert "licensed under the Open Government Licence v3.0: https://www.nationalarchives.gov.uk/" in by_mail
    assert "This email is not from Ofsted." in by_mail
    head = ListLetterhead("https://watcher.example/u/1", "Invented LLP")
    by_page = render_digest(a_digest([a_visit()], letterhead=head)).text
    assert "Unsubscribe from these emails:\nhttps://watcher.example/u/1\n" in by_page
    assert by_page.endswith("\nInvented LLP\n")


def test_what_went_up_is_never_said_to_be_down_nor_the_other_way_round() -> None:
    rose = an_inspection("1", "Marlow Vale", a_reading(R, R, G, G), a_reading(G, G, G, O))
    fell = an_inspection("1", "Marlow Vale", a_reading(G, G, G, G), a_reading(G, G, G, R))
    assert "down" not in a_digest([rose]).subject.replace("0 down", "")
    assert " up" not in a_digest([fell]).subject.replace("0 up", "")
