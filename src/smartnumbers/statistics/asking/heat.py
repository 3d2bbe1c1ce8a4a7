"""Calls by weekday and hour."""

from smartnumbers.statistics.answers import HeatCell, HeatMap
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Heat
from smartnumbers.statistics.scope import Scope


def heat(*, database: Database, question: Heat) -> HeatMap:
    """The cells of the filter that have calls."""
    return HeatMap(cells=cells(database=database, scope=question.scope, wanted=question.wanted))


def cells(*, database: Database, scope: Scope, wanted: CallFilter) -> tuple[HeatCell, ...]:
    """The cells of a filter that have calls, hour by hour from Monday on."""
    statement = Statement(database=database, scope=scope)
    where = condition(wanted=wanted, statement=statement)
    rows = statement.rows(
        "SELECT weekday, hour, count(*), count(*) FILTER (WHERE result = 'answered'), "
        f"count(*) FILTER (WHERE result = 'lost') FROM {statement.calls} WHERE {where} GROUP BY weekday, hour"
    )
    return tuple(
        HeatCell(weekday=weekday, hour=hour, calls=calls, answered=answered, lost=lost)
        for weekday, hour, calls, answered, lost in sorted(rows)
    )
