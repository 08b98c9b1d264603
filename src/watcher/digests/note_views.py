"""What the template of the operator's mail receives: faults, held reports, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.digests.views import Link


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One fault or held report, for the operator. `commands` are lines to copy that assess it."""

    name: str
    what: str
    details: tuple[str, ...]
    link: Link | None
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteSection:
    heading: str
    lines: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A mail to the operator."""

    subject: str
    opening: str
    sections: tuple[NoteSection, ...]
    closing: str
