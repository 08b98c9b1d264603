"""Whether one of the firm's own articles is out of date or wrong, and what to write instead. Pure.

The reasons are letters: a newer inspection, b another grade, c "latest" with an older date, d a statement about the
framework, e a dead link, f an abolished authority, g wrong and h imprecise from the first day. What an article
says of the past with its date stays true and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from watcher.claims.check import Checked, checked, finding_on
from watcher.claims.dates import resolved
from watcher.claims.record import Evidence, day, of, parts, shown, words
from watcher.claims.statements.statement import Statement, StatementKind
from watcher.claims.which_report import subjects_of
from watcher.model.news import ClaimVerdict, Stale
from watcher.model.record import OnRecord, Records, as_of
from watcher.model.sentences import folded
from watcher.model.source import Authority
from watcher.news.about.reading import Reading
from watcher.ofsted.grades import rows_of

#: when the framework of inspections changed, and how
_FRAMEWORKS = (
    (date(2023, 1, 1), "children in care and care leavers are two judgements since January 2023"),
    (date(2026, 4, 1), "no overall grade is given since April 2026"),
)
_GRADES = (StatementKind.GRADE, StatementKind.FAILING, StatementKind.MOVE)
_GIVES_OVERALL = re.compile(
    r"\b(?:gives?|awards?|makes?|receives?|issues?|gets?|are given|is given)\b[^.;]{0,40}\boverall "
    r"(?:effectiveness|grade|rating|judge?ment)"
)
_YEAR = re.compile(r"\b20[0-3]\d\b")
_LETTERS = "abcdefgh"
#: the longest that a report took to appear since 2018, counted from the end of its inspection, and that inspection
_INSPECTED_BEFORE = timedelta(days=240)


@dataclass(frozen=True, slots=True)
class _Post:
    """An article of the firm's own with what it states, as of its day and as of today."""

    reading: Reading
    then: Evidence
    now: Evidence
    stated: tuple[Checked, ...]
    today_stated: tuple[Checked, ...]

    @classmethod
    def of(cls, reading: Reading, then: Evidence) -> _Post:
        now = replace(then, written=then.today)
        return cls(reading, then, now, *(tuple(checked(reading.statements, each)) for each in (then, now)))


def stale(
    reading: Reading,
    about: Sequence[str],
    written: date | None,
    today: date,
    records: Records,
    authorities: Mapping[str, Authority],
    dead_links: frozenset[str] = frozenset(),
) -> tuple[Stale, ...]:
    """Why the article is out of date on a day, by letter; each sentence once for each reason.

    `written` is its day if we know it (else its own date, else the year in its title). `dead_links` are the
    addresses in it that no longer lead to a report.
    """
    out = {urn: tuple(one for one in reports if one.published <= today) for urn, reports in records.items()}
    known = records.with_reports(out)
    day_of = written or reading.article.published or _year_in(reading.article.title)
    if day_of is None or day_of > today:
        day_of = today
    post = _Post.of(reading, Evidence(known, authorities, tuple(about), day_of, today))
    found = [*_links(post, dead_links), *_gone(post)]
    if post.stated or post.today_stated:
        wrong = list(_wrong(post))
        first = {one.sentence for one in wrong}
        # what was wrong from its first day is an error, and not overtaken by a later report
        later = [*_newer(post), *(one for one in (*_regraded(post), *_latest(post)) if one.sentence not in first)]
        found += [*later, *_framework(post), *wrong]
        told = {one.sentence for one in found}
        found += [one for one in _imprecise(post) if one.sentence not in told]
    unique: dict[tuple[str, str, date | None], Stale] = {}
    for one in found:
        unique.setdefault((one.reason, one.sentence, one.report), one)
    return tuple(sorted(unique.values(), key=lambda one: _LETTERS.index(one.reason)))


def _year_in(title: str) -> date | None:
    found = _YEAR.findall(title)
    return date(int(found[-1]), 1, 1) if found else None


