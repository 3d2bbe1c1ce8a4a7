"""The callers that a replica knows, and their codes, in memory: twelve bytes for each.

Whether a caller called before is asked for every call that is written. In the table, that would be a look at each of
its rows; here it is a few steps in a sorted array.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
from numpy.typing import NDArray

Caller = tuple[int, int]
"""An account, and the integer of a caller's number (`asking.callers`)."""
_MOST_LOOSE = 100_000


class KnownCallers:
    """Looked up and added to by the one who writes; read from the replica when it is first asked."""

    def __init__(self) -> None:
        self._sorted: dict[int, tuple[NDArray[np.int64], NDArray[np.int32]]] | None = None
        self._loose: defaultdict[int, dict[int, int | None]] = defaultdict(dict)

    def codes(self, *, connection: duckdb.DuckDBPyConnection, callers: Sequence[Caller]) -> Mapping[Caller, int]:
        """The codes of those of these callers who are known."""
        if self._sorted is None:
            self._sorted = _read(connection)
        found = {}
        for account, caller in callers:
            loose = self._loose.get(account, {})
            code = loose[caller] if caller in loose else self._sorted_code(account, caller)
            if code is not None:
                found[account, caller] = code
        return found

    def add(self, *, codes: Mapping[Caller, int | None]) -> None:
        """Note callers who have become known, or (None) are known no more."""
        for (account, caller), code in codes.items():
            self._loose[account][caller] = code
        if sum(map(len, self._loose.values())) > _MOST_LOOSE:
            self.forget()

    def _sorted_code(self, account: int, caller: int) -> int | None:
        if self._sorted is None or account not in self._sorted:
            return None
        numbers, codes = self._sorted[account]
        place = int(np.searchsorted(numbers, caller))
        return int(codes[place]) if place < len(numbers) and numbers[place] == caller else None

    def forget(self) -> None:
        """Read all of them again when next asked."""
        self._sorted = None
        self._loose.clear()


def _read(connection: duckdb.DuckDBPyConnection) -> dict[int, tuple[NDArray[np.int64], NDArray[np.int32]]]:
    """The known callers of each account, sorted: each of them has one first call."""
    found = connection.execute("SELECT account, caller, caller_code FROM calls WHERE is_first").fetchnumpy()
    accounts, callers, codes = (np.asarray(found[name]) for name in ("account", "caller", "caller_code"))
    order = np.argsort(accounts, kind="stable")
    present, starts = np.unique(accounts[order], return_index=True)
    known = {}
    for account, mine in zip(present.tolist(), np.split(order, starts[1:]), strict=False):
        mine = mine[np.argsort(callers[mine])]
        known[account] = (callers[mine], codes[mine].astype(np.int32))
    return known
