"""The clocks of the call path: the one place where call control reads the time."""

import os
import time
from uuid import UUID

from smartnumbers.core.foundation.identifiers import RANDOM_BYTES, uuid7


def wall() -> int:
    """The present instant by the machine's clock, in milliseconds; it may step, even back."""
    return time.time_ns() // 1_000_000


def steady() -> int:
    """Milliseconds of a clock that only goes forward; good for spans, names no instant."""
    return time.monotonic_ns() // 1_000_000


def new_call_id(*, at: int) -> UUID:
    """The identifier of a call that arrives at an instant (milliseconds)."""
    return uuid7(at=at, random=os.urandom(RANDOM_BYTES))


class CallClock:
    """The time within one call: the wall clock once, at its beginning, and from then on the steady clock.

    When the machine's clock is set back in the middle of a call, that call still ends after it began and lasts as
    long as it lasted.
    """

    __slots__ = ("_began", "_steady")

    def __init__(self, *, began: int) -> None:
        self._began = began
        self._steady = steady()

    def now(self) -> int:
        """The present instant of this call (milliseconds)."""
        return self._began + steady() - self._steady
