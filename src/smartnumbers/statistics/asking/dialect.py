"""What differs between the databases that a replica can be in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from smartnumbers.statistics.asking.standing import Standing
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Step, TopCallers
from smartnumbers.statistics.scope import Scope

Value = str | int | bool | date


class Dialect(Protocol):
    """How a database says what the questions need. All parts are pieces of SQL."""

    @property
    def integer(self) -> str:
        """The type that sums are cast to: 64 bits, with a sign."""

    @property
    def kind(self) -> str:
        """What stands for a call's result and currency together."""

    @property
    def number(self) -> str:
        """What stands for a call's number."""

    @property
    def place(self) -> str:
        """What stands for the destination that a call is listed with, its name and its address."""

    def placed(self, *, parts: str) -> str:
        """What `parts` has, with destination, name and address beside `place`; to be selected from."""

    def told(self, *, parts: str) -> str:
        """A SELECT of all columns of `parts`, among them `kind`, with result and currency beside."""

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

    def by_bit(self, *, bits: int) -> str:
        """What is `added` for each bit of its key0: a row once for each of its bits, key0 being the bit.

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

    def callers(self, *, scope: Scope, sets: Sequence[CallFilter]) -> Mapping[int, int]:
        """How many callers each set has, by its index; who calls two accounts is a caller of each."""

    def standing(self, question: TopCallers) -> Standing:
        """Who is on a list of top callers."""

    def rows(self, *, text: str, parameters: Sequence[Value]) -> Sequence[tuple[Any, ...]]:
        """The rows of a statement."""
