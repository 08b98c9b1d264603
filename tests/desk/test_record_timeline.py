"""The history of a council in one picture: every judgement and visit, with words for those who can't see it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.council_history import Listed, document, filled, graded
from watcher.desk.record import chains_of
from watcher.desk.record_timeline import CouncilTimeline, alternative_text, lines_of, timeline_of
from watcher.desk.timeline_picture import png, svg
from watcher.model.report import Improvement, PriorityAction, Report, ReportKind
from watcher.model.source import Authority

OWN, OLD = "80999", "80998"
SVG = "{http://www.w3.org/2000/svg}"
URGENT = Report(
    ReportKind.FOCUSED_VISIT,
    "East Thorn",
    priority_action=(Improvement("Act."),),
    priority_action_status=PriorityAction.YES,
)
DOCUMENTS = (
    graded(OWN, date(2015, 3, 3), "RGRGG", "R"),
    graded(OWN, date(2021, 3, 3), "GGO", "G"),
    document(OWN, date(2022, 3, 3), URGENT),
    graded(OWN, date(2023, 3, 3), "GGGG", "G", held="two grades"),
    graded(OWN, date(2026, 6, 17), "OGGI"),
)


def timeline(
    folder: Path, *documents: Listed, name: str = "East Thorn", until: date = date(2026, 12, 1)
) -> CouncilTimeline:
    known = {
        OWN: Authority(OWN, name, created_on=date(2014, 4, 1), predecessors=(OLD,)),
        OLD: Authority(OLD, "Thorn Coast"),
    }
    with filled(folder / "state", documents) as store:
        found = store.record.documents()
    return timeline_of(known[OWN], found, chains_of(found).get(OWN, ()), known, until)


def words(picture: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_each_document_has_a_line_in_order_and_what_is_not_known_says_so(tmp_path: Path) -> None:
    assert lines_of(timeline(tmp_path, *DOCUMENTS)) == [
        "3 March 2015: Single inspection: overall requires improvement, leaders requires improvement, help and "
        "protection good, children in care requires improvement, care leavers good, adoption good",
        "3 March 2021: ILACS: overall good, leaders good, help and protection good, children in care and care leavers "
        "outstanding",
        "3 March 2022: Focused visit, asks for priority action",
        "3 March 2023: Inspection, grades not known (two grades)",
        "17 June 2026: ILACS: no overall grade, leaders outstanding, help and protection good, children in care good, "
        "care leavers inadequate",
    ]


def test_the_picture_says_all_of_it_in_words_and_has_an_alternative_text(tmp_path: Path) -> None:
    found = timeline(tmp_path, *DOCUMENTS)
    picture = svg(found)
    said = words(picture)
    assert said.count("Outstanding") == 2 and said.count("not known") == 1
    assert {"3 March 2022", "Focused visit", "Priority action", "no longer given"} <= set(said)
    assert "East Thorn replaced Thorn Coast on 1 April 2014." in said
    assert ElementTree.fromstring(picture).findtext(f"{SVG}desc") == alternative_text(found)
    assert png(found).startswith(b"\x89PNG")


def test_a_combined_judgement_is_one_box_over_two_rows(tmp_path: Path) -> None:
    picture = ElementTree.fromstring(svg(timeline(tmp_path, DOCUMENTS[1])))
    heights = [int(box.get("height", "0")) for box in picture.iter(f"{SVG}rect")][1:]
    assert sorted(heights) == [40, 40, 40, 84]


def test_a_hostile_name_is_text_and_nothing_else(tmp_path: Path) -> None:
    name = '</text><script>alert(1)</script>&"'
    picture = ElementTree.fromstring(svg(timeline(tmp_path, DOCUMENTS[1], name=name)))
    assert not list(picture.iter(f"{SVG}script"))


@pytest.mark.parametrize("documents", [(), DOCUMENTS[2:3]])
def test_a_council_without_a_report_has_a_picture_too(tmp_path: Path, documents: tuple[Listed, ...]) -> None:
    assert "Overall" in words(svg(timeline(tmp_path, *documents)))


def test_it_ends_on_the_day_that_is_asked_for(tmp_path: Path) -> None:
    assert len(timeline(tmp_path, *DOCUMENTS, until=date(2022, 3, 2)).events) == 2


def test_what_is_missing_is_said_in_the_picture(tmp_path: Path) -> None:
    found = timeline(tmp_path, until=date(2020, 1, 1))
    assert found.notes[0] == "We know no report up to 1 January 2020."
    assert found.notes[0] in words(svg(found)) and found.notes[0] in alternative_text(found)
    unseen = timeline_of(Authority(OWN, "East Thorn"), [], [], {}, date(2020, 1, 1), is_seen=False)
    assert unseen.notes[1] == "We have not read its page, so reports may be missing."
