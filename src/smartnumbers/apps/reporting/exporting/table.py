"""What a file of calls holds: the columns with their kinds, and the values of each call, the same for every format."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from django.utils.translation import gettext as _

from smartnumbers.apps.reporting.columns import COLUMNS, Kind
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.statistics.answers import CallRow
from smartnumbers.statistics.questions import Column

Value = str | int | datetime | None
Values = Sequence[Value]


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file: its heading in the reader's language, and what it holds.

    Instants are local times without a zone, durations milliseconds, money millionths.
    """

    heading: str
    kind: Kind


class TableWriter(Protocol):
    """Takes a table and makes a file of it."""

    def write(self, rows: Iterable[Values]) -> None:
        """Add rows."""

    def close(self) -> None:
        """Finish the file; without it, there is none."""

    def abandon(self) -> None:
        """Let go of a file that is not going to be finished."""


def file_columns(columns: Sequence[Column]) -> list[FileColumn]:
    """The columns of a file in the language in force; before the first amount stands its currency."""
    found: list[FileColumn] = []
    for column in columns:
        heading = COLUMNS[column]
        if heading.kind is Kind.MONEY and not any(one.kind is Kind.MONEY for one in found):
            found.append(FileColumn(_("Currency"), Kind.TEXT))
        found.append(FileColumn(str(heading.word), heading.kind))
    return found


def file_rows(*, rows: Iterable[CallRow], columns: Sequence[Column], zone: tzinfo) -> Iterator[Values]:
    """The values of calls for those columns."""
    headings = [COLUMNS[column] for column in columns]
    money = next((index for index, heading in enumerate(headings) if heading.kind is Kind.MONEY), None)
    for row in rows:
        values: list[Value] = [_value(heading.kind, heading.value(row), zone) for heading in headings]
        if money is not None:
            values.insert(money, row.currency)
        yield values


def _value(kind: Kind, value: str | int | None, zone: tzinfo) -> Value:
    if kind is Kind.INSTANT and isinstance(value, int):
        return to_datetime(value).astimezone(zone).replace(tzinfo=None)
    return value
