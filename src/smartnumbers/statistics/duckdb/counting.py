"""Counting the callers of sets of calls by a bit for each, which takes an eighth of what a hash table of them does."""

from collections.abc import Mapping, Sequence

from smartnumbers.statistics.asking.callers import WITHHELD
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.marks import marks_of
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.scope import Scope


def count_callers(*, database: Database, scope: Scope, sets: Sequence[CallFilter]) -> Mapping[int, int]:
    """How many callers each set has, by its index; none where it is absent."""
    accounts, callers = known_callers(database=database, scope=scope)
    if not callers:
        return {}
    statement = Statement(database=database, scope=scope)
    marks = marks_of(sets=sets, statement=statement)
    source, code = statement.calls, "caller_code"
    if accounts > 1:
        # The bits of one account follow those of the other.
        source += (
            " JOIN (SELECT account, CAST(sum(callers) OVER (ORDER BY account) - callers AS INTEGER) AS base "
            f"FROM accounts WHERE {statement.seen}) AS bases USING (account)"
        )
        code = "base + caller_code"
    rows = statement.rows(
        f"WITH added AS (SELECT {marks.bits} AS key0, bitstring_agg({code}, 0, {callers - 1:d}) AS met "
        f"FROM {source} WHERE {marks.where} AND caller <> {WITHHELD} GROUP BY key0) "
        f"SELECT key0, bit_count(bit_or(met)) FROM {statement.dialect.by_bit(bits=len(sets))} AS spread GROUP BY key0"
    )
    return dict(rows)


def known_callers(*, database: Database, scope: Scope) -> tuple[int, int]:
    """How many accounts the scope has, and how many callers these."""
    statement = Statement(database=database, scope=scope)
    ((accounts, callers),) = statement.rows(
        f"SELECT count(*), CAST(coalesce(sum(callers), 0) AS BIGINT) FROM accounts WHERE {statement.seen}"
    )
    return accounts, callers
