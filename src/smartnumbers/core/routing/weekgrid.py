"""The week of a plan by quarters of an hour: which treatment holds in each, and stretches of equal quarters.

Only the week is looked at: exceptions, special days and holidays lie over it on their dates and are not part of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from smartnumbers.core.routing.plan import DAY_MINUTES, RASTER_MINUTES, Plan

DAYS = 7
QUARTERS_OF_DAY = DAY_MINUTES // RASTER_MINUTES

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stretch(Generic[T]):
    """Adjacent quarters of one day (0 Monday … 6 Sunday) that have the same in them; minutes, half-open."""

    day: int
    start: int
    end: int
    value: T


def windows_by_quarter(plan: Plan) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """For each day and quarter the positions in `plan.week` of the windows that cover it, in their order."""
    grid: list[list[list[int]]] = [[[] for _ in range(QUARTERS_OF_DAY)] for _ in range(DAYS)]
    for position, window in enumerate(plan.week):
        for covering in grid[window.day][window.start // RASTER_MINUTES : window.end // RASTER_MINUTES]:
            covering.append(position)
    return tuple(tuple(tuple(covering) for covering in day) for day in grid)


def treatments_by_quarter(plan: Plan) -> tuple[tuple[str | None, ...], ...]:
    """For each day and quarter the id of the treatment the week leads to, None in a gap.

    Where windows overlap, the first of them in the plan holds. A treatment that the plan does not have is none.
    """
    leads_to = [_existing(plan, plan.otherwise), *(_existing(plan, window.treatment) for window in plan.week)]
    quarters = tuple(leads_to[position] for position in plan.timetable)
    return tuple(quarters[day * QUARTERS_OF_DAY : (day + 1) * QUARTERS_OF_DAY] for day in range(DAYS))


def stretches(grid: Sequence[Sequence[T]], *, wanted: Callable[[T], bool]) -> tuple[Stretch[T], ...]:
    """The longest stretches of equal quarters whose value is `wanted`, in the order of the week."""
    found: list[Stretch[T]] = []
    for day, quarters in enumerate(grid):
        start = 0
        for quarter in range(1, len(quarters) + 1):
            if quarter < len(quarters) and quarters[quarter] == quarters[start]:
                continue
            if wanted(quarters[start]):
                found.append(Stretch(day, start * RASTER_MINUTES, quarter * RASTER_MINUTES, quarters[start]))
            start = quarter
    return tuple(found)


def _existing(plan: Plan, treatment: str | None) -> str | None:
    return treatment if treatment in plan.treatments else None
