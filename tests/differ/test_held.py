"""What a ruling on a held change establishes: what may be released, and what readers are told then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.builders import (
    NOW,
    a_change,
    a_comparison,
    a_known,
    a_report,
    a_report_file,
    an_event,
    an_observation,
)
from tests.support.news_builders import a_mention
from watcher.cli.documents.held import held_document
from watcher.differ.case import ReadReport
from watcher.differ.held import read_again, released_edit, released_report
from watcher.model.change import Change, ChangeKind, Movement
from watcher.model.errors import ConfigError, ReportError
from watcher.model.event_kind import EventKind
from watcher.model.held import Held, chosen, no_release, waiting
from watcher.model.report import Grade, ReportFile
from watcher.model.visit import Known
from watcher.ofsted.authorities import gazetteer

LATER = NOW + timedelta(days=2)
DOUBT = "the table says Good, the heading Inadequate"
OLD = an_observation(key="50100001", published=date(2021, 7, 1))
NEW = an_observation()
# Reports that print no dates of inspection, so that they fit any entry.
READ = a_report(overall=Grade.INADEQUATE, judgements=(), inspection_periods=(), problems=(DOUBT,))
BEFORE = a_report(overall=Grade.GOOD, judgements=(), inspection_periods=())


def a_held_change(**fields: Any) -> Change:
    held = a_change(held=True, problems=(DOUBT,), report=None, judgements=(), headline="Marlow Vale: being checked")
    return replace(held, **fields)


def a_file(**fields: Any) -> ReportFile:
    return replace(a_report_file(report=READ, problems=(DOUBT,)), **fields)


def a_held(**fields: Any) -> Held:
    return replace(Held(a_held_change(), ("c1",), NOW, file=a_file()), **fields)


def known(**fields: Any) -> Known:
    """The page lists a report of 2021, which was read, and the held one."""
    earlier = a_report_file(file_id=OLD.key, published=OLD.published, report=BEFORE)
    files = {OLD.key: earlier, NEW.key: a_file()}
    return replace(a_known(observations={OLD.key: OLD, NEW.key: NEW}, files=files), **fields)


def an_edit(**fields: Any) -> Change:
    event = an_event(kind=EventKind.COVERAGE, graded=False)
    return a_held_change(id="e1", kind=ChangeKind.CHANGED, event=event, coverage=a_mention(), **fields)


def test_a_released_report_is_told_with_its_grades_and_believed_from_then_on() -> None:
    file, change = released_report(a_held(), known(), None, LATER)
    assert not file.held and file.report is not None and file.report.problems == ()
    assert (change.kind, change.held, change.problems) == (ChangeKind.CHANGED, False, ())
    [row] = change.judgements
    assert (row.before, row.after, row.change) == (Grade.GOOD, Grade.INADEQUATE, Movement.DECLINED)
    assert change.id != "c1" and change.recorded_at == LATER
    assert change.report == file.report and change.headline.startswith("Marlow Vale: Good to Inadequate")


def test_the_operators_word_counts_more_than_the_dates_in_the_report() -> None:
    same = ((date(2021, 6, 1), date(2021, 6, 5)),)
    issued_again = a_file(report=replace(READ, inspection_periods=same))
    earlier = a_report_file(file_id=OLD.key, published=OLD.published, report=replace(BEFORE, inspection_periods=same))
    page = known(files={OLD.key: earlier, NEW.key: issued_again})
    _, change = released_report(a_held(file=issued_again), page, None, LATER)
    assert not change.held and change.judgements
    well = ReadReport(replace(READ, inspection_periods=same, problems=()), sha256="f" * 64)
    file, change_again = read_again(a_held(file=issued_again), page, None, well, LATER, gazetteer())
    assert change_again is None and "which is not after the previous report's inspection" in file.problems[0]


def test_the_same_release_is_the_same_change() -> None:
    first, second = (released_report(a_held(), known(), None, at)[1] for at in (LATER, LATER + timedelta(days=1)))
    assert first.id == second.id
    assert released_edit(a_held(change=an_edit()), NOW).id == released_edit(a_held(change=an_edit()), LATER).id


def test_a_report_that_is_older_than_the_newest_is_released_without_moving_a_grade() -> None:
    newer = an_observation(key="50300001", published=date(2025, 9, 1))
    page = known(observations={OLD.key: OLD, NEW.key: NEW, newer.key: newer})
    _, change = released_report(a_held(), page, None, LATER)
    assert {row.change for row in change.judgements} == {Movement.NOT_COMPARABLE}
    assert "older" in change.headline


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (a_held(file=None), "has not been read"),
        (a_held(file=a_file(report=None)), "watcher held read c1"),
        (a_held(file=a_file(report=replace(READ, overall=None))), "no grade could be read"),
        (a_held(withdrawn=True), "withdrawn"),
    ],
)
def test_what_has_no_grades_to_tell_is_not_released(held: Held, why: str) -> None:
    assert why in str(no_release(held))
    assert held_document(held)["no_release"] == no_release(held)


def test_an_edit_is_released_as_a_change_of_its_own() -> None:
    held = a_held(change=an_edit(), file=None)
    assert no_release(held) is None and held.is_edit
    change = released_edit(held, LATER)
    assert not change.held and change.problems == () and change.recorded_at == LATER
    assert change.id != "e1" and change.coverage == held.change.coverage


def test_a_report_that_reads_well_now_is_told_and_one_that_does_not_stays_held() -> None:
    well = ReadReport(replace(READ, problems=()), sha256="f" * 64)
    file, change = read_again(a_held(), known(), None, well, LATER, gazetteer())
    assert not file.held and change is not None and change.judgements[0].after is Grade.INADEQUATE
    doubtful = ReadReport(replace(READ, problems=("a row is missing",)), sha256="f" * 64)
    file, change = read_again(a_held(), known(), None, doubtful, LATER, gazetteer())
    assert change is None and file.problems == ("a row is missing",)
    broken = ReadReport(error=ReportError("it is encrypted", passing=False), sha256="f" * 64)
    file, change = read_again(a_held(), known(), None, broken, LATER, gazetteer())
    assert change is None and file.report is None and file.problems == ("it is encrypted",)


def test_what_waits_is_one_a_document_until_it_was_ruled_on_or_read() -> None:
    first, again = a_held_change(), a_held_change(id="c2", kind=ChangeKind.CHANGED, recorded_at=LATER)
    other = a_held_change(id="c3", key="50900001")
    told = [(first, NOW), (other, None), (again, None)]
    found = {changes[-1].id: (len(changes), told_at) for changes, told_at in waiting(told, frozenset())}
    assert found == {"c2": (2, None), "c3": (1, None)}
    assert [changes[-1].id for changes, _ in waiting(told, frozenset({"c1", "c2"}))] == ["c3"]
    read = a_change(id="c4", judgements=(a_comparison(),))
    assert [changes[-1].id for changes, _ in waiting([*told, (read, None)], frozenset())] == ["c3"]


def test_a_held_change_is_named_by_the_beginning_of_its_id() -> None:
    one, two = (a_held(change=a_held_change(id=id_), ids=(id_,)) for id_ in ("abc1", "abd2"))
    assert chosen("abc", [one, two]) is one
    with pytest.raises(ConfigError, match="matches 2 held changes"):
        chosen("ab", [one, two])
    for text in ("x", ""):
        with pytest.raises(ConfigError, match="watcher held"):
            chosen(text, [one, two])


def test_the_document_of_a_held_report_says_what_was_read() -> None:
    document = held_document(a_held())
    assert document["kind"] == "report" and document["why"] == [DOUBT]
    assert [row["judgement"] for row in document["read"]] == ["overall"]
    assert document["kept_sha256"] == "f" * 64
