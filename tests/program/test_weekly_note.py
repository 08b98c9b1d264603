"""The operator gets a line a week that the program runs, unless that is turned off."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.support.inside import inside
from tests.support.mail_rules import check_mail
from tests.support.program import configure
from watcher.demo.site import DemoSite

OPERATOR = '[mail]\noperator = "ada@example.org"'
# Mondays are 19 October, 26 October and 2 November.
WEDNESDAY, NEXT_MONDAY, NEXT_TUESDAY, MONDAY_AFTER = "2026-10-21", "2026-10-26", "2026-10-27", "2026-11-02"


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def subjects(folder: Path, *days: str) -> list[list[str]]:
    """The subjects of the mails that a run at 10am on each of these days adds."""
    known: set[Path] = set()
    found = []
    for day in days:
        assert inside(folder, "run", "--now", f"{day}T10:00").code == 0
        new = sorted(set((folder / "state" / "outbox").glob("*.eml")) - known)
        known |= set(new)
        for path in new:
            check_mail(path.read_bytes())
        found.append([str(message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"]) for path in new])
    return found


def test_the_operator_hears_once_a_week_that_it_runs(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, OPERATOR)
    assert subjects(tmp_path, WEDNESDAY, NEXT_MONDAY, NEXT_MONDAY, NEXT_TUESDAY, MONDAY_AFTER) == [
        [],
        ["watcher: running, 2 checks in the last seven days"],
        [],
        [],
        ["watcher: running, 4 checks in the last seven days"],
    ]


def test_the_weekly_line_can_be_turned_off(tmp_path: Path, site: DemoSite) -> None:
    configure(tmp_path, site.base_url, OPERATOR, "[status]\nweekly = false")
    assert subjects(tmp_path, WEDNESDAY, NEXT_MONDAY) == [[], []]
