"""Which inspection's story an article belongs to. Pure: the same article and records always give the same answer.

Sector press follows a report on its day, local papers up to two or three weeks later, law firms for two months. So the
time alone proves little. Soon after a report the article must report the inspection as new. Later it must name the
report: by link, by its publication day or by the days of the inspection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Self

from watcher.model.news import Article, DateBasis, NewsSource, Tier
from watcher.model.record import OnRecord, Records, is_of_the_area, story_of
from watcher.model.report import Grade
from watcher.model.source import Authority
from watcher.news.about.reading import Lines, Sentence
from watcher.news.about.relevance import OF_THAT_DAY, PROVIDER_PAGE, About, grades_of
from watcher.news.days_and_grades import NamedDates

_EARLY = timedelta(days=1)  # a broken embargo, or a date in another time zone
_VISIT = timedelta(days=7)
_WINDOW = timedelta(days=21)
_NAMING = timedelta(days=62)  # "the report published last month"
_LINKING = timedelta(days=56)
_FILE = re.compile(r"/file/(\d+)\b")
_LEAD = 4


@dataclass(frozen=True, slots=True)
class Joined:
    """Where an article belongs, and when it was published.

    `stories` are named by `record.story_of`, in the order of the councils. `date` is from the page or the list, or is
    the newest joined report's (INFERRED). `authorities` are the councils it is about: those whose story it joins, or
    all that `About` gave if it joins none.
    """

    stories: tuple[str, ...]
    date: date | None
    basis: DateBasis
    authorities: tuple[str, ...]


def join(
    reading: Lines,
    about: About,
    source: NewsSource,
    records: Records,
    authorities: Mapping[str, Authority],
    listed: date | None,
    seen: date,
) -> Joined:
    """The stories of an article. `listed` is the day in its list or feed, `seen` the day we first saw it.

    Call it again for articles without a story when we learn of new reports: a release may appear before we have visited
    Ofsted's page.
    """
    day, basis = _dated(reading.article, listed)
    told = _Told.by(reading, about, source)
    wanted = about.urns if about.relevant else ()
    found = [(urn, _report_for(urn, told, records, day, seen)) for urn in _with_heirs(wanted, authorities)]
    chosen = _the_fresh_ones([(urn, report) for urn, report in found if report], day or seen)
    if day is None and chosen:
        day, basis = max(report.published for _, report in chosen), DateBasis.INFERRED
    stories = tuple(story_of(urn, report.published) for urn, report in chosen)
    return Joined(stories, day, basis, tuple(urn for urn, _ in chosen) or about.urns)


def _dated(article: Article, listed: date | None) -> tuple[date | None, DateBasis]:
    if article.published is not None:
        return article.published, article.published_basis
    return (listed, DateBasis.LIST) if listed else (None, DateBasis.UNKNOWN)


def _with_heirs(urns: Sequence[str], authorities: Mapping[str, Authority]) -> tuple[str, ...]:
    """The councils, each former one followed by its successors: papers go on using the old county's name."""
    return tuple(dict.fromkeys(one for urn in urns for one in (urn, *authorities[urn].successors)))


def _the_fresh_ones(found: Sequence[tuple[str, OnRecord]], day: date) -> list[tuple[str, OnRecord]]:
    """An article with news of one council may mention old grades of others: those are not news."""
    fresh = [(urn, report) for urn, report in found if _within(report, day, _WINDOW)]
    return fresh or list(found)


def _within(report: OnRecord, day: date, window: timedelta) -> bool:
    return report.published - _EARLY <= day <= report.published + window


