"""Where published profiles come from: one table that the portal writes and call control only reads.

The contract with the portal is two tables, `plans_publishedprofile` (sequence, number, revision, document) and
`plans_publicationsequence` (last). Sequences are taken under a lock, so they become visible in their order: whoever
has seen 7 will never see a new 6. This module speaks plain SQL because the call path never loads Django.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import orjson

_LAST = "SELECT last FROM plans_publicationsequence"
# A page after the other: all documents at once, parsed, would take many times the memory of the profiles made of them.
_CHANGES = (
    "SELECT sequence, number, revision, document FROM plans_publishedprofile WHERE sequence > {} "
    "ORDER BY sequence LIMIT 500"
)
# The newest of each number, then older ones: of a number whose newest document is broken, the last good one is wanted.
_NEWEST = (
    "SELECT sequence, number, revision, document FROM plans_publishedprofile AS one WHERE sequence > {} AND NOT EXISTS "
    "(SELECT 1 FROM plans_publishedprofile AS two WHERE two.number = one.number AND two.sequence > one.sequence) "
    "ORDER BY sequence LIMIT 500"
)
_OLDER = (
    "SELECT sequence, number, revision, document FROM plans_publishedprofile "
    "WHERE number = {} AND sequence < {} ORDER BY sequence DESC LIMIT 20"
)


class SourceUnavailable(Exception):
    """The database cannot be read at the moment. Trying again can help."""

    code = "profiles-unavailable"
    retryable = True


@dataclass(frozen=True, slots=True)
class Publication:
    """One published document as stored; `document` is parsed JSON, or the raw text where it is none."""

    sequence: int
    number: str
    revision: int
    document: Any


class Database(Protocol):
    """What the source needs of a database: rows for a query."""

    placeholder: str

    def rows(self, statement: str, *arguments: object) -> Sequence[tuple[Any, ...]]:
        """The rows of a query. Raises SourceUnavailable."""

    def close(self) -> None:
        """Give the connection back."""


class SqliteDatabase:
    """The embedded database, read-only."""

    placeholder = "?"

    def __init__(self, *, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None

    def rows(self, statement: str, *arguments: object) -> Sequence[tuple[Any, ...]]:
        """The rows of a query; the connection is opened at its first use. Raises SourceUnavailable."""
        try:
            if self._connection is None:
                uri = f"{self._file.as_uri()}?mode=ro"
                self._connection = sqlite3.connect(uri, uri=True, timeout=1, check_same_thread=False)
            return self._connection.execute(statement, arguments).fetchall()
        except sqlite3.Error as fault:
            self.close()
            raise SourceUnavailable(f"{self._file.name}: {fault}") from fault

    def close(self) -> None:
        """Close the connection; the next query opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class ProfileSource:
    """Reads publications. Its methods block; they belong into a thread."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    def last_sequence(self) -> int:
        """The sequence of the newest publication, 0 before the first. Raises SourceUnavailable."""
        rows = self._database.rows(_LAST)
        return int(rows[0][0]) if rows else 0

    def newest(self) -> Iterator[Publication]:
        """The newest publication of each number, in their order; of a number published meanwhile the former one may
        come too, before it. Raises SourceUnavailable.
        """
        return self._pages(_NEWEST, after=0)

    def since(self, *, sequence: int) -> Iterator[Publication]:
        """All publications after a sequence, in their order. Raises SourceUnavailable."""
        return self._pages(_CHANGES, after=sequence)

    def _pages(self, statement: str, *, after: int) -> Iterator[Publication]:
        while rows := self._database.rows(self._sql(statement), after):
            yield from map(_publication, rows)
            after = int(rows[-1][0])

    def older(self, *, number: str, sequence: int) -> list[Publication]:
        """Earlier publications of a number, the newest first. Raises SourceUnavailable."""
        return [_publication(row) for row in self._database.rows(self._sql(_OLDER), number, sequence)]

    def close(self) -> None:
        """Give the connection back."""
        self._database.close()

    def _sql(self, statement: str) -> str:
        return statement.format(self._database.placeholder, self._database.placeholder)


def _publication(row: tuple[Any, ...]) -> Publication:
    sequence, number, revision, stored = row
    if isinstance(stored, str | bytes):
        try:
            stored = orjson.loads(stored)
        except orjson.JSONDecodeError:
            pass  # kept as text: `parse` will refuse it and say why
    return Publication(sequence=int(sequence), number=str(number), revision=int(revision), document=stored)
