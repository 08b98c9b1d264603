"""What a letter about a visit establishes: what it asks for, beside what the inspection before named. Pure."""

from __future__ import annotations

from dataclasses import replace

from watcher.differ.case import Case
from watcher.differ.change import build_change
from watcher.differ.diff import Difference
from watcher.differ.graded import earlier_of
from watcher.differ.improvements import match_improvements
from watcher.model.change import Change
from watcher.model.report import Matching, Report
from watcher.model.source import Observation
from watcher.ofsted.document_kinds import label_note
from watcher.ofsted.rules import is_listed_late


def with_letter(case: Case, difference: Difference, identity: tuple[object, object]) -> Change:
    """The letter with what it says; held if it could not be read for certain."""
    entry = difference.after
    assert entry is not None
    file, earlier = case.file(entry.key), earlier_of(case, entry)
    if file is None or file.held or file.report is None:
        problems = file.problems if file else ("the letter has not been read",)
        return build_change(case, difference, identity, held=True, problems=problems)
    note = label_note(entry, file)
    late = is_listed_late(entry.published, case.now)
    change = build_change(
        case, difference, identity,
        report=file.report, earlier=earlier, older=late, problems=(note,) if note else (),
    )  # fmt: skip
    return replace(change, improvements=_named_before(case, file.report, earlier))


def _named_before(case: Case, letter: Report, earlier: Observation | None) -> Matching | None:
    """Which of its items the inspection before named too."""
    file = case.file(earlier.key) if earlier else None
    items = (*letter.priority_action, *letter.improve)
    if file is None or file.held or file.report is None or not (file.report.improve and items):
        return None
    return match_improvements(file.report.improve, items)
