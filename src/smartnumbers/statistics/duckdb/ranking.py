"""Who is on the list of top callers, added up in arrays by the code of each caller.

Of an account with a million callers, this takes a quarter of what grouping by caller does, since a caller's code is
where he stands in the arrays. Sums are exact up to 2 to the 53rd, which is nine billion francs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartnumbers.statistics.asking.callers import WITHHELD
from smartnumbers.statistics.asking.marks import marks_of
from smartnumbers.statistics.asking.standing import Stand, Standing
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.asking.topcallers import standing_of
from smartnumbers.statistics.duckdb.arrays import ArrayDatabase
from smartnumbers.statistics.duckdb.counting import known_callers
from smartnumbers.statistics.questions import TopCallers

Whole = NDArray[np.int64]
# What a call is marked with: the spans it is in, and whether it is its caller's first one ever.
_NOW, _BEFORE, _FIRST = 1, 2, 4


@dataclass(frozen=True, slots=True)
class _Added:
    """What a span has of each caller, by his code."""

    calls: Whole
    spent: Whole


def rank_callers(*, database: ArrayDatabase, question: TopCallers) -> Standing:
    """Who is on the list. Of several accounts, the database adds up: a caller has a code for each of them."""
    accounts, size = known_callers(database=database, scope=question.scope)
    if accounts != 1:
        return standing_of(database=database, question=question)
    statement = Statement(database=database, scope=question.scope)
    marks = marks_of(sets=[question.wanted, question.before], statement=statement)
    currency = statement.bind(question.currency)
    columns = database.arrays(
        text="SELECT caller_code, "
        f"CAST({marks.bits} + CASE WHEN is_first THEN {_FIRST} ELSE 0 END AS UTINYINT) AS marks, "
        f"CASE WHEN currency = {currency} THEN coalesce(amount, 0) ELSE 0 END AS spent FROM {statement.calls} "
        f"WHERE {marks.where} AND caller <> {WITHHELD} AND {marks.bits} > 0",
        parameters=statement.parameters,
    )
    code, spent, marked = columns["caller_code"], columns["spent"], columns["marks"]
    now, before = _added(code, spent, marked & (_NOW | _BEFORE), size)
    opened = np.zeros(size, dtype=bool)
    opened[code[(marked & (_NOW | _FIRST)) == _NOW | _FIRST]] = True
    gone = (now.calls == 0) & (before.calls > 0)
    own = before if question.lost else now
    codes = _foremost(np.flatnonzero(gone if question.lost else now.calls > 0), own, max(0, question.limit))
    ranks = _ranks(codes, before)
    callers = _callers(database, question, codes)
    return Standing(
        listed=[
            Stand(
                caller=callers[one],
                spent=int(own.spent[one]),
                calls=int(own.calls[one]),
                rank_before=ranks.get(one),
                opened=bool(opened[one]),
            )
            for one in codes.tolist()
        ],
        total=int((now.calls > 0).sum()),
        new=int((opened & (before.calls == 0)).sum()),
        lost=int(gone.sum()),
    )


def _added(code: Whole, spent: Whole, spans: NDArray[np.uint8], size: int) -> tuple[_Added, _Added]:
    """What both spans have of each caller: those of the one stand behind those of the other, while they are added."""
    both = spans == _NOW | _BEFORE
    if both.any():
        code, spent = np.concatenate([code, code[both]]), np.concatenate([spent, spent[both]])
        spans = np.concatenate([np.where(both, _NOW, spans), np.full(both.sum(), _BEFORE, dtype=spans.dtype)])
    place = code + (spans == _BEFORE).astype(np.int32) * np.int32(size)
    calls = np.bincount(place, minlength=2 * size)
    sums = np.rint(np.bincount(place, weights=spent, minlength=2 * size)).astype(np.int64)
    return _Added(calls[:size], sums[:size]), _Added(calls[size:], sums[size:])


def _foremost(codes: Whole, added: _Added, limit: int) -> Whole:
    """The first of these callers, by spend and then by calls."""
    if not limit:
        return codes[:0]
    if len(codes) > limit:
        spent = added.spent[codes]
        least = np.partition(spent, len(codes) - limit)[len(codes) - limit]
        above, equal = codes[spent > least], codes[spent == least]
        fewer = limit - len(above)
        codes = np.concatenate([above, equal[np.argsort(-added.calls[equal], kind="stable")[:fewer]]])
    return codes[np.lexsort((codes, -added.calls[codes], -added.spent[codes]))]


def _ranks(codes: Whole, before: _Added) -> Mapping[int, int]:
    """The ranks that those of these callers who called in the span before had in it."""
    there = codes[before.calls[codes] > 0]
    if not len(there):
        return {}
    spent = before.spent[there]
    higher = np.sort(before.spent[(before.calls > 0) & (before.spent > spent.min())])
    ranks = 1 + len(higher) - np.searchsorted(higher, spent, side="right")
    return dict(zip(there.tolist(), ranks.tolist(), strict=True))


def _callers(database: ArrayDatabase, question: TopCallers, codes: Whole) -> Mapping[int, int]:
    """The callers that have these codes."""
    if not len(codes):
        return {}
    statement = Statement(database=database, scope=question.scope)
    among = statement.any_of(column="caller_code", values=codes.tolist())
    rows = statement.rows(f"SELECT caller_code, max(caller) FROM {statement.calls} WHERE {among} GROUP BY caller_code")
    return dict(rows)
