"""The port every store of the replica fulfils: DuckDB on one machine, ClickHouse past it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics.questions import A, Question
from smartnumbers.statistics.record.parts import Part
from smartnumbers.statistics.rows import CallOfRecord


class StoreUnusable(DomainError):
    """The replica is damaged, of another release, or not of this record: it is to be rebuilt."""

    code = "statistics-store-unusable"


class StoreFull(DomainError):
    """There is no room for more. Trying again can help, when there is."""

    code = "statistics-store-full"
    retryable = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a replica holds, to be compared with the record it was made of.

    `record` is the id of that record ("" before `dedicate`), `rebuilt_at` when it was made (milliseconds). `calls` and
    `sequence_sum` are counted over its calls, `sequence` is how far the record was read.
    """

    record: str
    rebuilt_at: int
    sequence: int
    calls: int
    sequence_sum: int


class Store(Protocol):
    """A replica of the record: it is written by one, in batches, and asked by many at once."""

    def sequence(self) -> int:
        """The last sequence taken over; 0 in an empty store."""

    def dedicate(self, *, record: str, rebuilt_at: int) -> None:
        """Note which record an empty store is filled from, and when (milliseconds). Raises StoreFull."""

    def holding(self) -> Holding:
        """What the replica holds."""

    def newest(self, *, limit: int) -> Sequence[tuple[UUID, int]]:
        """The calls with the highest sequences, and these, the highest first."""

    def load(self, *, parts: Iterable[Part], sequence: int) -> None:
        """Fill an empty store at once from files of the record, which it removes as it goes. Raises StoreFull.

        It holds then at least what the record held at `sequence`; what was written later is appended afterwards.
        """

    def append(self, *, calls: Sequence[CallOfRecord], sequence: int) -> None:
        """Take over new and changed calls, and with them how far the record was read: all of it or nothing.

        A call that is there already is replaced. Raises StoreFull.
        """

    def settle(self) -> bool:
        """Put a part of what was appended where it is found fastest; whether there is more to be done.

        For when there is nothing else to write. It takes no longer than a second. Raises StoreFull.
        """

    def answer(self, question: Question[A]) -> A:
        """The answer to a question. May be called from several threads, also during an `append`."""

    def close(self) -> None:
        """Give back what is open."""
