"""The entries of the calls that still run: what each new segment begins with, so that one segment tells it all."""

from collections.abc import Iterator, Mapping
from typing import Any

from smartnumbers.core.callcontrol.entries import ENDED
from smartnumbers.telephony.journal.lines import body_of_read

OFFERED = "offered"
"""The type of a call's first entry."""


class OpenCalls:
    """From the first entry of a call to its end, its entries by their number, as they are written."""

    def __init__(self) -> None:
        self._calls: dict[str, dict[int, bytes]] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def apply(self, *, call: str, kind: str, seq: int, body: bytes) -> None:
        """An entry was written.

        Only an offer opens a call: what is heard of a call after its end (a late hang-up of a leg) must not keep it
        in memory for ever.
        """
        if kind == ENDED:
            self._calls.pop(call, None)
        elif kind == OFFERED:
            self._calls.setdefault(call, {})[seq] = body
        elif call in self._calls:
            self._calls[call][seq] = body

    def apply_read(self, entry: Mapping[str, Any]) -> None:
        """An entry was read; one that was carried from segment to segment counts once, by its first number."""
        call = entry.get("call")
        if call is not None:
            seq = entry.get("carried", entry["seq"])
            self.apply(call=call, kind=entry["type"], seq=seq, body=body_of_read(entry))

    def entries(self) -> Iterator[tuple[int, bytes]]:
        """The entries of all open calls with their first numbers, each call's in their order."""
        for entries in self._calls.values():
            yield from entries.items()

    def by_call(self) -> dict[str, list[tuple[int, bytes]]]:
        """The same by call."""
        return {call: list(entries.items()) for call, entries in self._calls.items()}
