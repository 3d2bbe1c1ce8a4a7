"""Taking over new and changed calls: replacing those that are there, keeping each caller's first call marked.

A call's set-up never changes; calls that are written together were mostly set up together, so that it tells at once in
which few blocks of the table their former rows can be.
"""

from collections.abc import Mapping, Sequence

import duckdb
import msgspec

from smartnumbers.statistics.asking.attempts import listed_with
from smartnumbers.statistics.asking.callers import WITHHELD
from smartnumbers.statistics.duckdb.known import Caller, KnownCallers
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
    "CREATE OR REPLACE TEMP TABLE old AS SELECT calls.rowid AS place, calls.account, calls.caller, calls.setup_at, "
    "calls.id, calls.is_first FROM calls JOIN fresh ON fresh.setup_at = calls.setup_at AND fresh.id = calls.id "
    "WHERE calls.setup_at BETWEEN $least AND $most"
)
_REMOVED = "DELETE FROM calls WHERE rowid IN (SELECT place FROM old)"
# The callers concerned, each with his first call of those that are written.
_TOUCHED = (
    "CREATE OR REPLACE TEMP TABLE touched AS SELECT account, caller, min(moment) AS moment, CAST(NULL AS INTEGER) "
    "AS caller_code FROM (SELECT account, caller, (setup_at, id) AS moment FROM fresh UNION ALL "
    f"SELECT account, caller, NULL FROM old) AS written WHERE caller <> {WITHHELD} GROUP BY account, caller"
)
_COUNTED = "INSERT INTO accounts SELECT DISTINCT account, 0 FROM fresh ANTI JOIN accounts USING (account)"
_CODED = (
    "UPDATE touched SET caller_code = known.code FROM "
    "(SELECT unnest($accounts) AS account, unnest($callers) AS caller, unnest($codes) AS code) AS known "
    "WHERE touched.account = known.account AND touched.caller = known.caller"
)
_STRANGERS = (
    "CREATE OR REPLACE TEMP TABLE strangers AS SELECT account, caller, CAST(accounts.callers + "
    "row_number() OVER (PARTITION BY account ORDER BY caller) - 1 AS INTEGER) AS caller_code "
    "FROM touched JOIN accounts USING (account) WHERE touched.caller_code IS NULL",
    "UPDATE accounts SET callers = accounts.callers + met.callers FROM (SELECT account, count(*) AS callers "
    "FROM strangers GROUP BY account) AS met WHERE accounts.account = met.account",
)
# The marked calls that one of those written could come before: none where these are the latest, as they mostly are.
_AHEAD = (
    "CREATE OR REPLACE TEMP TABLE firsts AS SELECT account, caller, calls.rowid AS place, "
    "(calls.setup_at, calls.id) AS moment FROM calls JOIN touched USING (account, caller) "
    "WHERE calls.is_first AND calls.setup_at >= $since"
)
_SINCE = "SELECT min(fresh.setup_at) FROM fresh ANTI JOIN old USING (id, account, caller)"
_NONE_AHEAD = (
    "CREATE OR REPLACE TEMP TABLE firsts AS "
    "SELECT account, caller, place, (setup_at, id) AS moment FROM old WHERE false"
)
# Callers whose first call has been removed, and none as early or earlier was written.
_ORPHANS = (
    "CREATE OR REPLACE TEMP TABLE orphans AS SELECT account, caller FROM old JOIN touched USING (account, caller) "
    "WHERE old.is_first AND coalesce(touched.moment > (old.setup_at, old.id), true)"
)
_NEXT = (
    "INSERT INTO firsts SELECT account, caller, arg_min(calls.rowid, (calls.setup_at, calls.id)), "
    "min((calls.setup_at, calls.id)) FROM calls JOIN orphans USING (account, caller) GROUP BY account, caller"
)
_MARKED = (
    "UPDATE calls SET is_first = marked.is_first FROM (SELECT place, "
    "coalesce(firsts.moment < touched.moment, true) AS is_first FROM firsts JOIN touched USING (account, caller)) "
    "AS marked WHERE calls.rowid = marked.place AND calls.is_first <> marked.is_first"
)
# Of a known caller whose first call is not concerned, that one is earlier than any written.
_ADDED = (
    "INSERT INTO calls SELECT fresh.* REPLACE (coalesce((fresh.setup_at, fresh.id) = touched.moment, false) AND "
    "CASE WHEN firsts.moment IS NOT NULL THEN touched.moment < firsts.moment "
    "ELSE strangers.caller_code IS NOT NULL OR removed.caller IS NOT NULL END AS is_first, "
    "coalesce(touched.caller_code, strangers.caller_code) AS caller_code) "
    "FROM fresh LEFT JOIN touched USING (account, caller) LEFT JOIN firsts USING (account, caller) "
    "LEFT JOIN strangers USING (account, caller) LEFT JOIN (SELECT DISTINCT account, caller FROM old WHERE is_first) "
    "AS removed USING (account, caller)"
)


