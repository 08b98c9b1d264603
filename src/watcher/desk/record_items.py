"""What documents say behind their grades: what must improve, and each paragraph once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from watcher.differ.improvements import match_improvements
from watcher.model.on_file import OnFile
from watcher.model.report import Improvement, Passage, Report
from watcher.ofsted.grades import newest_first


class ItemList(StrEnum):
    """The list of a document that an item stands in."""

    IMPROVE = "improve"
    PRIORITY_ACTION = "priority_action"


class Recurrence(StrEnum):
    """Whether the report before asked for it too; empty without two lists to compare."""

    AGAIN = "again"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class ItemOnRecord:
    """One item of a list, `number` from 1 in printed order."""

    of: OnFile
    list: ItemList
    number: int
    item: Improvement
    recurrence: Recurrence | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, with every topic it belongs to: first its section, then the topics of child care law."""

    passage: Passage
    topics: tuple[str, ...]


def items_of(documents: Iterable[OnFile]) -> list[ItemOnRecord]:
    """Every improvement item and area for priority action, document by document in the order given.

    Documents come as the store gives them: the oldest first.
    """
    seen: dict[str, list[OnFile]] = {}
    found: list[ItemOnRecord] = []
    for one in documents:
        if one.report is None and not one.graded:
            continue
        past = seen.setdefault(one.urn, [])
        found.extend(_items(one, _report_before(one, past)))
        if one.graded:
            past.append(one)
    return found


def paragraphs_of(report: Report) -> list[Paragraph]:
    """The paragraphs of a report or letter in printed order, each once."""
    topics: dict[tuple[int, int | None, str], list[Passage]] = {}
    for passage in report.passages:
        topics.setdefault((passage.page, passage.paragraph, passage.text), []).append(passage)
    return [Paragraph(same[0], tuple(one.topic for one in same)) for same in topics.values()]


def _report_before(one: OnFile, past: Sequence[OnFile]) -> Report | None:
    """The graded report before this document; None if it is held, was not read, or if there is none."""
    if not past or not one.graded:
        return None
    before = max(past, key=lambda other: newest_first(other.entry.published, other.entry.key))
    return before.report


def _items(one: OnFile, before: Report | None) -> Iterator[ItemOnRecord]:
    if one.report is None:
        return
    words = _recurrences(before, one.report)
    for number, item in enumerate(one.report.improve, 1):
        yield ItemOnRecord(one, ItemList.IMPROVE, number, item, words.get(number))
    for number, item in enumerate(one.report.priority_action, 1):
        yield ItemOnRecord(one, ItemList.PRIORITY_ACTION, number, item, None)


def _recurrences(before: Report | None, now: Report) -> dict[int, Recurrence]:
    """The word for each item of the later report by its number; empty without two lists."""
    if before is None or not before.improve or not now.improve:
        return {}
    repeated = {id(pair.after) for pair in match_improvements(before.improve, now.improve).repeated}
    return {
        number: Recurrence.AGAIN if id(item) in repeated else Recurrence.NEW
        for number, item in enumerate(now.improve, 1)
    }
