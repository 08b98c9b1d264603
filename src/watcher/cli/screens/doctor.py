"""Shows `watcher doctor` on the terminal. Scraped text is cleaned and never read as markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from watcher.cli.screens.words import count
from watcher.commands.first_contact import FirstContact, contact_lines, missing_line
from watcher.model.assumption import AssumptionVerdict
from watcher.model.diagnosis import Diagnosis, DiagnosisLevel
from watcher.model.text import clean

_MARKS = {DiagnosisLevel.OK: "ok     ", DiagnosisLevel.ADVICE: "advice ", DiagnosisLevel.PROBLEM: "PROBLEM"}
_LIMIT = 500


def say_finding(console: Console, finding: Diagnosis) -> None:
    """Print one finding and what to do about it."""
    console.print(f"{_MARKS[finding.level]}  {finding.check}: {clean(finding.what, _LIMIT)}", markup=False)
    if finding.fix:
        console.print(f"         -> {clean(finding.fix, _LIMIT)}", markup=False)


def say_diagnosis(console: Console, findings: Sequence[Diagnosis]) -> None:
    """Print how much there is to do."""
    problems = sum(finding.level is DiagnosisLevel.PROBLEM for finding in findings)
    console.print(f"{count(problems, 'problem')} found." if problems else "Everything works.")


def say_contact(console: Console, seen: FirstContact) -> None:
    """Print what we saw of each assumption, and where the pages are."""
    console.print()
    for result in seen.results:
        for line in contact_lines(result):
            console.print(line, markup=False)
    for page in seen.missing:
        console.print(missing_line(page), markup=False)
    counts = Counter(result.verdict for result in seen.results)
    console.print()
    console.print(", ".join(f"{counts[verdict]} {verdict.value}" for verdict in AssumptionVerdict), markup=False)
    console.print(f"The pages and this report are in {seen.folder}", markup=False)
