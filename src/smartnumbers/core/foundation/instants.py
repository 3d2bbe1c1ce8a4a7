"""Instants as integers: milliseconds since 1970-01-01T00:00:00Z.

Calls are timed in milliseconds from end to end (journal, record, portal). An integer cannot lose precision on its
way through JSON and two databases, and it compares and subtracts without a time zone. People see local time; that
conversion happens at the edge.
"""

from datetime import UTC, datetime, timedelta
from typing import NewType

Milliseconds = NewType("Milliseconds", int)
"""An instant (milliseconds since the Unix epoch, UTC) or a span of time (milliseconds); the name says which."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_datetime(instant: int) -> datetime:
    """The aware UTC datetime of an instant in milliseconds, exact."""
    return _EPOCH + timedelta(milliseconds=instant)


def from_datetime(moment: datetime) -> Milliseconds:
    """The instant in milliseconds of an aware datetime; what is finer is cut off.

    Raises ValueError for a naive datetime: which instant it means would be a guess.
    """
    if moment.tzinfo is None:
        raise ValueError("a naive datetime names no instant")
    return Milliseconds((moment - _EPOCH) // timedelta(milliseconds=1))
