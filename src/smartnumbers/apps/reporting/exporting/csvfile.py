"""CSV as spreadsheets open it by a double click: UTF-8 with its mark, semicolons, lines as Windows ends them."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from smartnumbers.apps.reporting.columns import Kind
from smartnumbers.apps.reporting.exporting.table import FileColumn, Value, Values
from smartnumbers.core.foundation.money import amount_text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CsvWriter:
    """Writes a CSV file. Durations are seconds, amounts plain decimals."""

    def __init__(self, *, path: Path, columns: Sequence[FileColumn]) -> None:
        self._kinds = [column.kind for column in columns]
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file, delimiter=";")
        self._csv.writerow([safe(seconds_heading(column)) for column in columns])

    def write(self, rows: Iterable[Values]) -> None:
        """Add rows. Raises OSError."""
        kinds = self._kinds
        self._csv.writerows([_text(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in rows)

    def close(self) -> None:
        """Finish the file. Raises OSError."""
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file."""
        with suppress(OSError):
            self._file.close()


def seconds_heading(column: FileColumn) -> str:
    """A column's heading where durations are written in seconds."""
    return _("%(what)s (seconds)") % {"what": column.heading} if column.kind is Kind.DURATION else column.heading


def plain(kind: Kind, value: Value) -> str:
    """A value as text that programs read: 2026-11-22 14:31:40, seconds, decimals; "" for none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, int) and kind is Kind.MONEY:
        return amount_text(value, decimals=2)
    if isinstance(value, int) and kind is Kind.DURATION:
        return amount_text(value * 1000)
    return str(value)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: where it begins like one, an apostrophe stands before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(kind: Kind, value: Value) -> str:
    written = plain(kind, value)
    return safe(written) if kind is Kind.TEXT else written
