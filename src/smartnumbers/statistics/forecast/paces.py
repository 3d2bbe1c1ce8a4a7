"""Several simple ways to say how much the coming days bring, each computed for every past morning at once.

A morning T knows the days before it. Its shape says how strong each kind of day is (1 is an average weekday); a way
says how much an average day will bring: the mean of the last weeks with a memory of its own, a straight line through
them, or what came of this time of the year last year. All of them are sums over days with weights that fade with age,
so that a day with nothing (a closed Sunday) never is a division by zero.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from smartnumbers.statistics.forecast.calendar import HOLIDAY, KINDS, Floats

SHAPE_MEMORY = 100.0  # days: a weekday's strength changes slowly
SHAPE_DOUBT = 1.0  # how many days of a kind it takes to believe half of what they say
HOLIDAY_MEMORY = 500.0
LEVEL_MEMORIES = (10.0, 30.0, 100.0)  # days
LINE_MEMORY = 50.0
LINE_DOUBT = 0.15  # of a memory's square; a line through noise would promise growth that is not there
LINE_REACH = (0.5, 2.0)  # a line is believed from half the level to twice
YEAR = 364  # days: the same weekday, a year ago
SEASON = 28
YEAR_REACH = (0.2, 5.0)  # what changed by more than that a year ago is not expected to again
WAYS = len(LEVEL_MEMORIES) + 2


@dataclass(frozen=True, slots=True)
class Past:
    """The days of a history: what each brought, and a row for each with a 1 in the column of its kind.

    `kinds` goes on beyond the last value, for the days to come.
    """

    values: Floats
    kinds: Floats

    @property
    def days(self) -> int:
        """How many days are known."""
        return len(self.values)


def faded(rows: Floats, memory: float) -> Floats:
    """For each morning the sum of the rows before it, each fading with its age: a row more than there are days."""
    days = len(rows)
    growth = np.exp(np.arange(days) / memory)
    sums = np.cumsum(rows * growth[:, None], axis=0)
    fading = np.exp(-np.arange(days) / memory)
    return np.vstack((np.zeros((1, rows.shape[1])), sums * fading[:, None]))


def ratio(part: Floats, whole: Floats) -> Floats:
    """One divided by the other; 0 where there is nothing to divide by."""
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0)


def worth(shape: Floats, counts: Floats) -> Floats:
    """How many average days each row's days of each kind are worth."""
    return np.asarray((shape * counts).sum(axis=1))


def shapes(past: Past) -> Floats:
    """For each morning how strong each kind of day is, an average weekday being 1.

    A kind seen seldom is believed to be like any other; a holiday, until it was seen, like a Sunday.
    """
    kinds = past.kinds[: past.days]
    brought = faded(kinds * past.values[:, None], SHAPE_MEMORY)
    seen = faded(kinds, SHAPE_MEMORY)
    overall = ratio(brought.sum(axis=1, keepdims=True), seen.sum(axis=1, keepdims=True))
    means = (brought + SHAPE_DOUBT * overall) / (seen + SHAPE_DOUBT)
    weekday = means[:, :HOLIDAY].mean(axis=1, keepdims=True)
    shape = ratio(means, np.broadcast_to(weekday, means.shape))
    shape[:, HOLIDAY] = _holiday_strength(past, shape)
    return shape


def _holiday_strength(past: Past, shape: Floats) -> Floats:
    """What holidays brought against what their time of year brought on an average day."""
    kinds = past.kinds[: past.days]
    level = ratio(faded(past.values[:, None], 30.0), faded(np.ones((past.days, 1)), 30.0))[:-1]
    holiday = kinds[:, HOLIDAY:]
    sums = faded(np.hstack((holiday * past.values[:, None], holiday * level)), HOLIDAY_MEMORY)
    typical = ratio(faded(level, HOLIDAY_MEMORY), faded(np.ones((past.days, 1)), HOLIDAY_MEMORY))[:, 0]
    sunday = shape[:, HOLIDAY - 1]
    return ratio(sums[:, 0] + typical * sunday, sums[:, 1] + typical)


def weights_ahead(past: Past, shape: Floats, days: int) -> Floats:
    """For each morning how many average days the next `days` are worth, as far as the kinds of days are known."""
    total = np.vstack((np.zeros((1, KINDS)), np.cumsum(past.kinds, axis=0)))
    mornings = np.arange(len(shape))
    ends = np.minimum(mornings + days, len(past.kinds))
    return worth(shape, total[ends] - total[mornings])


def levels(past: Past, shape: Floats, days: int) -> Floats:
    """For each morning and each way what an average day of the next `days` will bring; NaN where a way knows nothing.

    The columns: the levels of `LEVEL_MEMORIES`, the line, last year.
    """
    plain = [_level(past, shape, memory) for memory in LEVEL_MEMORIES]
    line = np.clip(_line(past, shape, days), LINE_REACH[0] * plain[1], LINE_REACH[1] * plain[1])
    return np.column_stack((*plain, line, _as_last_year(past, shape, days)))


def _level(past: Past, shape: Floats, memory: float) -> Floats:
    brought = faded(past.values[:, None], memory)[:, 0]
    return ratio(brought, worth(shape, faded(past.kinds[: past.days], memory)))


def _line(past: Past, shape: Floats, days: int) -> Floats:
    """A straight line through the past days, by weighted least squares, its slope held towards 0."""
    kinds, at = past.kinds[: past.days], np.arange(past.days, dtype=float)[:, None]
    mornings = np.arange(past.days + 1, dtype=float)
    y0, y1 = faded(np.hstack((past.values[:, None], past.values[:, None] * at)), LINE_MEMORY).T
    moments = [worth(shape, faded(kinds * at**power, LINE_MEMORY)) for power in (0, 1, 2)]
    # Moments about the morning itself, so that the line's height there is its level now.
    f0 = moments[0]
    f1 = moments[1] - mornings * f0
    f2 = moments[2] - 2 * mornings * moments[1] + mornings**2 * f0 + LINE_DOUBT * LINE_MEMORY**2 * f0
    y1 = y1 - mornings * y0
    slope = ratio(f0 * y1 - f1 * y0, f0 * f2 - f1**2)
    height = ratio(y0 - slope * f1, f0)
    return height + slope * days / 2


def _as_last_year(past: Past, shape: Floats, days: int) -> Floats:
    """The last four weeks, changed as four weeks changed into the days after them a year ago."""
    found = np.full(past.days + 1, np.nan)
    mornings = np.arange(YEAR + SEASON, past.days + 1)
    if not len(mornings) or days > YEAR:
        return found
    strength = shape[mornings]
    came = _pace(past, strength, mornings - YEAR, mornings - YEAR + days)
    had = _pace(past, strength, mornings - YEAR - SEASON, mornings - YEAR)
    now = _pace(past, strength, mornings - SEASON, mornings)
    found[mornings] = np.where(had > 0, now * np.clip(ratio(came, had), *YEAR_REACH), np.nan)
    return found


def _pace(past: Past, strength: Floats, start: Any, end: Any) -> Floats:
    """What an average day from `start` to before `end` brought."""
    brought = np.concatenate(([0.0], np.cumsum(past.values)))
    kinds = np.vstack((np.zeros((1, KINDS)), np.cumsum(past.kinds, axis=0)))
    return ratio(brought[end] - brought[start], worth(strength, kinds[end] - kinds[start]))
