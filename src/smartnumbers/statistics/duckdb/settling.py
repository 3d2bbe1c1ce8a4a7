"""Putting what was appended where it belongs: rows which are asked for together lie together again.

Appended rows lie in the order they came. Now and then, the months they belong to are written anew in their order, some
accounts at a time: no piece takes longer than a second, questions are answered meanwhile, and calls are appended
between two pieces.
"""

from collections import deque
from dataclasses import dataclass
from datetime import date

import duckdb

from smartnumbers.statistics.duckdb.bulk import ORDER

WORTHWHILE = 50_000
"""So many rows lie about before they are put in order: less than half of what DuckDB reads at once anyway."""
_PIECE = 150_000
_MONTHS = "SELECT DISTINCT date_trunc('month', day) FROM calls WHERE sequence > ? ORDER BY 1"
_LOOSE = "SELECT count(*) FROM calls WHERE sequence > (SELECT settled FROM replica)"
# Accounts in their order, as many in one piece as have about so many calls.
_PIECES = (
    "SELECT min(account), max(account) FROM (SELECT account, sum(count(*)) OVER (ORDER BY account) // ? AS piece "
    "FROM calls WHERE date_trunc('month', day) = ? GROUP BY account) AS counted GROUP BY piece ORDER BY 1"
)
_WHERE = "date_trunc('month', day) = $month AND account BETWEEN $least AND $most"


@dataclass(frozen=True, slots=True)
class _Piece:
    """The calls of a month of the accounts from `least` to `most`."""

    month: date
    least: int
    most: int


class Settling:
    """What is left to be put in order. It is forgotten when the process ends, and begun again when it is due."""

    def __init__(self) -> None:
        self._pieces: deque[_Piece] = deque()
        self._until = 0

    def is_due(self, *, connection: duckdb.DuckDBPyConnection) -> bool:
        """Whether there is something to put in order."""
        if self._pieces:
            return True
        ((loose,),) = connection.execute(_LOOSE).fetchall()
        return bool(loose >= WORTHWHILE)

    def step(self, *, connection: duckdb.DuckDBPyConnection) -> None:
        """Put one piece in order. To be called in a transaction."""
        if not self._pieces:
            self._plan(connection)
        if self._pieces:
            piece = self._pieces.popleft()
            named = {"month": piece.month, "least": piece.least, "most": piece.most}
            connection.execute(f"CREATE OR REPLACE TEMP TABLE settled AS SELECT * FROM calls WHERE {_WHERE}", named)
            connection.execute(f"DELETE FROM calls WHERE {_WHERE}", named)
            connection.execute(f"INSERT INTO calls SELECT * FROM settled ORDER BY {ORDER}")
            connection.execute("DROP TABLE settled")
        if not self._pieces:
            connection.execute("UPDATE replica SET settled = ?", [self._until])

    def _plan(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Find out which months are to be written anew; what is appended from now on is left for the next time."""
        ((since, self._until),) = connection.execute("SELECT settled, sequence FROM replica").fetchall()
        for (month,) in connection.execute(_MONTHS, [since]).fetchall():
            found = connection.execute(_PIECES, [_PIECE, month]).fetchall()
            self._pieces.extend(_Piece(month, least, most) for least, most in found)
