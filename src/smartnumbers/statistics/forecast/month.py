"""The forecast of a month: what is known of it, what the rest is expected to bring, and the range around it.

The ways of `paces` are tried on the holder's own past, over as many days as the month still has. The better one did
there, the more it counts. How far the mixture was off there, up and down, gives the range (one time in ten below it,
one in ten above) and puts the middle right. A history too short to try anything on has its range from how much its days
differ.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from smartnumbers.statistics.forecast.calendar import Floats, kinds_of, one_of
from smartnumbers.statistics.forecast.paces import WAYS, Past, levels, shapes, weights_ahead
from smartnumbers.statistics.spans import month_of

LEAST_DAYS = 7
LONGEST = 3 * 364  # days that are looked at
TRIED = 365  # past mornings that the ways are tried on
WARM = 28  # days before the first of them
SHORT = 84  # days: below, the forecast says that it rests on little
TAIL = 0.1
NORMAL_TAIL = 1.2816  # standard deviations that a tail of 10 % begins at
FAVOUR = 2.0  # the power of "the better it did, the more it counts"
UNTRIED = 2.0  # of how many stretches of the past a way's error is taken to be the usual one before it is tried
SURE = 1e-9
FEW = 5.0  # how many stretches of the past it takes to believe half of their spread
STICKY = 2.2  # days in a row are alike: their sum varies by that much more than if they were not


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What each day brought, from `first` on without a gap, the last one over; `holidays` those around and ahead."""

    first: date
    values: Sequence[int]
    holidays: Collection[date] = ()

    @property
    def today(self) -> date:
        """The day after the last one: the one that is not over."""
        return self.first + timedelta(days=len(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A month: what it brought so far, what it is expected to come to, and the range that holds 8 times out of 10.

    `days` is how many days of history it rests on, `short` whether that is too few to have tried it on the past.
    """

    known: int
    expected: int
    low: int
    high: int
    days: int
    short: bool


def forecast_month(*, history: History, today_so_far: int = 0, today_passed: float = 0.0) -> Forecast | None:
    """The forecast of the month of the history's `today`; None with less than a week of days that are over.

    `today_passed` is the share (0 to 1) of a day like today that has usually come in by now. Days before the first one
    that brought anything are no history: the number was not there yet.
    """
    today, values = history.today, _since_first(history.values)
    if len(values) < LEAST_DAYS:
        return None
    month = month_of(day=today)
    known = sum(history.values[-(today.day - 1) :]) if today.day > 1 else 0
    known += today_so_far
    ahead = (month.end - today).days
    past = _past(values, today, ahead, history.holidays)
    shape = shapes(past)
    span = max(1, round(ahead - today_passed))
    ways = levels(past, shape, span)
    mixture = _mixture(past, shape, ways, span)
    left = weights_ahead(past, shape, ahead)[-1] - today_passed * float(shape[-1] @ past.kinds[past.days])
    below, middle, above = _range(past, shape, _mixed(ways, mixture), span)
    said = max(0.0, float(_mixed(ways[-1:], mixture)[0] * left))
    rest = said * middle
    return Forecast(
        known=known,
        expected=known + round(rest),
        low=known + round(said * below),
        high=known + round(said * above),
        days=len(values),
        short=len(values) < SHORT,
    )


def _since_first(values: Sequence[int]) -> Floats:
    array = np.asarray(values[-LONGEST:], dtype=float)
    anything = np.flatnonzero(array)
    return array[anything[0] :] if len(anything) else array[:0]


def _past(values: Floats, today: date, ahead: int, holidays: Collection[date]) -> Past:
    first = today - timedelta(days=len(values))
    return Past(values=values, kinds=one_of(kinds_of(first=first, days=len(values) + ahead, holidays=holidays)))


def _mornings(past: Past, span: int) -> slice:
    """The past mornings whose next `span` days are all known."""
    last = past.days - span + 1
    return slice(max(WARM, last - TRIED), max(WARM, last))


def _came(past: Past, span: int) -> Floats:
    """For each past morning what the next `span` days brought."""
    cumulated = np.concatenate(([0.0], np.cumsum(past.values)))
    return np.asarray(cumulated[span:] - cumulated[:-span])


def _mixture(past: Past, shape: Floats, ways: Floats, span: int) -> Floats:
    """How much each way counts: the better it did on the past, the more. Those it could not be tried on count less."""
    tried = _mornings(past, span)
    errors = np.full((1, WAYS), np.nan)
    if tried.stop > tried.start:
        said = ways[tried] * weights_ahead(past, shape, span)[tried, None]
        errors = said - _came(past, span)[tried, None]
    known = ~np.isnan(errors)
    stretches = known.sum(axis=0) / span
    squares = np.where(known, errors, 0.0) ** 2
    mean = squares.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    believed = mean[known.any(axis=0)]
    usual = float(np.median(believed)) if len(believed) else 1.0
    doubted = (mean * stretches + usual * UNTRIED) / (stretches + UNTRIED)
    # Where a way never was off at all, it counts for much, but not for everything.
    return np.asarray(1.0 / np.maximum(doubted, SURE * usual + SURE) ** FAVOUR)


def _mixed(ways: Floats, mixture: Floats) -> Floats:
    """The ways mixed; each morning without those that knew nothing then."""
    known = ~np.isnan(ways)
    weights = np.where(known, mixture, 0.0)
    return np.asarray((np.where(known, ways, 0.0) * weights).sum(axis=1) / weights.sum(axis=1))


def _range(past: Past, shape: Floats, level: Floats, span: int) -> tuple[float, float, float]:
    """What the rest of the month can be as shares of what the mixture says: one time in ten below, half of the times
    above, one time in ten above."""
    spread = _spread_of_days(past, shape, level, span)
    tried = _mornings(past, span)
    said = level[tried] * weights_ahead(past, shape, span)[tried]
    stretches = 0.0
    seen = (-spread, 0.0, spread)
    if tried.stop > tried.start and (said > 0).any():
        off = _came(past, span)[tried][said > 0] / said[said > 0] - 1
        stretches = len(off) / span
        low, middle, high = (float(share) for share in np.quantile(off, (TAIL, 0.5, 1 - TAIL)))
        seen = (low, middle, high)
    trust = stretches / (stretches + FEW)
    below = 1 + trust * seen[0] - (1 - trust) * spread
    above = 1 + trust * seen[2] + (1 - trust) * spread
    return max(0.0, below), max(0.0, 1 + trust * seen[1]), above


def _spread_of_days(past: Past, shape: Floats, level: Floats, span: int) -> float:
    """How far off the sum of `span` days can be, as a share of it, from how far single days are off the level."""
    now = float(level[-1])
    if now <= 0:
        return 1.0
    recent = min(past.days, 2 * WARM)
    expected = now * (past.kinds[past.days - recent : past.days] @ shape[-1])
    variance = STICKY * float(np.mean((past.values[-recent:] - expected) ** 2))
    # The sum of the days to come varies, and so does the level they are told from.
    return float(NORMAL_TAIL * np.sqrt(variance * span + variance * span**2 / recent) / (now * span))
