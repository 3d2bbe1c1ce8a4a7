"""The port every store of the replica fulfils: DuckDB on one machine, ClickHouse past it."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics.questions import Question
from smartnumbers.statistics.rows import CallOfRecord

T = TypeVar("T")


class StoreUnusable(DomainError):
    """The replica is damaged, of another release, or not of this record: it is to be rebuilt."""

    code = "statistics-store-unusable"


class StoreFull(DomainError):
    """There is no room for more. Trying again can help, when there is."""

    code = "statistics-store-full"
    retryable = True


class Store(Protocol):
    """A replica of the record: it is written by one, in batches, and asked by many at once."""

    def sequence(self) -> int:
        """The last sequence taken over; 0 in an empty store."""

    def append(self, *, calls: Sequence[CallOfRecord], sequence: int) -> None:
        """Take over new and changed calls, and with them how far the record was read: all of it or nothing.

        A call that is there already is replaced. Raises StoreFull.
        """

    def answer(self, question: Question) -> object:
        """The answer to a question, of the type `questions.ANSWERS` names. May be called from several threads."""

    def close(self) -> None:
        """Give back what is open."""