def _newer(post: _Post) -> Iterator[Stale]:
    """(a) A graded report came out after the article, and the article does not speak of it."""
    for urn in post.then.about:
        relied, newest = _relied(post, urn), as_of(post.now.records, urn, post.now.today)
        if out := _not_read(post, urn):
            yield from _newer_not_read(post, urn, out)
            continue
        if newest is None or newest == relied or _speaks_of(post, newest):
            continue
        since = f"it relies on the report of {day(relied.published)}; " if relied else ""
        why = f"{since}{of(newest)} is newer"
        yield Stale(
            "a",
            _telling(post, urn),
            why,
            f"Ofsted published a newer report on {day(newest.published)}: {summary(newest)}",
            newest.published,
        )


def _newer_not_read(post: _Post, urn: str, out: date) -> Iterator[Stale]:
    """The same of a report whose grades are not known for certain: that it exists is known from the council's page."""
    if out <= post.then.written or _names_month(post, out - _INSPECTED_BEFORE, out):
        return
    why = f"Ofsted's report of {day(out)} is newer; we are still checking its grades"
    yield Stale("a", _telling(post, urn), why, f"Ofsted published a newer report on {day(out)}", out)


def _not_read(post: _Post, urn: str) -> date | None:
    """The day of the newest report today, if that one is held or not read yet."""
    newest = as_of(post.now.records, urn, post.now.today)
    return post.now.records.newer_not_read(urn, newest, post.now.today)


def _names_month(post: _Post, first: date, last: date) -> bool:
    """Whether the article names a month between two days."""
    return any(
        (first.year, first.month) <= (when.year, when.month) <= (last.year, last.month)
        for when in post.reading.days
        if when.year and when.month
    )


def _relied(post: _Post, urn: str) -> OnRecord | None:
    """The report that was the newest when the article was written; None if that one has not been read."""
    relied = as_of(post.then.records, urn, post.then.written)
    return None if post.then.records.newer_not_read(urn, relied, post.then.written) else relied


def _speaks_of(post: _Post, report: OnRecord) -> bool:
    """Whether the article names the report by its date, by the month of its inspection, or by its address."""
    if report.url in post.reading.article.links:
        return True
    ends = {edge for period in report.report.inspection_periods for edge in period}
    months = {(edge.year, edge.month) for edge in (*ends, report.published)}
    return any(
        (when.year and when.day and resolved(when, report.published) == report.published)
        or (when.year, when.month) in months
        for when in post.reading.days
    )


def _telling(post: _Post, urn: str) -> str:
    """The sentence that shows which report of an authority the article relies on."""
    stated = [one.statement for one in post.stated if urn in subjects_of(one.statement, post.then)]
    for kinds in ((StatementKind.LATEST,), _GRADES, tuple(StatementKind)):
        for one in stated:
            if one.kind in kinds:
                return one.sentence
    return post.reading.article.title


def _regraded(post: _Post) -> Iterator[Stale]:
    """(b) A grade that is stated as today's is not today's."""
    for statement in _of_the_present(post):
        for urn in subjects_of(statement, post.now):
            newest = as_of(post.now.records, urn, post.now.today)
            found = _contradiction(post, statement)
            if newest and found:
                fact = f"{summary(newest)}, {day(newest.published)}"
                yield Stale("b", statement.sentence, found, fact, newest.published)


def _of_the_present(post: _Post) -> Iterator[Statement]:
    latest = {one.statement.sentence for one in post.stated if one.statement.kind is StatementKind.LATEST}
    for one in post.today_stated:
        statement = one.statement
        if statement.kind in _GRADES and (statement.time is None or statement.sentence in latest):
            yield replace(statement, time=None)


def _contradiction(post: _Post, statement: Statement) -> str | None:
    found = finding_on(statement, post.now, of_our_own=True)
    return found.why if found and found.verdict is ClaimVerdict.CONTRADICTED else None


def _latest(post: _Post) -> Iterator[Stale]:
    """(c) "The latest report", with a date before that of the newest one."""
    for one in post.stated:
        statement = one.statement
        if statement.kind is not StatementKind.LATEST or statement.words != "latest" or statement.doubt:
            continue
        for urn in subjects_of(statement, post.now):
            begun, published = _newest(post, urn)
            named = resolved(statement.days[0], post.then.written)
            if published and begun and named and (named.year, named.month) < (begun.year, begun.month):
                why = f"it calls the report of {named:%B %Y} the newest"
                yield Stale("c", statement.sentence, why, f"the newest report is of {day(published)}", published)


