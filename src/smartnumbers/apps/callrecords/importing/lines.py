"""Reading a file of calls, CSV or Parquet, into a table of its lines: all of them text, each with its place.

What cannot be read as a file at all is an error; a line that cannot be read becomes a line with a fault.
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from smartnumbers.apps.callrecords.importing.columns import COLUMNS, REQUIRED, Fault
from smartnumbers.core.foundation.errors import DomainError

_CHUNK = 50_000
_FIELD_MAXIMUM = 1 << 20
PARQUET_MAGIC = b"PAR1"


class ImportFileUnreadable(DomainError):
    """A file that is neither CSV nor Parquet with the columns of a file of calls."""

    code = "import-file-unreadable"


def stage(*, connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Fill the table `lines` (line, all of COLUMNS as text or NULL, fault) from a file. Raises ImportFileUnreadable.

    `line` is the line of a CSV file on which a record ends, its first line being 1; the row of a Parquet file.
    """
    columns = ", ".join(f"{name} VARCHAR" for name in COLUMNS)
    connection.execute(f"CREATE TABLE lines (line BIGINT, {columns}, fault VARCHAR)")
    try:
        with file.open("rb") as start:
            parquet = start.read(len(PARQUET_MAGIC)) == PARQUET_MAGIC
        if parquet:
            _stage_parquet(connection, file)
        else:
            _stage_csv(connection, file)
    except (OSError, UnicodeDecodeError, csv.Error, duckdb.Error) as fault:
        raise ImportFileUnreadable(f"{file} cannot be read: {fault}", parameters={"file": file.name}) from fault


def _stage_parquet(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    rows = connection.read_parquet(str(file), file_row_number=True)
    names = [name for name in rows.columns if name != "file_row_number"]
    _check_columns(names)
    values = ", ".join(f"CAST({name} AS VARCHAR)" for name in names)
    connection.execute(
        f"INSERT INTO lines (line, {', '.join(names)}) "  # noqa: S608 - names out of COLUMNS, checked above
        f"SELECT file_row_number + 1, {values} FROM read_parquet(?, file_row_number = true)",
        [str(file)],
    )


def _stage_csv(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    # The csv module rather than DuckDB's reader: it knows on which line of the file a record stands.
    with file.open(encoding="utf-8-sig", newline="") as text:
        csv.field_size_limit(_FIELD_MAXIMUM)
        head = text.readline()
        separator = ";" if head.count(";") > head.count(",") else ","
        names = [name.strip().lower() for name in next(csv.reader([head], delimiter=separator), [])]
        _check_columns(names)
        records = csv.reader(text, delimiter=separator)
        for chunk in _chunks((records.line_num + 1, record) for record in records if record):
            _insert(connection, names, chunk)


def _insert(connection: duckdb.DuckDBPyConnection, names: list[str], chunk: list[tuple[int, list[str]]]) -> None:
    """Insert records with the right number of fields whole, others as lines with a fault."""
    whole = [item for item in chunk if len(item[1]) == len(names)]
    broken = [line for line, record in chunk if len(record) != len(names)]
    arrays: dict[str, Any] = {"line": np.array([line for line, _ in whole], np.int64)}
    for name, values in zip(names, zip(*(record for _, record in whole), strict=True), strict=False):
        arrays[name] = np.array(values, object)
    if whole:
        taken = ", ".join(f"NULLIF(trim({name}), '')" for name in names)
        connection.register("chunk", arrays)
        connection.execute(f"INSERT INTO lines (line, {', '.join(names)}) SELECT line, {taken} FROM chunk")  # noqa: S608
        connection.unregister("chunk")
    if broken:
        connection.executemany(
            "INSERT INTO lines (line, fault) VALUES (?, ?)", [(line, Fault.FIELDS) for line in broken]
        )


def _check_columns(names: list[str]) -> None:
    unknown = [name for name in names if name not in COLUMNS]
    missing = [name for name in REQUIRED if name not in names]
    if unknown or missing or len(set(names)) != len(names):
        said = f"unknown: {', '.join(unknown) or 'none'}; missing: {', '.join(missing) or 'none'}"
        raise ImportFileUnreadable(
            f"The columns are not those of a file of calls ({said}). Known are: {', '.join(COLUMNS)}.",
            parameters={"unknown": unknown, "missing": missing},
        )


def _chunks(records: Iterable[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    rest = iter(records)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
