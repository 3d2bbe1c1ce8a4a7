"""The week of a plan in a form that answers "which window is it" at once: one cell for each quarter of an hour.

A cell holds the position of its window in the plan's list, counted from 1, and 0 where no window is. A byte is enough
for most plans; one of more windows takes two. Where windows overlap, which `check` reports, the first in the list wins.
"""

from array import array
from collections.abc import Sequence
from typing import TypeAlias

RASTER_MINUTES = 15
DAY_MINUTES = 24 * 60
_QUARTERS = 7 * DAY_MINUTES // RASTER_MINUTES
_BYTE = 255

Timetable: TypeAlias = "array[int]"


def compiled(windows: Sequence[tuple[int, int, int]]) -> Timetable:
    """The timetable of windows given as day (0 Monday), start and end (minutes since midnight, half-open)."""
    code = "B" if len(windows) <= _BYTE else "H"
    cells = array(code, [0]) * _QUARTERS
    for position in range(len(windows), 0, -1):
        day, start, end = windows[position - 1]
        first, last = _quarter(day, start), _quarter(day, end)
        cells[first:last] = array(code, [position]) * (last - first)
    return cells


def position_at(timetable: Timetable, day: int, minute: int) -> int:
    """The position (from 1) of the window that covers a minute of a day of the week; 0 for none."""
    return timetable[_quarter(day, minute)]


def _quarter(day: int, minute: int) -> int:
    return (day * DAY_MINUTES + minute) // RASTER_MINUTES
