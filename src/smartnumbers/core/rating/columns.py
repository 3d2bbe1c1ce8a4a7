"""The price of millions of calls at once: columns in, columns out, the same amounts as `rate`.

Re-rating and what-if use it; `core.rating.callcolumns` says how calls become columns.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from smartnumbers.core.rating.arithmetic import Terms, fits, price
from smartnumbers.core.rating.callcolumns import CallColumns, Integers, rows, timeline_of
from smartnumbers.core.rating.rate import rate

CHUNK = 1 << 16
"""Calls priced in one go: small enough for a processor's cache, large enough that numpy's calls cost nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedColumns:
    """For each call its amount (millionths, after cap and rounding) and its billed time (ms)."""

    amounts: Integers
    billed_ms: Integers


Run = Callable[[Callable[[slice], None], Iterable[slice]], Iterable[None]]


def rate_columns(calls: CallColumns, *, run: Run = map) -> RatedColumns:
    """The amounts and billed times of all calls.

    `run` maps a function over parts of the columns; a thread pool's `map` uses several processors, since numpy lets go
    of the interpreter. Where 64 bits might not hold a price on the way, the calls are rated one at a time. Raises
    OverflowError where they do not hold the amount itself.
    """
    rated = RatedColumns(
        amounts=np.empty(len(calls.durations), np.int64), billed_ms=np.empty(len(calls.durations), np.int64)
    )
    if fits(calls):
        terms = Terms.of(calls.tariffs)

        def work(part: slice) -> None:
            rated.amounts[part], rated.billed_ms[part] = price(
                durations=calls.durations[part],
                terms=terms.rows(calls.which[part]),
                changes=rows(calls.changes, part),
                fees=rows(calls.fees, part),
            )
    else:

        def work(part: slice) -> None:
            for row in range(part.start, part.stop):
                single = rate(duration=int(calls.durations[row]), timeline=timeline_of(calls, row))
                rated.amounts[row], rated.billed_ms[row] = single.amount, single.billed_ms

    starts = range(0, len(calls.durations), CHUNK)
    for _ in run(work, [slice(start, min(start + CHUNK, len(calls.durations))) for start in starts]):
        pass
    return rated
