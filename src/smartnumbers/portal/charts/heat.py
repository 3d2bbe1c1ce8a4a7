"""Heat map of the hours of a week: a table whose cells hold their numbers, so it needs no other beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from smartnumbers.portal.charts.marks import Frame, Unit

_STEPS = 5
_THOUSAND, _MILLION = 1_000, 1_000_000

Key = tuple[int, int]
"""Weekday (1 = Monday) and hour (0 to 23)."""


@dataclass(frozen=True, slots=True)
class HeatCellDrawn:
    """One hour of one weekday: how dark it is (0 to 5), the short number in it, all of it in words."""

    step: int
    short: str
    words: str
    link: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One weekday."""

    name: str
    full: str
    cells: Sequence[HeatCellDrawn]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatChart:
    """The whole drawing; `strongest` is the hour with the most, None where there is nothing."""

    template: ClassVar[str] = "charts/heat.html"

    frame: Frame
    hours: Sequence[int]
    rows: Sequence[HeatRow]
    strongest: Key | None
    empty: bool


def heat_map(
    *,
    frame: Frame,
    unit: Unit,
    values: Mapping[Key, int],
    weekdays: Sequence[tuple[str, str]],
    words: Callable[[Key, int], str],
    link: Callable[[Key], str],
) -> HeatChart:
    """The heat map of some values; an hour without one has 0.

    `weekdays` are seven names, short and in full, from Monday; `words` say a cell in full, `link` is where it leads.
    """
    most = max(values.values(), default=0)
    rows = [
        HeatRow(
            name=short,
            full=full,
            cells=[
                HeatCellDrawn(
                    step=-(-_STEPS * value // most) if value else 0,
                    short=_short(value, unit),
                    words=words(key, value),
                    link=link(key) if value else "",
                )
                for key in ((weekday, hour) for hour in range(24))
                for value in (values.get(key, 0),)
            ],
        )
        for weekday, (short, full) in enumerate(weekdays, start=1)
    ]
    strongest = max(values, key=lambda key: (values[key], [-part for part in key])) if most else None
    return HeatChart(frame=frame, hours=range(24), rows=rows, strongest=strongest, empty=not most)


def _short(value: int, unit: Unit) -> str:
    """A number for little room: 950, 1.2k, 14k, 2M."""
    if value < _THOUSAND:
        return unit.short(value)
    if value < 10 * _THOUSAND:
        return f"{value / _THOUSAND:.1f}k"
    return f"{value // _THOUSAND}k" if value < _MILLION else f"{value // _MILLION}M"
