"""The profiles in force on disk, for a start while the database is away.

A table of one's own, so that a change costs what is changed and not all that is in force. What cannot be written is
logged and missed at the next such start only: no change waits for the copy, and none fails by it.
"""

import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from smartnumbers.telephony.profiles.source import Publication

_TABLE = "CREATE TABLE IF NOT EXISTS profiles (number TEXT PRIMARY KEY, document BLOB NOT NULL)"
_PUT = "INSERT OR REPLACE INTO profiles VALUES (?, ?)"

log = logging.getLogger(__name__)


class ProfileCopy:
    """One file with the document of each number. Its methods block, belong to one thread at a time, and never raise."""

    def __init__(self, *, file: Path) -> None:
        self._file = file

    def put(self, publications: Iterable[Publication]) -> None:
        """Keep further publications, all or none."""
        self._write(publications, anew=False)

    def replace(self, publications: Iterable[Publication]) -> None:
        """Keep these and forget all others, all or none. They are taken one by one, to the last even after a fault."""
        self._write(publications, anew=True)

    def _write(self, publications: Iterable[Publication], *, anew: bool) -> None:
        left = iter(publications)
        try:
            with closing(self._opened()) as file, file:
                if anew:
                    file.execute("DELETE FROM profiles")
                file.executemany(_PUT, ((one.number, orjson.dumps(one.document)) for one in left))
        except (sqlite3.Error, OSError) as fault:
            log.error("the copy of the profiles cannot be written: %s", fault)
        for _ in left:
            pass

    def documents(self) -> Iterator[Any]:
        """All documents kept; none where there is no file or it cannot be read."""
        if not self._file.exists():
            return
        try:
            with closing(self._opened()) as file:
                for (document,) in file.execute("SELECT document FROM profiles"):
                    yield orjson.loads(document)
        except (sqlite3.Error, OSError, orjson.JSONDecodeError) as fault:
            log.error("the copy of the profiles cannot be read: %s", fault)

    def _opened(self) -> sqlite3.Connection:
        os.close(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self._file, timeout=1)
        try:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
        except BaseException:
            connection.close()
            raise
        return connection
