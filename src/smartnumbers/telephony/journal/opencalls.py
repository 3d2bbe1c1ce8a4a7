"""The entries of the calls that still run: what each new segment begins with, so that one segment tells it all."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from smartnumbers.core.callcontrol.entries import ENDED

OFFERED = "offered"
"""The type of a call's first entry."""

Kept = TypeVar("Kept")


class OpenCalls(Generic[Kept]):
    """From the first entry of a call to its end, its entries by their number; `Kept` is what is kept of an entry."""

    def __init__(self) -> None:
        self._calls: dict[str, dict[int, Kept]] = {}

    def apply(self, *, call: str, kind: str, seq: int, entry: Kept) -> None:
        """An entry was written, or read: one that was carried counts under its first number, so it counts once.

        Only an offer opens a call: what is heard of a call after its end (a late hang-up of a leg) must not keep it
        in memory for ever.
        """
        if kind == ENDED:
            self._calls.pop(call, None)
        elif kind == OFFERED:
            self._calls.setdefault(call, {})[seq] = entry
        elif call in self._calls:
            self._calls[call][seq] = entry

    def entries(self) -> Iterator[tuple[int, Kept]]:
        """The entries of all open calls with their first numbers, each call's in their order."""
        for entries in self._calls.values():
            yield from entries.items()

    def by_call(self) -> dict[str, list[Kept]]:
        """The entries of each open call, in their order."""
        return {call: list(entries.values()) for call, entries in self._calls.items()}
