"""A theme comes again, is new, or is not listed this time: never solved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.support.council_history import filled, graded
from watcher.desk.record import chains_of
from watcher.desk.record_tables import Selection
from watcher.desk.record_themes import ThemeCount, ThemeWord, count_themes
from watcher.model.report import Improvement
from watcher.model.source import Authority
from watcher.ofsted.themes import themes

VALE = "80999"
AUTHORITIES = {VALE: Authority(VALE, "Marlow Vale")}
HOMES = Improvement("The sufficiency of homes for children in care.", "outcome 4, national framework", page=2)
LOADS = Improvement("Social workers' caseloads.", page=2)


def counted(folder: Path, selection: Selection) -> dict[str, ThemeCount]:
    documents = [
        graded(VALE, date(2019, 3, 3), "GGG", "G", improve=(HOMES,)),
        graded(VALE, date(2021, 3, 3), "GGG", "G", improve=(HOMES, LOADS)),
        graded(VALE, date(2023, 3, 3), "GGGG", "G", improve=(HOMES,), held="two grades"),
        graded(VALE, date(2025, 3, 3), "GGGG", "G", improve=(HOMES,)),
        graded(VALE, date(2026, 3, 3), "GGGG", "G", improve=(LOADS,)),
    ]
    folder.mkdir(exist_ok=True)
    with filled(folder / "state", documents) as store:
        chains = chains_of(store.record.documents())
    return {one.id: one for one in count_themes(themes(), chains, AUTHORITIES, selection)}


def test_each_report_with_the_theme_has_its_word(tmp_path: Path) -> None:
    homes, loads = (counted(tmp_path, Selection())[id_] for id_ in ("sufficiency", "caseloads"))
    assert homes.reports == 4
    assert [(point.of.published, point.word) for point in homes.points] == [
        (date(2025, 3, 3), ThemeWord.FIRST),
        (date(2021, 3, 3), ThemeWord.AGAIN),
        (date(2019, 3, 3), ThemeWord.FIRST),
    ]
    assert [(point.of.published, point.word) for point in homes.not_listed] == [
        (date(2026, 3, 3), ThemeWord.NOT_LISTED)
    ]
    assert (loads.times(ThemeWord.NEW), loads.times(ThemeWord.AGAIN), loads.not_listed) == (2, 0, ())


def test_on_a_day_only_the_report_that_stood_counts(tmp_path: Path) -> None:
    found = counted(tmp_path, Selection(as_of=date(2022, 1, 1)))
    assert (found["sufficiency"].reports, len(found["sufficiency"].points)) == (1, 1)
    assert counted(tmp_path / "held", Selection(as_of=date(2024, 1, 1)))["sufficiency"].reports == 0


def test_the_tags_of_the_national_framework_are_counted_apart(tmp_path: Path) -> None:
    found = counted(tmp_path, Selection())["outcome_4"]
    assert found.is_tag and len(found.points) == 3


def test_the_words_for_people_never_say_that_something_is_solved() -> None:
    assert set(ThemeWord) == {"again", "new", "not listed this time", "no earlier list"}
