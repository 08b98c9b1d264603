"""How often the windows of `watcher calendar` were right: made as of each quarter, then compared with what came.

    python -m benchmarks.backtest_calendar [TRUTH.csv]

The table names the inspections of real councils (urn, inspection_start, inspection_end, published, overall, kind). A
window that has no end counts as right if the inspection did not come before it began.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from watcher.desk.expected import PastInspection, days_between, pauses, waits_for_inspections, waits_for_reports, window
from watcher.model.report import Grade

TRUTH = Path(__file__).resolve().parents[2] / "shared" / "reports" / "truth.csv"
YEARS = range(2019, 2027)

Inspections = Mapping[str, Sequence[PastInspection]]


def read(path: Path) -> Inspections:
    found: dict[str, list[PastInspection]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"].startswith("ilacs") and row["inspection_start"] and row["inspection_end"]:
                start, end, published = (
                    date.fromisoformat(row[name]) for name in ("inspection_start", "inspection_end", "published")
                )
                overall = Grade(row["overall"]) if row["overall"] in {*Grade} else None
                found[row["urn"]].append(PastInspection(row["urn"], start, end, published, overall))
    return {urn: sorted(each, key=lambda one: one.end) for urn, each in found.items()}


def known_on(inspections: Inspections, day: date) -> Inspections:
    out = {urn: [one for one in each if one.published <= day] for urn, each in inspections.items()}
    return {urn: each for urn, each in out.items() if each}


def inspections_of_year(inspections: Inspections, year: int) -> tuple[int, int, int]:
    """Windows that were right, that were wrong, and councils of which nothing could be said."""
    right = wrong = unsaid = 0
    for day in (date(year, month, 1) for month in (1, 4, 7, 10)):
        known = known_on(inspections, day)
        waits, paused = waits_for_inspections(known, day), pauses(known)
        for urn, each in known.items():
            newest = each[-1]
            following = next((one for one in inspections[urn] if one.start > newest.end), None)
            if following is None or following.start <= day:
                continue  # nobody knows yet, or it had begun and its report was not out
            found = window(waits[newest.group], days_between(newest.end, day, paused)) if newest.group else None
            if found is None:
                unsaid += 1
                continue
            came = days_between(newest.end, following.start, paused)
            inside = found.first <= came and (found.last is None or came <= found.last)
            right, wrong = right + inside, wrong + (not inside)
    return right, wrong, unsaid


def reports_of_year(inspections: Inspections, year: int) -> tuple[int, int, int]:
    """The same of the wait for a report, for each inspection that ended in the year."""
    right = wrong = unsaid = 0
    for one in (one for each in inspections.values() for one in each if one.end.year == year):
        found = window(waits_for_reports(known_on(inspections, one.end)))
        if found is None:
            unsaid += 1
            continue
        last = one.end + timedelta(days=found.last or 0)
        inside = one.end + timedelta(days=found.first) <= one.published <= last
        right, wrong = right + inside, wrong + (not inside)
    return right, wrong, unsaid


def main(arguments: Sequence[str]) -> None:
    inspections = read(Path(arguments[0]) if arguments else TRUTH)
    print(f"{sum(map(len, inspections.values()))} inspections of {len(inspections)} councils")
    for what, of_year in (("next inspection", inspections_of_year), ("report after an inspection", reports_of_year)):
        print(f"\n{what}: year, windows, right, share, nothing said")
        totals = [0, 0]
        for year in YEARS:
            right, wrong, unsaid = of_year(inspections, year)
            totals = [totals[0] + right, totals[1] + wrong]
            share = f"{right / (right + wrong):.0%}" if right + wrong else "-"
            print(f"{year}  {right + wrong:4}  {right:4}  {share:>4}  {unsaid:4}")
        if sum(totals):
            print(f"all   {sum(totals):4}  {totals[0]:4}  {totals[0] / sum(totals):.0%}")


if __name__ == "__main__":
    main(sys.argv[1:])
