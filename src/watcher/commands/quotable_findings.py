"""The strengths and concerns that a mail may quote: few, and each found again in the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watcher.desk.verify import PrintedText
from watcher.digests.background import Findings
from watcher.model.change import Change, ChangeKind
from watcher.model.errors import ReportError, StoreError
from watcher.ofsted.reports.pdf import text_of
from watcher.ofsted.reports.quotable import FindingKind, QuotableFinding, a_few, findings
from watcher.settings import Settings
from watcher.store import Store

MOST_OF_A_KIND = 3


@dataclass(frozen=True, slots=True)
class QuotableFindings:
    """Reads the PDFs of stories whose findings somebody wants. A report without its PDF is not quoted."""

    settings: Settings
    store: Store

    def of(self, story: Sequence[Change]) -> Findings:
        """At most three strengths and three concerns of each document, by the id of its change."""
        return {change.id: self._of(change) for change in story if change.report and not change.held}

    def _of(self, change: Change) -> Sequence[QuotableFinding]:
        file = self.store.reports.find(change.key)
        if change.report is None or change.kind is ChangeKind.REMOVED or file is None or not file.sha256 or file.held:
            return ()
        try:
            printed = PrintedText(text_of(self.store.kept(self.settings.state / "kept").read(file.sha256)))
        except (StoreError, ReportError):
            return ()
        there = [
            replace(one, page=page)
            for one in findings(change.report)
            if (page := printed.page_of(one.text, one.page)) is not None
        ]
        return [one for kind in FindingKind for one in a_few(there, kind, MOST_OF_A_KIND)]
