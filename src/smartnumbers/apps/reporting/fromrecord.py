"""The record answers instead of the statistics, for those who have few calls.

Their calls are read into a store in memory, by the statement the daemon reads with, and that is asked: the same code
answers, so the figures are the same. What was read is kept as long as it is what the record has.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from smartnumbers.statistics.client import StatisticsAway
from smartnumbers.statistics.duckdb.store import DuckDbStore
from smartnumbers.statistics.questions import A, Question
from smartnumbers.statistics.record.reading import calls_of, calls_where
from smartnumbers.statistics.scope import Scope

FALLBACK_CALLS = 20_000
"""More calls than these are not read for one page: it would take seconds, and a thread that others wait for."""

_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Copy:
    state: tuple[Any, ...]
    store: DuckDbStore


_copies: OrderedDict[Scope, _Copy] = OrderedDict()
_lock = threading.Lock()


def answer(*, scope: Scope, question: Question[A], away: StatisticsAway) -> A:
    """The answer of the record. Raises `away` where the scope has more than FALLBACK_CALLS calls."""
    condition, arguments = _condition(scope)
    state = _state(condition, arguments)
    if state[0] > FALLBACK_CALLS:
        raise away
    with _lock:
        copy = _copies.get(scope)
        if copy is None or copy.state != state:
            copy = _Copy(state, _read(condition, arguments))
            _copies[scope] = copy
            if len(_copies) > _KEPT:
                # Not closed: another thread may be asking it. It goes with the last who does.
                _copies.popitem(last=False)
        _copies.move_to_end(scope)
    return copy.store.answer(question)


def forget() -> None:
    """Keep nothing of what was read. For tests, whose record begins anew without anybody's telling."""
    with _lock:
        _copies.clear()


def _condition(scope: Scope) -> tuple[str, list[int]]:
    if scope.accounts is None:
        return "1 = 1", []
    marks = ", ".join(["%s"] * len(scope.accounts))
    return f"account_id IN ({marks})" if marks else "1 = 0", sorted(scope.accounts)


def _state(condition: str, arguments: list[int]) -> tuple[Any, ...]:
    """How many calls there are (counted up to one more than can be read), and the newest write of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max(sequence), sum(sequence) FROM (SELECT sequence FROM callrecords_callrecord "  # noqa: S608 - ours
            f"WHERE {condition} LIMIT {FALLBACK_CALLS + 1}) AS found",
            arguments,
        )
        found: tuple[Any, ...] = cursor.fetchone()
    return found


def _read(condition: str, arguments: list[int]) -> DuckDbStore:
    store = DuckDbStore(path=None, zone=settings.TIME_ZONE)
    with connection.cursor() as cursor:
        cursor.execute(
            calls_where(condition=condition, order="sequence DESC", limit=str(FALLBACK_CALLS)),
            arguments,
        )
        calls = list(calls_of(rows=cursor.fetchall()))
    store.append(calls=calls, sequence=calls[-1].sequence if calls else 0)
    return store
