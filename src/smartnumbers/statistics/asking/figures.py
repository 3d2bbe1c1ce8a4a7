"""The figures of sets of calls. A statement groups calls by one or more keys; each key's figures are put together here.

Lost payout is an estimate: of each number, its lost calls times the average payout of its answered calls, rounded down
to a millionth. What a number's calls bring on average is worked out over one set as a whole, also for the steps and
groups it is broken down by: so they add up to the whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from smartnumbers.statistics.answers import Figures, Money
from smartnumbers.statistics.asking.statement import Statement

_QUICK_MS = 15_000
_COUNTS = {
    "calls": "sum(parts)",
    "answered": "sum(parts) FILTER (WHERE result = 'answered')",
    "lost": "sum(parts) FILTER (WHERE result = 'lost')",
    "informed": "sum(parts) FILTER (WHERE result = 'informed')",
    "blocked": "sum(parts) FILTER (WHERE result = 'blocked')",
    "charged": "sum(charged)",
    "talk": "sum(talk)",
    "longest": "max(longest)",
    "answer_wait": "sum(wait) FILTER (WHERE result = 'answered')",
    "lost_wait": "sum(wait) FILTER (WHERE result = 'lost')",
    "within_15s": "sum(quick) FILTER (WHERE result = 'answered')",
    "new_callers": "sum(opening)",
}
_MONEY = ("spent", "payout", "cost")
_ADDED = (
    "count(*) AS parts, count(*) FILTER (WHERE amount > 0) AS charged, sum(talk) AS talk, max(talk) AS longest, "
    f"sum(wait) AS wait, count(*) FILTER (WHERE wait <= {_QUICK_MS}) AS quick, sum(amount) AS spent, "
    "sum(payout) AS payout, sum(cost) AS cost"
)
Key = tuple[Any, ...]
Rows = Sequence[tuple[Any, ...]]


def figure_rows(
    *, statement: Statement, keys: Sequence[str], where: str, spread: str = "added", openings: bool = False
) -> Rows:
    """The rows of figures by key and currency: the key's values, then what `by_key` reads, but for lost payout.

    `keys` are expressions, which become key0, key1 and so on; `spread` selects from what is `added` up by them.
    `openings`: the callers who are new are counted too.
    """
    dialect = statement.dialect
    names, listed = _named(keys)
    opening = f"count(*) FILTER (WHERE {statement.first})" if openings else "0"
    sums = ", ".join(
        f"CAST(coalesce({one}, 0) AS {dialect.integer})"
        for one in (*_COUNTS.values(), *(f"sum({name})" for name in _MONEY))
    )
    return statement.rows(
        f"WITH added AS (SELECT {names}{dialect.kind} AS kind, {_ADDED}, {opening} AS opening FROM {statement.calls} "
        f"WHERE {where} GROUP BY {listed}kind), told AS ({dialect.told(parts=spread)}) "
        f"SELECT {listed}currency, {sums} FROM told GROUP BY {listed}currency"
    )


def lost_of_sets(*, statement: Statement, key: str, where: str, spread: str) -> Rows:
    """The lost payout by key and currency, each key being a set of its own."""
    dialect = statement.dialect
    return statement.rows(
        f"WITH added AS (SELECT {key} AS key0, {dialect.number} AS called, {dialect.kind} AS kind, "
        f"count(*) AS parts, sum(payout) AS payout FROM {statement.calls} WHERE {where} GROUP BY key0, called, kind), "
        f"told AS ({dialect.told(parts=spread)}), {_averages('key0, called', statement)} "
        f"SELECT key0, currency, CAST(sum(lost * average) AS {dialect.integer}) FROM averages "
        "WHERE average > 0 AND lost > 0 GROUP BY key0, currency"
    )


def lost_by_key(*, statement: Statement, keys: Sequence[str], where: str) -> Rows:
    """The lost payout by key and currency, all keys being parts of one set."""
    dialect = statement.dialect
    names, listed = _named(keys)
    return statement.rows(
        f"WITH added AS (SELECT {dialect.number} AS called, {dialect.kind} AS kind, count(*) AS parts, "
        f"sum(payout) AS payout FROM {statement.calls} WHERE {where} GROUP BY called, kind), "
        f"told AS ({dialect.told(parts='added')}), {_averages('called', statement)}, "
        f"missed AS (SELECT {names}{dialect.number} AS called, count(*) AS calls FROM {statement.calls} "
        f"WHERE {where} AND result = 'lost' GROUP BY {listed}called) "
        f"SELECT {listed}currency, CAST(sum(calls * average) AS {dialect.integer}) FROM missed "
        f"JOIN averages ON missed.called = averages.called WHERE average > 0 GROUP BY {listed}currency"
    )


def by_key(*, rows: Rows, lost: Rows, keys: int) -> Mapping[Key, Figures]:
    """The figures of each key, its callers not counted."""
    found: dict[Key, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[:keys], []).append(row[keys:])
    missed: dict[Key, dict[str, int]] = defaultdict(dict)
    for row in lost:
        missed[row[:keys]][row[keys]] = row[keys + 1]
    return {key: _figures(parts, missed[key]) for key, parts in found.items()}


def _named(keys: Sequence[str]) -> tuple[str, str]:
    """The keys as they are selected, and as they are listed; both end in a comma where there is one."""
    listed = [f"key{index}" for index in range(len(keys))]
    names = [f"{expression} AS {name}" for expression, name in zip(keys, listed, strict=True)]
    return "".join(f"{name}, " for name in names), "".join(f"{name}, " for name in listed)


def _averages(by: str, statement: Statement) -> str:
    """What the answered calls of a number paid out on average, by currency, beside how many were lost."""
    dialect = statement.dialect
    average = dialect.divided(dividend="paid", divisor="answered")
    return (
        f"counted AS (SELECT {by}, sum(parts) FILTER (WHERE result = 'answered') AS answered, "
        f"sum(parts) FILTER (WHERE result = 'lost') AS lost FROM told GROUP BY {by}), "
        f"paid AS (SELECT {by}, currency, CAST(sum(payout) AS {dialect.integer}) AS paid FROM told "
        f"WHERE result = 'answered' AND payout > 0 AND currency <> '' GROUP BY {by}, currency), "
        f"averages AS (SELECT {by}, currency, CAST(lost AS {dialect.integer}) AS lost, {average} AS average "
        f"FROM paid JOIN counted USING ({by}))"
    )


def _figures(parts: Iterable[tuple[Any, ...]], missed: Mapping[str, int]) -> Figures:
    """The figures of one key from its rows, one for each currency, and the lost payout by currency."""
    counts = dict.fromkeys(_COUNTS, 0)
    money: dict[str, tuple[int, int, int]] = dict.fromkeys(missed, (0, 0, 0))
    for currency, *values in parts:
        for name, value in zip(_COUNTS, values, strict=False):
            counts[name] = max(counts[name], value) if name == "longest" else counts[name] + value
        if currency:
            money[currency] = (values[-3], values[-2], values[-1])
    return Figures(
        **counts,
        money=tuple(
            Money(currency=currency, spent=spent, payout=payout, cost=cost, lost_payout=missed.get(currency, 0))
            for currency, (spent, payout, cost) in sorted(money.items())
        ),
    )
