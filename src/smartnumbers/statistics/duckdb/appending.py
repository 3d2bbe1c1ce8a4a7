"""Taking over new and changed calls: replacing those that are there, keeping each caller's first call marked.

A call's set-up never changes; calls that are written together were mostly set up together, so that it tells at once in
which few blocks of the table their former rows can be.
"""

from collections.abc import Sequence

import duckdb
import msgspec

from smartnumbers.statistics.asking.attempts import listed_with
from smartnumbers.statistics.asking.callers import WITHHELD
from smartnumbers.statistics.duckdb.rows import TRIED, note_codes, note_origins, rows_of
from smartnumbers.statistics.record.parts import CALL_COLUMNS
from smartnumbers.statistics.rows import CallOfRecord

_FIELDS = {
    "call": {**CALL_COLUMNS, "shown": "BOOLEAN", "corrected": "BOOLEAN"},
    "main": TRIED,
    "others": [TRIED],
}
_STRUCTURE = msgspec.json.encode(_FIELDS).decode()
_STAGED = (
    "CREATE OR REPLACE TEMP TABLE staged AS "
    "SELECT unnest(told.call), told.main, told.others "
    f"FROM (SELECT from_json(line, '{_STRUCTURE}') AS told FROM (SELECT unnest($lines) AS line))"
)
_OLD = (
    "CREATE OR REPLACE TEMP TABLE old AS SELECT calls.rowid AS place, calls.account, calls.caller FROM calls "
    "JOIN fresh ON fresh.setup_at = calls.setup_at AND fresh.id = calls.id "
    "WHERE calls.setup_at BETWEEN $least AND $most"
)
_TOUCHED = (
    "CREATE OR REPLACE TEMP TABLE touched AS SELECT account, caller, min(moment) AS moment FROM ("
    "SELECT account, caller, (setup_at, id) AS moment FROM fresh UNION ALL SELECT account, caller, NULL FROM old) "
    f"AS written WHERE caller <> {WITHHELD} GROUP BY account, caller"
)
# The first of each caller's calls that stay; it is marked, unless the one that was first has just been removed.
_STAYING = (
    "CREATE OR REPLACE TEMP TABLE staying AS SELECT account, caller, min((calls.setup_at, calls.id)) AS moment, "
    "arg_min(calls.rowid, (calls.setup_at, calls.id)) AS place, max(caller_code) AS caller_code "
    "FROM calls JOIN touched USING (account, caller) GROUP BY account, caller"
)
_MARKED = (
    "UPDATE calls SET is_first = marked.is_first FROM (SELECT place, "
    "coalesce(staying.moment < touched.moment, true) AS is_first FROM staying JOIN touched USING (account, caller)) "
    "AS marked WHERE calls.rowid = marked.place AND calls.is_first <> marked.is_first"
)
_KNOWN = (
    "INSERT INTO accounts SELECT DISTINCT account, 0 FROM fresh ANTI JOIN accounts USING (account)",
    "CREATE OR REPLACE TEMP TABLE strangers AS SELECT account, caller, "
    "accounts.callers + row_number() OVER (PARTITION BY account ORDER BY caller) - 1 AS caller_code "
    "FROM touched JOIN accounts USING (account) ANTI JOIN staying USING (account, caller)",
    "UPDATE accounts SET callers = accounts.callers + met.callers FROM (SELECT account, count(*) AS callers "
    "FROM strangers GROUP BY account) AS met WHERE accounts.account = met.account",
)
_ADDED = (
    "INSERT INTO calls SELECT fresh.* REPLACE ("
    "touched.moment IS NOT NULL AND (fresh.setup_at, fresh.id) = touched.moment "
    "AND coalesce(touched.moment < staying.moment, true) AS is_first, "
    "coalesce(staying.caller_code, strangers.caller_code) AS caller_code) "
    "FROM fresh LEFT JOIN touched USING (account, caller) LEFT JOIN staying USING (account, caller) "
    "LEFT JOIN strangers USING (account, caller)"
)


def shape_calls(*, connection: duckdb.DuckDBPyConnection, calls: Sequence[CallOfRecord], zone: str) -> None:
    """Make rows of calls, each given once: the temporary table `fresh`."""
    connection.execute(_STAGED, {"lines": [_line(call) for call in calls]})
    note_origins(connection=connection, source="staged")
    note_codes(connection=connection, source="staged")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {rows_of(source='staged')}", {"zone": zone})


def append_calls(*, connection: duckdb.DuckDBPyConnection, calls: Sequence[CallOfRecord], zone: str) -> None:
    """Take over calls, of each call the last one given. To be called in a transaction."""
    unique = list({call.id: call for call in calls}.values())
    if not unique:
        return
    shape_calls(connection=connection, calls=unique, zone=zone)
    moments = [call.setup_at for call in unique]
    connection.execute(_OLD, {"least": min(moments), "most": max(moments)})
    connection.execute("DELETE FROM calls WHERE rowid IN (SELECT place FROM old)")
    for statement in (_TOUCHED, _STAYING, _MARKED, *_KNOWN, _ADDED):
        connection.execute(statement)


def _line(call: CallOfRecord) -> str:
    """A call as JSON, with the attempt it is listed with by itself."""
    main, others = listed_with(call.attempts)
    return msgspec.json.encode({"call": call, "main": main, "others": others or None}).decode()