# --- what identifies a report ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Signs:
    """The days, months and years that lines about a council name, their grade words, and what went before."""

    dates: NamedDates
    grades: frozenset[Grade]
    reported_in: frozenset[int]

    @classmethod
    def of(cls, lines: Iterable[Sentence]) -> Self:
        each = list(lines)
        grades = frozenset(grade for one in each for grade in one.grades)
        findings = (one for one in each if one.of.inspection and one.grades and not one.of.ungraded_visit)
        months = frozenset(month for one in findings for month in one.dates.bare_months)
        dates = (frozenset().union(*(getattr(one.dates, part.name) for one in each)) for part in fields(NamedDates))
        return cls(NamedDates(*dates), grades, months)

    def names_day(self, report: OnRecord, written: date) -> bool:
        """Whether it names the day of publication or of the inspection. A day without a year counts within a year."""
        of_report = (report.published, *_inspected(report))
        recent = (written - report.published).days <= 366
        return any(
            named.is_day(day) and (named.year is not None or recent) for named in self.dates.days for day in of_report
        )

    def names_month(self, report: OnRecord) -> bool:
        """Whether it names the month of publication, with its year."""
        return (report.published.year, report.published.month) in self.dates.months

    def reports_month(self, report: OnRecord) -> bool:
        """Whether it says that an inspection found something in the month of publication, of whatever year."""
        return report.published.month in self.reported_in

    def fits(self, report: OnRecord) -> bool:
        """Whether a grade it names is one of the report's."""
        return bool(self.grades & grades_of(report))

    def weight(self, report: OnRecord, before: OnRecord | None) -> int:
        """How much supports a report if the article has no date; below 2 it could be any report."""
        weight = 3 if any(named.is_day(report.published) for named in self.dates.days) else 0
        weight += 3 if self._of_inspection(report) else 1 if self._of_its_months(report) else 0
        weight += 2 if self.names_month(report) else 0
        weight += 1 if report.published.year in self.dates.years else 0
        weight += 2 if before and self._follows(report, before) else 0
        weight += 1 if self.fits(report) else -2 if self.grades else 0
        return weight

    def _of_inspection(self, report: OnRecord) -> bool:
        return any(named.is_day(day) for named in self.dates.days for day in _inspected(report))

    def _of_its_months(self, report: OnRecord) -> bool:
        return any(day.month in self.dates.bare_months for day in _inspected(report))

    def _follows(self, report: OnRecord, before: OnRecord) -> bool:
        """Whether the earlier report is named: "since 2021", "four years ago"."""
        year, since = before.published.year, report.published.year - before.published.year
        return year in self.dates.since or bool(since and {since - 1, since, since + 1} & self.dates.years_ago)


def _inspected(report: OnRecord) -> tuple[date, ...]:
    """The first and last days of each visit."""
    return tuple(day for period in report.report.inspection_periods for day in period)


# --- what one article says ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """What an article tells of its report: the signs in the lines about each council, the links, and its wording."""

    tells: bool
    calls_it_a_visit: bool
    own: bool
    of_the_area: bool
    by_council: Mapping[str, _Signs]
    files: frozenset[str]
    providers: frozenset[str]

    @classmethod
    def by(cls, reading: Lines, about: About, source: NewsSource) -> _Told:
        lines, links, own = reading.lines, reading.article.links, source.tier is Tier.OWN
        return cls(
            tells=_tells(lines, own=own) or about.why == OF_THAT_DAY,
            calls_it_a_visit=any(line.of.ungraded_visit for line in lines) and _gives_a_grade(lines),
            own=own,
            of_the_area=_is_of_the_area(lines),
            by_council={urn: _signs_for(urn, lines, about) for urn in about.urns},
            files=frozenset(m[1] for link in links if (m := _FILE.search(link))),
            providers=frozenset(m[1] for link in links if (m := PROVIDER_PAGE.search(link))),
        )

    def signs(self, urn: str) -> _Signs:
        """What the article says about a council. A successor shares what is said of all."""
        return self.by_council.get(urn) or _Signs.of(())


def _tells(lines: Sequence[Sentence], *, own: bool) -> bool:
    """Whether it reports an inspection with a published report, and not one that is still to come or long known."""
    top = lines[: _LEAD + 1]
    if own:
        return any(line.of.inspection and not line.of.outlook for line in lines)
    if any(line.of.outlook for line in top) and not any(_is_news(line) for line in top if not line.of.outlook):
        return False
    if any(line.of.ungraded_visit for line in lines) and not any(map(_falls, lines)):
        return False
    return _title_tells(lines[0]) or any(map(_is_news, lines))


def _gives_a_grade(lines: Sequence[Sentence]) -> bool:
    """Whether a line near the top gives a grade for the services themselves: visits give none."""
    return any(line.grades and not line.of.another and not line.of.comparison for line in lines[: _LEAD + 1])


