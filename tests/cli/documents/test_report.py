"""The document of a report has exactly the promised keys, with plain values."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.support.letter_texts import BULLET, PRIORITY, LetterText
from tests.support.report_texts import FAILINGS, NO_OVERALL, IlacsText, SendText, SifText
from watcher.cli.documents.report import report_document
from watcher.ofsted.reports.read import read_report

PROMISED = {
    "file",
    "kind",
    "authority",
    "inspection_periods",
    "published_printed",
    "lead_inspectors",
    "overall",
    "judgements",
    "board",
    "improve",
    "strengths",
    "passages",
    "pages",
    "held",
    "problems",
    "read",
}


def test_an_ilacs_report() -> None:
    document = report_document("a.pdf", read_report(IlacsText().pages()))
    assert set(document) == PROMISED
    assert document["file"] == "a.pdf"
    assert document["kind"] == "ilacs_standard"
    assert document["inspection_periods"] == [["2023-03-06", "2023-03-17"]]
    assert document["published_printed"] is None
    assert document["lead_inspectors"] == ["Wilma Thorne"]
    assert document["overall"] == "good"
    assert document["judgements"][0] == {
        "id": "leaders",
        "label": "The impact of leaders on social work practice with children and families",
        "printed": "Good",
        "grade": "good",
    }
    assert [judgement["id"] for judgement in document["judgements"]] == [
        "leaders",
        "help_and_protection",
        "in_care",
        "care_leavers",
    ]
    assert document["board"] is None
    third = {"text": "Support for care leavers aged 21 and over.", "tag": None, "page": 2}
    assert third.items() <= document["improve"][2].items()
    assert (document["held"], document["problems"]) == (False, [])


def test_a_sif_report_gives_the_board_apart() -> None:
    document = report_document("a.pdf", read_report(SifText(board="inadequate").pages()))
    assert document["board"] == {"grade": "inadequate"}
    assert document["published_printed"] == "2015-08-08"
    assert document["improve"] == []


def test_no_overall_grade_is_null() -> None:
    report = read_report(IlacsText(dates="11 to 22 May 2026", table=NO_OVERALL).pages())
    assert report_document("a.pdf", report)["overall"] is None


def test_a_held_report_says_why() -> None:
    document = report_document("a.pdf", read_report(IlacsText(dates="never").pages()))
    assert document["held"] is True
    assert document["problems"] == ['"never" is not an inspection date']
    assert (document["overall"], document["judgements"], document["board"]) == (None, [], None)
    assert document["read"][0] == {"judgement": "overall", "label": "Overall effectiveness", "printed": "Good"}
    assert len(document["read"]) == 5


def test_a_held_area_send_report_gives_no_outcome() -> None:
    report = replace(read_report(SendText(FAILINGS).pages()), problems=("two outcomes",))
    document = report_document("a.pdf", report)
    assert document["outcome"] is None
    assert [row["judgement"] for row in document["read"]] == ["send_outcome"]


def test_an_area_send_outcome_is_no_judgement() -> None:
    document = report_document("a.pdf", read_report(SendText(FAILINGS, priorities=True).pages()))
    assert set(document) == PROMISED | {"outcome", "priority_action"}
    assert (document["overall"], document["judgements"]) == (None, [])
    assert document["outcome"] == {
        "id": "widespread_systemic_failings",
        "text": " ".join(FAILINGS),
        "monitoring_18_months": True,
        "priority_action_plan": True,
        "next_inspection": "next full reinspection will be within approximately three years.",
        "previous_inspection": "5 to 9 December 2016",
    }


def test_an_outcome_that_could_not_be_read_is_null() -> None:
    document = report_document("a.pdf", read_report(SendText(["We shall see."]).pages()))
    assert document["outcome"] is None
    assert document["held"] is True


def test_a_letter_has_what_it_asks_for_and_no_grade() -> None:
    asks = f"{BULLET} Keeping in touch with care leavers. (Outcome four, National Framework)"
    document = report_document("a.pdf", read_report(LetterText(priority=(PRIORITY, asks)).pages()))
    assert set(document) == PROMISED | {"inspectors", "topics", "priority_action_status", "priority_action"}
    assert (document["kind"], document["overall"], document["judgements"]) == ("focused_visit", None, [])
    assert document["inspectors"] == ["Wilma Thorne", "Jasper Quill"]
    assert document["priority_action_status"] == "yes"
    assert document["priority_action"] == [
        {
            "text": "Keeping in touch with care leavers.",
            "tag": "Outcome four, National Framework",
            "framework_tag": "outcome_4",
            "framework_tags": ["outcome_4"],
            "page": 1,
            "paragraph": None,
            "responsible_body": None,
        }
    ]


def test_every_document_is_plain_json() -> None:
    for pages in (IlacsText().pages(), SifText().pages(), SendText().pages(), LetterText().pages()):
        document = report_document("a.pdf", read_report(pages))
        assert json.loads(json.dumps(document)) == document


def test_a_file_that_is_no_report() -> None:
    assert report_document("a.pdf", "it is no PDF") == {"file": "a.pdf", "error": "it is no PDF"}