def _newest(post: _Post, urn: str) -> tuple[date | None, date | None]:
    """When the inspection of the newest report began, as far as that is known, and when the report came out.

    From that month on anybody may call the report by it.
    """
    if out := _not_read(post, urn):
        return out - _INSPECTED_BEFORE, out
    newest = as_of(post.now.records, urn, post.now.today)
    if newest is None:
        return None, None
    return min((begin for begin, _ in newest.report.inspection_periods), default=newest.published), newest.published


def _framework(post: _Post) -> Iterator[Stale]:
    """(d) How many areas are inspected, or that there is an overall grade, when the framework has changed since."""
    changed = [(since, what) for since, what in _FRAMEWORKS if post.then.written < since <= post.now.today]
    if not changed:
        return
    for sentence in _on_the_framework(post, no_overall=changed[-1][0] == _FRAMEWORKS[-1][0]):
        why = f"the framework of inspections changed on {day(changed[0][0])}"
        yield Stale("d", sentence, why, "; ".join(what for _, what in changed))


def _on_the_framework(post: _Post, *, no_overall: bool) -> Iterator[str]:
    for one in post.stated:
        if one.statement.kind is StatementKind.AREAS and not _YEAR.search(one.statement.sentence):
            yield one.statement.sentence
    for line in post.reading.body if no_overall else ():
        if _GIVES_OVERALL.search(folded(line.text)) and not _YEAR.search(line.text):
            yield line.text


def _links(post: _Post, dead: frozenset[str]) -> Iterator[Stale]:
    """(e) A link to Ofsted that leads nowhere."""
    for link in post.reading.article.links:
        if link in dead:
            yield Stale("e", link, "the link no longer leads to a report", "link to the authority's page at Ofsted")


def _gone(post: _Post) -> Iterator[Stale]:
    """(f) An authority that was abolished after the article was written, or that it still speaks of as there."""
    for urn in post.then.about:
        authority = post.now.authorities.get(urn)
        if authority and authority.abolished_on and authority.abolished_on <= post.now.today:
            heirs = ", ".join(post.now.name(heir) for heir in authority.successors) or "nobody on record"
            fact = f"{authority.name} was abolished on {day(authority.abolished_on)}; its successors are {heirs}"
            yield Stale("f", _naming(post, authority), f"{authority.name} no longer exists", fact)


def _naming(post: _Post, authority: Authority) -> str:
    named = (line.text for line in post.reading.lines if authority.name in line.text)
    return next(named, post.reading.article.title)


def _wrong(post: _Post) -> Iterator[Stale]:
    """(g) What was wrong when it was written: a number, a date, a grade."""
    for one in _stated(post, ClaimVerdict.CONTRADICTED):
        yield Stale("g", one.statement.sentence, "its source says otherwise", one.finding.why)


def _imprecise(post: _Post) -> Iterator[Stale]:
    """(h) What was not exact when it was written, but not wrong either."""
    for one in _stated(post, ClaimVerdict.IMPRECISE):
        yield Stale("h", one.statement.sentence, one.finding.why, "")


def _stated(post: _Post, verdict: ClaimVerdict) -> Iterator[Checked]:
    """The statements with this verdict that a later report has not borne out: an edit may speak of it."""
    for one in post.stated:
        if one.finding.verdict is verdict:
            now = finding_on(one.statement, post.now)
            if now is None or now.verdict is not ClaimVerdict.SUPPORTED:
                yield one


def summary(report: OnRecord) -> str:
    """The grades of a report in a few words."""
    graded = parts(report)
    if graded and len(set(graded.values())) == 1 and report.report.overall in (None, *graded.values()):
        return f"{words(next(iter(graded.values())))} in all judgements"
    return shown({row.id: row.grade for row in rows_of(report.report)})
