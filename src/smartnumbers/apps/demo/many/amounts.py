"""What the made-up calls cost and bring, by the same code that rates real ones."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from smartnumbers.apps.demo.many.shapes import Shape
from smartnumbers.core.rating.callcolumns import CallColumns
from smartnumbers.core.rating.columns import rate_columns
from smartnumbers.core.tariffs.costs import HolderCosts, holder_cost, payout
from smartnumbers.core.tariffs.origin import Origin, origin_of

Integers = NDArray[np.int64]
_PREFIX = 10**7


def amounts(*, shape: Shape, talk: Integers) -> tuple[Integers, Integers]:
    """What callers pay (millionths) and for how long (milliseconds), by their calls' conversations (milliseconds)."""
    rated = rate_columns(
        CallColumns(durations=talk, which=np.zeros(len(talk), np.int64), tariffs=(shape.version.tariff,))
    )
    return rated.amounts, rated.billed_ms


def payouts(*, shape: Shape, amounts: Integers) -> Integers | None:
    """What the holder gets of them; None where the tariff has no payout."""
    if not shape.version.payout_share:
        return None
    return _each(amounts, lambda amount: payout(amount=amount, version=shape.version))


def costs(*, shape: Shape, talk: Integers, callers: Integers) -> Integers | None:
    """What the holder pays for calls from these callers (0: unknown); None where the tariff has no such costs."""
    terms = shape.version.costs
    if terms is None:
        return None
    found = np.zeros(len(talk), np.int64)
    origins = _each(callers // _PREFIX, lambda start: _ORIGIN_INDEX[origin_of(f"+{start * _PREFIX}" if start else "")])
    for index, origin in enumerate(_ORIGINS):
        here = origins == index
        work = partial(_cost_of, terms, origin)
        # Costs are counted by the whole second, so a conversation costs what its seconds cost.
        found[here] = _each(-(-talk[here] // 1000), work)
    return found


def _cost_of(terms: HolderCosts, origin: Origin, seconds: int) -> int:
    return holder_cost(costs=terms, origin=origin, duration=seconds * 1000)


def _each(values: Integers, work: Callable[[int], int]) -> Integers:
    """A function of each value, asked once for each that differs."""
    different, where = np.unique(values, return_inverse=True)
    return np.array([work(int(value)) for value in different], np.int64)[where]


_ORIGINS = tuple(Origin)
_ORIGIN_INDEX = {origin: index for index, origin in enumerate(_ORIGINS)}
