"""How ClickHouse says what the questions need."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from smartnumbers.statistics.asking.callers import WITHHELD
from smartnumbers.statistics.asking.dialect import Value
from smartnumbers.statistics.questions import Step

SETTINGS: Mapping[str, int] = {
    # A name means the column, as everywhere else, even where a sum of it is given the same name.
    "prefer_column_name_to_alias": 1,
    # What an outer join does not find is NULL, as everywhere else.
    "join_use_nulls": 1,
}
# In this order: a truth value is a whole number, too.
_TYPES: Mapping[type, str] = {bool: "Bool", int: "Int64", str: "String", date: "Date"}


class ClickHouseDialect:
    """The dialect of a replica in ClickHouse (`asking.dialect.Dialect`); `database` is where its tables are."""

    integer = "Int64"
    # Texts that recur are numbers inside ClickHouse; it needs none beside them.
    kind = "tuple(result, currency)"
    number = "number"
    place = "tuple(destination, destination_name, destination_address)"

    def __init__(self, database: str) -> None:
        self._table = f"{database}.calls"

    def parameter(self, *, position: int, value: Value) -> str:
        """A named place, with its type."""
        form = next(name for kind, name in _TYPES.items() if isinstance(value, kind))
        return f"{{p{position}:{form}}}"

    def calls(self, *, scope: str) -> str:
        """Of rows of one call, the one with the highest sequence is in force."""
        return f"(SELECT * FROM {self._table} FINAL WHERE {scope}) AS calls"

    def first(self, *, scope: str) -> str:
        """It is looked up: in ClickHouse, a row is not changed when an earlier call comes to light."""
        return (
            "(account, caller, tuple(setup_at, id)) IN (SELECT account, caller, min(tuple(setup_at, id)) "
            f"FROM {self._table} FINAL WHERE {scope} AND caller <> {WITHHELD} GROUP BY account, caller)"
        )

    def told(self, *, parts: str) -> str:
        """Result and currency are what `kind` is made of."""
        return f"SELECT *, kind.1 AS result, kind.2 AS currency FROM {parts} AS parted"

    def placed(self, *, parts: str) -> str:
        """Destination, name and address are what `place` is made of."""
        return f"(SELECT *, place.1 AS destination, place.2 AS name, place.3 AS address FROM {parts}) AS placed"

    def begins(self, *, text: str, beginning: str) -> str:
        """Whether a text has a beginning."""
        return f"startsWith({text}, {beginning})"

    def has_any(self, *, column: str, values: Sequence[str]) -> str:
        """Whether a column of lists has one of the values."""
        return f"hasAny({column}, [{', '.join(values)}])"

    def step(self, step: Step) -> tuple[str, str]:
        """The day that a call's step begins on, and its hour."""
        if step is Step.HOUR:
            return "day", "hour"
        days = {Step.DAY: "day", Step.WEEK: "toStartOfWeek(day, 1)", Step.MONTH: "toStartOfMonth(day)"}
        return days[step], "0"

    def by_bit(self, *, bits: int) -> str:
        """Parts once for each of their bits."""
        del bits
        return "(SELECT * REPLACE (bit AS key0) FROM added ARRAY JOIN bitPositionsToArray(toUInt64(key0)) AS bit)"

    def divided(self, *, dividend: str, divisor: str) -> str:
        """The whole part of a quotient."""
        return f"intDiv({dividend}, {divisor})"

    def unfolded(self, *, lists: Mapping[str, str], beside: str, calls: str, where: str) -> str:
        """Rows made of the elements of lists of equal length."""
        names = ", ".join(f"of_{name} AS {name}" for name in lists)
        joined = ", ".join(f"{column} AS of_{name}" for name, column in lists.items())
        return f"SELECT {names}, {beside} FROM {calls} ARRAY JOIN {joined} WHERE {where} AND attempts > 1"

    def latest(self, *, column: str, by: str) -> str:
        """The aggregate that has a column's value where another is the greatest."""
        return f"argMax({column}, {by})"

    def within(self, *, column: str, percent: int) -> str:
        """The aggregate that has the least value which no fewer than so many rows in a hundred stay within."""
        place = f"greatest(1, intDiv(count() * {percent} + 99, 100))"
        return f"arraySort(groupArray({column}))[{place}]"

    def identity(self, *, place: str) -> str:
        """Ids are texts: ClickHouse sorts its own UUIDs by their second half."""
        return place

    def read_identity(self, value: object) -> UUID:
        """An id as it comes out of the database."""
        return UUID(str(value))
