"""Writes the exports that people asked for in the background, one after the other."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import duckdb
import msgspec
from django.db import Error as DatabaseFault
from django.db import connection
from xlsxwriter.exceptions import XlsxWriterException

from smartnumbers.apps.accounts.queries import access
from smartnumbers.apps.reporting.exporting.writing import write_calls
from smartnumbers.apps.reporting.models import CallExport
from smartnumbers.apps.reporting.operations.exports import (
    claim_export,
    note_done,
    note_not_done,
    note_progress,
    take_up_exports,
    wish_of,
)
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics.client import StatisticsAway

POLL_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 10.0
NOT_WRITTEN = "export-not-written"
DISK = "export-disk"

log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The worker is told to stop in the middle of a file."""


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


class Exporter:
    """Writes exports into `folder`. `run` belongs to a thread of its own: a long file must never keep a record waiting.

    What a worker that died left unfinished is begun anew by the next one of its node.
    """

    def __init__(self, *, node: str, folder: Path, stop: Event, clock: Callable[[], datetime] = now) -> None:
        self._node = node
        self._folder = folder
        self._stop = stop
        self._clock = clock

    def run(self) -> None:
        """Write what waits until told to stop."""
        pause, taken_up = POLL_SECONDS, False
        try:
            while not self._stop.wait(pause):
                pause = POLL_SECONDS
                try:
                    if not taken_up:
                        take_up_exports(node=self._node)
                        taken_up = True
                    while not self._stop.is_set() and self.write_next():
                        pass
                except (DatabaseFault, OSError) as fault:
                    log.warning("exports have to wait: %s", fault)
                    connection.close()
                    pause = LONGEST_WAIT_SECONDS
        finally:
            connection.close()

    def write_next(self) -> bool:
        """Write the export whose turn it is; False where there is none, or where it has to wait.

        Raises a database error.
        """
        export = claim_export(node=self._node)
        if export is None:
            return False
        try:
            self._write(export)
        except _Stopped:
            note_not_done(export=export, fault="", again=True)
            return False
        except StatisticsAway as fault:
            return self._failed(export, fault.code, str(fault), again=True)
        except DomainError as fault:
            return self._failed(export, fault.code, str(fault), again=False)
        except OSError as fault:
            return self._failed(export, DISK, str(fault), again=False)
        except (duckdb.Error, XlsxWriterException, msgspec.ValidationError) as fault:
            return self._failed(export, NOT_WRITTEN, str(fault), again=False)
        return True

    def _write(self, export: CallExport) -> None:
        seen_by = access(user=export.asked_by, account_id=export.account_id)
        path = self._folder / f"{export.pk}.{export.format}"
        rows = write_calls(
            access=seen_by, wish=wish_of(export), path=path, progress=lambda rows: self._on(export, rows)
        )
        note_done(export=export, file=path, rows=rows, at=self._clock())
        log.info("export %s is written: %d calls", export.pk, rows)

    def _on(self, export: CallExport, rows: int) -> None:
        if self._stop.is_set():
            raise _Stopped
        note_progress(export=export, rows=rows)

    def _failed(self, export: CallExport, fault: str, text: str, *, again: bool) -> bool:
        note_not_done(export=export, fault=fault, again=again)
        log.warning("export %s was not written (%s): %s", export.pk, fault, text)
        return not again
