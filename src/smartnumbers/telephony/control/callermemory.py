"""What callers did before, on disk: calls to numbers that ask for it, key tests passed, nuisance reports.

A call must never wait for it, nor fail by it. Nothing is waited for to reach the disk (a crash of the machine may cost
the last moments), reports are looked up in memory, and whatever cannot be read or written counts as not remembered. A
file that is broken is put aside and begun anew.
"""

import logging
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

DAY_MS = 24 * 3600 * 1000
KEPT_MS = 90 * DAY_MS
"""How long calls and passed tests are remembered."""

PRUNED_AT_ONCE = 500

_TABLES = """
CREATE TABLE IF NOT EXISTS calls (number TEXT NOT NULL, caller TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS calls_of_caller ON calls (number, caller, at);
CREATE TABLE IF NOT EXISTS tests
    (number TEXT NOT NULL, caller TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (number, caller)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reports
    (number TEXT NOT NULL, caller TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (number, caller)) WITHOUT ROWID;
"""

log = logging.getLogger(__name__)


class CallerMemory:
    """The file of one call control. Its methods belong to one thread and never raise; instants in milliseconds."""

    def __init__(self, *, path: Path) -> None:
        self._path = path
        self._reports: dict[tuple[str, str], int] = {}
        self._quiet = False
        self._file: sqlite3.Connection | None = None
        try:
            self._file = self._opened()
        except (sqlite3.OperationalError, OSError) as fault:
            self._complain(fault)
        except sqlite3.DatabaseError as fault:
            self._begin_anew(fault)

    def close(self) -> None:
        """Give the file back."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def calls_since(self, *, number: str, caller: str, since: int) -> int:
        """How many calls this caller has made to a number since an instant."""
        rows = self._ask(
            "SELECT COUNT(*) FROM calls WHERE number = ? AND caller = ? AND at >= ?", (number, caller, since)
        )
        return int(rows[0][0]) if rows else 0

    def passed_test_since(self, *, number: str, caller: str, since: int) -> bool:
        """Whether this caller has passed a number's key test since an instant."""
        return bool(
            self._ask("SELECT 1 FROM tests WHERE number = ? AND caller = ? AND at >= ?", (number, caller, since))
        )

    def reported_until(self, *, number: str, caller: str) -> int | None:
        """Until when a report turns this caller away from a number, be it past; None where there was none."""
        return self._reports.get((number, caller))

    def note_call(self, *, number: str, caller: str, at: int) -> None:
        """A caller was let in."""
        self._ask("INSERT INTO calls VALUES (?, ?, ?)", (number, caller, at))

    def note_test(self, *, number: str, caller: str, at: int) -> None:
        """A caller passed the key test of a number."""
        self._ask("INSERT OR REPLACE INTO tests VALUES (?, ?, ?)", (number, caller, at))

    def note_report(self, *, number: str, caller: str, until: int) -> None:
        """A caller was reported and is turned away from a number for a while."""
        self._reports[number, caller] = until
        self._ask("INSERT OR REPLACE INTO reports VALUES (?, ?, ?)", (number, caller, until))

    def prune(self, *, at: int) -> bool:
        """Forget what is too old, a part of it at a time; gives whether there may be more."""
        for key in [key for key, until in self._reports.items() if until <= at]:
            del self._reports[key]
        self._ask("DELETE FROM reports WHERE until <= ?", (at,))
        self._ask("DELETE FROM tests WHERE at < ?", (at - KEPT_MS,))
        # The oldest stand first: they are written in the order in which they come.
        gone = self._ask(
            "DELETE FROM calls WHERE at < ? AND rowid IN (SELECT rowid FROM calls ORDER BY rowid LIMIT ?) RETURNING 1",
            (at - KEPT_MS, PRUNED_AT_ONCE),
        )
        return len(gone) == PRUNED_AT_ONCE

    def _ask(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        if self._file is None:
            return []
        try:
            found = self._file.execute(statement, values).fetchall()
        except sqlite3.OperationalError as fault:
            # A full disk, a file that was taken away: it may be well again, and nobody wants a line for each call.
            self._complain(fault)
            return []
        except sqlite3.DatabaseError as fault:
            self._begin_anew(fault)
            return []
        self._quiet = False
        return found

    def _complain(self, fault: Exception) -> None:
        if not self._quiet:
            log.error("the memory of callers cannot be used: %s", fault)
            self._quiet = True

    def _begin_anew(self, fault: Exception) -> None:
        log.error("the memory of callers is broken and is begun anew: %s", fault)
        self.close()
        with suppress(OSError):
            for suffix in ("-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            self._path.replace(self._path.with_name(self._path.name + ".broken"))
        try:
            self._file = self._opened()
        except (sqlite3.Error, OSError) as again:
            self._complain(again)

    def _opened(self) -> sqlite3.Connection:
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        # Nobody else uses the file, so nobody is ever waited for.
        file = sqlite3.connect(self._path, isolation_level=None, timeout=0)
        try:
            for setting in ("journal_mode = WAL", "synchronous = OFF", "cache_size = -8000"):
                file.execute(f"PRAGMA {setting}")
            file.executescript(_TABLES)
            self._reports |= {
                (number, caller): until for number, caller, until in file.execute("SELECT * FROM reports")
            }
        except BaseException:
            file.close()
            raise
        return file
