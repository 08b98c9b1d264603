"""What to expect of the invented councils: nothing for certain, because they are too few."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.support.desk_demo import told_demo
from tests.support.inside import inside


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return told_demo(tmp_path_factory.mktemp("calendar") / "demo")


def test_on_too_few_cases_it_says_so_and_that_it_is_no_plan(folder: Path) -> None:
    ended = inside(folder, "calendar")
    assert ended.code == 0, ended.err
    assert "The last inspection of Eastmere ended on 27 September 2024" in ended.out
    assert "We can't say when the next one may come: too few cases (n = 0)." in ended.out
    assert "the last report has no overall grade to compare with" in ended.out
    assert ended.out.endswith("They are not Ofsted's plan.\n")


def test_json_has_one_object_for_each_event(folder: Path) -> None:
    found = [json.loads(line) for line in inside(folder, "calendar", "--format", "json").out.splitlines()]
    assert {one["authority"]["name"] for one in found} >= {"Marlow Vale", "Eastmere", "Kestrelby"}
    assert all(one["first"] is None and one["n"] < 10 and one["sentence"] for one in found)


def test_a_calendar_file_goes_to_a_file_and_holds_only_what_can_be_said(folder: Path, tmp_path: Path) -> None:
    refused = inside(folder, "calendar", "--format", "ics")
    assert refused.code == 2
    assert "--out ofsted.ics" in refused.err
    inside(folder, "calendar", "--format", "ics", "--out", str(tmp_path / "ofsted.ics"))
    assert Calendar.from_ical((tmp_path / "ofsted.ics").read_bytes()).walk("VEVENT") == []


def test_coverage_of_a_report_that_nobody_wrote_about_is_an_empty_table(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "coverage.csv"
    ended = inside(folder, "coverage", "Marlow Vale", "--format", "csv", "--out", str(target))
    assert ended.code == 0, ended.err
    assert target.read_text() == "outlet,tier,published,lag_days,title,url,disputed,why\n"
    assert inside(folder, "coverage", "Marlow Vale", "--format", "json").out == ""
    assert "found nothing" in inside(folder, "coverage", "Marlow Vale").out


def test_posts_of_a_watcher_without_a_blog_are_none(folder: Path) -> None:
    assert inside(folder, "posts").out == "0 of 0 open\n"
    assert inside(folder, "posts", "show", "abc").code == 2
