"""How a call as the record has it becomes a row of the replica: the one place where that is worked out.

The calls stand in a table with the columns of `record.parts.CALL_COLUMNS`, `corrected`, and their attempts in two:
`main`, the one that the call is listed with, and `others` in their order. Both are NULL where there is none.
"""

import duckdb

from smartnumbers.statistics.asking.attempts import ELSEWHERE
from smartnumbers.statistics.asking.callers import DIGITS, LENGTHS, PATTERN, WITHHELD, origin_of
from smartnumbers.statistics.asking.scoping import NOBODY

TRIED = {
    "ordinal": "INTEGER",
    "destination": "VARCHAR",
    "name": "VARCHAR",
    "address": "VARCHAR",
    "outcome": "VARCHAR",
    "ring": "BIGINT",
    "answered": "BOOLEAN",
}
# A number's country, area and kind of line are told by its beginning and its length. Few digits do at home, where
# nearly all callers are; abroad, some countries are told from others by up to eight digits behind the "+".
_BEGINNING = "left(caller, CASE WHEN left(caller, 3) IN ('+41', '+33') THEN 6 ELSE 9 END)"
_SHOWN = "CASE WHEN CAST(shown AS BOOLEAN) THEN caller ELSE '' END"
_KEY = (
    f"CASE WHEN caller = '' THEN {WITHHELD} WHEN regexp_full_match(caller, '{PATTERN}') "
    f"THEN CAST(rpad(substr(caller, 2), {DIGITS}, '0') AS BIGINT) * {LENGTHS} + length(caller) - 1 "
    "ELSE -1 - CAST(hash(caller) >> 2 AS BIGINT) END"
)
TAKEN = f"{{0}}.answered AND {{0}}.outcome <> '{ELSEWHERE}'"
"""Whether an attempt took the call, as `asking.attempts.is_taken` says it."""


def _key_of(attempt: str) -> str:
    """What a destination is told by: its id, or its address where it has none."""
    return f"CASE WHEN {attempt}.destination = '' THEN {attempt}.address ELSE {attempt}.destination END"


def _others(field: str) -> str:
    """A field of the attempts that a call is not listed with."""
    return f"CASE WHEN others IS NOT NULL THEN list_transform(others, lambda one: {field}) END"


_CODED = {
    "kinds": {"result": "told.result", "currency": "told.currency"},
    "numbers": {"number": "told.number"},
    "places": {
        "destination": f"coalesce({_key_of('main')}, '')",
        "name": "coalesce(main.name, '')",
        "address": "coalesce(main.address, '')",
    },
}
_COLUMNS = {
    "sequence": "sequence",
    "id": "id",
    "account": f"coalesce(account, {NOBODY})",
    "number": "told.number",
    "number_code": "number_code",
    "caller": "key",
    "caller_text": "CASE WHEN key < 0 THEN caller ELSE '' END",
    "caller_code": "CAST(NULL AS INTEGER)",
    "is_first": "false",
    "country": "origins.country",
    "area": "origins.area",
    "line": "origins.line",
    "setup_at": "setup_at",
    "day": "CAST(local AS DATE)",
    "hour": "hour(local)",
    "weekday": "isodow(local)",
    "kind": "kind",
    "result": "told.result",
    "outcome": "outcome",
    "hung_up_by": "hung_up_by",
    "cause": "cause",
    "wait": "coalesce(answered_at, ended_at) - setup_at",
    "talk": "coalesce(ended_at - answered_at, 0)",
    "currency": "told.currency",
    "amount": "amount",
    "cost": "holder_cost",
    "payout": "payout",
    "corrected": "corrected",
    "tariff": "tariff",
    "treatment": "treatment",
    "agent": "agent",
    "campaign": "campaign",
    "attempts": "CASE WHEN main IS NULL THEN 0 ELSE 1 + coalesce(len(others), 0) END",
    "destination": f"coalesce({_key_of('main')}, '')",
    "destination_name": "coalesce(main.name, '')",
    "place": "place",
    "attempt_outcome": "coalesce(main.outcome, '')",
    "attempt_ring": "coalesce(main.ring, 0)",
    "attempt_answered": f"coalesce({TAKEN.format('main')}, false)",
    "other_destinations": _others(_key_of("one")),
    "other_names": _others("one.name"),
    "other_addresses": _others("one.address"),
    "other_outcomes": _others("one.outcome"),
    "other_rings": _others("one.ring"),
    "other_answered": _others(TAKEN.format("one")),
}


def note_origins(*, connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Work out where callers of the table `source` belong whose like was not met yet."""
    unknown = connection.execute(
        f"SELECT DISTINCT beginning, length FROM (SELECT {_BEGINNING} AS beginning, length(caller) AS length "
        f"FROM (SELECT {_SHOWN} AS caller FROM {source}) AS shown) AS met "
        "ANTI JOIN origins USING (beginning, length)"
    ).fetchall()
    if not unknown:
        return
    found = [(start, length, *origin_of(number=start.ljust(length, "0"))) for start, length in unknown]
    connection.execute(
        "INSERT INTO origins SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)",
        [list(column) for column in zip(*found, strict=True)],
    )


def note_codes(*, connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Give numbers, destinations, and pairs of result and currency of the table `source` that are new their codes."""
    for table, columns in _CODED.items():
        code = table.removesuffix("s") if table != "numbers" else "number_code"
        named = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
        connection.execute(
            f"INSERT INTO {table} SELECT row_number() OVER () + (SELECT count(*) FROM {table}) AS {code}, * FROM "
            f"(SELECT DISTINCT {named} FROM {source} AS told) AS met "
            f"ANTI JOIN {table} USING ({', '.join(columns)})"
        )


def callers_of(*, source: str) -> str:
    """Account, caller, set-up and id of the calls of the table `source` whose callers did not withhold their number."""
    return (
        f"SELECT coalesce(account, {NOBODY}) AS account, {_KEY} AS caller, setup_at, id "
        f"FROM (SELECT * REPLACE ({_SHOWN} AS caller) FROM {source}) AS told WHERE caller <> ''"
    )


def rows_of(*, source: str) -> str:
    """The rows of the replica, made of the table `source`, without what tells a caller's first call from others.

    The time zone is to be bound as `$zone`.
    """
    columns = ", ".join(f"{expression} AS {name}" for name, expression in _COLUMNS.items())
    joined = " ".join(
        f"JOIN {table} ON " + " AND ".join(f"{table}.{name} = {expression}" for name, expression in columns.items())
        for table, columns in _CODED.items()
    )
    return (
        f"WITH named AS (SELECT * REPLACE ({_SHOWN} AS caller) FROM {source}), "
        f"shaped AS (SELECT *, {_KEY} AS key, {_BEGINNING} AS beginning, length(caller) AS length, "
        "timezone($zone, CAST(epoch_ms(setup_at) AS TIMESTAMP) AT TIME ZONE 'UTC') AS local FROM named AS told) "
        f"SELECT {columns} FROM shaped AS told JOIN origins USING (beginning, length) {joined}"
    )
