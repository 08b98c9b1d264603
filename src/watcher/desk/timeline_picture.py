"""Draws a timeline: where each box and word goes, then an SVG from a template, then a PNG with our own font."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from jinja2 import Environment, PackageLoader, StrictUndefined

from watcher.desk.record_timeline import ENDED_OVERALL, CouncilTimeline, TimelineEvent, alternative_text
from watcher.model.errors import ConfigError, install_extra
from watcher.model.report import Grade, JudgementId
from watcher.model.text import day
from watcher.ofsted.words import GRADES, JUDGEMENTS

_LEFT, _TOP, _ROW, _REPORT, _LINE, _LEAST = 200, 118, 44, 128, 16, 640
_BOTH = JudgementId.IN_CARE_AND_CARE_LEAVERS
_USUAL = (
    JudgementId.OVERALL,
    JudgementId.LEADERS,
    JudgementId.HELP_AND_PROTECTION,
    JudgementId.IN_CARE,
    JudgementId.CARE_LEAVERS,
)
_SELDOM = (
    JudgementId.ADOPTION,
    JudgementId.CAPACITY_TO_IMPROVE,
    JudgementId.OUTCOMES,
    JudgementId.QUALITY_OF_PROVISION,
)
# Fill and ink of each grade. The word stands in the box too: colour alone says nothing to many.
_COLOURS = {
    Grade.OUTSTANDING: ("#1b5e20", "#ffffff"),
    Grade.GOOD: ("#a5d6a7", "#111111"),
    Grade.REQUIRES_IMPROVEMENT: ("#ffe0a3", "#111111"),
    Grade.ADEQUATE: ("#ffe0a3", "#111111"),
    Grade.INADEQUATE: ("#a31515", "#ffffff"),
}
_PLAIN = ("#eeeeee", "#333333")


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A box of the picture with its words, one or two lines."""

    x: int
    y: int
    width: int
    height: int
    fill: str
    ink: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PictureColumn:
    """A document: a wide column with a heading and boxes, or the narrow one of a visit with lines turned upright."""

    x: int
    width: int
    heading: tuple[str, ...]
    boxes: tuple[PictureBox, ...]
    upright: tuple[str, ...]
    priority: bool


def svg(timeline: CouncilTimeline) -> str:
    """The picture as SVG, with its alternative text."""
    rows = _rows(timeline.events)
    columns = tuple(_columns(timeline.events, rows))
    bottom = _TOP + _ROW * len(rows)
    legend = {
        "visits": any(column.upright for column in columns),
        "priority": any(column.priority for column in columns),
        "both": any(_BOTH in event.grades for event in timeline.events),
        "unknown": any(event.why for event in timeline.events),
    }
    lines = sum(legend.values()) + len(timeline.notes)
    return (
        _templates()
        .get_template("desk/timeline.svg.j2")
        .render(
            council=timeline.council,
            until=day(timeline.until),
            labels=[(JUDGEMENTS[row], _TOP + _ROW * place + _ROW // 2) for place, row in enumerate(rows)],
            columns=columns,
            width=max(_LEAST, _LEFT + sum(column.width for column in columns) + 20, 320 + 13 * len(timeline.council)),
            height=bottom + 18 * lines + 70,
            top=_TOP,
            bottom=bottom,
            line=_LINE,
            alternative=alternative_text(timeline),
            notes=timeline.notes,
            legend=legend,
        )
    )


def png(timeline: CouncilTimeline) -> bytes:
    """The picture as PNG, at twice its size. `ConfigError` if the library that draws it is not installed."""
    try:
        from resvg_py import svg_to_bytes
    except ModuleNotFoundError:
        raise ConfigError(f"A PNG needs one more package. {install_extra('desk')}") from None
    with as_file(files("watcher.templates") / "desk" / "fonts") as fonts:
        return svg_to_bytes(
            svg_string=svg(timeline),
            zoom=2,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(font) for font in sorted(fonts.glob("*.ttf"))],
            sans_serif_family="Bitstream Vera Sans",
        )


def _rows(events: Iterable[TimelineEvent]) -> list[JudgementId]:
    judged = {id_ for event in events for id_ in event.grades}
    return [*_USUAL, *(row for row in _SELDOM if row in judged)]


def _columns(events: Sequence[TimelineEvent], rows: Sequence[JudgementId]) -> Iterator[PictureColumn]:
    x = _LEFT
    for event in events:
        when = day(event.published)
        if event.graded:
            heading = (when, *_two_lines(event.name, 17))
            column = PictureColumn(x, _REPORT, heading, tuple(_boxes(event, rows, x)), (), False)
        else:
            more = [event.outcome] if event.outcome else []
            upright = (when, event.name, *more, *(["Priority action"] if event.priority else []))
            column = PictureColumn(x, _LINE * len(upright) + 14, (), (), upright, event.priority)
        yield column
        x += column.width


def _boxes(event: TimelineEvent, rows: Sequence[JudgementId], x: int) -> Iterator[PictureBox]:
    if event.why:
        yield PictureBox(x, _TOP, _REPORT, _ROW * len(rows), *_PLAIN, ("not known",))
    for place, row in enumerate(rows):
        y = _TOP + _ROW * place
        if row is JudgementId.IN_CARE and _BOTH in event.grades:
            yield _box(event.grades[_BOTH], x, y, 2 * _ROW)
        elif row is JudgementId.OVERALL and event.framework == ENDED_OVERALL:
            yield PictureBox(x, y, _REPORT, _ROW, *_PLAIN, ("no longer given",))
        elif row in event.grades:
            yield _box(event.grades[row], x, y, _ROW)


def _box(grade: Grade, x: int, y: int, height: int) -> PictureBox:
    fill, ink = _COLOURS.get(grade, _PLAIN)
    return PictureBox(x, y, _REPORT, height, fill, ink, _two_lines(GRADES[grade], 14))


def _two_lines(words: str, most: int) -> tuple[str, ...]:
    """The words on one line if they are short, otherwise broken at a space near the middle."""
    if len(words) <= most or " " not in words:
        return (words,)
    spaces = [place for place, character in enumerate(words) if character == " "]
    middle = min(spaces, key=lambda place: abs(place - len(words) / 2))
    return words[:middle], words[middle + 1 :]


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("watcher.templates", ""), undefined=StrictUndefined, autoescape=True)
