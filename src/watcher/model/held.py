"""Documents that are held until the operator has looked, and what the operator decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.model.change import Change
from watcher.model.errors import ConfigError
from watcher.model.event_kind import EventKind
from watcher.model.report import LETTERS, ReportFile, is_card

SHORT_ID = 10


class RulingVerdict(StrEnum):
    RELEASED = "released"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the operator decided, who that was, and their reason."""

    verdict: RulingVerdict
    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """One document that waits for the operator.

    `change` is its newest held change and `ids` are those of all of them; `since` is when the first was recorded.
    `told_at` is when the operator heard of it. `file` is the report as it was read, if there is one; `withdrawn` means
    that Ofsted no longer lists it.
    """

    change: Change
    ids: tuple[str, ...]
    since: datetime
    told_at: datetime | None = None
    file: ReportFile | None = None
    withdrawn: bool = False

    @property
    def is_edit(self) -> bool:
        """Whether it is an edit of somebody's article, rather than one of Ofsted's reports."""
        return self.change.event.kind is EventKind.COVERAGE

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it is held, according to the last reading of its file."""
        problems = self.file.problems if self.file and not self.is_edit else ()
        return problems or self.change.problems


def short(id_: str) -> str:
    """The beginning of the id, long enough to name it on a command line."""
    return id_[:SHORT_ID]


def waiting(
    changes: Iterable[tuple[Change, datetime | None]], ruled: frozenset[str]
) -> list[tuple[list[Change], datetime | None]]:
    """The held changes that wait, by document and the newest last, and when the operator heard of the newest.

    `changes` are all changes of documents that have a held change, each with when the operator heard of it; `ruled` are
    the ids of those with a ruling. A report whose grades were sent later no longer waits.
    """
    of_document: dict[tuple[str, str], list[tuple[Change, datetime | None]]] = defaultdict(list)
    for change, told_at in changes:
        of_document[change.source_id, change.key].append((change, told_at))
    found = []
    for known in of_document.values():
        held = [(change, told_at) for change, told_at in known if change.held and change.id not in ruled]
        if held and not any(change.report for change, _ in known):
            found.append(([change for change, _ in held], held[-1][1]))
    return found


def chosen(text: str, held: Sequence[Held]) -> Held:
    """The one that a person names by its id or the beginning of it. `ConfigError` if none or several match."""
    found = [one for one in held if any(id_.startswith(text) for id_ in one.ids)] if text else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise ConfigError(f"No held change has the id {text[:80]!r}. `watcher held` lists them.")
    named = ", ".join(short(one.change.id) for one in found[:5])
    raise ConfigError(f"{text[:80]!r} matches {len(found)} held changes ({named}). Give more of the id.")


def no_release(held: Held) -> str | None:
    """Why a held change can't be released, and what to do instead. None if it can."""
    if held.is_edit:
        return None
    if is_card(held.change.key):
        return "its report card is not laid out as we know it, so we have no grades. Open the page, then reject it."
    if held.withdrawn:
        return "Ofsted has withdrawn the report, and readers know. Reject it."
    report = held.file.report if held.file else None
    if report is None:
        return (
            "its report has not been read, so we have no grades. After an upgrade of watcher, try"
            f" `watcher held read {short(held.change.id)}`. Or reject it."
        )
    if report.overall is None and not report.judgements and report.kind not in LETTERS:
        return "no grade could be read from its report. Reject it."
    return None
