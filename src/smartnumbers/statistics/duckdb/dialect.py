"""How DuckDB says what the questions need."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from smartnumbers.statistics.asking.dialect import Value
from smartnumbers.statistics.questions import Step


class DuckDbDialect:
    """The dialect of a replica in DuckDB (`asking.dialect.Dialect`)."""

    integer = "BIGINT"
    kind = "kind"
    number = "number_code"

    place = "place"

    def placed(self, *, parts: str) -> str:
        """Destination, name and address are beside their code."""
        return f"{parts} JOIN places USING (place)"

    def told(self, *, parts: str) -> str:
        """Result and currency are beside their code."""
        return f"SELECT * FROM {parts} AS parted JOIN kinds USING (kind)"

    def parameter(self, *, position: int, value: Value) -> str:
        """A numbered place; DuckDB sees the type in the value."""
        del value
        return f"${position}"

    def calls(self, *, scope: str) -> str:
        """Calls are replaced where they are written, so the table holds what is in force."""
        return f"(SELECT * FROM calls WHERE {scope}) AS calls"

    def first(self, *, scope: str) -> str:
        """It is written with the call."""
        del scope
        return "is_first"

    def begins(self, *, text: str, beginning: str) -> str:
        """Whether a text has a beginning."""
        return f"starts_with({text}, {beginning})"

    def has_any(self, *, column: str, values: Sequence[str]) -> str:
        """Whether a column of lists has one of the values; NULL stands for an empty list."""
        return f"coalesce(list_has_any({column}, [{', '.join(values)}]), false)"

    def step(self, step: Step) -> tuple[str, str]:
        """The day that a call's step begins on, and its hour."""
        if step is Step.HOUR:
            return "day", "hour"
        return ("day" if step is Step.DAY else f"CAST(date_trunc('{step.value}', day) AS DATE)"), "0"

    def by_bit(self, *, bits: int) -> str:
        """Parts once for each of their bits."""
        return (
            f"(SELECT added.* REPLACE (bit AS key0) FROM added JOIN range({bits:d}) AS bits(bit) "
            "ON (key0 >> bit) & 1 = 1)"
        )

    def divided(self, *, dividend: str, divisor: str) -> str:
        """The whole part of a quotient."""
        return f"({dividend}) // ({divisor})"

    def unfolded(self, *, lists: Mapping[str, str], beside: str, calls: str, where: str) -> str:
        """Rows made of the elements of lists of equal length; NULL stands for empty ones."""
        columns = ", ".join(f"unnest({column}) AS {name}" for name, column in lists.items())
        return f"SELECT {columns}, {beside} FROM {calls} WHERE {where} AND attempts > 1"

    def latest(self, *, column: str, by: str) -> str:
        """The aggregate that has a column's value where another is the greatest."""
        return f"arg_max({column}, {by})"

    def within(self, *, column: str, percent: int) -> str:
        """The aggregate that has the least value which no fewer than so many rows in a hundred stay within."""
        return f"quantile_disc({column}, {percent / 100})"

    def identity(self, *, place: str) -> str:
        """A bound id (text) as the database compares ids."""
        return f"CAST({place} AS UUID)"

    def read_identity(self, value: object) -> UUID:
        """An id as it comes out of the database."""
        assert isinstance(value, UUID)
        return value
