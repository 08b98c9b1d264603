"""Scales of grades, the lineage of judgements, and which changes we may report. Pure.

The rules follow Ofsted's frameworks: judgements of councils since 2013, the split of children in care and care leavers
in January 2023, and the end of overall effectiveness for inspections from April 2026.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from watcher.model.change import Comparison, Movement
from watcher.model.report import Grade, Judgement, JudgementId, Report, ReportKind
from watcher.ofsted.words import JUDGEMENTS_IN_TEXT

# Worst to best. A grade may belong to several scales; we only compare two grades of the same scale.
SCALES: Mapping[str, tuple[Grade, ...]] = {
    "ofsted4": (Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, Grade.GOOD, Grade.OUTSTANDING),
    "ofsted4-old": (Grade.INADEQUATE, Grade.ADEQUATE, Grade.GOOD, Grade.OUTSTANDING),
    "card5": (
        Grade.URGENT_IMPROVEMENT,
        Grade.NEEDS_ATTENTION,
        Grade.EXPECTED_STANDARD,
        Grade.STRONG_STANDARD,
        Grade.EXCEPTIONAL,
    ),
    "met2": (Grade.NOT_MET, Grade.MET),
    "send3": (Grade.SYSTEMIC_FAILINGS, Grade.INCONSISTENT, Grade.TYPICALLY_POSITIVE),
}

_SCALE_OF_KIND: Mapping[ReportKind, str] = {
    ReportKind.ILACS_STANDARD: "ofsted4",
    ReportKind.ILACS_SHORT: "ofsted4",
    ReportKind.SIF: "ofsted4",
    ReportKind.SIF_NO_LSCB: "ofsted4",
    ReportKind.SIF_REINSPECTION: "ofsted4",
    ReportKind.LAC_2013: "ofsted4-old",
    ReportKind.AREA_SEND: "send3",
}

_FAMILY_OF_KIND: Mapping[ReportKind, str] = {
    ReportKind.ILACS_STANDARD: "ILACS",
    ReportKind.ILACS_SHORT: "ILACS",
    ReportKind.SIF: "single inspection framework",
    ReportKind.SIF_NO_LSCB: "single inspection framework",
    ReportKind.SIF_REINSPECTION: "single inspection framework",
    ReportKind.LAC_2013: "inspection of services for looked after children",
    ReportKind.CHILDREN_AND_FAMILIES: "children and families framework",
    ReportKind.AREA_SEND: "area SEND",
}

# The earlier judgement to compare with if the earlier report does not have the same one.
_COMBINED_PARENT: Mapping[JudgementId, JudgementId] = {
    JudgementId.IN_CARE: JudgementId.IN_CARE_AND_CARE_LEAVERS,
    JudgementId.CARE_LEAVERS: JudgementId.IN_CARE_AND_CARE_LEAVERS,
}
_SEPARATE_PARTS = tuple(_COMBINED_PARENT)

SAME_JUDGEMENT = "same judgement"
FIRST_INSPECTION = "first inspection on record"
FIRST_OUTCOME = "first outcome on record"
FIRST_CARD = "first report card on record"
FORMER_COMBINED = "compared with the former combined judgement"
PREDECESSOR = "predecessor authority"


def scale_of_grade(grade: Grade) -> str:
    """The scale of a grade on a provider page that does not name its framework."""
    return next(name for name, grades in SCALES.items() if grade in grades)


def compare(old: Report | None, new: Report, *, predecessor: str | None = None) -> tuple[Comparison, ...]:
    """How every judgement changed between a report and a later one of the same authority, overall first.

    `old` None means a first inspection. With `predecessor`, the name of an authority that this one replaced, `old` is
    that authority's report: we show its grades, and never say that one changed. Neither report may be held. Judgements
    that ended have `after` None.
    """
    moved = [_moved(row, old, new, predecessor) for row in rows_of(new)]
    return tuple(moved + (_ended(old, new) if old and not predecessor else []))


def unknown_before(new: Report, reason: str) -> tuple[Comparison, ...]:
    """The judgements of a report whose earlier report can't be used; `reason` says why."""
    return tuple(_without_rank(row, None, Movement.NOT_COMPARABLE, reason) for row in rows_of(new))


def compare_shown(old: Grade | None, new: Grade | None) -> tuple[Comparison, ...]:
    """How the rating on a school's or home's own page changed. A rating that vanished means nothing."""
    if new is None:
        return ()
    row = Judgement(JudgementId.OVERALL, "Overall", new.value, new)
    if old is None:
        return (_without_rank(row, None, Movement.FIRST, "first rating seen on the provider's page"),)
    scales = scale_of_grade(old), scale_of_grade(new)
    return (_ranked(row, old, scales, "as shown on the provider's page"),)


def compare_cards(old: Mapping[JudgementId, Grade] | None, new: Sequence[Judgement]) -> tuple[Comparison, ...]:
    """How each area changed between two report cards; `old` None for the first. Older grades are never compared."""
    if old is None:
        return tuple(_without_rank(row, None, Movement.FIRST, FIRST_CARD) for row in new)
    rows = []
    for row in new:
        before = old.get(row.id)
        if before is None:
            rows.append(_without_rank(row, None, Movement.NEW_JUDGEMENT, "not on the report card before"))
        else:
            rows.append(_ranked(row, before, (scale_of_grade(before), scale_of_grade(row.grade)), ""))
    return tuple(rows)