def shape_calls(*, connection: duckdb.DuckDBPyConnection, calls: Sequence[CallOfRecord], zone: str) -> None:
    """Make rows of calls, each given once: the temporary table `fresh`."""
    connection.execute(_STAGED, {"lines": [_line(call) for call in calls]})
    note_origins(connection=connection, source="staged")
    note_codes(connection=connection, source="staged")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {rows_of(source='staged')}", {"zone": zone})


def append_calls(
    *, connection: duckdb.DuckDBPyConnection, calls: Sequence[CallOfRecord], zone: str, known: KnownCallers
) -> Mapping[Caller, int | None]:
    """Take over calls, of each call the last one given. To be called in a transaction.

    Returns the callers who were not known yet with their codes, and (None) those who have no call any more: for `known`
    to note once the transaction is through.
    """
    unique = list({call.id: call for call in calls}.values())
    if not unique:
        return {}
    shape_calls(connection=connection, calls=unique, zone=zone)
    moments = [call.setup_at for call in unique]
    connection.execute(_OLD, {"least": min(moments), "most": max(moments)})
    for statement in (_TOUCHED, _COUNTED):
        connection.execute(statement)
    _code_callers(connection, known)
    for statement in (*_STRANGERS, _REMOVED):
        connection.execute(statement)
    _find_firsts(connection)
    connection.execute(_MARKED)
    connection.execute(_ADDED)
    changed = connection.execute(
        "SELECT account, caller, caller_code FROM strangers UNION ALL SELECT account, caller, NULL FROM orphans "
        "JOIN touched USING (account, caller) ANTI JOIN firsts USING (account, caller) WHERE touched.moment IS NULL"
    )
    return {(account, caller): code for account, caller, code in changed.fetchall()}


def _find_firsts(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the calls that stay and may be, or be no more, their callers' first ones."""
    ((since,),) = connection.execute(_SINCE).fetchall()
    if since is None:
        connection.execute(_NONE_AHEAD)
    else:
        connection.execute(_AHEAD, {"since": since})
    connection.execute(_ORPHANS)
    if connection.execute("SELECT 1 FROM orphans LIMIT 1").fetchall():
        connection.execute(_NEXT)


def _code_callers(connection: duckdb.DuckDBPyConnection, known: KnownCallers) -> None:
    """Give the touched callers the codes that they have."""
    touched = connection.execute("SELECT account, caller FROM touched").fetchall()
    codes = known.codes(connection=connection, callers=touched)
    connection.execute(
        _CODED,
        {
            "accounts": [account for account, _ in codes],
            "callers": [caller for _, caller in codes],
            "codes": list(codes.values()),
        },
    )


def _line(call: CallOfRecord) -> str:
    """A call as JSON, with the attempt it is listed with by itself."""
    main, others = listed_with(call.attempts)
    return msgspec.json.encode({"call": call, "main": main, "others": others or None}).decode()
