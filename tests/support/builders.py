"""Small builders of model values, with a plausible default for every field that a test does not name.

For example `a_change(held=True)` or `an_observation(key="50200001", published=date(2025, 6, 2))`. The council, the
people and the reports are invented.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from watcher.model.change import Change, ChangeKind, Comparison, Event, Movement
from watcher.model.event_kind import EventKind
from watcher.model.mail import Delivery
from watcher.model.report import Grade, Improvement, Judgement, JudgementId, Passage, Report, ReportFile, ReportKind
from watcher.model.source import Fault, Observation, PageState, Provider, Source
from watcher.model.subscription import Frequency, Subscription
from watcher.model.visit import Attempt, Known, Listed, Record, SearchRow, Target, Unchanged
from watcher.ofsted.grades import SAME_JUDGEMENT

NOW = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
SOURCE_ID = "ofsted:44/80999"
PAGE_URL = "https://reports.example/provider/44/80999"
FILE_URL = "https://files.example/v1/file/"


def a_provider(**fields: Any) -> Provider:
    return replace(Provider("44", "80999"), **fields)


def a_source(**fields: Any) -> Source:
    """The provider page of Marlow Vale; pass `id` and `url` for another one."""
    topics = ("all", "authority:80999", "region:E12000004", "provider:44/80999")
    return replace(Source(SOURCE_ID, "Marlow Vale", PAGE_URL, "ofsted", topics=topics), **fields)


def a_target(**fields: Any) -> Target:
    return replace(Target(a_source(), followed_since=NOW), **fields)


def a_known(**fields: Any) -> Known:
    return replace(Known(a_target()), **fields)


def an_observation(**fields: Any) -> Observation:
    """A graded inspection report listed on the page; its address follows its key unless given."""
    facts = {"event": "inspection", "graded": "yes", "inspected": "2025-01-20"}
    url = FILE_URL + str(fields.get("key", "50200001"))
    seen = Observation(SOURCE_ID, "50200001", "Children's services inspection", url, date(2025, 3, 3), facts)
    return replace(seen, **fields)


def a_page_state(**fields: Any) -> PageState:
    return replace(PageState(PAGE_URL, SOURCE_ID, '"v1"', None, "b" * 64, "r" * 64), **fields)


def an_unchanged(**fields: Any) -> Unchanged:
    return replace(Unchanged(a_page_state(), date(2025, 3, 3)), **fields)


def a_judgement(**fields: Any) -> Judgement:
    label = "The impact of leaders on social work practice with children and families"
    return replace(Judgement(JudgementId.LEADERS, label, "Good", Grade.GOOD), **fields)


def an_improvement(**fields: Any) -> Improvement:
    return replace(Improvement("The timeliness of return home interviews.", page=2), **fields)


def a_passage(**fields: Any) -> Passage:
    return replace(Passage("leaders", "Leaders know their services well.", page=4, paragraph=12), **fields)


def a_report(**fields: Any) -> Report:
    """A short ILACS report that is good in every judgement."""
    report = Report(
        kind=ReportKind.ILACS_SHORT,
        authority="Marlow Vale",
        inspection_periods=((date(2025, 1, 20), date(2025, 1, 24)),),
        published_printed=date(2025, 3, 3),
        lead_inspectors=("Ada Quill",),
        overall=Grade.GOOD,
        judgements=(a_judgement(),),
        improve=(an_improvement(),),
        passages=(a_passage(),),
        pages=12,
    )
    return replace(report, **fields)


def a_send_report(**fields: Any) -> Report:
    """A report on the area's SEND: with an outcome as printed in its box, and without grades."""
    said = "The local area partnership’s arrangements lead to inconsistent experiences and outcomes."
    outcome = Judgement(JudgementId.SEND_OUTCOME, "Inspection outcome", said, Grade.INCONSISTENT)
    report = a_report(kind=ReportKind.AREA_SEND, overall=None, judgements=(outcome,), published_printed=None)
    return replace(report, **fields)


def a_report_file(**fields: Any) -> ReportFile:
    """A report that was read; its address follows its file number unless given."""
    url = FILE_URL + str(fields.get("file_id", "50200001"))
    title, published = "Children's services inspection", date(2025, 3, 3)
    read = ReportFile("50200001", SOURCE_ID, url, title, published, "f" * 64, a_report(), (), NOW)
    return replace(read, **fields)


def a_comparison(**fields: Any) -> Comparison:
    moved = Comparison(
        JudgementId.OVERALL,
        "Overall effectiveness",
        Grade.GOOD,
        Grade.REQUIRES_IMPROVEMENT,
        Movement.DECLINED,
        -1,
        SAME_JUDGEMENT,
    )
    return replace(moved, **fields)


def an_event(**fields: Any) -> Event:
    return replace(Event(EventKind.INSPECTION, graded=True), **fields)


def a_change(**fields: Any) -> Change:
    """A new graded report that lowered the overall grade."""
    change = Change(
        id="c1",
        source_id=SOURCE_ID,
        key="50200001",
        kind=ChangeKind.NEW,
        before=None,
        after=an_observation(),
        recorded_at=NOW,
        event=an_event(),
        provider=a_provider(),
        provider_name="Marlow Vale",
        provider_url=PAGE_URL,
        report=a_report(overall=Grade.REQUIRES_IMPROVEMENT),
        earlier=date(2021, 7, 1),
        judgements=(a_comparison(),),
        headline="Marlow Vale: Good to Requires improvement",
        held=False,
        problems=(),
        topics=a_source().topics,
    )
    return replace(change, **fields)


def a_fault(**fields: Any) -> Fault:
    return replace(Fault(SOURCE_ID, "the page answered 503", NOW, NOW), **fields)


def an_attempt(**fields: Any) -> Attempt:
    return replace(Attempt("50200001", NOW, "the file was cut off"), **fields)


def a_record(**fields: Any) -> Record:
    """A good visit that found one report and nothing to send."""
    source = {"source_id": fields.get("source_id", SOURCE_ID)}
    seen, page = an_observation(**source), a_page_state(**source)
    return replace(Record(SOURCE_ID, NOW, observations=(seen,), page=page), **fields)


def a_search_row(**fields: Any) -> SearchRow:
    return replace(SearchRow(a_provider(), "Marlow Vale", date(2025, 3, 3)), **fields)


def a_list(*rows: SearchRow) -> Listed:
    return Listed("ofsted:search", rows or (a_search_row(),))


def a_subscription(**fields: Any) -> Subscription:
    follows = Subscription(1, "reader@example.org", "authority:80999", Frequency.DAILY, NOW)
    return replace(follows, **fields)


def a_delivery(**fields: Any) -> Delivery:
    content = b"Subject: Marlow Vale\r\n\r\nGood to Requires improvement\r\n"
    mail = Delivery(1, "<m1@watcher.example>", "reader@example.org", "Marlow Vale", content, 0, NOW)
    return replace(mail, **fields)
