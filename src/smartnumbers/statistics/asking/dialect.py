"""What differs between the databases that a replica can be in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from smartnumbers.statistics.questions import Step

Value = str | int | bool | date


class Dialect(Protocol):
    """How a database says what the questions need. All parts are pieces of SQL."""

    @property
    def integer(self) -> str:
        """The type that sums are cast to: 64 bits, with a sign."""

    @property
    def wide(self) -> str:
        """A type that a product of two of them fits in."""

    def parameter(self, *, position: int, value: Value) -> str:
        """Where the statement's parameter of this position goes."""

    def calls(self, *, scope: str) -> str:
        """The calls as they are in force, of those that the condition `scope` lets through."""

    def first(self, *, scope: str) -> str:
        """Whether a call is the first of its caller to its account, as a condition."""

    def begins(self, *, text: str, beginning: str) -> str:
        """Whether a text has a beginning."""

    def has_any(self, *, column: str, values: Sequence[str]) -> str:
        """Whether a column of lists has one of the values."""

    def step(self, step: Step) -> tuple[str, str]:
        """The day that a call's step begins on, and its hour."""

    def either_bit(self, *, column: str) -> str:
        """The aggregate that has the bits any call has."""

    def by_bit(self, *, bits: int) -> str:
        """What `parts` come to for each bit of their key0: a part once for each of its bits, key0 being the bit.

        In brackets, so that it can be selected from.
        """

    def unfolded(self, *, lists: Mapping[str, str], beside: str, calls: str, where: str) -> str:
        """Rows made of the elements of lists of equal length (columns by the names they are to have).

        `beside` are columns of the call that stand beside them.
        """

    def latest(self, *, column: str, by: str) -> str:
        """The aggregate that has a column's value where another is the greatest."""

    def within(self, *, column: str, percent: int) -> str:
        """The aggregate that has the least value which no fewer than so many rows in a hundred stay within."""

    def identity(self, *, place: str) -> str:
        """A bound id (as text) in the form that the database compares ids in."""

    def read_identity(self, value: object) -> UUID:
        """An id as it comes out of the database."""

    def divided(self, *, dividend: str, divisor: str) -> str:
        """The whole part of a quotient."""


class Database(Protocol):
    """A database that answers statements."""

    @property
    def dialect(self) -> Dialect:
        """How it is spoken to."""

    def rows(self, *, text: str, parameters: Sequence[Value]) -> Sequence[tuple[Any, ...]]:
        """The rows of a statement."""
