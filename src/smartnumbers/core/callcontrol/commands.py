"""What is to be done about a call. The core only says it; the adapter does it."""

from dataclasses import dataclass
from enum import StrEnum

from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.routing.destinations import Destination


class Timer(StrEnum):
    """The timers of a call; each runs at most once at a time."""

    RING = "ring"
    LIFE = "life"
    RELEASE = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartLeg:
    """Dial a destination. `shown` is the number its telephone shows, "" where it must not know the caller."""

    position: int
    destination: Destination
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicateRinging:
    """Let the caller hear that it rings (180)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connect:
    """Answer the caller and join him with the destination; to be answered with Connected or ConnectFailed."""

    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUpLeg:
    """End a destination's side (CANCEL or BYE), to be answered with LegEnded."""

    position: int
    cause: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUpCaller:
    """End the caller's side (a final status, or BYE), to be answered with CallerEnded."""

    cause: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTimer:
    """Start a timer, to be answered after `seconds`: RING with RingTimeout, RELEASE with ReleaseTimeout.

    LIFE is answered with LegSilent, but only where the destination has sent nothing at all by then.
    """

    timer: Timer
    seconds: int
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTimer:
    """Stop a timer where it runs."""

    timer: Timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """The call is over and nothing is left of it: keep its record."""

    record: CallRecord


Command = StartLeg | IndicateRinging | Connect | HangUpLeg | HangUpCaller | StartTimer | StopTimer | Finish
