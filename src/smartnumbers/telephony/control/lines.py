"""How many calls each destination has now, and since when it has none."""

from collections.abc import Callable


class Lines:
    """The destinations of one node, by their address. A call counts from its dialling on, for a ringing line is taken.

    `now` gives the present instant (milliseconds).
    """

    def __init__(self, *, now: Callable[[], int]) -> None:
        self._now = now
        self._taken: dict[str, int] = {}
        self._left: dict[str, int] = {}

    def taken(self, address: str) -> int:
        """How many calls the destination has."""
        return self._taken.get(address, 0)

    def take(self, address: str) -> None:
        """A destination is dialled."""
        self._taken[address] = self.taken(address) + 1

    def leave(self, address: str) -> None:
        """A destination's side of a call is gone, whatever became of it."""
        left = self.taken(address) - 1
        if left > 0:
            self._taken[address] = left
        else:
            self._taken.pop(address, None)
        self._left[address] = self._now()

    def idle_since(self, address: str) -> int:
        """The instant at which the destination's last call ended: 0 for never, now while it has one."""
        return self._now() if address in self._taken else self._left.get(address, 0)
