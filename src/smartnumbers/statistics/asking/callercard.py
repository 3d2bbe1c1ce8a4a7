"""All there is to say of one caller."""

from smartnumbers.statistics.answers import CallerStory
from smartnumbers.statistics.asking.breakdown import groups
from smartnumbers.statistics.asking.callers import origin_of
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.heat import cells
from smartnumbers.statistics.asking.series import steps
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.asking.totals import set_figures
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import CallerCard, Dimension, Step


def caller_card(*, database: Database, question: CallerCard) -> CallerStory:
    """What the scope has of a caller; of who withheld his number there is nothing to say."""
    scope, caller = question.scope, question.caller
    wanted = CallFilter(callers=(caller,))
    statement = Statement(database=database, scope=scope)
    where = condition(wanted=wanted, statement=statement)
    ((first_at, last_at, calls),) = statement.rows(
        f"SELECT min(setup_at), max(setup_at), count(*) FROM {statement.calls} WHERE {where}"
    )
    (figures,) = set_figures(database=database, scope=scope, sets=[wanted])
    country, area, line = origin_of(number=caller)
    return CallerStory(
        caller=caller,
        country=country,
        area=area,
        line=line,
        first_at=first_at if calls else None,
        last_at=last_at if calls else None,
        figures=figures,
        months=steps(database=database, scope=scope, wanted=wanted, step=Step.MONTH),
        heat=cells(database=database, scope=scope, wanted=wanted),
        numbers=groups(database=database, scope=scope, wanted=wanted, dimension=Dimension.NUMBER),
    )
