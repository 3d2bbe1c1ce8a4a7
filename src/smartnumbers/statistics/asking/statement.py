"""A statement being written. It begins with a scope, and the calls it reads are those of that scope."""

from collections.abc import Sequence
from typing import Any

from smartnumbers.statistics.asking import scoping
from smartnumbers.statistics.asking.dialect import Database, Value
from smartnumbers.statistics.scope import Scope


class Statement:
    """Collects the values of a statement, and runs it. One statement serves one question to the database.

    `calls` is what it selects from: the calls of its scope, which fulfil the condition `seen`. Nothing else names the
    table that they are in.
    """

    def __init__(self, *, database: Database, scope: Scope) -> None:
        self._database = database
        self._parameters: list[Value] = []
        self.dialect = database.dialect
        self.seen = scoping.scope_condition(scope=scope, bind=self.bind)
        self.calls = self.dialect.calls(scope=self.seen)
        self.first = self.dialect.first(scope=self.seen)

    def bind(self, value: Value) -> str:
        """Where a value goes in the text."""
        self._parameters.append(value)
        return self.dialect.parameter(position=len(self._parameters), value=value)

    def any_of(self, *, column: str, values: Sequence[Value]) -> str:
        """The condition that a column has one of the values."""
        places = [self.bind(value) for value in values]
        return f"{column} = {places[0]}" if len(places) == 1 else f"{column} IN ({', '.join(places)})"

    @property
    def parameters(self) -> Sequence[Value]:
        """The values bound so far, in the order of their positions."""
        return tuple(self._parameters)

    def rows(self, text: str) -> Sequence[tuple[Any, ...]]:
        """The rows of the finished text."""
        return self._database.rows(text=text, parameters=self._parameters)
