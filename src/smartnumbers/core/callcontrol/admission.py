"""How many calls are let in: set-ups per second and calls at once, for the platform and for each number.

A switch that takes more than it can carry fails everybody; one that refuses the surplus at once fails only that.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.routing.profile import Limits


class Limit(StrEnum):
    """Which limit a call met."""

    PLATFORM_RATE = "platform-rate"
    PLATFORM_CALLS = "platform-calls"
    NUMBER_RATE = "number-rate"
    NUMBER_CALLS = "number-calls"
    JOURNAL = "journal"


CAUSES: dict[Limit, int] = {
    Limit.PLATFORM_RATE: causes.SWITCH_CONGESTION,
    Limit.PLATFORM_CALLS: causes.SWITCH_CONGESTION,
    Limit.JOURNAL: causes.SWITCH_CONGESTION,
    Limit.NUMBER_RATE: causes.USER_BUSY,
    Limit.NUMBER_CALLS: causes.USER_BUSY,
}
"""The Q.850 cause each limit answers with: 503 where the platform is full, 486 where only the number is."""


@dataclass(slots=True)
class _Bucket:
    """A token bucket that holds one second's worth, counted in thousandths of a call."""

    tokens: int
    at: int

    def take(self, *, per_second: int, at: int) -> bool:
        full = per_second * 1000
        self.tokens = min(full, self.tokens + max(0, at - self.at) * per_second)
        self.at = max(self.at, at)
        if self.tokens < 1000:
            return False
        self.tokens -= 1000
        return True


@dataclass(slots=True)
class Admission:
    """The counters. `at` is in milliseconds of a clock that never goes back."""

    setups_per_second: int
    simultaneous: int
    running: int = 0
    running_by_number: Counter[str] = field(default_factory=Counter)
    _platform: _Bucket | None = None
    _numbers: dict[str, _Bucket] = field(default_factory=dict)

    def admit(self, *, number: str, limits: Limits, at: int) -> Limit | None:
        """Let a call to `number` in and count it, or say which limit it meets.

        Of a refused call nothing is counted but the set-up itself: a storm of calls to a full number still uses up
        the platform's rate, for each of them is work.
        """
        if self._platform is None:
            self._platform = _Bucket(tokens=self.setups_per_second * 1000, at=at)
        if not self._platform.take(per_second=self.setups_per_second, at=at):
            return Limit.PLATFORM_RATE
        if self.running >= self.simultaneous:
            return Limit.PLATFORM_CALLS
        if limits.setups_per_second is not None and not self._take(number, limits.setups_per_second, at):
            return Limit.NUMBER_RATE
        if limits.simultaneous is not None and self.running_by_number[number] >= limits.simultaneous:
            return Limit.NUMBER_CALLS
        self.occupy(number=number)
        return None

    def occupy(self, *, number: str) -> None:
        """Count a call that runs already, found again after a restart."""
        self.running += 1
        self.running_by_number[number] += 1

    def release(self, *, number: str) -> None:
        """A call that was let in is over."""
        self.running -= 1
        self.running_by_number[number] -= 1
        if not self.running_by_number[number]:
            del self.running_by_number[number]

    def _take(self, number: str, per_second: int, at: int) -> bool:
        bucket = self._numbers.setdefault(number, _Bucket(tokens=per_second * 1000, at=at))
        return bucket.take(per_second=per_second, at=at)
