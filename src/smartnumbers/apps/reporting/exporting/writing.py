"""Writing the calls that fit a filter into a file, page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from django.utils import timezone
from django.utils.translation import override

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.apps.reporting.exporting.csvfile import CsvWriter
from smartnumbers.apps.reporting.exporting.parquetfile import ParquetWriter
from smartnumbers.apps.reporting.exporting.table import TableWriter, file_columns, file_rows
from smartnumbers.apps.reporting.exporting.xlsxfile import XlsxWriter
from smartnumbers.apps.reporting.models import ExportFormat
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import PAGE_MAXIMUM, Column, Page
from smartnumbers.statistics.scope import PLATFORM

_WRITERS: dict[str, type[CsvWriter] | type[XlsxWriter] | type[ParquetWriter]] = {
    ExportFormat.CSV: CsvWriter,
    ExportFormat.XLSX: XlsxWriter,
    ExportFormat.PARQUET: ParquetWriter,
}
UNFINISHED = "unfinished-"
"""What the names of the folders begin with in which files are made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which calls go into a file, in which order, with which columns, in which format and language."""

    wanted: CallFilter
    column: Column
    descending: bool
    columns: Sequence[Column]
    format: str
    language: str


def write_calls(*, access: Access, wish: Wish, path: Path, progress: Callable[[int], None]) -> int:
    """Write the file and say how many calls are in it; `progress` is told their number after each page.

    What it shows of callers is what the access may see. The file is its owner's alone. It is made in a folder beside
    (`UNFINISHED` and what follows), which goes whatever happens but a death, and stands there when it is complete.

    Raises PermissionMissing, StatisticsAway, OSError, duckdb.Error, XlsxWriterException, or whatever `progress` does.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=UNFINISHED) as work, override(wish.language):
        file = Path(work) / path.name
        writer: TableWriter = _WRITERS[wish.format](path=file, columns=file_columns(wish.columns))
        try:
            rows = _written(access, wish, writer, progress)
        except BaseException:
            writer.abandon()
            raise
        file.chmod(0o600)
        file.replace(path)
    return rows


def _written(access: Access, wish: Wish, writer: TableWriter, progress: Callable[[int], None]) -> int:
    zone = timezone.get_default_timezone()
    page = Page(scope=PLATFORM, wanted=wish.wanted, column=wish.column, descending=wish.descending, limit=PAGE_MAXIMUM)
    done = 0
    while True:
        asked = page
        answer = ask(access=access, question=lambda scope: msgspec.structs.replace(asked, scope=scope)).answer  # noqa: B023
        writer.write(file_rows(rows=answer.rows, columns=wish.columns, zone=zone))
        done += len(answer.rows)
        progress(done)
        if not answer.rows or not answer.more_after:
            writer.close()
            return done
        page = msgspec.structs.replace(page, after=answer.rows[-1].place)
