"""Figures step by step."""

from smartnumbers.statistics.answers import FigureSeries, StepFigures
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.figures import by_key, figure_rows, lost_by_key
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Series, Step
from smartnumbers.statistics.scope import Scope


def series(*, database: Database, question: Series) -> FigureSeries:
    """The steps of the filter that have calls."""
    return FigureSeries(
        steps=steps(database=database, scope=question.scope, wanted=question.wanted, step=question.step)
    )


def steps(*, database: Database, scope: Scope, wanted: CallFilter, step: Step) -> tuple[StepFigures, ...]:
    """The steps of a filter that have calls, the oldest first."""
    statement = Statement(database=database, scope=scope)
    where = condition(wanted=wanted, statement=statement)
    keys = statement.dialect.step(step)
    rows = figure_rows(statement=statement, keys=keys, where=where)
    lost = lost_by_key(statement=statement, keys=keys, where=where)
    found = by_key(rows=rows, lost=lost, keys=2)
    return tuple(StepFigures(day=day, hour=hour, figures=found[day, hour]) for day, hour in sorted(found))