def unknown_card_before(new: Sequence[Judgement]) -> tuple[Comparison, ...]:
    """The areas of a report card after one that could not be read for certain."""
    reason = "the report card before could not be read for certain"
    return tuple(_without_rank(row, None, Movement.NOT_COMPARABLE, reason) for row in new)


def scale_of(kind: ReportKind, grade: Grade) -> str:
    """The scale of a framework; where its table does not say, that of the grade itself."""
    return _SCALE_OF_KIND.get(kind) or scale_of_grade(grade)


def rows_of(report: Report) -> tuple[Judgement, ...]:
    """All graded rows of a report, with the overall one first if there is one."""
    if report.overall is None:
        return report.judgements
    return (_overall_row(report, report.overall), *report.judgements)


def _overall_row(report: Report, overall: Grade) -> Judgement:
    row = report.overall_row
    printed, page = (row.printed, row.page) if row else (overall.value, None)
    return Judgement(JudgementId.OVERALL, "Overall effectiveness", printed, overall, page)


def _moved(row: Judgement, old: Report | None, new: Report, predecessor: str | None) -> Comparison:
    if old is None:
        is_outcome = row.id is JudgementId.SEND_OUTCOME
        return _without_rank(row, None, Movement.FIRST, FIRST_OUTCOME if is_outcome else FIRST_INSPECTION)
    earlier = {judgement.id: judgement.grade for judgement in rows_of(old)}
    before = _before(row.id, earlier)
    if predecessor:
        return _without_rank(row, None, Movement.FIRST, _of_predecessor(predecessor, before))
    if before is None:
        return _without_rank(row, None, Movement.NEW_JUDGEMENT, _why_new(row.id, earlier))
    grade, basis = before
    scales = scale_of(old.kind, grade), scale_of(new.kind, row.grade)
    return _ranked(row, grade, scales, "; ".join(filter(None, (basis, _other_framework(old, new)))))


def _before(id_: JudgementId, earlier: Mapping[JudgementId, Grade]) -> tuple[Grade, str] | None:
    if id_ in earlier:
        return earlier[id_], ""
    parent = _COMBINED_PARENT.get(id_)
    if parent and parent in earlier:
        return earlier[parent], FORMER_COMBINED
    parts = [earlier.get(part) for part, whole in _COMBINED_PARENT.items() if whole is id_]
    if parts and parts[0] is not None and len(set(parts)) == 1:
        return parts[0], f"both {_in_words(parts[0])} before"
    return None


def _in_words(grade: Grade) -> str:
    return grade.value.replace("_", " ")


def _of_predecessor(name: str, before: tuple[Grade, str] | None) -> str:
    shown = _in_words(before[0]) if before else "not judged"
    return f"{FIRST_INSPECTION}; {PREDECESSOR} {name}: {shown}"


def _why_new(id_: JudgementId, earlier: Mapping[JudgementId, Grade]) -> str:
    parts = [part for part in _SEPARATE_PARTS if part in earlier]
    if id_ is JudgementId.IN_CARE_AND_CARE_LEAVERS and parts:
        return (
            f"made apart before: {', '.join(f'{JUDGEMENTS_IN_TEXT[one]} {_in_words(earlier[one])}' for one in parts)}"
        )
    return "not judged separately before"


def _ranked(row: Judgement, before: Grade, scales: tuple[str, str], basis: str) -> Comparison:
    if Grade.NOT_JUDGED in (before, row.grade):
        return _without_rank(row, before, Movement.NOT_COMPARABLE, "not judged in one of the two reports")
    if scales[0] != scales[1]:
        return _without_rank(row, before, Movement.NOT_COMPARABLE, "graded on a different scale")
    ranks = SCALES[scales[1]]
    steps = ranks.index(row.grade) - ranks.index(before)
    movement = Movement.IMPROVED if steps > 0 else Movement.DECLINED if steps < 0 else Movement.UNCHANGED
    return Comparison(row.id, row.label, before, row.grade, movement, steps, basis or SAME_JUDGEMENT)


def _without_rank(row: Judgement, before: Grade | None, movement: Movement, basis: str) -> Comparison:
    return Comparison(row.id, row.label, before, row.grade, movement, None, basis)


def _other_framework(old: Report, new: Report) -> str:
    was, is_ = _FAMILY_OF_KIND[old.kind], _FAMILY_OF_KIND[new.kind]
    return "" if was == is_ else f"different framework ({was} before)"


def _ended(old: Report, new: Report) -> list[Comparison]:
    same = _FAMILY_OF_KIND[old.kind] == _FAMILY_OF_KIND[new.kind]
    return [_end(row, same) for row in rows_of(old) if not _lives_on(row.id, {now.id for now in rows_of(new)})]


def _lives_on(id_: JudgementId, now: Iterable[JudgementId]) -> bool:
    heirs = {id_, _COMBINED_PARENT.get(id_)}
    heirs |= {child for child, parent in _COMBINED_PARENT.items() if parent is id_}
    return not heirs.isdisjoint(now)


def _end(row: Judgement, same_framework: bool) -> Comparison:
    """Within one framework only the overall judgement ever ended; any other one was left out of a single report."""
    left_out = same_framework and row.id is not JudgementId.OVERALL
    basis = "not judged in this report" if left_out else "this judgement is no longer made"
    return Comparison(row.id, row.label, row.grade, None, Movement.ENDED, None, basis)


def newest_first(published: date | None, file_id: str) -> tuple[date, int]:
    """The sort order of an authority's reports: by publication date, then by file number."""
    return published or date.min, int(file_id) if file_id.isdigit() else 0
