"""A call between two events: all that is known of it, immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartnumbers.core.callcontrol.commands import Command
from smartnumbers.core.callcontrol.events import Digit, FeeAsked, Offered, TariffAsked
from smartnumbers.core.callcontrol.record import Attempt, MessageLeft, Outcome, PromptPlayed, RequestMade, Side
from smartnumbers.core.rating.timeline import Change, Fee, Timeline
from smartnumbers.core.routing.decision import Greet, KeyTest, Stage
from smartnumbers.core.tariffs.charging import Charging


class State(StrEnum):
    """The states of a call; what leads from one to the next stands in `transitions`."""

    NEW = "new"
    ANNOUNCING = "announcing"
    CONSENTING = "consenting"
    GREETING = "greeting"
    TESTING = "testing"
    TRYING = "trying"
    CONNECTING = "connecting"
    SAYING = "saying"
    RECORDING = "recording"
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


class Phase(StrEnum):
    """How far a change that was asked for has come."""

    ANNOUNCING = "announcing"
    CONSENTING = "consenting"
    PAUSING = "pausing"


Request = TariffAsked | FeeAsked


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A change that is being dealt with. `due` is the instant at which its phase ends by itself."""

    request: Request
    phase: Phase
    prompt_id: str | None
    consent: bool
    pause_ms: int
    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """The running price. `agreed` and `fees` are what was agreed during the call, their offsets from `charging_from`.

    `timeline` is made of them and of the tariff the call began with, its bands as far ahead as `metering` looks.
    `warned_of` is the end (instant) before which the warning was given last.
    """

    charging_from: int
    timeline: Timeline
    agreed: tuple[Change, ...] = ()
    fees: tuple[Fee, ...] = ()
    slot: int | None = None
    cut_off_at: int | None = None
    warned_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call. `open_legs` are the attempts whose side is not gone yet, `attempts` are kept by position.

    `stage` counts the stages of the decision that have begun. `position` is the attempt that was joined with the
    caller, or before that the one dialled last. `playing` is the prompt of the stage that is being played, `heard` how
    many of the stage's prompts are over, `tries` how many times the key of a test was asked for. `recording_at` is when
    the caller's message began to be recorded.

    `informed_at` is the end of the price announcement, or the caller's consent after it; `due` when the state that
    says or asks something ends by itself. `uncharged` says why the caller pays nothing though his price is known.
    `keys` are those pressed last on the destination's telephone, as long as they may become a request; `early_keys`
    those pressed there after its answer, before both sides heard each other. `reported`: as in the record.
    """

    state: State = State.NEW
    offered: Offered | None = None
    stage: int = 0
    attempts: Mapping[int, Attempt] = field(default_factory=dict)
    position: int = 0
    open_legs: frozenset[int] = frozenset()
    caller_there: bool = True
    ringing_at: int | None = None
    answered_at: int | None = None
    ending: Ending | None = None
    recovered: bool = False
    release_timeouts: int = 0
    caller_answered: bool = False
    informed_at: int | None = None
    due: int = 0
    uncharged: str | None = None
    prompts: tuple[PromptPlayed, ...] = ()
    playing: str | None = None
    heard: int = 0
    tries: int = 0
    recording_at: int | None = None
    message: MessageLeft | None = None
    reported: bool = False
    meter: Meter | None = None
    pending: Pending | None = None
    waiting: tuple[Request, ...] = ()
    requests: tuple[RequestMade, ...] = ()
    keys: str = ""
    keys_at: int = 0
    early_keys: tuple[Digit, ...] = ()

    @property
    def facts(self) -> Offered:
        """What arrived; there is no call before."""
        assert self.offered is not None
        return self.offered

    @property
    def current(self) -> Attempt:
        """The attempt that was joined with the caller, or before that the one dialled last."""
        return self.attempts[self.position]

    @property
    def ringing(self) -> tuple[int, ...]:
        """The positions of the attempts that run: dialled, and nothing has come of them yet."""
        return tuple(position for position, attempt in self.attempts.items() if attempt.outcome is None)

    @property
    def stage_now(self) -> Stage:
        """The stage of the decision that has begun last."""
        return self.facts.decision.stages[self.stage - 1]

    @property
    def charging(self) -> Charging:
        """What holds for the money of this call, where anything does."""
        assert self.facts.charging is not None
        return self.facts.charging

    @property
    def speaking(self) -> bool:
        """Whether we speak in this call or must hear keys in its talk, so that its sound has to go through our bridge.

        That costs, so it is not so where nothing is said, no price can be changed and nobody can be reported.
        """
        decision, charging = self.facts.decision, self.facts.charging
        if decision.reports or (charging is not None and charging.may_speak):
            return True
        return any(isinstance(stage, Greet | KeyTest) for stage in decision.stages)


Step = tuple[Call, tuple[Command, ...]]
"""A call after an event, and what is to be done about it."""
