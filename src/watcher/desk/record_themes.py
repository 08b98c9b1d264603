"""How often each theme is an improvement point, where, and whether again. Pure.

We count graded reports with a list of what must improve. An item that the next report does not list is "not listed this
time": a report does not say that it is solved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from watcher.desk.record import Chains, GradedReport, standing
from watcher.desk.record_tables import Selection
from watcher.model.report import Improvement, Report
from watcher.model.source import Authority
from watcher.ofsted.reports.framework_tags import framework_tags
from watcher.ofsted.themes import FRAMEWORK_TAGS, Theme


class ThemeWord(StrEnum):
    """Whether the report before had the theme too. FIRST: no earlier list to compare with."""

    AGAIN = "again"
    NEW = "new"
    NOT_LISTED = "not listed this time"
    FIRST = "no earlier list"


@dataclass(frozen=True, slots=True)
class ThemePoint:
    """A report in which a theme is an improvement point, or (`items` empty) no longer is one."""

    authority: str
    of: GradedReport
    word: ThemeWord
    items: tuple[Improvement, ...]


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme or tag: in how many of the `reports` it is an improvement point, and in which."""

    id: str
    label: str
    is_tag: bool
    reports: int
    points: tuple[ThemePoint, ...]
    not_listed: tuple[ThemePoint, ...]

    def times(self, word: ThemeWord) -> int:
        """In how many reports it comes so."""
        return sum(point.word is word for point in self.points)


def count_themes(
    themes: Sequence[Theme], chains: Chains, authorities: Mapping[str, Authority], selection: Selection
) -> list[ThemeCount]:
    """Every theme and tag, the most frequent first. With `as_of`, of each council the report that stood on that day."""
    asked = list(_asked(chains, authorities, selection))
    counted = [
        *(_count(theme.id, theme.label, False, _about(theme), asked, authorities) for theme in themes),
        *(_count(tag, label, True, _tagged(tag), asked, authorities) for tag, label in FRAMEWORK_TAGS.items()),
    ]
    return sorted(counted, key=lambda one: (one.is_tag, -len(one.points)))


_IsAbout = Callable[[Improvement], bool]
# A report with a list, and the list of the report before it, if that is known.
_Asked = tuple[GradedReport, Report, Report | None]


def _asked(chains: Chains, authorities: Mapping[str, Authority], selection: Selection) -> Iterable[_Asked]:
    newest = standing(chains, selection.as_of, authorities) if selection.as_of else None
    for urn, chain in chains.items():
        for place, one in enumerate(chain):
            wanted = selection.has(urn) and selection.dated(one.published)
            if not wanted or (newest is not None and newest.get(urn) is not one):
                continue
            if one.report is not None and one.report.improve:
                before = chain[place - 1].report if place else None
                yield one, one.report, before if before and before.improve else None


def _about(theme: Theme) -> _IsAbout:
    return lambda item: theme.is_in(item.text)


def _tagged(tag: str) -> _IsAbout:
    return lambda item: tag in framework_tags(item.tag)


def _count(
    id_: str,
    label: str,
    is_tag: bool,
    is_about: _IsAbout,
    asked: Sequence[_Asked],
    authorities: Mapping[str, Authority],
) -> ThemeCount:
    points, not_listed = [], []
    for one, report, before in asked:
        # a tag says nothing about a list from before there were tags
        known = before if before and (not is_tag or any(item.tag for item in before.improve)) else None
        now, was = _items(report, is_about), _items(known, is_about)
        name = authorities[one.urn].name if one.urn in authorities else one.urn
        if now:
            word = ThemeWord.FIRST if known is None else ThemeWord.AGAIN if was else ThemeWord.NEW
            points.append(ThemePoint(name, one, word, now))
        elif was:
            not_listed.append(ThemePoint(name, one, ThemeWord.NOT_LISTED, ()))
    in_order = [sorted(found, key=_newest_first) for found in (points, not_listed)]
    return ThemeCount(id_, label, is_tag, len(asked), tuple(in_order[0]), tuple(in_order[1]))


def _items(report: Report | None, is_about: _IsAbout) -> tuple[Improvement, ...]:
    return tuple(item for item in report.improve if is_about(item)) if report else ()


def _newest_first(point: ThemePoint) -> tuple[int, str]:
    published = point.of.published
    return -published.toordinal() if published else 0, point.authority
