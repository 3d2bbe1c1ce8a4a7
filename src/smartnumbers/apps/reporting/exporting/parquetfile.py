"""Parquet, by way of DuckDB: the rows are put down as text beside the file and turned into columns at the end."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from smartnumbers.apps.reporting.columns import Kind
from smartnumbers.apps.reporting.exporting.csvfile import plain, seconds_heading
from smartnumbers.apps.reporting.exporting.table import FileColumn, Values

_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.INSTANT: "TIMESTAMP",
    Kind.DURATION: "DECIMAL(18, 3)",
    Kind.MONEY: "DECIMAL(18, 6)",
    Kind.COUNT: "BIGINT",
}
_LIMITS = {"memory_limit": "256MB", "threads": "1"}


class ParquetWriter:
    """Writes a Parquet file. Times are local, durations seconds, amounts exact decimals; what is empty is null."""

    def __init__(self, *, path: Path, columns: Sequence[FileColumn]) -> None:
        self._path = path
        self._columns = columns
        self._rows = path.with_suffix(".rows")
        self._file = self._rows.open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._file)

    def write(self, rows: Iterable[Values]) -> None:
        """Add rows. Raises OSError."""
        kinds = [column.kind for column in self._columns]
        self._csv.writerows([plain(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in rows)

    def close(self) -> None:
        """Finish the file. Raises OSError or duckdb.Error."""
        self._file.close()
        types = ", ".join(f"'c{at}': '{_TYPES[column.kind]}'" for at, column in enumerate(self._columns))
        named = ", ".join(f"c{at} AS {_quoted(seconds_heading(column))}" for at, column in enumerate(self._columns))
        layout = "header = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"'"
        connection = duckdb.connect(config=dict(_LIMITS))
        try:
            # The names of both files are ours; nobody else's text gets into this statement but as a quoted name.
            connection.execute(
                f"COPY (SELECT {named} FROM read_csv({_text(self._rows)}, {layout}, columns = {{{types}}})) "  # noqa: S608
                f"TO {_text(self._path)} (FORMAT parquet)"
            )
        finally:
            connection.close()

    def abandon(self) -> None:
        """Let go of the file."""
        with suppress(OSError):
            self._file.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
