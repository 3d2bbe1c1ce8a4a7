"""A line over time, what it is expected to go on to with its range, and what it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from smartnumbers.portal.charts.marks import AxisWord, Frame, GridLine, TableRow, Unit, axis_words, grid_lines, room
from smartnumbers.portal.charts.scale import Scale, per_cent, scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One place of the line: its name in full, its word below, and what is known there (None: nothing is).

    `value` is measured; `expected` lies between `low` and `high`; `before` is what it is compared with.
    """

    name: str
    label: tuple[str, ...]
    value: int | None = None
    expected: int | None = None
    low: int | None = None
    high: int | None = None
    before: int | None = None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """What the lines are called, in the middle of a sentence; "" for one that does not occur."""

    value: str
    expected: str = ""
    band: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """A place of the line as it is drawn; `top` is "" where nothing was measured."""

    left: str
    width: str
    middle: str
    top: str
    words: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """The whole drawing; lines and band are coordinates of a square of 100."""

    template: ClassVar[str] = "charts/line.html"

    frame: Frame
    line_words: LineWords
    lines: Sequence[GridLine]
    room: str
    value: str
    expected: str
    before: str
    band: str
    points: Sequence[DrawnPoint]
    words: Sequence[AxisWord]
    heads: Sequence[str]
    rows: Sequence[TableRow]
    empty: bool


def line(*, frame: Frame, unit: Unit, line_words: LineWords, points: Sequence[Point]) -> LineChart:
    """A line chart of values that are not below 0."""
    known = [value for point in points for value in _values(point) if value is not None]
    measure = scale(most=max(known, default=0), least_step=unit.least_step)
    width = 100 / max(1, len(points))
    middles = [(index + 0.5) * width for index in range(len(points))]
    drawn_lines = grid_lines(measure=measure, written=unit.short)
    newest = max((index for index, point in enumerate(points) if point.value is not None), default=None)
    heads = [head for head in (line_words.value, line_words.expected, line_words.band, line_words.before) if head]
    return LineChart(
        frame=frame,
        line_words=line_words,
        lines=drawn_lines,
        room=room(drawn_lines),
        value=_path([point.value for point in points], middles, measure),
        # The expected line goes on from where the measured one ends.
        expected=_path(
            [point.value if index == newest else point.expected for index, point in enumerate(points)],
            middles,
            measure,
        )
        if line_words.expected
        else "",
        before=_path([point.before for point in points], middles, measure),
        band=_band(points, middles, measure, newest),
        points=[_drawn(point, line_words, unit, measure, index * width, width) for index, point in enumerate(points)],
        words=axis_words(labels=[point.label for point in points], places=middles, strong=newest),
        heads=heads,
        rows=[TableRow(point.name, point.link, _cells(point, line_words, unit)) for point in points],
        empty=not any(known),
    )


def _values(point: Point) -> tuple[int | None, ...]:
    return point.value, point.expected, point.low, point.high, point.before


def _path(values: Sequence[int | None], middles: Sequence[float], measure: Scale) -> str:
    found = [
        f"{middle:.3f},{measure.place(value):.3f}"
        for value, middle in zip(values, middles, strict=True)
        if value is not None
    ]
    return " ".join(found) if len(found) > 1 else ""


def _band(points: Sequence[Point], middles: Sequence[float], measure: Scale, newest: int | None) -> str:
    """The outline of the range: along its upper edge and back along the lower one, from the last measured value."""
    upper = [point.value if index == newest else point.high for index, point in enumerate(points)]
    lower = [point.value if index == newest else point.low for index, point in enumerate(points)]
    if not any(point.high is not None for point in points):
        return ""
    return f"{_path(upper, middles, measure)} {_path(lower[::-1], middles[::-1], measure)}".strip()


def _drawn(point: Point, line_words: LineWords, unit: Unit, measure: Scale, left: float, width: float) -> DrawnPoint:
    told = [
        f"{cell} {head}"
        for cell, head in zip(
            _cells(point, line_words, unit),
            [head for head in (line_words.value, line_words.expected, line_words.band, line_words.before) if head],
            strict=True,
        )
        if cell != "–"
    ]
    return DrawnPoint(
        left=per_cent(left),
        width=per_cent(width),
        middle=per_cent(left + width / 2),
        top="" if point.value is None else per_cent(measure.place(point.value)),
        words=f"{point.name}: {', '.join(told)}" if told else point.name,
        link=point.link,
    )


def _cells(point: Point, line_words: LineWords, unit: Unit) -> list[str]:
    def written(value: int | None) -> str:
        return "–" if value is None else unit.written(value)

    cells = [written(point.value)]
    if line_words.expected:
        cells.append(written(point.expected))
    if line_words.band:
        cells.append("–" if point.high is None else f"{written(point.low)} – {written(point.high)}")
    if line_words.before:
        cells.append(written(point.before))
    return cells
