"""The rules of a price as arithmetic on columns of 64-bit integers: what `segments` and `round_amount` do for one call.

Nothing is divided but times by increments and prices by rounding units; both leave integers. Before, `fits` proves
from the largest values that no product or sum can leave 64 bits: numpy would not say so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from smartnumbers.core.foundation.money import FINEST, RoundingMode
from smartnumbers.core.rating.callcolumns import CallColumns, Integers
from smartnumbers.core.rating.segments import DENOMINATOR
from smartnumbers.core.tariffs.tariff import Tariff

Column = Integers | np.int64
_LIMIT = 1 << 62
_MODES = tuple(RoundingMode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Tariffs as columns: times in ms, prices in millionths, exact prices over DENOMINATOR; no bound is _LIMIT."""

    per_call: Column
    per_minute: Column
    increment: Column
    minimum: Column
    free: Column
    maximum: Column
    cap: Column
    exact_cap: Column
    to: Column
    mode: Column

    @classmethod
    def of(cls, tariffs: Sequence[Tariff]) -> Self:
        """The table of these tariffs, all of which must fit."""
        columns = zip(*(_row(tariff) for tariff in tariffs), strict=True) if tariffs else [()] * len(fields(cls))
        names = (each.name for each in fields(cls))
        return cls(**{name: np.array(column, np.int64) for name, column in zip(names, columns, strict=True)})

    def rows(self, which: NDArray[Any]) -> "Terms":
        """The terms of each call; single values where all calls have the same, which is faster."""
        chosen = np.intp(which[0]) if len(self.per_call) == 1 else which  # type: ignore[arg-type]
        return Terms(**{each.name: getattr(self, each.name)[chosen] for each in fields(self)})


def _row(tariff: Tariff) -> tuple[int, ...]:
    rounding = tariff.rounding or FINEST
    cap = _LIMIT if tariff.cap is None else tariff.cap
    return (
        tariff.per_call,
        tariff.per_minute,
        tariff.increment_s * 1000,
        tariff.minimum_s * 1000,
        tariff.free_s * 1000,
        _LIMIT if tariff.max_s is None else min(tariff.max_s * 1000, _LIMIT),
        cap,
        min(cap * DENOMINATOR, _LIMIT),
        rounding.to,
        _MODES.index(rounding.mode),
    )


def fits(calls: CallColumns) -> bool:
    """Whether no value on the way to these prices can leave 64 bits."""
    tariffs, changes, fees = calls.tariffs, calls.changes, calls.fees
    filling = max((tariff.increment_s + tariff.minimum_s + tariff.free_s for tariff in tariffs), default=0)
    longest = _largest(calls.durations) + 1000 * filling
    per_minute = max(_largest(changes.per_minute), *(tariff.per_minute for tariff in tariffs), 0)
    per_call = max(_largest(changes.per_call), *(tariff.per_call for tariff in tariffs), 0)
    step = DENOMINATOR * max(((tariff.rounding or FINEST).to for tariff in tariffs), default=1)
    # Each change takes the difference of two prices times a span: none is larger than the product of both maxima.
    timed = per_minute * longest * (1 + _most(changes.call))
    once = per_call * (1 + _most(changes.call)) + _largest(fees.amount) * _most(fees.call)
    return longest < _LIMIT and timed + once * DENOMINATOR + 2 * step < _LIMIT


def _largest(column: Integers) -> int:
    return int(column.max()) if len(column) else 0


def _most(rows: Integers) -> int:
    """How often the most frequent of ascending rows stands there."""
    if not len(rows):
        return 0
    starts = np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1])))
    return int(np.diff(np.append(starts, len(rows))).max())


def price(
    *, durations: Integers, terms: Terms, changes: Mapping[str, Integers], fees: Mapping[str, Integers]
) -> tuple[Integers, Integers]:
    """The amounts (millionths) and billed times (ms) of calls; `call` of changes and fees counts from their first."""
    end = np.minimum(durations, terms.maximum)
    free_end = np.minimum(end, terms.free)
    rest = end - free_end
    increments = -(np.minimum(terms.minimum - rest, 0) // terms.increment)
    billed = np.where(rest > 0, terms.minimum + increments * terms.increment, 0)
    billed = np.minimum(billed, terms.maximum - free_end)
    within_free = (rest == 0) & (terms.free > 0)
    exact = terms.per_minute * billed + np.where(within_free, 0, terms.per_call * DENOMINATOR)
    if len(changes["call"]):
        _add_changes(exact, changes, terms.per_minute, end, free_end, free_end + billed)
    if len(fees["call"]):
        happened = (fees["at"] < end[fees["call"]]) | (fees["at"] == 0)
        np.add.at(exact, fees["call"], np.where(happened, fees["amount"] * DENOMINATOR, 0))
    return _amounts(exact, terms), billed


def _add_changes(
    exact: Integers,
    changes: Mapping[str, Integers],
    first: Column,
    end: Integers,
    free_end: Integers,
    billed_end: Integers,
) -> None:
    """Each change that happened adds what its minute costs more or less than the one before, up to the billed end."""
    call, at, per_minute = changes["call"], changes["at"], changes["per_minute"]
    before = np.broadcast_to(first, exact.shape)[call]
    again = np.flatnonzero(call[1:] == call[:-1]) + 1
    before[again] = per_minute[again - 1]
    spans = billed_end[call] - np.maximum(at, free_end[call])
    more = (per_minute - before) * spans + changes["per_call"] * DENOMINATOR
    np.add.at(exact, call, np.where(at < end[call], more, 0))


def _amounts(exact: Integers, terms: Terms) -> Integers:
    capped = np.minimum(exact, terms.exact_cap)
    step = terms.to * DENOMINATOR
    quotient = capped // step
    rest = capped - quotient * step
    modes = np.unique(terms.mode)
    upwards = _goes_up(_MODES[modes[0]], quotient, rest, step)
    for mode in modes[1:]:
        upwards = np.where(terms.mode == mode, _goes_up(_MODES[mode], quotient, rest, step), upwards)
    amounts: Integers = np.minimum((quotient + upwards) * terms.to, terms.cap)
    return amounts


def _goes_up(mode: RoundingMode, quotient: Integers, rest: Integers, step: Column) -> NDArray[np.bool_]:
    match mode:
        case RoundingMode.UP:
            return rest > 0
        case RoundingMode.DOWN:
            return np.zeros(rest.shape, np.bool_)
        case RoundingMode.HALF_UP:
            return 2 * rest >= step
        case RoundingMode.HALF_DOWN:
            return 2 * rest > step
        case RoundingMode.HALF_EVEN:
            return 2 * rest + quotient % 2 > step
