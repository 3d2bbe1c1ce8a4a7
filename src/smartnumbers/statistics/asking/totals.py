"""The figures of several sets of calls, all of them in one pass.

Each call is marked with the sets it is in, a bit for each; what calls add up to by these marks is then given to each
set that has a part in them. Conditions that all sets share are asked of the calls themselves.
"""

from collections.abc import Mapping, Sequence

import msgspec

from smartnumbers.statistics.answers import Figures, FigureSets
from smartnumbers.statistics.asking.callers import WITHHELD
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.figures import by_key, figure_rows
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.filters import EVERYTHING, CallFilter
from smartnumbers.statistics.questions import Totals
from smartnumbers.statistics.scope import Scope

_AT_ONCE = 32


def totals(*, database: Database, question: Totals) -> FigureSets:
    """The figures of each filter, their callers counted."""
    sets: list[Figures] = []
    for start in range(0, len(question.wanted), _AT_ONCE):
        sets += set_figures(database=database, scope=question.scope, sets=question.wanted[start : start + _AT_ONCE])
    return FigureSets(sets=tuple(sets))


def set_figures(*, database: Database, scope: Scope, sets: Sequence[CallFilter]) -> Sequence[Figures]:
    """The figures of each set, their callers counted; no more than 32 sets."""
    statement = Statement(database=database, scope=scope)
    mark, where = _marked(sets, statement)
    rows = figure_rows(statement=statement, keys=[mark], where=where, spread=statement.dialect.by_bit(bits=len(sets)))
    found = by_key(rows=rows, keys=1)
    callers = _callers(database, scope, sets)
    return [
        msgspec.structs.replace(found.get((index,), Figures()), callers=callers.get(index, 0))
        for index in range(len(sets))
    ]


def _callers(database: Database, scope: Scope, sets: Sequence[CallFilter]) -> Mapping[int, int]:
    """How many callers each set has."""
    statement = Statement(database=database, scope=scope)
    mark, where = _marked(sets, statement)
    rows = statement.rows(
        f"SELECT marks, count(*) FROM (SELECT {statement.dialect.either_bit(column=mark)} AS marks "
        f"FROM {statement.calls} WHERE {where} AND caller <> {WITHHELD} GROUP BY caller) AS found GROUP BY marks"
    )
    return {index: sum(count for marks, count in rows if marks >> index & 1) for index in range(len(sets))}


def _marked(sets: Sequence[CallFilter], statement: Statement) -> tuple[str, str]:
    """The sets a call is in, as bits, and the condition that calls of any set fulfil."""
    shared, rest = _parted(sets)
    where = condition(wanted=shared, statement=statement)
    if len(sets) == 1:
        return "1", where
    marks = [
        f"CASE WHEN {condition(wanted=one, statement=statement)} THEN {1 << n} ELSE 0 END" for n, one in enumerate(rest)
    ]
    days = [one.first_day for one in rest]
    if None not in days:
        where += f" AND day >= {statement.bind(min(day for day in days if day is not None))}"
    return " + ".join(marks), where


def _parted(sets: Sequence[CallFilter]) -> tuple[CallFilter, Sequence[CallFilter]]:
    """What all filters have in common, and what is left of each."""
    first = msgspec.structs.asdict(sets[0])
    shared = {name: value for name, value in first.items() if all(getattr(one, name) == value for one in sets)}
    empty = {name: getattr(EVERYTHING, name) for name in shared}
    return CallFilter(**shared), [msgspec.structs.replace(one, **empty) for one in sets]
