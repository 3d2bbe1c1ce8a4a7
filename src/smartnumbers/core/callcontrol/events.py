"""What can happen to a call. Every event is written to the journal before anything is done about it.

`at` is the instant in milliseconds. `position` counts the attempts of a call from 1.
"""

from dataclasses import dataclass

from smartnumbers.core.callcontrol.admission import Limit
from smartnumbers.core.routing.decide import Caller, Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A call arrives: who calls what, and what was decided. `channel` is Asterisk's name of the caller's side."""

    at: int
    call_id: str
    node: str
    channel: str
    dialled: str
    number: str
    caller: Caller
    account: str | None
    revision: int | None
    limit: Limit | None
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class LegAlerting:
    """A destination rings (180 or 183)."""

    at: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegAnswered:
    """A destination answered (200)."""

    at: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegEnded:
    """A destination's side is gone, whoever ended it; `cause` is Q.850, `sip_status` its final status if known.

    `recovered`: found out after a restart. `lost`: the switch lost both sides at once, nobody hung up.
    """

    at: int
    position: int
    cause: int
    sip_status: int | None = None
    recovered: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RingTimeout:
    """A destination's ring time is over."""

    at: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegSilent:
    """A destination has sent nothing at all so far, not even a 100: nobody is there."""

    at: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """The caller was answered and both sides hear each other."""

    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectFailed:
    """Both sides were there, but could not be joined."""

    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerEnded:
    """The caller's side is gone, whoever ended it; `recovered` and `lost` as in LegEnded."""

    at: int
    cause: int
    recovered: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTimeout:
    """Sides that were hung up are still not gone."""

    at: int


Event = (
    Offered
    | LegAlerting
    | LegAnswered
    | LegEnded
    | RingTimeout
    | LegSilent
    | Connected
    | ConnectFailed
    | CallerEnded
    | ReleaseTimeout
)
