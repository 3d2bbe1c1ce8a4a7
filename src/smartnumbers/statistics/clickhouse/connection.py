"""The connection to ClickHouse that a store writes and asks through."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

Value = str | int | bool | date


class Connection(Protocol):
    """A ClickHouse: the server of production, or the one within the process that the tests use.

    Parameters go by their names, as ClickHouse has them: `{name:Type}`.
    """

    def rows(self, *, text: str, parameters: Mapping[str, Value]) -> Sequence[tuple[Any, ...]]:
        """The rows of a statement, dates as dates and integers as integers, however long."""

    def run(self, *, text: str) -> None:
        """Run a statement that has no rows."""

    def insert(self, *, table: str, lines: bytes) -> None:
        """Add rows, one JSON object to a line."""

    def close(self) -> None:
        """Give the connection back."""
