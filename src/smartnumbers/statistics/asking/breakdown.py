"""Figures by the values of a dimension. Those that count attempts are the destinations' (`destinations`)."""

from smartnumbers.statistics.answers import FigureGroup, FigureGroups
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.figures import by_key, figure_rows, lost_by_key
from smartnumbers.statistics.asking.scoping import NOBODY
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Breakdown, Dimension
from smartnumbers.statistics.scope import Scope

_COLUMNS = {
    Dimension.NUMBER: "number",
    Dimension.RESULT: "result",
    Dimension.OUTCOME: "outcome",
    Dimension.TARIFF: "tariff",
    Dimension.TREATMENT: "treatment",
    Dimension.COUNTRY: "country",
    Dimension.AREA: "area",
    Dimension.LINE: "line",
    Dimension.HUNG_UP_BY: "hung_up_by",
    Dimension.AGENT: "agent",
    Dimension.CAMPAIGN: "campaign",
    Dimension.ACCOUNT: "account",
}


def breakdown(*, database: Database, question: Breakdown) -> FigureGroups:
    """The groups of the filter, the most calls first; equal ones in the order of their values."""
    found = groups(database=database, scope=question.scope, wanted=question.wanted, dimension=question.dimension)
    return FigureGroups(groups=found[: question.limit], more=len(found) > question.limit)


def groups(*, database: Database, scope: Scope, wanted: CallFilter, dimension: Dimension) -> tuple[FigureGroup, ...]:
    """All groups of a filter. The account of calls that belong to none is written ""."""
    statement = Statement(database=database, scope=scope)
    where = condition(wanted=wanted, statement=statement)
    keys = [_COLUMNS[dimension]]
    rows = figure_rows(statement=statement, keys=keys, where=where)
    lost = lost_by_key(statement=statement, keys=keys, where=where)
    found = [
        FigureGroup(value="" if value == NOBODY else str(value), figures=figures)
        for (value,), figures in by_key(rows=rows, lost=lost, keys=1).items()
    ]
    return tuple(sorted(found, key=lambda group: (-group.figures.calls, group.value)))
