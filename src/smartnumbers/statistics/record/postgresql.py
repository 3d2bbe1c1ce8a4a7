"""The record in the production database. Apart from the rest because its client takes long to load."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from smartnumbers.statistics.record.lines import TABLES, line
from smartnumbers.statistics.record.parts import Part
from smartnumbers.statistics.record.source import RecordUnavailable
from smartnumbers.statistics.record.writing import Slice, slices, written

_BLOCKS_OF_FILE = 8_192
_BLOCKS_OF_VALUE = 256


class PostgresqlRecord:
    """A database by its address."""

    placeholder = "%s"

    def __init__(self, *, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None
        self.connected = 0

    def rows(self, statement: str, *arguments: object) -> Sequence[tuple[Any, ...]]:
        """The rows of a query. Raises RecordUnavailable."""
        try:
            if self._connection is None:
                self._connection = self._open()
                self.connected += 1
            # The statements are this package's own; only their arguments vary.
            return self._connection.execute(statement.encode(), arguments).fetchall()
        except psycopg.Error as fault:
            self.close()
            raise RecordUnavailable(_said(fault)) from fault

    def key(self, call: UUID) -> object:
        """The database knows ids."""
        return call

    def parts(self, folder: Path) -> Iterator[Part]:
        """All calls, attempts and corrections as files, of one instant. Raises RecordUnavailable or OSError."""
        try:
            with self._open() as keeper:
                # A call that is written while it is read moves within its table: without a common snapshot it could be
                # met twice, or never.
                keeper.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                snapshot = str(_value(keeper, "SELECT pg_export_snapshot()"))
                pieces: list[Slice] = []
                for kind, table in TABLES.items():
                    size = f"pg_relation_size('{table}') / current_setting('block_size')::int"
                    blocks = _value(keeper, f"SELECT {size}")
                    pieces += slices(kind=kind, first=0, end=int(blocks), size=_BLOCKS_OF_FILE)
                yield from written(
                    pieces=pieces, folder=folder, write=lambda piece, file: self._write(piece, file, snapshot)
                )
        except psycopg.Error as fault:
            raise RecordUnavailable(_said(fault)) from fault

    def close(self) -> None:
        """Close the connection; the next query opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self._url, autocommit=True, connect_timeout=2)

    def _write(self, piece: Slice, file: Path, snapshot: str) -> None:
        statement = (
            f"SELECT convert_to(string_agg({line(kind=piece.kind, function='format')}, chr(10)), 'UTF8') "
            f"FROM {TABLES[piece.kind]} WHERE ctid >= format('(%s,0)', $1::bigint)::tid "
            "AND ctid < format('(%s,0)', $2::bigint)::tid"
        )
        with self._open() as connection, file.open("wb") as stream:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            connection.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'".encode())
            cursor = psycopg.RawCursor(connection)
            for first in range(piece.first, piece.end, _BLOCKS_OF_VALUE):
                end = min(first + _BLOCKS_OF_VALUE, piece.end)
                found = cursor.execute(statement.encode(), (first, end), binary=True).fetchone()
                if found is not None and found[0] is not None:
                    stream.write(found[0])
                    stream.write(b"\n")


def _value(connection: psycopg.Connection[tuple[Any, ...]], statement: str) -> Any:
    row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return row[0]


def _said(fault: psycopg.Error) -> str:
    return str(fault).strip() or type(fault).__name__
