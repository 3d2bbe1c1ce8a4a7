"""The record in the embedded database, read-only."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from smartnumbers.statistics.record.lines import TABLES, line
from smartnumbers.statistics.record.parts import Part
from smartnumbers.statistics.record.source import RecordUnavailable
from smartnumbers.statistics.record.writing import Slice, slices, written

_ROWS_OF_FILE = 250_000
_ROWS_OF_VALUE = 5_000


class SqliteRecord:
    """A database file. One that was put in its place, as a restored backup is, is noticed and connected to."""

    placeholder = "?"

    def __init__(self, *, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        self.connected = 0

    def rows(self, statement: str, *arguments: object) -> Sequence[tuple[Any, ...]]:
        """The rows of a query. Raises RecordUnavailable."""
        try:
            return self._current().execute(statement, arguments).fetchall()
        except (sqlite3.Error, OSError) as fault:
            self.close()
            raise RecordUnavailable(f"{self._file.name}: {fault}") from fault

    def key(self, call: UUID) -> object:
        """Django keeps ids as hexadecimal digits here."""
        return call.hex

    def parts(self, folder: Path) -> Iterator[Part]:
        """All calls, attempts and corrections as files. Raises RecordUnavailable or OSError."""
        pieces: list[Slice] = []
        for kind, table in TABLES.items():
            ((first, last),) = self.rows(f"SELECT min(rowid), max(rowid) FROM {table}")
            if first is not None:
                pieces += slices(kind=kind, first=first, end=last + 1, size=_ROWS_OF_FILE)
        return written(pieces=pieces, folder=folder, write=self._write)

    def close(self) -> None:
        """Close the connection; the next query opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _current(self) -> sqlite3.Connection:
        found = os.stat(self._file)  # noqa: PTH116 - the file's identity, in one call
        identity = (found.st_dev, found.st_ino)
        if self._connection is None or identity != self._opened:
            self.close()
            self._connection, self._opened = self._open(), identity
            self.connected += 1
        return self._connection

    def _open(self) -> sqlite3.Connection:
        uri = f"{self._file.as_uri()}?mode=ro"
        return sqlite3.connect(uri, uri=True, timeout=2, check_same_thread=False, isolation_level=None)

    def _write(self, piece: Slice, file: Path) -> None:
        statement = (
            f"SELECT group_concat({line(kind=piece.kind, function='printf')}, char(10)) "
            f"FROM {TABLES[piece.kind]} WHERE rowid >= ? AND rowid < ?"
        )
        try:
            with closing(self._open()) as connection, file.open("wb") as stream:
                connection.text_factory = bytes
                for first in range(piece.first, piece.end, _ROWS_OF_VALUE):
                    end = min(first + _ROWS_OF_VALUE, piece.end)
                    ((text,),) = connection.execute(statement, (first, end)).fetchall()
                    if text is not None:
                        stream.write(text)
                        stream.write(b"\n")
        except sqlite3.Error as fault:
            raise RecordUnavailable(f"{self._file.name}: {fault}") from fault
