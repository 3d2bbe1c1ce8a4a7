"""What drawings are made of: series, lines of the grid, words along the axis, rows of the table beside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from smartnumbers.portal.charts.scale import Scale, per_cent

Written = Callable[[int], str]
"""Writes a value for people."""

_ON_DESK, _ON_PHONE = 16, 7  # words along an axis that find room
_LETTER = 0.62  # of the size of the script


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is written around a drawing: `name`, its own on the page; its title; what it shows, for who cannot see it.

    `head` is the head of the table's first column ("Day"), `unfinished` the words for a mark that is drawn paler.
    """

    name: str
    title: str
    about: str = ""
    head: str = ""
    unfinished: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """How values are written: `on_axis` beside the grid where that differs; `least_step` is the least worth a line."""

    written: Written
    on_axis: Written | None = None
    least_step: int = 1

    @property
    def short(self) -> Written:
        """Writes the values beside the grid."""
        return self.on_axis or self.written


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One kind of value: its word, in the middle of a sentence, and the class of its colour.

    Tones with a meaning are "main", "bad", "calm" and "still"; "k1" to "k6" only tell one from another. What is `below`
    hangs down from the zero line, so that it is told apart without colours.
    """

    name: str
    tone: str = "main"
    below: bool = False


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of the grid and what it stands for."""

    top: str
    label: str
    zero: bool


@dataclass(frozen=True, slots=True)
class AxisWord:
    """The words below a mark, one line each; on telephones only those that are `kept`."""

    place: str
    lines: tuple[str, ...]
    kept: bool
    strong: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table beside."""

    name: str
    link: str
    cells: Sequence[str]


def grid_lines(*, measure: Scale, written: Written) -> list[GridLine]:
    """The lines of a scale; those below zero are written without a sign, for they count what hangs down."""
    return [
        GridLine(top=per_cent(measure.place(level)), label=written(abs(level)), zero=level == 0)
        for level in measure.levels
    ]


def room(lines: Sequence[GridLine]) -> str:
    """How much room the words beside the grid take."""
    return f"{max((len(line.label) for line in lines), default=1) * _LETTER + 0.2:.2f}em"


def axis_words(*, labels: Sequence[tuple[str, ...]], places: Sequence[float], strong: int | None) -> list[AxisWord]:
    """The words that find room below the marks: every one of a few, every so many of many, counted from the last.

    `places` are in per cent; `strong` is the mark that stands out.
    """
    step = -(-len(labels) // _ON_DESK)
    seldom = step * -(-len(labels) // (_ON_PHONE * step)) if labels else 1
    last = len(labels) - 1
    return [
        AxisWord(
            place=per_cent(places[index]),
            lines=label,
            kept=(last - index) % seldom == 0,
            strong=index == strong,
        )
        for index, label in enumerate(labels)
        if (last - index) % step == 0
    ]
