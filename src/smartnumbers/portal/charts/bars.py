"""Bars: one for each day, month or band, of one series or of several on top of each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from smartnumbers.portal.charts.marks import (
    AxisWord,
    Frame,
    GridLine,
    Series,
    TableRow,
    Unit,
    Written,
    axis_words,
    grid_lines,
    room,
)
from smartnumbers.portal.charts.scale import Scale, per_cent, scale

_BAR = 0.62  # of the width a mark has


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its name in full, the word or words below it, a value for each series, and where it leads.

    One that is `unfinished`, such as today's, is drawn paler.
    """

    name: str
    label: tuple[str, ...]
    values: Sequence[int]
    link: str = ""
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One series' part of a bar."""

    tone: str
    left: str
    top: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar as it is drawn; `words` say all of it."""

    left: str
    width: str
    words: str
    link: str
    unfinished: bool
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """The whole drawing."""

    template: ClassVar[str] = "charts/bars.html"

    frame: Frame
    series: Sequence[Series]
    unfinished: bool
    lines: Sequence[GridLine]
    room: str
    bars: Sequence[DrawnBar]
    words: Sequence[AxisWord]
    heads: Sequence[str]
    rows: Sequence[TableRow]
    empty: bool


def bars(*, frame: Frame, unit: Unit, series: Sequence[Series], bars: Sequence[Bar]) -> BarChart:
    """A bar chart. Every bar has a value, none below 0, for each series."""
    measure = scale(
        most=max((_sum(bar, series, below=False) for bar in bars), default=0),
        most_below=max((_sum(bar, series, below=True) for bar in bars), default=0),
        least_step=unit.least_step,
    )
    width = 100 / max(1, len(bars))
    lines = grid_lines(measure=measure, written=unit.short)
    newest = next((index for index, bar in enumerate(bars) if bar.unfinished), None)
    return BarChart(
        frame=frame,
        series=series,
        unfinished=newest is not None,
        lines=lines,
        room=room(lines),
        bars=[_drawn(bar, series, measure, unit.written, index * width, width) for index, bar in enumerate(bars)],
        words=axis_words(
            labels=[bar.label for bar in bars],
            places=[(index + 0.5) * width for index in range(len(bars))],
            strong=newest,
        ),
        heads=[one.name for one in series],
        rows=[TableRow(bar.name, bar.link, [unit.written(value) for value in bar.values]) for bar in bars],
        empty=not any(any(bar.values) for bar in bars),
    )


def _sum(bar: Bar, series: Sequence[Series], *, below: bool) -> int:
    return sum(value for value, one in zip(bar.values, series, strict=True) if one.below is below)


def _drawn(bar: Bar, series: Sequence[Series], measure: Scale, written: Written, left: float, width: float) -> DrawnBar:
    told = ", ".join(f"{written(value)} {one.name}" for value, one in zip(bar.values, series, strict=True))
    above = [(value, one) for value, one in zip(bar.values, series, strict=True) if not one.below]
    below = [(value, one) for value, one in zip(bar.values, series, strict=True) if one.below]
    return DrawnBar(
        left=per_cent(left),
        width=per_cent(width),
        words=f"{bar.name}: {told}",
        link=bar.link,
        unfinished=bar.unfinished,
        pieces=[*_pieces(above, measure, left, width, 1), *_pieces(below, measure, left, width, -1)],
    )


def _pieces(
    values: Sequence[tuple[int, Series]], measure: Scale, left: float, width: float, direction: int
) -> Iterator[Piece]:
    """The parts of a bar on one side of zero, each beginning where the one before ends."""
    starts = accumulate((value for value, _ in values), initial=0)
    for (value, one), start in zip(values, starts, strict=False):
        if value:
            edges = (measure.place(direction * start), measure.place(direction * (start + value)))
            yield Piece(
                tone=one.tone,
                left=per_cent(left + width * (1 - _BAR) / 2),
                top=per_cent(min(edges)),
                width=per_cent(width * _BAR),
                height=per_cent(max(edges) - min(edges)),
            )
