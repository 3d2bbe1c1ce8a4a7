"""How destinations did: every attempt counts, those too that a call is not listed with.

Of several that rang at once, those that were too slow ("answered-elsewhere") are not counted at all.
"""

from smartnumbers.statistics.answers import DestinationFigures, DestinationList
from smartnumbers.statistics.asking.attempts import ELSEWHERE
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.questions import Destinations

_OTHERS = {
    "destination": "other_destinations",
    "name": "other_names",
    "address": "other_addresses",
    "reaction": "other_outcomes",
    "ring": "other_rings",
    "taken": "other_answered",
}
_NO_ANSWER = "('no-answer', 'abandoned')"
_COUNTS = {
    "times": "count(*)",
    "answered": "count(*) FILTER (WHERE taken)",
    "busy": "count(*) FILTER (WHERE NOT taken AND reaction = 'busy')",
    "no_answer": f"count(*) FILTER (WHERE NOT taken AND reaction IN {_NO_ANSWER})",
    "failed": f"count(*) FILTER (WHERE NOT taken AND reaction <> 'busy' AND reaction NOT IN {_NO_ANSWER})",
    "rung": "coalesce(sum(ring) FILTER (WHERE taken), 0)",
    # The call's talk is that of where it was taken last, which is where it is listed.
    "spoken": "coalesce(sum(said) FILTER (WHERE taken), 0)",
}
_FIELDS = ("key", "name", "address", "attempts", "answered", "busy", "no_answer", "failed", "ring", "talk")


def destinations(*, database: Database, question: Destinations) -> DestinationList:
    """The destinations of the filter's calls, the most attempts first; equal ones in the order of their keys."""
    statement = Statement(database=database, scope=question.scope)
    dialect = statement.dialect
    where = condition(wanted=question.wanted, statement=statement)
    added = ", ".join(f"{expression} AS {name}" for name, expression in _COUNTS.items())
    names = ", ".join(_COUNTS)
    sums = ", ".join(f"CAST(sum({name}) AS {dialect.integer}) AS {name}s" for name in _COUNTS)
    nothing = f"CAST(0 AS {dialect.integer}) AS said, setup_at"
    others = dialect.unfolded(lists=_OTHERS, beside=nothing, calls=statement.calls, where=where)
    rows = statement.rows(
        f"WITH main AS (SELECT {dialect.place} AS place, {added}, max(setup_at) AS last FROM (SELECT *, "
        "attempt_outcome AS reaction, attempt_ring AS ring, attempt_answered AS taken, talk AS said "
        f"FROM {statement.calls} WHERE {where} AND attempts > 0 AND attempt_outcome <> '{ELSEWHERE}') AS told "
        f"GROUP BY place), others AS (SELECT destination, name, address, {added}, max(setup_at) AS last "
        f"FROM ({others}) AS told WHERE reaction <> '{ELSEWHERE}' GROUP BY destination, name, address) "
        f"SELECT destination, {dialect.latest(column='name', by='last')}, "
        f"{dialect.latest(column='address', by='last')}, {sums} FROM ("
        f"SELECT destination, name, address, last, {names} FROM {dialect.placed(parts='main')} "
        f"UNION ALL SELECT destination, name, address, last, {names} FROM others) AS tried "
        f"GROUP BY destination ORDER BY timess DESC, destination LIMIT {max(0, question.limit) + 1:d}"
    )
    found = tuple(DestinationFigures(**dict(zip(_FIELDS, row, strict=True))) for row in rows)
    return DestinationList(destinations=found[: question.limit], more=len(found) > question.limit)
