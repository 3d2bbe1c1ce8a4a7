"""Rows for ClickHouse, worked out by the same statements as those of a replica in DuckDB, in a DuckDB in memory."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from smartnumbers.statistics.clickhouse.schema import COLUMNS
from smartnumbers.statistics.duckdb import schema
from smartnumbers.statistics.duckdb.appending import shape_calls
from smartnumbers.statistics.duckdb.bulk import load_parts
from smartnumbers.statistics.record.parts import Part
from smartnumbers.statistics.rows import CallOfRecord

_AT_ONCE = 50_000
_OTHERWISE = {
    "id": "CAST(id AS VARCHAR)",
    "day": "CAST(day AS VARCHAR)",
    "destination_address": "places.address",
    "destination": "told.destination",
}


def lines_of(*, calls: Sequence[CallOfRecord], zone: str) -> bytes:
    """The rows of calls, a JSON object to a line."""
    with duckdb.connect() as connection:
        schema.create(connection=connection, zone=zone)
        shape_calls(connection=connection, calls=calls, zone=zone)
        return b"".join(_lines(connection, "fresh"))


def loaded_lines(*, parts: Iterable[Part], zone: str, folder: Path) -> Iterator[bytes]:
    """The rows of files of the record, many at once; `folder` is where they can be put in between."""
    with duckdb.connect(folder / "loading.duckdb", config={"memory_limit": "700MB", "threads": 2}) as connection:
        schema.create(connection=connection, zone=zone)
        load_parts(connection=connection, parts=parts, zone=zone)
        yield from _lines(connection, "calls")


def _lines(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[bytes]:
    columns = ", ".join(f"{name} := {_column(name, form)}" for name, form in COLUMNS.items())
    found = connection.execute(
        f"SELECT CAST(to_json(struct_pack({columns})) AS VARCHAR) FROM {table} AS told JOIN places USING (place)"
    )
    while rows := found.fetchmany(_AT_ONCE):
        yield b"".join(line.encode() + b"\n" for (line,) in rows)


def _column(name: str, form: str) -> str:
    expression = _OTHERWISE.get(name, name)
    return f"coalesce({expression}, [])" if form.startswith("Array") else expression
