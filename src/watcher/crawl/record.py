"""Records what a spider finds: reads reports, decides what is new, and saves it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from watcher.crawl.faults import errors_become_faults_of
from watcher.crawl.plan import PassSummary, Plan, Work
from watcher.differ.case import ReadReport
from watcher.model.change import Change
from watcher.model.errors import ReportError, SourceError
from watcher.model.held import short
from watcher.model.source import Outcome
from watcher.model.text import clean
from watcher.model.visit import Failed, FetchedFile, Listed, OlderFile, Record, Unchanged, Visit

logger = logging.getLogger(__name__)

# Unchanged pages are recorded together. If the process dies first, they are only visited again.
BATCH = 200
SAID_LIMIT = 300


class Recording:
    """Records a spider's items one by one, each before the next one is taken.

    It is a spider middleware around start() and not an item pipeline, because Scrapy does not wait for the items of
    start(): they would pile up, and a crawl that is stopped during one of them would never end. Each visit is recorded
    at once, so that a check can be resumed.
    """

    def __init__(self, plan: Plan, work: Work, summary: PassSummary | None = None) -> None:
        self._now, self._work = plan.now, work
        self._unchanged: list[Unchanged] = []
        self.summary = summary or PassSummary()

    async def take(self, item: object) -> None:
        """Record one item. A SourceError becomes a fault; any other exception ends the check."""
        try:
            await self._take(item)
        except SourceError as error:
            self._fault(error.source_id, error.reason)

    def flush(self) -> None:
        """Record the pages that have not changed since the last flush."""
        if self._unchanged:
            self._work.touch(self._unchanged, self._now)
            self._unchanged = []

    async def _take(self, item: object) -> None:
        match item:
            case Unchanged():
                self._pass_over(item)
            case Visit():
                await self._visit(item)
            case Failed():
                self._fault(item.source_id, _in_words(item.outcome))
            case Listed():
                self._work.save_list(item, self._now)
                logger.info("%s: %d providers listed", item.source_id, len(item.rows))
            case OlderFile():
                await self._older(item.file)
            case _:
                raise TypeError(f"a spider brought a {type(item).__name__}")

    def _pass_over(self, item: Unchanged) -> None:
        self.summary.unchanged += 1
        logger.info("%s: not changed", item.state.source_id)
        self._unchanged.append(item)
        if len(self._unchanged) >= BATCH:
            self.flush()

    async def _visit(self, visit: Visit) -> None:
        readings = {file.entry.key: await self._read(file.body) for file in visit.files if file.body is not None}
        body_sha256 = self._work.keep(visit.body)
        with errors_become_faults_of(visit.known.target.source.id):
            record = replace(self._work.decide(visit, readings), body_sha256=body_sha256)
        new = self._work.record(record)
        self.summary.changes += len(new)
        self.summary.visited += 1
        _say(record, new)
        self.summary.files += len(record.files)
        if record.fault:
            self.summary.faults[record.source_id] = record.fault

    async def _older(self, file: FetchedFile) -> None:
        """Save an older report, or that it does not exist. A temporary failure is left for another time."""
        reading = ReadReport(error=ReportError(file.failure or "it no longer exists", passing=False))
        if file.body is not None:
            reading = await self._read(file.body)
        if reading.error and reading.error.passing:
            return
        with errors_become_faults_of(file.entry.source_id):
            read = self._work.decide_older(file, reading)
        self._work.save_file(read)
        self.summary.files += 1

    async def _read(self, body: bytes) -> ReadReport:
        # imported here: most checks read no report
        from watcher.ofsted.reports.read import read_report

        try:
            pages = await self._work.read(body)
            with errors_become_faults_of("report"):
                report = (await self._work.understand(read_report, pages)).value
        except ReportError as error:
            return ReadReport(error=error, sha256=None if error.passing else self._work.keep(body))
        except SourceError as error:
            return ReadReport(error=ReportError(error.reason, passing=False), sha256=self._work.keep(body))
        return ReadReport(report=report, sha256=self._work.keep(body))

    def _fault(self, source_id: str, reason: str) -> None:
        self.summary.faults[source_id] = reason
        logger.info("%s: fault: %s", source_id, clean(reason, SAID_LIMIT))
        self._work.report_fault(source_id, reason, self._now)


def _say(record: Record, new: Sequence[Change]) -> None:
    """Log what was decided about one page."""
    listed, read = len(record.observations), len(record.files)
    logger.info("%s: read; %d documents listed, %d reports read, %d changes", record.source_id, listed, read, len(new))
    for why, number in Counter(one.why.value for one in record.taken).items():
        logger.info("%s: %d documents are not news: %s", record.source_id, number, why)
    for change in new:
        held = "held, " if change.held else ""
        logger.info("%s: change %s: %s%s", record.source_id, short(change.id), held, clean(change.headline, SAID_LIMIT))
    if record.fault:
        logger.info("%s: fault: %s", record.source_id, clean(record.fault, SAID_LIMIT))


def _in_words(outcome: Outcome) -> str:
    return "; ".join((*outcome.failed_requests, *outcome.parse_errors))
