"""The record as the statistics see it: what it holds, what was written since, and all of it at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics.record.parts import Part
from smartnumbers.statistics.record.reading import SEQUENCE, calls_of, calls_where
from smartnumbers.statistics.rows import CallOfRecord


class RecordUnavailable(DomainError):
    """The record's database cannot be read at the moment. Trying again can help."""

    code = "record-unavailable"
    retryable = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordState:
    """Which record it is ("" before its first call), and the sequence of its newest write."""

    record: str
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSum:
    """The calls whose last write is not after some sequence, the sum of their sequences, and the newest of all."""

    calls: int
    sequence_sum: int
    last: int


class Database(Protocol):
    """What the source needs of a database. Its methods block."""

    placeholder: str
    connected: int
    """How many times it was connected to: what was true of it before the last time need not be true now."""

    def rows(self, statement: str, *arguments: object) -> Sequence[tuple[Any, ...]]:
        """The rows of a query. Raises RecordUnavailable."""

    def key(self, call: UUID) -> object:
        """A call's id as the database takes it in a query."""

    def parts(self, folder: Path) -> Iterator[Part]:
        """All calls, attempts and corrections, as files written into a folder. Raises RecordUnavailable or OSError."""

    def close(self) -> None:
        """Give the connection back."""


class RecordSource:
    """Reads calls from a record. For one thread; `close` for another, too."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    @property
    def connected(self) -> int:
        """How many times its database was connected to."""
        return self._database.connected

    def state(self) -> RecordState:
        """Which record it is, and how far it goes. Raises RecordUnavailable."""
        rows = self._database.rows(SEQUENCE)
        return (
            RecordState(record=str(_uuid(rows[0][1])), last=int(rows[0][0])) if rows else RecordState(record="", last=0)
        )

    def after(self, *, sequence: int, limit: int) -> Sequence[CallOfRecord]:
        """The calls written after a sequence, in the order of their sequences. Raises RecordUnavailable."""
        mark = self._database.placeholder
        statement = calls_where(condition=f"sequence > {mark}", order="sequence", limit=mark)
        return list(calls_of(rows=self._database.rows(statement, sequence, limit)))

    def sums(self, *, sequence: int) -> RecordSum:
        """The sums over the calls whose last write is not after a sequence. Raises RecordUnavailable."""
        rows = self._database.rows(
            "SELECT count(*), coalesce(sum(sequence), 0), "
            "(SELECT coalesce(max(last), 0) FROM callrecords_recordsequence) "
            f"FROM callrecords_callrecord WHERE sequence <= {self._database.placeholder}",
            sequence,
        )
        return RecordSum(calls=int(rows[0][0]), sequence_sum=int(rows[0][1]), last=int(rows[0][2]))

    def sequences(self, *, calls: Sequence[UUID]) -> dict[UUID, int]:
        """The sequences of some calls, as far as the record has them. Raises RecordUnavailable."""
        marks = ", ".join([self._database.placeholder] * len(calls))
        rows = self._database.rows(
            f"SELECT id, sequence FROM callrecords_callrecord WHERE id IN ({marks})",
            *map(self._database.key, calls),
        )
        return {_uuid(row[0]): int(row[1]) for row in rows}

    def parts(self, *, folder: Path) -> Iterator[Part]:
        """All that the record holds, as files written into a folder. Raises RecordUnavailable or OSError."""
        return self._database.parts(folder)

    def close(self) -> None:
        """Give the connection back."""
        self._database.close()


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
