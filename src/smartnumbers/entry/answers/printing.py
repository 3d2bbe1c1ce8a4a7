"""How answers are printed: tables for people, JSON for programs."""

from collections.abc import Sequence
from typing import Any

import click
import orjson
from django.utils.timezone import localtime

from smartnumbers.core.foundation.instants import to_datetime


def print_json(value: Any) -> None:
    """One JSON document, indented."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Aligned columns under their heads; the columns in `right` (from 0) are aligned to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = [
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def iso(instant: int | None) -> str | None:
    """An instant (milliseconds) as ISO 8601 in UTC, to the millisecond: for programs."""
    if instant is None:
        return None
    return to_datetime(instant).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local(instant: int) -> str:
    """An instant (milliseconds) as local date and time: for people."""
    return f"{localtime(to_datetime(instant)):%d.%m.%Y %H:%M:%S}"


def duration(milliseconds: int) -> str:
    """A span as minutes and seconds, rounded up as telephone bills do: "3:07"."""
    seconds = -(-milliseconds // 1000)
    return f"{seconds // 60}:{seconds % 60:02}"
