"""Columns of calls: where 64 bits end, over several threads, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from smartnumbers.core.foundation.money import MILLION
from smartnumbers.core.rating import columns
from smartnumbers.core.rating.arithmetic import fits
from smartnumbers.core.rating.callcolumns import CallColumns, ChangeColumns, ColumnsInvalid, FeeColumns, columns_of
from smartnumbers.core.rating.columns import rate_columns
from smartnumbers.core.rating.rate import rate
from smartnumbers.core.rating.timeline import Change, Fee, Timeline
from smartnumbers.core.tariffs.tariff import Tariff, reprice

TARIFF = Tariff(currency="CHF", per_call=MILLION, per_minute=5 * MILLION, cap=400 * MILLION)
CHANGED = Timeline((Change(0, TARIFF), Change(60_000, reprice(TARIFF, per_call=0, per_minute=7))), (Fee(5, 9),))


def _whole(*values: int) -> Any:
    return np.array(values, np.int64)


def test_parts_over_threads_give_what_single_calls_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "CHUNK", 7)
    calls = [(row * 1234, CHANGED if row % 3 else Timeline((Change(0, TARIFF),))) for row in range(100)]

    with ThreadPoolExecutor(2) as pool:
        rated = rate_columns(columns_of(calls), run=pool.map)

    assert rated.amounts.tolist() == [rate(duration=duration, timeline=line).amount for duration, line in calls]


@pytest.mark.parametrize(
    "tariff",
    [
        replace(TARIFF, per_minute=10**17),
        replace(TARIFF, per_call=10**17),
        replace(TARIFF, increment_s=10**9 - 1),
    ],
)
def test_what_64_bits_cannot_hold_is_rated_singly(tariff: Tariff) -> None:
    line = Timeline((Change(0, tariff), Change(60_000, reprice(tariff, per_call=0, per_minute=7))), (Fee(5, 9),))
    calls = columns_of([(90_000, line), (0, line)])

    rated = rate_columns(calls)

    assert not fits(calls)
    assert rated.amounts.tolist() == [rate(duration=each, timeline=line).amount for each in (90_000, 0)]


def test_no_calls() -> None:
    assert len(rate_columns(columns_of([])).amounts) == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"which": _whole(0)}, "which"),
        ({"which": _whole(0, 1)}, "which"),
        ({"durations": _whole(0, -1)}, "durations"),
        ({"fees": FeeColumns(call=_whole(2), at=_whole(0), amount=_whole(0))}, "fees.call"),
        ({"fees": FeeColumns(call=_whole(1, 0), at=_whole(0, 0), amount=_whole(0, 0))}, "fees.call"),
        ({"fees": FeeColumns(call=_whole(1), at=_whole(), amount=_whole(0))}, "fees.at"),
        ({"fees": FeeColumns(call=_whole(1), at=_whole(0), amount=_whole(-1))}, "fees.amount"),
        (
            {"changes": ChangeColumns(call=_whole(1), at=_whole(0), per_call=_whole(0), per_minute=_whole(0))},
            "changes.at",
        ),
    ],
)
def test_columns_that_describe_no_calls_are_refused(wrong: dict[str, Any], field: str) -> None:
    right = CallColumns(durations=_whole(1, 2), which=_whole(0, 0), tariffs=(TARIFF,))

    with pytest.raises(ColumnsInvalid) as refused:
        replace(right, **wrong)

    assert refused.value.parameters["field"] == field
