"""The calls that are rated: several tariffs with caps, minimums, free seconds; some with changes and fees."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from smartnumbers.core.foundation.money import MILLION, Rounding, RoundingMode
from smartnumbers.core.rating.callcolumns import CallColumns, ChangeColumns, FeeColumns
from smartnumbers.core.tariffs.tariff import Tariff

CHANGED = 0.05
WITH_FEE = 0.03
_CENT = Rounding(to=10_000, mode=RoundingMode.HALF_UP)
_TEN = Rounding(to=100_000, mode=RoundingMode.UP)
TARIFFS = tuple(
    Tariff(
        currency="CHF",
        per_call=per_call,
        per_minute=per_minute,
        increment_s=increment,
        minimum_s=minimum,
        free_s=free,
        cap=cap,
        max_s=3600,
        rounding=rounding,
    )
    for (per_call, per_minute), (increment, minimum, free), (cap, rounding) in product(
        ((0, 81_075), (10 * MILLION, 5 * MILLION), (0, 10 * MILLION), (2_500_000, 0)),
        ((1, 0, 0), (60, 60, 0), (6, 30, 10)),
        ((400 * MILLION, _CENT), (None, _TEN)),
    )
)


def make(count: int, *, mixed: bool) -> CallColumns:
    """So many calls, 3 minutes long on average; the same ones at each run. `mixed`: some with changes and fees."""
    random = np.random.default_rng(2026)
    durations = (random.exponential(180_000, count)).astype(np.int64)
    which = random.integers(0, len(TARIFFS), count, dtype=np.uint16)
    if not mixed:
        return CallColumns(durations=durations, which=which, tariffs=TARIFFS)
    return CallColumns(
        durations=durations,
        which=which,
        tariffs=TARIFFS,
        changes=_changes(random, durations),
        fees=_fees(random, durations),
    )


def _changes(random: np.random.Generator, durations: NDArray[np.int64]) -> ChangeColumns:
    changed = np.flatnonzero(random.random(len(durations)) < CHANGED)
    number = random.integers(1, 4, len(changed))
    call = np.repeat(changed, number)
    # The first, second and third change of a call: each a bit later than the one before.
    position = np.arange(len(call)) - np.repeat(np.cumsum(number) - number, number)
    return ChangeColumns(
        call=call,
        at=1 + position * 40_000 + random.integers(0, 30_000, len(call)),
        per_call=random.integers(0, 3, len(call)) * MILLION,
        per_minute=random.integers(0, 100, len(call)) * 100_000,
    )


def _fees(random: np.random.Generator, durations: NDArray[np.int64]) -> FeeColumns:
    call = np.flatnonzero(random.random(len(durations)) < WITH_FEE)
    return FeeColumns(
        call=call, at=random.integers(0, 200_000, len(call)), amount=random.integers(1, 20, len(call)) * 500_000
    )
