"""A call between two events: all that is known of it, immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartnumbers.core.callcontrol.events import Offered
from smartnumbers.core.callcontrol.live import LiveCall, LiveState
from smartnumbers.core.callcontrol.record import Attempt, Outcome, Side
from smartnumbers.core.routing.profile import ChainEntry


class State(StrEnum):
    """The states of a call; what leads from one to the next stands in `transitions`."""

    NEW = "new"
    TRYING = "trying"
    CONNECTING = "connecting"
    TALKING = "talking"
    RELEASING = "releasing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the call ended, settled at the moment its release begins."""

    at: int
    outcome: Outcome
    reason: str
    hung_up_by: Side
    cause: int
    sip_status: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call. `open_legs` are the attempts whose side is not gone yet, `attempts` are kept by position."""

    state: State = State.NEW
    offered: Offered | None = None
    attempts: Mapping[int, Attempt] = field(default_factory=dict)
    position: int = 0
    open_legs: frozenset[int] = frozenset()
    caller_there: bool = True
    ringing_at: int | None = None
    answered_at: int | None = None
    ending: Ending | None = None
    recovered: bool = False
    release_timeouts: int = 0

    @property
    def facts(self) -> Offered:
        """What arrived; there is no call before."""
        assert self.offered is not None
        return self.offered

    @property
    def current(self) -> Attempt:
        """The attempt that runs or ran last."""
        return self.attempts[self.position]

    @property
    def next_entry(self) -> ChainEntry | None:
        """The next destination of the chain, if any is left."""
        chain = self.facts.decision.chain
        return chain[self.position] if self.position < len(chain) else None


def live(call: Call) -> LiveCall | None:
    """The call as somebody watching sees it, or None while there is nothing to see."""
    if call.state not in (State.TRYING, State.CONNECTING, State.TALKING) or call.facts.account is None:
        return None
    return LiveCall(
        call_id=call.facts.call_id,
        account=call.facts.account,
        number=call.facts.number,
        caller=call.facts.caller.number,
        presentation=call.facts.caller.presentation.value,
        state=LiveState.TALKING if call.state is State.TALKING else LiveState.RINGING,
        attempt=call.position,
        destination_name=call.current.name,
        destination_address=call.current.address,
        setup_at=call.facts.at,
        answered_at=call.answered_at,
        revision=call.facts.revision,
    )
