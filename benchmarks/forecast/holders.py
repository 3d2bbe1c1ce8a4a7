"""Holders that are made up: what each day brought them, over three years, from a seed."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from smartnumbers.core.routing.calendar import holidays_in
from smartnumbers.statistics.forecast.month import History

FIRST = date(2023, 11, 1)
DAYS = 1126  # until 30 November 2026
REGION = "CH-ZH"
CALL_WORTH = 1_350_000  # millionths

Days = NDArray[np.float64]
Random = np.random.Generator


def holidays() -> frozenset[date]:
    """The public holidays of all years there are."""
    return frozenset(day for year in range(FIRST.year, FIRST.year + 5) for day in holidays_in(region=REGION, year=year))


def _weekdays(strengths: list[float]) -> Days:
    free = holidays()
    days = [FIRST + timedelta(days=index) for index in range(DAYS)]
    return np.array([strengths[7] if day in free else strengths[day.weekday()] for day in days])


def _wander(random: Random, daily: float) -> Days:
    """A level that drifts, as they all do."""
    return np.exp(np.cumsum(random.normal(0, daily, DAYS)))


def _counted(random: Random, mean: Days, scatter: float) -> Days:
    """Whole calls around a mean, scattered more than chance alone does."""
    return random.poisson(mean * random.gamma(1 / scatter, scatter, DAYS)).astype(float)


def shop(random: Random) -> Days:
    """A shop: closed on Sundays and holidays, strong on Saturdays."""
    return _counted(random, 60 * _weekdays([1, 0.9, 0.95, 1, 1.2, 1.6, 0, 0]) * _wander(random, 0.006), 0.02)


def radio(random: Random) -> Days:
    """A radio station: few calls, and many on the days of a contest."""
    contests = random.random(DAYS) < 0.06
    peaks = np.where(contests, random.lognormal(1.6, 0.6, DAYS), 0)
    return _counted(random, 40 * (_weekdays([1, 1, 1, 1, 1.1, 0.5, 0.4, 0.5]) + peaks), 0.05)


def growing(random: Random) -> Days:
    """A young hotline that grows by five in a hundred a month, all the week round."""
    growth = 1.05 ** (np.arange(DAYS) / 30.4)
    return _counted(random, 30 * growth * _weekdays([1, 1, 1, 1, 1, 0.7, 0.6, 0.6]) * _wander(random, 0.008), 0.03)


def seasonal(random: Random) -> Days:
    """A mountain hotel's line: full in winter and summer, quiet between."""
    turn = 2 * np.pi * (np.arange(DAYS) + (FIRST - date(FIRST.year, 1, 1)).days) / 365.25
    season = 1 + 0.55 * np.cos(turn) - 0.45 * np.cos(2 * turn + 0.6)
    year = np.clip(season, 0.15, None) * _weekdays([0.9, 0.9, 0.95, 1, 1.3, 1.2, 0.9, 1.1])
    return _counted(random, 50 * year * _wander(random, 0.006), 0.04)


def small(random: Random) -> Days:
    """A small practice: a handful of calls a day, none at the weekend."""
    return _counted(random, 4 * _weekdays([1.2, 1, 1, 1, 0.8, 0, 0, 0]) * _wander(random, 0.006), 0.05)


def young(random: Random) -> Days:
    """A number that has been there for ten weeks when it is first asked about."""
    days = shop(random)
    days[: DAYS - 395 - 70] = 0
    return days


HOLDERS: dict[str, Callable[[Random], Days]] = {
    "shop": shop,
    "radio": radio,
    "growing": growing,
    "seasonal": seasonal,
    "small": small,
    "young": young,
}


def calls_of(name: str, seed: int) -> History:
    """The calls of one of the holders."""
    days = HOLDERS[name](np.random.default_rng([seed, *name.encode()]))
    return History(first=FIRST, values=[int(calls) for calls in days], holidays=holidays())


def payout_of(name: str, seed: int) -> History:
    """What those calls paid out, in millionths: calls are worth more or less by how long they last."""
    calls = calls_of(name, seed)
    random = np.random.default_rng([seed + 1, *name.encode()])
    return History(
        first=FIRST,
        values=[int(random.gamma(2 * count, CALL_WORTH / 2)) if count else 0 for count in calls.values],
        holidays=calls.holidays,
    )
