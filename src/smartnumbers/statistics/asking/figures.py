"""The figures of sets of calls. A statement groups calls by one or more keys; each key's figures are put together here.

Calls are added up by key, number and currency first. That is what the estimate of lost payout needs: of each number,
its lost calls times the average payout of its answered calls, rounded down to a millionth.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from smartnumbers.statistics.answers import Figures, Money
from smartnumbers.statistics.asking.callers import WITHHELD
from smartnumbers.statistics.asking.statement import Statement

_QUICK_MS = 15_000
_COUNTS = (
    "calls", "answered", "lost", "informed", "blocked", "charged", "talk", "longest", "answer_wait", "lost_wait",
    "within_15s", "new_callers",
)  # fmt: skip
_MONEY = ("spent", "payout", "cost")
Key = tuple[Any, ...]


def figure_rows(
    *, statement: Statement, keys: Sequence[str], where: str, spread: str = "parts"
) -> Sequence[tuple[Any, ...]]:
    """The rows of figures by key and currency: the key's values, then what `by_key` reads.

    `keys` are expressions, which become key0, key1 and so on; `spread` selects from the `parts` added up by them.
    """
    dialect = statement.dialect
    names = [f"key{index}" for index in range(len(keys))]
    listed = "".join(f"{name}, " for name in names)
    named = "".join(f"{expression} AS {name}, " for expression, name in zip(keys, names, strict=True))
    lost = dialect.divided(dividend=f"CAST(lost_calls AS {dialect.wide}) * answered_payout", divisor="answered_calls")
    sums = ", ".join(
        f"CAST({'max' if name == 'longest' else 'sum'}({name}) AS {dialect.integer})" for name in (*_COUNTS, *_MONEY)
    )
    return statement.rows(
        f"WITH parts AS (SELECT {named}number, currency, {_added(statement)} "
        f"FROM {statement.calls} WHERE {where} GROUP BY {listed}number, currency), "
        f"numbers AS (SELECT *, sum(lost) OVER same AS lost_calls, sum(answered) OVER same AS answered_calls "
        f"FROM {spread} WINDOW same AS (PARTITION BY {listed}number)) "
        f"SELECT {listed}currency, {sums}, CAST(sum(CASE WHEN lost_calls > 0 AND answered_payout > 0 "
        f"THEN {lost} ELSE 0 END) AS {dialect.integer}) FROM numbers GROUP BY {listed}currency"
    )


def by_key(*, rows: Iterable[tuple[Any, ...]], keys: int) -> Mapping[Key, Figures]:
    """The figures of each key, its callers not counted."""
    found: dict[Key, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(tuple(row[:keys]), []).append(row[keys:])
    return {key: _figures(parts) for key, parts in found.items()}


def _added(statement: Statement) -> str:
    """What calls add up to."""
    kinds = ", ".join(
        f"count(*) FILTER (WHERE result = '{result}') AS {result}"
        for result in ("answered", "lost", "informed", "blocked")
    )
    return (
        f"count(*) AS calls, {kinds}, count(*) FILTER (WHERE amount > 0) AS charged, sum(talk) AS talk, "
        "max(talk) AS longest, coalesce(sum(wait) FILTER (WHERE result = 'answered'), 0) AS answer_wait, "
        "coalesce(sum(wait) FILTER (WHERE result = 'lost'), 0) AS lost_wait, "
        f"count(*) FILTER (WHERE result = 'answered' AND wait <= {_QUICK_MS}) AS within_15s, "
        f"count(*) FILTER (WHERE {statement.first} AND caller <> {WITHHELD}) AS new_callers, "
        "coalesce(sum(amount), 0) AS spent, coalesce(sum(payout), 0) AS payout, coalesce(sum(cost), 0) AS cost, "
        "coalesce(sum(payout) FILTER (WHERE result = 'answered'), 0) AS answered_payout"
    )


def _figures(parts: Sequence[tuple[Any, ...]]) -> Figures:
    """The figures of one key from its rows, one for each currency."""
    counts = dict.fromkeys(_COUNTS, 0)
    money = []
    for currency, *values in parts:
        for name, value in zip(_COUNTS, values, strict=False):
            counts[name] = max(counts[name], value) if name == "longest" else counts[name] + value
        if currency:
            spent, payout, cost, lost_payout = values[len(_COUNTS) :]
            money.append(Money(currency=currency, spent=spent, payout=payout, cost=cost, lost_payout=lost_payout))
    return Figures(**counts, money=tuple(sorted(money, key=lambda one: one.currency)))
