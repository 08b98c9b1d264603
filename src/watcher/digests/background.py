"""The background of one run's stories: earlier reports, coverage, names, and what may be shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from watcher.model.news import Mention
from watcher.model.record import Records
from watcher.model.report import Grade
from watcher.model.source import Authority
from watcher.ofsted.reports.quotable import QuotableFinding

# A published date and what that report found overall; None where it gave no overall grade.
History = Sequence[tuple[date, Grade | None]]

# The publication dates of all graded inspection reports that an authority's page lists, by URN, read or not.
# An authority whose page was never read is absent.
Listed = Mapping[str, Sequence[date]]


# A few strengths and concerns of each change's document that may be quoted, by the change's id.
Findings = Mapping[str, Sequence[QuotableFinding]]


@dataclass(frozen=True, slots=True)
class StoryContext:
    """The same for every mail of a run.

    `histories` gives the reports of a provider that is not a council by its key, the oldest first; `mentions` what is
    published about a story, by the story's name; `authorities` are by URN. `press_titles` says whether headlines of
    the press are shown at all, `quote_words` how many words of a council's release may be quoted.
    """

    histories: Mapping[str, History] = field(default_factory=dict)
    records: Records = field(default_factory=Records)
    listed: Listed = field(default_factory=dict)
    mentions: Mapping[str, Sequence[Mention]] = field(default_factory=dict)
    authorities: Mapping[str, Authority] = field(default_factory=dict)
    press_titles: bool = True
    quote_words: int = 40
    findings: Findings = field(default_factory=dict)
