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
_ADDED = "count(*) AS times, sum(ring) AS ring, sum(said) AS said, max(setup_at) AS last"
_COUNTS = (
    "sum(times)",
    "sum(times) FILTER (WHERE taken)",
    "sum(times) FILTER (WHERE NOT taken AND reaction = 'busy')",
    f"sum(times) FILTER (WHERE NOT taken AND reaction IN {_NO_ANSWER})",
    f"sum(times) FILTER (WHERE NOT taken AND reaction <> 'busy' AND reaction NOT IN {_NO_ANSWER})",
    "sum(ring) FILTER (WHERE taken)",
    # The call's talk is that of where it was taken last, which is where it is listed.
    "sum(said) FILTER (WHERE taken)",
)
_FIELDS = ("key", "name", "address", "attempts", "answered", "busy", "no_answer", "failed", "ring", "talk")


def destinations(*, database: Database, question: Destinations) -> DestinationList:
    """The destinations of the filter's calls, the most attempts first; equal ones in the order of their keys."""
    statement = Statement(database=database, scope=question.scope)
    dialect = statement.dialect
    where = condition(wanted=question.wanted, statement=statement)
    sums = ", ".join(f"CAST(coalesce({one}, 0) AS {dialect.integer})" for one in _COUNTS)
    nothing = f"CAST(0 AS {dialect.integer}) AS said, setup_at"
    others = dialect.unfolded(lists=_OTHERS, beside=nothing, calls=statement.calls, where=where)
    rows = statement.rows(
        f"WITH main AS (SELECT {dialect.place} AS place, reaction, taken, {_ADDED} FROM (SELECT *, "
        "attempt_outcome AS reaction, attempt_ring AS ring, attempt_answered AS taken, talk AS said "
        f"FROM {statement.calls} WHERE {where} AND attempts > 0) AS told GROUP BY place, reaction, taken), "
        f"others AS (SELECT destination, name, address, reaction, taken, {_ADDED} "
        f"FROM ({others}) AS told GROUP BY destination, name, address, reaction, taken), "
        f"tried AS (SELECT destination, name, address, reaction, taken, times, ring, said, last FROM "
        f"{dialect.placed(parts='main')} UNION ALL SELECT * FROM others) "
        f"SELECT destination, {dialect.latest(column='name', by='last')}, "
        f"{dialect.latest(column='address', by='last')}, {sums} FROM tried WHERE reaction <> '{ELSEWHERE}' "
        f"GROUP BY destination ORDER BY sum(times) DESC, destination LIMIT {max(0, question.limit) + 1:d}"
    )
    found = tuple(DestinationFigures(**dict(zip(_FIELDS, row, strict=True))) for row in rows)
    return DestinationList(destinations=found[: question.limit], more=len(found) > question.limit)
