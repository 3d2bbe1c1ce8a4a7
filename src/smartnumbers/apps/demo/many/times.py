"""When the made-up calls come: growth, seasons, weekdays, public holidays and the hours of the day."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from smartnumbers.apps.callrecords.localdays import start_of
from smartnumbers.apps.demo.history import RHYTHMS
from smartnumbers.apps.demo.many.shapes import Shape
from smartnumbers.core.routing.calendar import holiday_on

HOUR = 3_600_000
_AS_SUNDAY = 6
_EVENING = 0.12


class Span:
    """The days that are filled: from `first` until before the instant `until` (milliseconds)."""

    def __init__(self, *, first: date, days: int, until: int) -> None:
        self.days: Sequence[date] = [first + timedelta(days=index) for index in range(days)]
        self.starts = np.array([start_of(day) for day in self.days], np.int64)
        ends = np.array([*self.starts[1:], start_of(first + timedelta(days=days))], np.int64)
        self.lengths = np.minimum(ends, until) - self.starts
        self.until = until


def counts(*, shape: Shape, calls: int, span: Span, random: Generator) -> NDArray[np.int64]:
    """How many of a number's calls come on each day."""
    weekdays = RHYTHMS[shape.rhythm][1]
    weights = np.empty(len(span.days))
    for index, day in enumerate(span.days):
        holiday = _is_holiday(shape.region, day)
        week = weekdays[_AS_SUNDAY if holiday else day.weekday()] / 100
        season = 1 + shape.summer * math.cos(2 * math.pi * (day.timetuple().tm_yday - 200) / 365)
        weights[index] = week * season * (1 + shape.growth) ** (index / 365) if index >= shape.since else 0.0
    # Some days are unlike the others, for reasons nobody notes; and the last one is not over.
    weights *= random.gamma(60, 1 / 60, len(weights))
    weights[-1] *= span.lengths[-1] / (24 * HOUR)
    return random.multinomial(calls, weights / weights.sum())


def instants(*, shape: Shape, by_day: NDArray[np.int64], span: Span, random: Generator) -> NDArray[np.int64]:
    """The instants (milliseconds) of a number's calls, ascending. In the hours of the number's rhythm, but for few."""
    days = np.repeat(np.arange(len(by_day)), by_day)
    weights = np.array(RHYTHMS[shape.rhythm][0], float)
    weights = weights / weights.sum() * (1 - _EVENING) + _EVENING / len(weights)
    hours = np.searchsorted(np.cumsum(weights), random.random(len(days)) * 0.999999)
    within = hours * HOUR + random.integers(0, HOUR, len(days))
    # The day of the clock change in spring and the day that is not over are shorter.
    lengths = span.lengths[days]
    within = np.where(within < lengths, within, random.integers(0, np.maximum(lengths, 1)))
    return np.sort(span.starts[days] + within)


@lru_cache(maxsize=1 << 14)
def _is_holiday(region: str, day: date) -> bool:
    return holiday_on(region=region, day=day) is not None