def _is_of_the_area(lines: Sequence[Sentence]) -> bool:
    """Whether it is about an inspection of a whole area, such as SEND, and not about a council's grades."""
    top = lines[:_LEAD]
    area = any(line.of.area_inspection for line in top)
    return area and not any(line.grades for line in top if not line.of.area_inspection)


def _title_tells(title: Sentence) -> bool:
    return not title.of.another and not title.of.outlook and (title.of.inspection or bool(title.grades))


def _is_news(line: Sentence) -> bool:
    subject = line.of.inspection or line.of.services or bool(line.grades)
    return subject and line.of.fresh_finding and not line.of.another and not line.of.comparison


_FALL = re.compile(
    r"\b(?:fallen|fell|dropped|risen|rose|raised|moved|climbed|gone|slipped|up|down)\b.*\bfrom\b|\boverall\b", re.I
)


def _falls(line: Sentence) -> bool:
    """A visit never changes a grade: if a grade changed, "visit" is the wrong word for an inspection."""
    return bool(line.grades) and _FALL.search(line.straight) is not None


def _signs_for(urn: str, lines: Sequence[Sentence], about: About) -> _Signs:
    """What is in the lines that may be about a council: those that name it, and those that name none of the others."""
    others = {*about.urns, *about.mentioned} - {urn}
    return _Signs.of(line for line in lines if urn in line.councils or not others & {*line.councils})


# --- which report it is ---------------------------------------------------------------------------


def _report_for(urn: str, told: _Told, records: Records, day: date | None, seen: date) -> OnRecord | None:
    wanted = (one for one in records.get(urn, ()) if is_of_the_area(one) is told.of_the_area)
    out = [report for report in wanted if report.published - _EARLY <= (day or seen)]
    if linked := _linked(out, told):
        return linked
    if not out:
        return None
    if not told.tells:
        return _of_that_day(out, day) if told.calls_it_a_visit and day else None
    newest, by = out[-1], (day or seen) + _EARLY
    # it may be about a report that we have not read: then only what names an older one by its day belongs to that
    if not told.of_the_area and records.newer_not_read(urn, newest, by):
        return _named(out, told.signs(urn), day) if day else None
    if day is None:
        return _undated(out, told.signs(urn), seen)
    return _dated_one(urn, out, told, day) or (_newest_by(out, day) if told.own else None)


def _newest_by(out: Sequence[OnRecord], day: date) -> OnRecord | None:
    return max((one for one in out if one.published <= day), key=lambda one: one.published, default=None)


def _of_that_day(out: Sequence[OnRecord], day: date) -> OnRecord | None:
    """The graded report that came out in these days, which an article calls a visit although it gives a grade."""
    return next((report for report in reversed(out) if _within(report, day, _VISIT)), None)


def _named(out: Sequence[OnRecord], signs: _Signs, day: date) -> OnRecord | None:
    return next((report for report in reversed(out) if signs.names_day(report, day)), None)


def _linked(out: Sequence[OnRecord], told: _Told) -> OnRecord | None:
    """The newest report whose file the article links to."""
    files = [report for report in out if (m := _FILE.search(report.url)) and m[1] in told.files]
    return files[-1] if files else None


def _dated_one(urn: str, out: Sequence[OnRecord], told: _Told, day: date) -> OnRecord | None:
    newest, signs = out[-1], told.signs(urn)
    if _within(newest, day, _WINDOW):
        return newest
    if urn in told.providers and _within(newest, day, _LINKING):
        return newest
    if named := _named(out, signs, day):
        return named
    months = signs.names_month(newest) or signs.reports_month(newest)
    return newest if months and _within(newest, day, _NAMING) and signs.fits(newest) else None


def _undated(out: Sequence[OnRecord], signs: _Signs, seen: date) -> OnRecord | None:
    """The report that best fits an article without any date, if anything points to one."""
    earlier = [None, *out[:-1]]
    weighed = [
        (signs.weight(report, before) + (2 if _within(report, seen, _WINDOW) else 0), report.published, report)
        for report, before in zip(out, earlier, strict=True)
    ]
    weight, _, report = max(weighed, key=lambda one: one[:2])
    return report if weight >= 2 else None
