"""Filling an empty replica at once from files of the record (`record.parts`)."""

from collections.abc import Iterable

import duckdb

from smartnumbers.statistics.asking.callers import WITHHELD
from smartnumbers.statistics.duckdb.rows import note_origins, rows_of
from smartnumbers.statistics.record.parts import COLUMNS, Kind, Part

_TRIED = (
    "CREATE TEMP TABLE tried AS SELECT call AS id, list(struct_pack(ordinal := CAST(ordinal AS INTEGER), "
    "destination := destination, name := name, address := address, outcome := outcome, ring := ring, "
    "answered := CAST(answered AS BOOLEAN)) ORDER BY ordinal) AS tried FROM loaded_attempts GROUP BY call"
)
_CORRECTED = (
    "CREATE TEMP TABLE corrected AS SELECT call AS id, max_by("
    "struct_pack(amount := amount, holder_cost := holder_cost, "
    "payout := payout, tariff := tariff), ordinal) AS now FROM loaded_corrections GROUP BY call"
)
_STAGED = (
    "CREATE TEMP VIEW staged AS SELECT loaded_calls.* REPLACE ("
    "CASE WHEN now IS NULL THEN amount ELSE now.amount END AS amount, "
    "CASE WHEN now IS NULL THEN holder_cost ELSE now.holder_cost END AS holder_cost, "
    "CASE WHEN now IS NULL THEN payout ELSE now.payout END AS payout, "
    "CASE WHEN now IS NULL THEN tariff ELSE now.tariff END AS tariff), "
    "now IS NOT NULL AS corrected, tried FROM loaded_calls "
    "LEFT JOIN tried USING (id) LEFT JOIN corrected USING (id)"
)
ORDER = "date_trunc('month', day), account, number, setup_at, id"
"""How rows lie: months by themselves, so that sorting what was appended touches few of them."""


def load_parts(*, connection: duckdb.DuckDBPyConnection, parts: Iterable[Part], zone: str) -> None:
    """Fill the replica, sorted. To be called in a transaction."""
    for kind, columns in COLUMNS.items():
        described = ", ".join(f"{name} {form}" for name, form in columns.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE loaded_{kind} ({described})")
    for part in parts:
        _read(connection, part)
    for statement in (_TRIED, _CORRECTED, _STAGED):
        connection.execute(statement)
    note_origins(connection=connection, source="loaded_calls")
    connection.execute(f"CREATE TEMP TABLE shaped AS {rows_of(source='staged')}", {"zone": zone})
    connection.execute(
        "INSERT INTO calls SELECT shaped.* REPLACE (coalesce(firsts.moment = (setup_at, id), false) AS is_first) "
        "FROM shaped LEFT JOIN (SELECT account, caller, min((setup_at, id)) AS moment FROM shaped "
        f"WHERE caller <> {WITHHELD} GROUP BY account, caller) AS firsts USING (account, caller) ORDER BY {ORDER}"
    )
    connection.execute("DROP VIEW staged")
    for name in (*(f"loaded_{kind}" for kind in Kind), "tried", "corrected", "shaped"):
        connection.execute(f"DROP TABLE {name}")


def _read(connection: duckdb.DuckDBPyConnection, part: Part) -> None:
    """Read a file, and remove it."""
    connection.execute(
        f"INSERT INTO loaded_{part.kind} SELECT * FROM read_csv($file, columns = $columns, header = false, "
        "delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, auto_detect = false)",
        {"file": str(part.file), "columns": dict(COLUMNS[part.kind])},
    )
    part.file.unlink()
