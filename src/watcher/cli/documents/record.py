"""The JSON of the commands that ask the record; described in docs/record.md. Pure."""

from __future__ import annotations

from typing import Any

from watcher.desk.record_compare import CouncilComparison, CouncilStanding
from watcher.desk.record_find import Hit
from watcher.desk.record_tables import page_link
from watcher.desk.record_themes import ThemeCount, ThemePoint, ThemeWord
from watcher.desk.record_timeline import CouncilTimeline, alternative_text
from watcher.desk.record_words import statement_in_words


def hit_document(hit: Hit) -> dict[str, Any]:
    """One paragraph or item that was found, as plain values for JSON."""
    found, entry, then = hit.found, hit.of.entry, hit.then
    report = hit.of.report
    return {
        "authority_urn": found.urn,
        "authority": hit.authority,
        "region": hit.region,
        "file_id": found.file_id,
        "event": entry.facts.get("event"),
        "kind": report.kind.value if report else None,
        "title": entry.title,
        "published": entry.published.isoformat() if entry.published else None,
        "part": found.part.value,
        "section": found.topic or None,
        "text": found.text,
        "paragraph": found.paragraph,
        "pdf_page": found.page,
        "url": hit.link,
        "judgement_then": then.judgement.value,
        "grade_then": then.grade.value if then.grade else None,
        "grade_published": then.published.isoformat() if then.published else None,
        "no_grade_because": then.why or None,
    }


def comparison_document(compared: CouncilComparison) -> dict[str, Any]:
    """A comparison of councils, as plain values for JSON."""
    return {
        "council": compared.own,
        "region": compared.region,
        "as_of": compared.on.isoformat(),
        "neighbours_source": compared.source,
        "councils": [_standing(one) for one in compared.councils],
        "statements": [
            {
                "judgement": said.judgement.value,
                "can_be_said": said.can_be_said,
                "sentence": statement_in_words(compared, said),
                "councils": said.total,
                "good_or_better": list(said.good_or_better),
                "below_good": list(said.below),
                "without_grade": list(said.without_grade),
                "unknown": [{"authority": name, "why": why} for name, why in said.unknown],
                "not_inspected_yet": list(said.not_yet),
            }
            for said in compared.statements
        ],
    }


def _standing(one: CouncilStanding) -> dict[str, Any]:
    report = one.report
    return {
        "authority_urn": one.urn,
        "authority": one.name,
        "file_id": report.file_id if report else None,
        "published": report.published.isoformat() if report and report.published else None,
        "url": report.url if report else None,
        "unknown_because": one.why or None,
        "grades": {judgement.value: grade.value for judgement, grade in one.grades.items()},
        "since": {judgement.value: day.isoformat() if day else None for judgement, day in one.since.items()},
    }


def theme_document(count: ThemeCount) -> dict[str, Any]:
    """One theme as plain values for JSON."""
    return {
        "theme": count.id,
        "label": count.label,
        "is_framework_tag": count.is_tag,
        "reports": count.reports,
        "reports_with_theme": len(count.points),
        "again": count.times(ThemeWord.AGAIN),
        "new": count.times(ThemeWord.NEW),
        "no_earlier_list": count.times(ThemeWord.FIRST),
        "where": [_point(point) for point in count.points],
        "not_listed_this_time": [_point(point) for point in count.not_listed],
    }


def _point(point: ThemePoint) -> dict[str, Any]:
    return {
        "authority_urn": point.of.urn,
        "authority": point.authority,
        "file_id": point.of.file_id,
        "published": point.of.published.isoformat() if point.of.published else None,
        "word": point.word.value,
        "items": [
            {"text": item.text, "tag": item.tag, "pdf_page": item.page, "url": page_link(point.of.url, item.page)}
            for item in point.items
        ],
    }


def timeline_document(timeline: CouncilTimeline) -> dict[str, Any]:
    """A timeline as plain values for JSON, with the text for those who can't see the picture."""
    return {
        "authority_urn": timeline.urn,
        "authority": timeline.council,
        "as_of": timeline.until.isoformat(),
        "events": [
            {
                "published": one.published.isoformat(),
                "event": one.event,
                "name": one.name,
                "graded": one.graded,
                "framework": one.framework,
                "grades": {judgement.value: grade.value for judgement, grade in one.grades.items()},
                "unknown_because": one.why or None,
                "priority_action": one.priority,
                "outcome": one.outcome or None,
                "url": one.url,
            }
            for one in timeline.events
        ],
        "notes": list(timeline.notes),
        "alternative_text": alternative_text(timeline),
    }
