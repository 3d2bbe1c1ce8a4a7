"""XLSX: times, durations and amounts as what they are, so that a spreadsheet can go on working with them."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import XlsxWriterException

from smartnumbers.apps.reporting.columns import Kind
from smartnumbers.apps.reporting.exporting.table import FileColumn, Value, Values

SHEET_ROWS = 1_048_576
"""How many rows a sheet has (Office Open XML as Excel reads it); what is more goes on in the next one."""

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - local, as the times in a sheet are
_DAY_MS = 86_400_000
_WIDTHS = {Kind.INSTANT: 19, Kind.DURATION: 10, Kind.MONEY: 12, Kind.COUNT: 9, Kind.TEXT: 20}
_FORMATS = {Kind.INSTANT: "dd.mm.yyyy hh:mm:ss", Kind.DURATION: "[h]:mm:ss", Kind.MONEY: "#,##0.00####"}


class XlsxWriter:
    """Writes an XLSX file, each row to disk as soon as the next one comes."""

    def __init__(self, *, path: Path, columns: Sequence[FileColumn], sheet_rows: int = SHEET_ROWS) -> None:
        self._columns = columns
        self._sheet_rows = sheet_rows
        self._book: Any = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_numbers": False}
        )
        self._bold = self._book.add_format({"bold": True})
        self._formats = [self._book.add_format({"num_format": _FORMATS.get(column.kind, "")}) for column in columns]
        self._sheets = 0
        self._begin()

    def write(self, rows: Iterable[Values]) -> None:
        """Add rows. Raises OSError."""
        for row in rows:
            if self._row == self._sheet_rows:
                self._begin()
            for at, (column, value) in enumerate(zip(self._columns, row, strict=True)):
                self._cell(at, column.kind, value)
            self._row += 1

    def close(self) -> None:
        """Finish the file. Raises OSError or XlsxWriterException."""
        self._book.close()

    def abandon(self) -> None:
        """Let go of the file; finishing it is the one way to close what it has open."""
        with suppress(OSError, XlsxWriterException):
            self._book.close()

    def _begin(self) -> None:
        self._sheets += 1
        name = _("Calls")
        self._sheet = self._book.add_worksheet(name if self._sheets == 1 else f"{name} {self._sheets}")
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, _WIDTHS[column.kind])
            self._sheet.write_string(0, at, column.heading, self._bold)
        self._row = 1

    def _cell(self, at: int, kind: Kind, value: Value) -> None:
        if value is None or value == "":
            return
        if isinstance(value, datetime):
            self._sheet.write_number(self._row, at, (value - _EPOCH).total_seconds() / 86_400, self._formats[at])
        elif isinstance(value, str):
            # Written as a string it is one, whatever it begins with: no formula, no link.
            self._sheet.write_string(self._row, at, value)
        elif kind is Kind.DURATION:
            self._sheet.write_number(self._row, at, value / _DAY_MS, self._formats[at])
        elif kind is Kind.MONEY:
            self._sheet.write_number(self._row, at, value / 1_000_000, self._formats[at])
        else:
            self._sheet.write_number(self._row, at, value)
