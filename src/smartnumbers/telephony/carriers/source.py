"""Where the published carriers come from: one row that the portal replaces and call control only reads.

The contract with the portal is the table `carriers_publishedset` (id 1: sequence, document). This module speaks plain
SQL because the call path never loads Django.
"""

from typing import Any

import orjson

from smartnumbers.core.routing.carriers import Carrier
from smartnumbers.core.routing.carrierset import parse
from smartnumbers.telephony.profiles.source import Database

_SEQUENCE = "SELECT sequence FROM carriers_publishedset WHERE id = 1"
_NEWEST = "SELECT sequence, document FROM carriers_publishedset WHERE id = 1"


class CarrierSource:
    """Reads the published carriers. Its methods block; they belong into a thread."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    def sequence(self) -> int:
        """The sequence of the newest publication, 0 before the first. Raises SourceUnavailable."""
        rows = self._database.rows(_SEQUENCE)
        return int(rows[0][0]) if rows else 0

    def newest(self) -> tuple[int, tuple[Carrier, ...]]:
        """The newest publication: its sequence and its carriers. Raises SourceUnavailable or CarrierInvalid."""
        rows = self._database.rows(_NEWEST)
        if not rows:
            return 0, ()
        return int(rows[0][0]), parse(_document(rows[0][1]))

    def close(self) -> None:
        """Give the connection back."""
        self._database.close()


def _document(stored: Any) -> Any:
    """Parsed JSON; SQLite gives it as text."""
    return orjson.loads(stored) if isinstance(stored, str | bytes) else stored
