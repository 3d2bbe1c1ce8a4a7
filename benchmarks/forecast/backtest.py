"""The forecast as it would have been on each past morning, against what the month came to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from smartnumbers.statistics.forecast.month import History, forecast_month
from smartnumbers.statistics.spans import month_of

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Morning:
    """One morning: the errors as shares of what the month came to, whether its range held that, and its width.

    `plain` is the error of "month so far / days so far x days", `last` that of "as the month before".
    """

    error: float
    plain: float
    last: float
    held: float
    width: float


@dataclass(frozen=True, slots=True)
class Score:
    """Means over all mornings, in per cent."""

    mornings: int
    error: float
    plain: float
    last: float
    held: float
    width: float


def score(mornings: list[Morning]) -> Score:
    """The means of some mornings."""
    means = {name: 100 * fmean(getattr(one, name) for one in mornings) for name in Morning.__slots__}
    return Score(mornings=len(mornings), **means)


def backtest(history: History, *, every: int) -> Iterator[Morning]:
    """Ask on every so manieth morning of the last twelve whole months, from their second day to their last."""
    for start in _months(history):
        days = month_of(day=start).days
        at = (start - history.first).days
        came = sum(history.values[at : at + days])
        before = sum(history.values[max(0, at - month_of(day=start - timedelta(days=1)).days) : at])
        for done in range(1, days if came else 0, every):
            values = history.values[: at + done]
            said = forecast_month(history=History(first=history.first, values=values, holidays=history.holidays))
            if said is not None:
                yield Morning(
                    error=abs(said.expected / came - 1),
                    plain=abs(sum(values[at:]) / done * days / came - 1),
                    last=abs(before / came - 1),
                    held=float(said.low <= came <= said.high),
                    width=(said.high - said.low) / came,
                )


def _months(history: History) -> list[date]:
    """The first days of the last whole months, but the history's first."""
    starts, start = [], history.today.replace(day=1)
    for _ in range(MONTHS):
        start = month_of(day=start - timedelta(days=1)).first
        starts.append(start)
    return [start for start in reversed(starts) if start > history.first]
