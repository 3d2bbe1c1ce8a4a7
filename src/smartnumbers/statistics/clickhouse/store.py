"""The replica in ClickHouse (`statistics.store.Store`).

ClickHouse has no transaction over two tables. Calls are written first, and how far the record was read after them: what
was interrupted between is read and written again, and replaces itself.
"""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from smartnumbers.statistics.asking.answering import answer
from smartnumbers.statistics.asking.callers import WITHHELD
from smartnumbers.statistics.asking.dialect import Value
from smartnumbers.statistics.asking.marks import marks_of
from smartnumbers.statistics.asking.standing import Standing
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.asking.topcallers import standing_of
from smartnumbers.statistics.clickhouse import schema
from smartnumbers.statistics.clickhouse.connection import Connection
from smartnumbers.statistics.clickhouse.dialect import ClickHouseDialect
from smartnumbers.statistics.clickhouse.shaping import lines_of, loaded_lines
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import A, Question, TopCallers
from smartnumbers.statistics.record.parts import Part
from smartnumbers.statistics.rows import CallOfRecord
from smartnumbers.statistics.scope import Scope
from smartnumbers.statistics.store import Holding, StoreUnusable


class _Noted(msgspec.Struct, frozen=True, kw_only=True):
    """The row of the table `replica`; of several, the one with the highest `written` is in force."""

    only: int = 1
    written: int
    version: int
    zone: str
    record: str
    rebuilt_at: int
    sequence: int


class ClickHouseStore:
    """A replica in the tables of `database`; `zone` is the time zone of its local days.

    Raises StoreUnusable where the tables are of another release or of another time zone.
    """

    def __init__(self, *, connection: Connection, database: str, zone: str) -> None:
        self._connection = connection
        self._database = database
        self._zone = zone
        self._dialect = ClickHouseDialect(database)
        for statement in schema.statements(database=database):
            connection.run(text=statement)
        noted = self._noted()
        if noted.written and (noted.version, noted.zone) != (schema.VERSION, zone):
            raise StoreUnusable("The replica is of another release or of another time zone.")

    @property
    def dialect(self) -> ClickHouseDialect:
        """How it is spoken to (`asking.dialect.Database`)."""
        return self._dialect

    def sequence(self) -> int:
        """The last sequence taken over; 0 in an empty store."""
        return self._noted().sequence

    def dedicate(self, *, record: str, rebuilt_at: int) -> None:
        """Note which record an empty store is filled from, and when (milliseconds)."""
        self._note(record=record, rebuilt_at=rebuilt_at)

    def holding(self) -> Holding:
        """What the replica holds."""
        noted = self._noted()
        ((calls, total),) = self.rows(
            text=f"SELECT count(*), sum(toInt128(sequence)) FROM {self._database}.calls FINAL", parameters=()
        )
        return Holding(
            record=noted.record,
            rebuilt_at=noted.rebuilt_at,
            sequence=noted.sequence,
            calls=calls,
            sequence_sum=int(total),
        )

    def newest(self, *, limit: int) -> Sequence[tuple[UUID, int]]:
        """The calls with the highest sequences, and these, the highest first."""
        rows = self.rows(
            text=f"SELECT id, sequence FROM {self._database}.calls FINAL ORDER BY sequence DESC LIMIT {limit:d}",
            parameters=(),
        )
        return [(UUID(call), sequence) for call, sequence in rows]

    def load(self, *, parts: Iterable[Part], sequence: int) -> None:
        """Fill an empty store from files of the record, which it removes as it goes."""
        with tempfile.TemporaryDirectory(prefix="smartnumbers-") as folder:
            for lines in loaded_lines(parts=parts, zone=self._zone, folder=Path(folder)):
                self._connection.insert(table=f"{self._database}.calls", lines=lines)
        self._note(sequence=sequence)

    def append(self, *, calls: Sequence[CallOfRecord], sequence: int) -> None:
        """Take over new and changed calls, then note how far the record was read."""
        unique = list({call.id: call for call in calls}.values())
        if unique:
            lines = lines_of(calls=unique, zone=self._zone)
            self._connection.insert(table=f"{self._database}.calls", lines=lines)
        self._note(sequence=sequence)

    def settle(self) -> bool:
        """ClickHouse does so by itself."""
        return False

    def answer(self, question: Question[A]) -> A:
        """The answer to a question. May be called from several threads, also during an `append`."""
        return answer(database=self, question=question)

    def callers(self, *, scope: Scope, sets: Sequence[CallFilter]) -> Mapping[int, int]:
        """How many callers each set has (`asking.dialect.Database`)."""
        statement = Statement(database=self, scope=scope)
        marks = marks_of(sets=sets, statement=statement)
        rows = statement.rows(
            f"SELECT met, count(*) FROM (SELECT groupBitOr({marks.bits}) AS met FROM {statement.calls} "
            f"WHERE {marks.where} AND caller <> {WITHHELD} GROUP BY account, caller) AS callers GROUP BY met"
        )
        return {index: sum(count for bits, count in rows if bits >> index & 1) for index in range(len(sets))}

    def standing(self, question: TopCallers) -> Standing:
        """Who is on a list of top callers (`asking.dialect.Database`)."""
        return standing_of(database=self, question=question)

    def rows(self, *, text: str, parameters: Sequence[Value]) -> Sequence[tuple[Any, ...]]:
        """The rows of a statement (`asking.dialect.Database`)."""
        named = {f"p{position}": value for position, value in enumerate(parameters, start=1)}
        return self._connection.rows(text=text, parameters=named)

    def close(self) -> None:
        """Give back what is open."""
        self._connection.close()

    def _noted(self) -> _Noted:
        names = _Noted.__struct_fields__
        rows = self.rows(text=f"SELECT {', '.join(names)} FROM {self._database}.replica FINAL", parameters=())
        if not rows:
            return _Noted(written=0, version=schema.VERSION, zone=self._zone, record="", rebuilt_at=0, sequence=0)
        return _Noted(**dict(zip(names, rows[0], strict=True)))

    def _note(self, **changed: str | int) -> None:
        before = self._noted()
        noted = msgspec.structs.replace(before, written=before.written + 1, **changed)
        self._connection.insert(table=f"{self._database}.replica", lines=msgspec.json.encode(noted) + b"\n")
