"""The replica in DuckDB (`statistics.store.Store`)."""

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb

from smartnumbers.statistics.asking.answering import answer
from smartnumbers.statistics.asking.dialect import Value
from smartnumbers.statistics.asking.standing import Standing
from smartnumbers.statistics.duckdb import room, schema
from smartnumbers.statistics.duckdb.appending import append_calls
from smartnumbers.statistics.duckdb.bulk import load_parts
from smartnumbers.statistics.duckdb.counting import count_callers
from smartnumbers.statistics.duckdb.dialect import DuckDbDialect
from smartnumbers.statistics.duckdb.known import KnownCallers
from smartnumbers.statistics.duckdb.ranking import rank_callers
from smartnumbers.statistics.duckdb.settling import Settling
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import A, Question, TopCallers
from smartnumbers.statistics.record.parts import Part
from smartnumbers.statistics.rows import CallOfRecord
from smartnumbers.statistics.scope import Scope
from smartnumbers.statistics.store import Holding, StoreFull, StoreUnusable

_MEMORY = "700MB"
# Filling takes more for some seconds: what is read, sorted and written of a month at once.
_FILLING_MEMORY = "2GB"
_THREADS = 2
# Up to so many bits of group keys together, groups stand in an array instead of a hash table.
_DIRECT_BITS = 18
# Of the rows of pages up to so long, only what they are sorted by is read before it is known which they are.
_LATE_ROWS = 1_000


class DuckDbStore:
    """A replica in a file, which one process has open at a time, or in memory (`path` None).

    `zone` is the time zone of its local days. Each thread that asks has a cursor of its own; writing is one's at a
    time. Raises StoreUnusable where the file is damaged, of another release or of another time zone.
    """

    dialect = DuckDbDialect()

    def __init__(self, path: Path | None, zone: str) -> None:
        self._path = path
        self._zone = zone
        self._cursors = threading.local()
        self._opened: list[duckdb.DuckDBPyConnection] = []
        self._opening = threading.Lock()
        self._writing = threading.Lock()
        self._known = KnownCallers()
        self._settling = Settling()
        try:
            self._connection = duckdb.connect(
                ":memory:" if path is None else str(path),
                config={
                    "memory_limit": _MEMORY,
                    "checkpoint_threshold": room.NEVER,
                    "threads": _THREADS,
                    "perfect_ht_threshold": _DIRECT_BITS,
                    "late_materialization_max_rows": _LATE_ROWS,
                },
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
        self._writer.execute(f"SET memory_limit = '{_FILLING_MEMORY}'")
        try:
            with self._written() as connection:
                load_parts(connection=connection, parts=parts, zone=self._zone)
                connection.execute(
                    "UPDATE replica SET sequence = $sequence, settled = $sequence", {"sequence": sequence}
                )
        finally:
            self._writer.execute(f"SET memory_limit = '{_MEMORY}'")
        self._known.forget()

    def append(self, *, calls: Sequence[CallOfRecord], sequence: int) -> None:
        """Take over new and changed calls, and how far the record was read: all of it or nothing. Raises StoreFull."""
        with self._written() as connection:
            met = append_calls(connection=connection, calls=calls, zone=self._zone, known=self._known)
            connection.execute("UPDATE replica SET sequence = ?", [sequence])
        self._known.add(codes=met)
        self._checkpoint()

    def settle(self) -> bool:
        """Put a part of what was appended in order; whether there is more. Raises StoreFull."""
        with self._writing:
            if not self._settling.is_due(connection=self._writer):
                return False
        try:
            with self._written() as connection:
                self._settling.step(connection=connection)
        except StoreFull:
            # What was planned is not right any more where a part of it failed.
            self._settling = Settling()
            raise
        self._checkpoint()
        with self._writing:
            return self._settling.is_due(connection=self._writer)

    def _checkpoint(self) -> None:
        if self._path is not None and room.is_due(file=self._path):
            with self._writing:
                self._writer.execute("CHECKPOINT")

    def answer(self, question: Question[A]) -> A:
        """The answer to a question. May be called from several threads, also during an `append`."""
        return answer(database=self, question=question)

    def callers(self, *, scope: Scope, sets: Sequence[CallFilter]) -> Mapping[int, int]:
        """How many callers each set has (`asking.dialect.Database`)."""
        return count_callers(database=self, scope=scope, sets=sets)

    def standing(self, question: TopCallers) -> Standing:
        """Who is on a list of top callers (`asking.dialect.Database`)."""
        return rank_callers(database=self, question=question)

    def arrays(self, *, text: str, parameters: Sequence[Value]) -> Mapping[str, Any]:
        """The columns of a statement (`arrays.ArrayDatabase`)."""
        found: Mapping[str, Any] = self._cursor().execute(text, list(parameters)).fetchnumpy()
        return found

    def rows(self, *, text: str, parameters: Sequence[Value]) -> Sequence[tuple[Any, ...]]:
        """The rows of a statement (`asking.dialect.Database`)."""
        return self._cursor().execute(text, list(parameters)).fetchall()

    def close(self) -> None:
        """Give back what is open."""
        # The file is whole, without a log beside it, when the last connection is closed.
        with contextlib.suppress(duckdb.Error):
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
                if room.is_missing(error=error):
                    raise StoreFull(f"The replica cannot be written: {error}") from error
                raise
