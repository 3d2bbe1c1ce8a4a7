"""The replica in DuckDB (`statistics.store.Store`)."""

import contextlib
import errno
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb

from smartnumbers.statistics.asking.answering import answer
from smartnumbers.statistics.asking.dialect import Value
from smartnumbers.statistics.duckdb import schema
from smartnumbers.statistics.duckdb.appending import append_calls
from smartnumbers.statistics.duckdb.bulk import load_parts
from smartnumbers.statistics.duckdb.dialect import DuckDbDialect
from smartnumbers.statistics.questions import A, Question
from smartnumbers.statistics.record.parts import Part
from smartnumbers.statistics.rows import CallOfRecord
from smartnumbers.statistics.store import Holding, StoreFull, StoreUnusable

_MEMORY = "700MB"
_THREADS = 2


class DuckDbStore:
    """A replica in a file, which one process has open at a time, or in memory (`path` None).

    `zone` is the time zone of its local days. Each thread that asks has a cursor of its own; writing is one's at a
    time. Raises StoreUnusable where the file is damaged, of another release or of another time zone.
    """

    dialect = DuckDbDialect()

    def __init__(self, path: Path | None, zone: str) -> None:
        self._zone = zone
        self._cursors = threading.local()
        self._opened: list[duckdb.DuckDBPyConnection] = []
        self._opening = threading.Lock()
        self._writing = threading.Lock()
        try:
            self._connection = duckdb.connect(
                ":memory:" if path is None else str(path),
                config={"memory_limit": _MEMORY, "threads": _THREADS},
            )
            # A connection refuses a second thread while it is busy: this one only ever makes others.
            self._writer = self._new_cursor()
            self._open()
        except (duckdb.Error, UnicodeDecodeError) as error:
            raise StoreUnusable(f"The replica cannot be read: {error}") from error

    def _open(self) -> None:
        tables = self._writer.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'replica'")
        if tables.fetchall() == [(0,)]:
            with self._written() as connection:
                schema.create(connection=connection, zone=self._zone)
        found = self._writer.execute("SELECT version, zone FROM replica").fetchall()
        if found != [(schema.VERSION, self._zone)]:
            self.close()
            raise StoreUnusable("The replica is of another release or of another time zone.")

    def sequence(self) -> int:
        """The last sequence taken over; 0 in an empty store."""
        return int(self._one("SELECT sequence FROM replica")[0])

    def dedicate(self, *, record: str, rebuilt_at: int) -> None:
        """Note which record an empty store is filled from, and when (milliseconds). Raises StoreFull."""
        with self._written() as connection:
            connection.execute("UPDATE replica SET record = ?, rebuilt_at = ?", [record, rebuilt_at])

    def holding(self) -> Holding:
        """What the replica holds."""
        record, rebuilt_at, sequence, calls, total = self._one(
            "SELECT record, rebuilt_at, sequence, (SELECT count(*) FROM calls), "
            "(SELECT CAST(coalesce(sum(sequence), 0) AS HUGEINT) FROM calls) FROM replica"
        )
        return Holding(record=record, rebuilt_at=rebuilt_at, sequence=sequence, calls=calls, sequence_sum=int(total))

    def newest(self, *, limit: int) -> Sequence[tuple[UUID, int]]:
        """The calls with the highest sequences, and these, the highest first."""
        found = self._cursor().execute("SELECT id, sequence FROM calls ORDER BY sequence DESC LIMIT ?", [limit])
        return [(call, int(sequence)) for call, sequence in found.fetchall()]

    def load(self, *, parts: Iterable[Part], sequence: int) -> None:
        """Fill an empty store at once from files of the record, which it removes as it goes. Raises StoreFull."""
        with self._written() as connection:
            load_parts(connection=connection, parts=parts, zone=self._zone)
            connection.execute("UPDATE replica SET sequence = ?", [sequence])

    def append(self, *, calls: Sequence[CallOfRecord], sequence: int) -> None:
        """Take over new and changed calls, and how far the record was read: all of it or nothing. Raises StoreFull."""
        with self._written() as connection:
            append_calls(connection=connection, calls=calls, zone=self._zone)
            connection.execute("UPDATE replica SET sequence = ?", [sequence])

    def answer(self, question: Question[A]) -> A:
        """The answer to a question. May be called from several threads, also during an `append`."""
        return answer(database=self, question=question)

    def rows(self, *, text: str, parameters: Sequence[Value]) -> Sequence[tuple[Any, ...]]:
        """The rows of a statement (`asking.dialect.Database`)."""
        return self._cursor().execute(text, list(parameters)).fetchall()

    def close(self) -> None:
        """Give back what is open."""
        # The file is whole, without a log beside it, when the last connection is closed.
        for cursor in self._opened:
            cursor.close()
        self._connection.close()

    def _one(self, text: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self._cursor().execute(text).fetchall()[0]
        return found

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's cursor."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._cursors, "cursor", None)
        if cursor is None:
            cursor = self._cursors.cursor = self._new_cursor()
        return cursor

    def _new_cursor(self) -> duckdb.DuckDBPyConnection:
        with self._opening:
            cursor = self._connection.cursor()
            self._opened.append(cursor)
        return cursor

    @contextmanager
    def _written(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction, the only one that writes. Raises StoreFull."""
        with self._writing:
            self._writer.execute("BEGIN")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException as error:
                with contextlib.suppress(duckdb.Error):
                    self._writer.execute("ROLLBACK")
                if _tells_of_room(error):
                    raise StoreFull(f"The replica cannot be written: {error}") from error
                raise


# A commit that finds the disk full fails as a transaction; only its words tell why.
_NO_ROOM = tuple(os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


def _tells_of_room(error: BaseException) -> bool:
    if isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException):
        return True
    return isinstance(error, duckdb.Error) and any(words in str(error) for words in _NO_ROOM)
