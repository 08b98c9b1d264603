"""What the operator is told of faults and of reports that are held."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_change, a_fault
from watcher.digests.operator_note import LINES_SHOWN, operator_note
from watcher.mail.render import render_note
from watcher.model.mail import Undelivered

NAMES = {"ofsted:44/80999": "Marlow Vale"}


def test_faults_are_new_lasting_or_cleared() -> None:
    faults = [
        a_fault(reason="the page answered 503"),
        a_fault(reason="no timeline", told_at=NOW),
        a_fault(reason="timed out", cleared_at=NOW + timedelta(hours=1)),
    ]
    note = operator_note(faults, [], NAMES, NOW)
    assert note.subject == "watcher: 1 new fault (Marlow Vale), 1 continuing fault, 1 working again"
    assert [section.heading for section in note.sections] == [
        "New faults",
        "Continuing faults",
        "Working again",
    ]
    assert note.sections[0].lines[0].name == "Marlow Vale (ofsted:44/80999)"
    assert note.sections[2].lines[0].details == ("From 3 March 2025 at 9am to 3 March 2025 at 10am.",)


def test_a_held_report_comes_with_its_reasons_and_its_link() -> None:
    held = a_change(held=True, problems=("the table says Good, the heading Inadequate",))
    note = operator_note([], [held], NAMES, NOW)
    (line,) = note.sections[0].lines
    assert note.subject == "watcher: 1 report held (Marlow Vale)"
    assert line.details == ("the table says Good, the heading Inadequate",)
    assert line.link is not None and line.link.url.endswith("50200001")
    text = render_note(note).text
    assert "the table says Good, the heading Inadequate" in text and "50200001" in text


def test_a_long_name_of_a_source_does_not_run_off_the_screen() -> None:
    note = operator_note([a_fault()], [], {"ofsted:44/80999": "The Partnership of " + "Marlow and " * 10}, NOW)
    assert max(map(len, render_note(note).text.splitlines())) <= 78


def test_a_bad_day_does_not_make_an_endless_mail() -> None:
    faults = [a_fault(source_id=f"ofsted:44/{n}") for n in range(5_000)]
    note = operator_note(faults, [], NAMES, NOW)
    assert len(note.sections[0].lines) == LINES_SHOWN + 1
    assert note.sections[0].lines[-1].name == f"{5_000 - LINES_SHOWN} more"


def test_mails_that_were_given_up_come_with_what_the_server_said() -> None:
    mail = Undelivered(1, "reader@example.org", "Marlow Vale: Good", "550 5.1.1 no such user", NOW)
    note = operator_note([], [], NAMES, NOW, [mail])
    assert note.subject == "watcher: 1 undeliverable email"
    (section,) = note.sections
    assert section.heading.startswith("Undeliverable emails")
    assert section.lines[0].name == "reader@example.org"
    assert section.lines[0].details == ("550 5.1.1 no such user", "Last attempt: 3 March 2025 at 9am.")
    many = operator_note([], [], NAMES, NOW, [mail] * 500)
    assert len(many.sections[0].lines) == LINES_SHOWN + 1
    assert "550 5.1.1 no such user" in render_note(note).text


def test_nothing_to_say_is_no_mail() -> None:
    with pytest.raises(ValueError, match="needs at least one item"):
        operator_note([], [], NAMES, NOW)


def test_a_label_that_does_not_match_its_document_is_told_with_what_the_document_is() -> None:
    why = "its label “Assurance check” is not known, but the document is a focused visit letter"
    note = operator_note([], [], NAMES, NOW, labels=[a_change(problems=(why,))])
    assert note.subject == "watcher: 1 label to check (Marlow Vale)"
    (line,) = note.sections[0].lines
    assert (line.details, line.commands) == ((why,), ())
    assert "Assurance check" in render_note(note).text
