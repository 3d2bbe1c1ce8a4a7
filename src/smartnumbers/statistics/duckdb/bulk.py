"""Filling an empty replica at once from files of the record (`record.parts`).

The files are read as they are; then one month after the other is worked out, sorted and written, which needs no more
memory than a month takes. The months go by in their order, so that a caller who was not met yet calls for the first
time.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb

from smartnumbers.statistics.duckdb.rows import TAKEN, callers_of, note_codes, note_origins, rows_of
from smartnumbers.statistics.record.parts import COLUMNS, Kind, Part

_LED = (
    "CREATE OR REPLACE TEMP TABLE tries AS SELECT call AS id, struct_pack(ordinal := CAST(ordinal AS INTEGER), "
    "destination := destination, name := name, address := address, outcome := outcome, ring := ring, "
    "answered := CAST(answered AS BOOLEAN)) AS one FROM loaded_attempts SEMI JOIN month_calls ON call = id",
    # Few calls were led to more than one destination, and only they need lists.
    "CREATE OR REPLACE TEMP TABLE many AS SELECT id, list(one ORDER BY one.ordinal) AS tried "
    "FROM tries SEMI JOIN (SELECT id FROM tries WHERE one.ordinal > 1) AS several USING (id) GROUP BY id",
    "CREATE OR REPLACE TEMP TABLE led AS SELECT id, main, "
    "list_filter(tried, lambda one: one.ordinal <> main.ordinal) AS others FROM (SELECT id, tried, "
    f"coalesce(list_filter(tried, lambda one: {TAKEN.format('one')})[-1], tried[-1]) AS main FROM many) AS chosen "
    "UNION ALL SELECT id, one, NULL FROM tries ANTI JOIN many USING (id)",
)
_CORRECTED = (
    "CREATE OR REPLACE TEMP TABLE corrected AS SELECT call AS id, max_by(struct_pack(amount := amount, "
    "holder_cost := holder_cost, payout := payout, tariff := tariff), ordinal) AS now "
    "FROM loaded_corrections GROUP BY call"
)
_STAGED = (
    "CREATE OR REPLACE TEMP VIEW staged AS SELECT month_calls.* REPLACE ("
    "CASE WHEN now IS NULL THEN amount ELSE now.amount END AS amount, "
    "CASE WHEN now IS NULL THEN holder_cost ELSE now.holder_cost END AS holder_cost, "
    "CASE WHEN now IS NULL THEN payout ELSE now.payout END AS payout, "
    "CASE WHEN now IS NULL THEN tariff ELSE now.tariff END AS tariff), "
    "now IS NOT NULL AS corrected, main, others FROM month_calls "
    "LEFT JOIN led USING (id) LEFT JOIN corrected USING (id)"
)
_CALLERS = (
    "CREATE OR REPLACE TEMP TABLE month_callers AS SELECT account, caller, min((setup_at, id)) AS moment "
    f"FROM ({callers_of(source='month_calls')}) AS called GROUP BY account, caller",
    "INSERT INTO accounts SELECT DISTINCT account, 0 FROM month_callers ANTI JOIN accounts USING (account)",
    "CREATE OR REPLACE TEMP TABLE strangers AS SELECT account, caller, moment, "
    "CAST(accounts.callers + row_number() OVER (PARTITION BY account) - 1 AS INTEGER) AS caller_code "
    "FROM month_callers JOIN accounts USING (account) ANTI JOIN known USING (account, caller)",
    "UPDATE accounts SET callers = accounts.callers + met.callers FROM (SELECT account, count(*) AS callers "
    "FROM strangers GROUP BY account) AS met WHERE accounts.account = met.account",
    "CREATE OR REPLACE TEMP TABLE month_codes AS SELECT account, caller, caller_code, CAST(NULL AS BIGINT) AS began, "
    "CAST(NULL AS UUID) AS begun_by FROM known SEMI JOIN month_callers USING (account, caller) UNION ALL "
    "SELECT account, caller, caller_code, moment[1], moment[2] FROM strangers",
    "INSERT INTO known SELECT account, caller, caller_code FROM strangers",
)
_OWN = ("corrected", "known", "month_calls", "tries", "many", "led", "month_callers", "strangers", "month_codes")
ORDER = "date_trunc('month', day), account, number, setup_at, id"
"""How rows lie: months by themselves, so that sorting what was appended touches few of them."""
_WRITTEN = (
    "INSERT INTO calls SELECT fresh.* REPLACE (month_codes.caller_code AS caller_code, "
    "coalesce(began = setup_at AND begun_by = id, false) AS is_first) "
    f"FROM ({rows_of(source='staged')}) AS fresh LEFT JOIN month_codes USING (account, caller) ORDER BY {ORDER}"
)


def load_parts(*, connection: duckdb.DuckDBPyConnection, parts: Iterable[Part], zone: str) -> None:
    """Fill the replica, sorted. To be called in a transaction."""
    for kind, columns in COLUMNS.items():
        described = ", ".join(f"{name} {form}" for name, form in columns.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE loaded_{kind} ({described})")
    for part in parts:
        _read(connection, part)
    connection.execute(_CORRECTED)
    connection.execute("CREATE OR REPLACE TEMP TABLE known (account BIGINT, caller BIGINT, caller_code INTEGER)")
    for begins, ends in _months(connection, zone):
        _write_month(connection, begins, ends, zone)
    connection.execute("DROP VIEW IF EXISTS staged")
    for name in (*(f"loaded_{kind}" for kind in Kind), *_OWN):
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _read(connection: duckdb.DuckDBPyConnection, part: Part) -> None:
    """Read a file, and remove it."""
    connection.execute(
        f"INSERT INTO loaded_{part.kind} SELECT * FROM read_csv($file, columns = $columns, header = false, "
        "delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, auto_detect = false)",
        {"file": str(part.file), "columns": dict(COLUMNS[part.kind])},
    )
    part.file.unlink()


def _months(connection: duckdb.DuckDBPyConnection, zone: str) -> Iterator[tuple[int, int]]:
    """The months from the first call to the last, as milliseconds."""
    ((first, last),) = connection.execute("SELECT min(setup_at), max(setup_at) FROM loaded_calls").fetchall()
    if first is None:
        return
    month = datetime.fromtimestamp(first / 1000, ZoneInfo(zone)).date().replace(day=1)
    while (begins := _midnight(month, zone)) <= last:
        month = (month + timedelta(days=31)).replace(day=1)
        yield begins, _midnight(month, zone)


def _midnight(day: date, zone: str) -> int:
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return int(local.astimezone(UTC).timestamp()) * 1000


def _write_month(connection: duckdb.DuckDBPyConnection, begins: int, ends: int, zone: str) -> None:
    """Work out a month's calls, and write them in their order."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE month_calls AS SELECT * FROM loaded_calls WHERE setup_at >= ? AND setup_at < ?",
        [begins, ends],
    )
    for statement in (*_LED, _STAGED):
        connection.execute(statement)
    note_origins(connection=connection, source="staged")
    note_codes(connection=connection, source="staged")
    for statement in _CALLERS:
        connection.execute(statement)
    connection.execute(_WRITTEN, {"zone": zone})
