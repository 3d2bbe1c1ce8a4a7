"""What every part of one running call works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from smartnumbers.core.callcontrol.events import Event
from smartnumbers.telephony.control.clock import CallClock
from smartnumbers.telephony.control.hands import Hands


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One call: `channel` is Asterisk's name for its caller's side, `tell` is given what happens.

    `hangup_causes` are the channels of the call that are being hung up, whoever wants it, each with its cause (Q.850).
    """

    call_id: str
    channel: str
    clock: CallClock
    hands: Hands
    tell: Callable[[Event], None]
    hangup_causes: Mapping[str, int] = field(default_factory=dict)
