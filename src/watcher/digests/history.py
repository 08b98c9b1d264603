"""The reports of a provider over the years. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from watcher.digests.background import StoryContext
from watcher.digests.views import Past
from watcher.model.change import Change, ChangeKind, EventKind
from watcher.model.record import is_of_the_area
from watcher.model.report import Grade, Report, ReportKind
from watcher.ofsted.grades import SCALES, scale_of_grade
from watcher.ofsted.headline import spread
from watcher.ofsted.words import BELOW_GOOD, GRADES, WORST


def past_reports(change: Change, background: StoryContext) -> tuple[Past, ...]:
    """Every report of the provider, the oldest first and the one that is told among them.

    Empty where there is but one: the table says it all. So for a report on the whole area's SEND: these grades are
    those of the council's services.
    """
    if change.event.kind is EventKind.SEND:
        return ()
    known = dict(background.histories.get(change.provider.key, ()))
    on_record = background.records.get(change.provider.urn, ())
    reports = {one.published: one.report for one in on_record if not is_of_the_area(one)}
    new = _new(change)
    if new and known:
        known, reports = {**known, new[0]: new[1].overall}, {**reports, new[0]: new[1]}
    past = [_past(published, known[published], reports) for published in sorted(known)]
    return tuple(past) if len(past) > 1 else ()


def _new(change: Change) -> tuple[date, Report] | None:
    """The report that is told, which the history may not hold yet."""
    document, report = change.after, change.report
    if document is None or document.published is None or report is None or change.kind is ChangeKind.REMOVED:
        return None
    graded = change.event.graded and not change.held and report.kind is not ReportKind.AREA_SEND
    return (document.published, report) if graded else None


def _past(published: date, grade: Grade | None, reports: Mapping[date, Report]) -> Past:
    year = str(published.year)
    if grade is None:
        return Past(year, "", "none", 0, _counted(reports.get(published)))
    if grade is Grade.NOT_JUDGED:
        return Past(year, GRADES[grade], "none", 0)
    scale = SCALES[scale_of_grade(grade)]
    mood = "worst" if grade in WORST else "low" if grade in BELOW_GOOD else "good"
    return Past(year, GRADES[grade], mood, 100 * (scale.index(grade) + 1) // len(scale))


def _counted(report: Report | None) -> str:
    """The judgements counted, where a report gave no overall grade: none is made up of them."""
    return spread([one.grade for one in report.judgements]) if report else ""
