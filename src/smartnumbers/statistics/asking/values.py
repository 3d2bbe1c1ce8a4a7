"""What the choices of a filter can offer."""

from collections.abc import Sequence
from typing import Any

from smartnumbers.statistics.answers import ValueLists
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Values

_LISTS = {
    "numbers": "number",
    "tariffs": "tariff",
    "treatments": "treatment",
    "countries": "country",
    "areas": "area",
    "currencies": "currency",
    "agents": "agent",
    "campaigns": "campaign",
}
_PLACES = {"destination": "other_destinations", "name": "other_names", "address": "other_addresses"}


def values(*, database: Database, question: Values) -> ValueLists:
    """The lists; no value is listed that is empty."""
    wanted = CallFilter(since=question.since)
    statement = Statement(database=database, scope=question.scope)
    where = condition(wanted=wanted, statement=statement)
    counted = " UNION ALL ".join(
        f"SELECT {number} AS list, {column} AS value, count(*) AS times FROM wanted GROUP BY value"
        for number, column in enumerate(_LISTS.values())
    )
    rows = statement.rows(
        f"WITH wanted AS (SELECT * FROM {statement.calls} WHERE {where}) "
        f"SELECT list, value, times FROM ({counted}) AS counted WHERE value <> '' ORDER BY list, times DESC, value"
    )
    found = {name: tuple(value for index, value, _ in rows if index == number) for number, name in enumerate(_LISTS)}
    places = tuple((place, name or address) for place, name, address in _places(database, question))
    return ValueLists(destinations=places, **found)


def _places(database: Database, question: Values) -> Sequence[tuple[Any, ...]]:
    """The destinations with their last names and addresses, those that were tried most first."""
    statement = Statement(database=database, scope=question.scope)
    dialect = statement.dialect
    where = condition(wanted=CallFilter(since=question.since), statement=statement)
    others = dialect.unfolded(lists=_PLACES, beside="setup_at", calls=statement.calls, where=where)
    return statement.rows(
        f"WITH main AS (SELECT {dialect.place} AS place, count(*) AS times, max(setup_at) AS last "
        f"FROM {statement.calls} WHERE {where} AND attempts > 0 GROUP BY place), "
        "others AS (SELECT destination, name, address, count(*) AS times, max(setup_at) AS last "
        f"FROM ({others}) AS told GROUP BY destination, name, address) "
        f"SELECT destination, {dialect.latest(column='name', by='last')}, "
        f"{dialect.latest(column='address', by='last')} FROM ("
        f"SELECT destination, name, address, last, times FROM {dialect.placed(parts='main')} "
        "UNION ALL SELECT destination, name, address, last, times FROM others) AS tried "
        "GROUP BY destination ORDER BY sum(times) DESC, destination"
    )
