"""One text on several sites is one item; two pieces about one report are two."""

from __future__ import annotations

import subprocess
import sys

from watcher.news.about.copies import closeness, same_text, shingles, was_worded

PIECE = (
    "Inspectors have told Eastmere Council that its services for children require improvement. The watchdog spent two "
    "weeks with social workers in the autumn and spoke to forty families. It found that plans for children in care "
    "were often late, while the team that meets families first was quick and kind. “We have more to do,” the leader "
    "of the council said. Parents told us that their worker had changed five times in a year, and that they never "
    "knew whom to ring. A plan with nine points goes to the cabinet in March."
)
OTHER = (
    "Eastmere Council has been given a lower grade for its work with families. Plans for children in care were often "
    "late, a report by Ofsted says, but the front door was praised. “We have more to do,” the leader of the council "
    "said. The opposition wants a debate, and a petition has drawn three hundred names since Friday."
)


def test_house_style_and_small_edits_leave_a_text_the_same() -> None:
    edited = PIECE.replace("“", "'").replace("”", "'").replace("forty", "40").replace("two weeks", "a fortnight")
    assert same_text(PIECE, edited) and closeness(PIECE, edited) > 90


def test_a_summary_before_it_or_a_paywall_in_it_leaves_a_text_the_same() -> None:
    assert same_text(PIECE, "Watchdog: plans late in Eastmere, families say who to ring is unclear.\n" + PIECE)
    assert same_text(PIECE, PIECE[:260])


def test_two_pieces_about_one_report_are_two_though_they_quote_the_same_words() -> None:
    assert not same_text(PIECE, OTHER) and closeness(PIECE, OTHER) < 70


def test_a_short_piece_is_not_found_in_every_long_one() -> None:
    long = " ".join([OTHER, "The council and its leader said that in the year to March the plans were of use."] * 40)
    assert not same_text(
        "The leader of the council said that a plan was ready in March and it will go to families.", long
    )


def test_short_texts_must_be_word_for_word_the_same() -> None:
    assert same_text("Read the full story.", "Read the full story")
    assert not same_text("Read the full story.", "Read the full report.")
    assert not same_text("", "") and closeness("", PIECE) == 0.0


def test_fingerprints_are_few_sorted_and_shared_by_copies() -> None:
    marks = shingles(PIECE)
    assert len(marks) == 16 and list(marks) == sorted(marks) and all(0 <= mark < 2**63 for mark in marks)
    assert len(set(marks) & set(shingles(PIECE.replace("forty", "40")))) >= 10
    assert len(set(marks) & set(shingles(OTHER))) <= 4
    assert shingles("") == () and len(shingles("Two words")) == 1


def test_fingerprints_are_the_same_in_every_process() -> None:
    code = f"from watcher.news.about.copies import shingles; print(shingles({OTHER!r}))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == str(shingles(OTHER))


def test_a_copy_of_an_earlier_wording_is_known_by_its_shingles() -> None:
    first = " ".join(f"word{n} of the first wording of this release" for n in range(60))
    edited = " ".join(f"other{n} in what the council wrote instead of it" for n in range(60))
    wordings = {*shingles(first), *shingles(edited)}
    assert was_worded(shingles(first), wordings) and was_worded(shingles(edited), wordings)
    another = shingles("a text that " + " ".join(f"says thing{n}" for n in range(60)))
    assert not was_worded(another, wordings)
    assert not was_worded(shingles("too short"), {*shingles("too short")})
