"""How destinations did: every attempt counts, those too that a call is not listed with.

Of several that rang at once, those that were too slow ("answered-elsewhere") are not counted at all.
"""

from smartnumbers.statistics.answers import DestinationFigures, DestinationList
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.questions import Destinations

_MAIN = {
    "place": "destination",
    "name": "destination_name",
    "address": "destination_address",
    "reaction": "attempt_outcome",
    "ring": "attempt_ring",
    "taken": "attempt_answered",
}
_OTHERS = {
    "place": "other_destinations",
    "name": "other_names",
    "address": "other_addresses",
    "reaction": "other_outcomes",
    "ring": "other_rings",
    "taken": "other_answered",
}
_NO_ANSWER = "('no-answer', 'abandoned')"


def destinations(*, database: Database, question: Destinations) -> DestinationList:
    """The destinations of the filter's calls, the most attempts first; equal ones in the order of their keys."""
    statement = Statement(database=database, scope=question.scope)
    dialect = statement.dialect
    where = condition(wanted=question.wanted, statement=statement)
    main = ", ".join(f"{column} AS {name}" for name, column in _MAIN.items())
    # The call's talk is that of where it was taken last, which is where it is listed.
    tried = (
        f"SELECT {main}, CASE WHEN attempt_answered THEN talk ELSE 0 END AS spoken, setup_at "
        f"FROM {statement.calls} WHERE {where} AND attempts > 0 UNION ALL "
        + dialect.unfolded(lists=_OTHERS, beside="0 AS spoken, setup_at", calls=statement.calls, where=where)
    )
    rows = statement.rows(
        f"SELECT place, {dialect.latest(column='name', by='setup_at')}, "
        f"{dialect.latest(column='address', by='setup_at')}, count(*) AS times, "
        "count(*) FILTER (WHERE taken), count(*) FILTER (WHERE NOT taken AND reaction = 'busy'), "
        f"count(*) FILTER (WHERE NOT taken AND reaction IN {_NO_ANSWER}), "
        f"count(*) FILTER (WHERE NOT taken AND reaction <> 'busy' AND reaction NOT IN {_NO_ANSWER}), "
        f"CAST(coalesce(sum(ring) FILTER (WHERE taken), 0) AS {dialect.integer}), "
        f"CAST(sum(spoken) AS {dialect.integer}) FROM ({tried}) AS tried WHERE reaction <> 'answered-elsewhere' "
        f"GROUP BY place ORDER BY times DESC, place LIMIT {max(0, question.limit) + 1:d}"
    )
    found = tuple(DestinationFigures(**dict(zip(_FIELDS, row, strict=True))) for row in rows)
    return DestinationList(destinations=found[: question.limit], more=len(found) > question.limit)


_FIELDS = DestinationFigures.__struct_fields__
