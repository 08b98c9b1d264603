"""`watcher find` and the other questions, as a person asks them."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from pathlib import Path

import pytest

from tests.support.council_history import document, fill, graded
from tests.support.inside import inside
from tests.support.program import configure
from tests.support.stores import new_store
from watcher.model.report import Improvement, Passage, Report, ReportKind

LEICESTER, DERBY = "80482", "80459"


def said(text: str, page: int, paragraph: int | None, topic: str = "in_care") -> Passage:
    return Passage(topic, text, page, paragraph)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deployment")
    configure(folder, "https://reports.example")
    letter = Report(
        ReportKind.FOCUSED_VISIT, "Leicester", passages=(said("Private foster carers.", 2, None, "findings"),)
    )
    with new_store(folder / "state") as store:
        fill(
            store,
            [
                graded(LEICESTER, date(2017, 9, 4), "RRRRG", "R", passages=(said("Adoption is good.", 3, 9),)),
                graded(
                    LEICESTER, date(2021, 11, 12), "GGG", "G",
                    passages=(said("Privately fostered children are few.", 4, 12, "in_care_and_care_leavers"),),
                    improve=(Improvement("The coordination of private fostering support.", page=3),),
                ),
                document(LEICESTER, date(2023, 2, 1), letter),
                graded(LEICESTER, date(2025, 1, 29), "RRRR", "R", held="two grades",
                    passages=(said("Private fostering.", 4, 15),)),
                graded(DERBY, date(2022, 5, 24), "OOG", "O", passages=(said("Private fostering is strong.", 5, 20),)),
            ],
        )  # fmt: skip
    return folder


def test_what_was_found_has_its_document_grade_paragraph_page_and_link(folder: Path) -> None:
    ended = inside(folder, "find", "private fostering", "--authority", "Leicester")
    assert ended.code == 0, ended.err
    assert ended.out == (
        "1 February 2023 · Leicester · focused visit letter · overall then: Good\n"
        "  Private foster carers.\n"
        "  findings, page 2, https://files.example/v1/file/580482230201#page=2\n\n"
        "12 November 2021 · Leicester · inspection report · children in care and care leavers then: Good\n"
        "  Privately fostered children are few.\n"
        "  Children in care and care leavers, paragraph 12, page 4, https://files.example/v1/file/580482211112#page=4\n\n"
        "12 November 2021 · Leicester · inspection report · overall then: Good\n"
        "  The coordination of private fostering support.\n"
        "  what needs to improve, page 3, https://files.example/v1/file/580482211112#page=3\n\n"
    )


def test_what_the_last_reports_say_names_those_that_are_silent_or_held(folder: Path) -> None:
    ended = inside(folder, "find", "private fostering", "--authority", "Leicester", "--last", "3")
    assert "focused visit" not in ended.out
    assert ended.out.splitlines()[-2:] == [
        "Leicester: the report of 29 January 2025 can't be searched: two grades.",
        "Leicester: the report of 4 September 2017 does not say it.",
    ]


def test_no_report_is_said_to_be_silent_that_was_not_searched_whole(folder: Path) -> None:
    asked = ("find", "private fostering", "--authority", "Leicester", "--last", "3")
    since = inside(folder, *asked, "--since", "2023-01-01").out
    assert since == "Leicester: the report of 29 January 2025 can't be searched: two grades.\n"
    section = inside(folder, *asked, "--judgement", "care_leavers").out.splitlines()
    assert section[1] == "Leicester: the report of 12 November 2021 does not say it in that section."
    one = inside(folder, *asked, "--limit", "1", "--json")
    assert len(one.out.splitlines()) == 1
    assert one.err.splitlines()[-1] == "Leicester: the report of 4 September 2017 does not say it."


def test_each_hit_is_a_line_of_json(folder: Path) -> None:
    [line] = inside(
        folder, "find", "private fostering", "--region", "East Midlands", "--limit", "1", "--json"
    ).out.splitlines()
    hit = json.loads(line)
    assert (hit["authority"], hit["published"], hit["part"], hit["pdf_page"]) == (
        "Leicester",
        "2023-02-01",
        "passage",
        2,
    )
    assert (hit["judgement_then"], hit["grade_then"], hit["grade_published"]) == ("overall", "good", "2021-11-12")


def test_a_section_and_a_day_narrow_the_search(folder: Path) -> None:
    ended = inside(folder, "find", "private fostering", "--judgement", "in_care", "--json")
    assert [json.loads(line)["authority"] for line in ended.out.splitlines()] == ["Derby"]
    assert inside(folder, "find", "kinship").out == "Nothing on record says this.\n"
    assert inside(folder, "find", "…").code == 2


def test_a_search_is_a_topic(folder: Path) -> None:
    ended = inside(folder, "subscribe", "reader@example.org", "--topic", "search:Private fostering")
    assert ended.code == 0, ended.err
    assert "follows search:private fostering" in ended.out


def test_a_council_is_set_beside_those_of_its_region(folder: Path, tmp_path: Path) -> None:
    ended = inside(folder, "compare", "Leicester", "--as-of", "2022-06-01")
    assert ended.code == 0, ended.err
    assert "Councils in the East Midlands on 1 June 2022" in ended.out
    assert "Leicester *" in ended.out and "12 November 2021" in ended.out
    assert "We can't say this overall: we don't know the grades of Derbyshire, " in ended.out
    assert "Known to be good or better: Derby and Leicester." in ended.out
    target = tmp_path / "region.json"
    assert inside(folder, "compare", "East Midlands", "--as-of", "2022-06-01", "--json", "--out", str(target)).code == 0
    document = json.loads(target.read_text(encoding="utf-8"))
    [leicester] = [one for one in document["councils"] if one["authority"] == "Leicester"]
    assert (leicester["grades"]["overall"], leicester["since"]["overall"]) == ("good", "2021-11-12")
    assert document["statements"][0]["good_or_better"] == ["Derby", "Leicester"]


def test_a_council_is_set_beside_its_statistical_neighbours(folder: Path) -> None:
    ended = inside(folder, "compare", "Leicester", "--with", "neighbours", "--json")
    document = json.loads(ended.out)
    assert len(document["councils"]) == 11 and document["councils"][0]["authority"] == "Leicester"
    assert "June 2025" in document["neighbours_source"]
    assert inside(folder, "compare", "Nowhere").code == 2
    refused = inside(folder, "compare", "Northamptonshire", "--with", "neighbours", "--as-of", "2018-01-01")
    assert refused.code == 2 and "We have no neighbours for Northamptonshire" in refused.err


def test_a_council_that_had_ended_or_not_begun_is_not_compared(folder: Path) -> None:
    ended = inside(folder, "compare", "Northamptonshire", "--as-of", "2021-04-01")
    assert ended.code == 2 and "ended on 1 April 2021. Use --as-of with an earlier day." in ended.err
    early = inside(folder, "compare", "North Northamptonshire", "--as-of", "2020-01-01")
    assert early.code == 2 and "Use --as-of with a later day." in early.err


def test_a_narrow_terminal_cuts_no_name_and_no_grade(folder: Path) -> None:
    said = inside(folder, "compare", "East Midlands", "--as-of", "2022-06-01", COLUMNS="80").out.replace("\n", " ")
    assert "…" not in said
    assert "Leicester: Overall Good, Impact of leaders Good," in said
    assert "Children in care Good (for both), Care leavers Good (for both)" in said
    assert "Leicestershire: not followed" in said


def test_how_often_a_theme_is_an_improvement_point_in_a_region_is_one_command(folder: Path) -> None:
    ended = inside(folder, "themes", "--region", "East Midlands", "--theme", "private_fostering")
    assert ended.code == 0, ended.err
    assert ended.out == (
        "Private fostering: an improvement point in 1 of 1 reports\n"
        "12 November 2021 · Leicester · no earlier list\n"
        "  The coordination of private fostering support.\n"
        "  page 3, https://files.example/v1/file/580482211112#page=3\n"
    )
    assert "…" not in inside(folder, "themes").out
    lines = [json.loads(line) for line in inside(folder, "themes", "--json").out.splitlines()]
    assert [one["theme"] for one in lines if one["reports_with_theme"]] == ["private_fostering"]
    refused = inside(folder, "themes", "--theme", "weather")
    assert refused.code == 2 and "'weather' is not a theme. The themes are advocacy, " in refused.err


def test_a_timeline_is_text_a_picture_or_json(folder: Path, tmp_path: Path) -> None:
    ended = inside(folder, "timeline", "Leicester", "--as-of", "2024-01-01")
    assert ended.out.splitlines()[0] == "Leicester"
    assert ended.out.splitlines()[-1] == "1 February 2023: Focused visit"
    target = tmp_path / "leicester.png"
    made = inside(folder, "timeline", "Leicester", "--format", "png", "--out", str(target))
    assert made.code == 0 and target.read_bytes().startswith(b"\x89PNG")
    assert made.err.startswith("Alternative text: Ofsted's judgements of children's services in Leicester, up to")
    document = json.loads(inside(folder, "timeline", "Leicester", "--format", "json").out)
    assert [event["unknown_because"] for event in document["events"]] == [None, None, None, "two grades"]
    assert inside(folder, "timeline", "East Midlands").code == 2


MANUAL = Path(__file__).resolve().parents[2] / "docs" / "record.md"
QUESTIONS = re.findall(r"\| .+\? \| `watcher (.+)` \|", MANUAL.read_text(encoding="utf-8"))


def test_there_are_four_questions() -> None:
    assert len(QUESTIONS) == 4


@pytest.mark.parametrize("command", QUESTIONS)
def test_each_question_of_the_manual_is_answered_by_its_command(folder: Path, command: str) -> None:
    ended = inside(folder, *shlex.split(command))
    assert ended.code == 0, ended.err
    assert ended.out.strip()
