"""Answers as arrays instead of rows."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from smartnumbers.statistics.asking.dialect import Database, Value


class ArrayDatabase(Database, Protocol):
    """A database whose answers can be had as an array for each column."""

    def arrays(self, *, text: str, parameters: Sequence[Value]) -> Mapping[str, Any]:
        """The columns of a statement, none of which has an empty value."""
