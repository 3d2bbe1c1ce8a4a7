"""What kind of day each day is: one of seven weekdays, or a public holiday, which no weekday tells anything about."""

from collections.abc import Collection
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

HOLIDAY = 7
KINDS = 8

Floats = NDArray[np.float64]


def kinds_of(*, first: date, days: int, holidays: Collection[date]) -> NDArray[np.int64]:
    """The kind of each of some days from the first on: 0 (Monday) to 6, and 7 for a public holiday."""
    kinds = (np.arange(days) + first.weekday()) % 7
    for holiday in holidays:
        index = (holiday - first) // timedelta(days=1)
        if 0 <= index < days:
            kinds[index] = HOLIDAY
    return kinds


def one_of(kinds: NDArray[np.int64]) -> Floats:
    """A row for each day with a 1 in the column of its kind."""
    return np.eye(KINDS)[kinds]
