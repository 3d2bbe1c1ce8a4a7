"""The database as the portal leaves it: every number published once, and changes of some afterwards."""

import sqlite3
from pathlib import Path

import orjson

from benchmarks.routing.numbers import document_of, number_of

_TABLES = """
CREATE TABLE plans_publishedprofile
    (sequence INTEGER PRIMARY KEY, number TEXT NOT NULL, revision INTEGER NOT NULL, document TEXT NOT NULL);
CREATE INDEX plans_profile_newest ON plans_publishedprofile (number, sequence DESC);
CREATE TABLE plans_publicationsequence (last INTEGER NOT NULL);
INSERT INTO plans_publicationsequence VALUES (0);
"""
_INSERT = "INSERT INTO plans_publishedprofile VALUES (?, ?, ?, ?)"


class Portal:
    """The tables that call control follows."""

    def __init__(self, *, file: Path, numbers: int, blocked: int) -> None:
        self._blocked = blocked
        self._sequence = numbers
        self.database = sqlite3.connect(file, isolation_level=None)
        # The write-ahead log, as the product has it: its readers do not wait for writers.
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = OFF")
        self.database.executescript(_TABLES)
        self.database.execute("BEGIN")
        self.database.executemany(_INSERT, (self._row(index + 1, index, 1) for index in range(numbers)))
        self._tell_sequence()
        self.database.execute("COMMIT")

    def change(self, index: int, *, revision: int) -> None:
        """Publish a further revision of a number."""
        self._sequence += 1
        self.database.execute("BEGIN")
        self.database.execute(_INSERT, self._row(self._sequence, index, revision))
        self._tell_sequence()
        self.database.execute("COMMIT")

    def _row(self, sequence: int, index: int, revision: int) -> tuple[int, str, int, str]:
        written = orjson.dumps(document_of(index, blocked=self._blocked, revision=revision)).decode()
        return sequence, number_of(index), revision, written

    def _tell_sequence(self) -> None:
        self.database.execute("UPDATE plans_publicationsequence SET last = ?", (self._sequence,))
