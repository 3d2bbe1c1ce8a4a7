"""The figures of several sets of calls, all of them in one pass.

Each call is marked with the sets it is in, a bit for each; what calls add up to by these marks is then given to each
set that has a part in them.
"""

from collections.abc import Sequence

import msgspec

from smartnumbers.statistics.answers import Figures, FigureSets
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.figures import by_key, figure_rows, lost_of_sets
from smartnumbers.statistics.asking.marks import marks_of
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.filters import CallFilter
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
    marks = marks_of(sets=sets, statement=statement)
    spread = statement.dialect.by_bit(bits=len(sets))
    rows = figure_rows(statement=statement, keys=[marks.bits], where=marks.where, spread=spread, openings=True)
    lost = lost_of_sets(statement=statement, key=marks.bits, where=marks.where, spread=spread)
    found = by_key(rows=rows, lost=lost, keys=1)
    callers = database.callers(scope=scope, sets=sets)
    return [
        msgspec.structs.replace(found.get((index,), Figures()), callers=callers.get(index, 0))
        for index in range(len(sets))
    ]
