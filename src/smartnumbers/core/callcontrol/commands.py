"""What is to be done about a call. The core only says it; the adapter does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.routing.decision import Shown
from smartnumbers.core.routing.treatments import ChainEntry
from smartnumbers.core.tariffs.prompting import Prompt


class Timer(StrEnum):
    """The timers of a call; each runs at most once at a time, RING and LIFE once for each position.

    RING, LIFE and RELEASE are set with StartTimer, the others with WakeAt.
    """

    RING = "ring"
    LIFE = "life"
    RELEASE = "release"
    PROMPT = "prompt"
    CONSENT = "consent"
    PAUSE = "pause"
    WARNING = "warning"
    CUTOFF = "cutoff"
    TEST = "test"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartLeg:
    """Dial a destination: that of `entry`, whose telephone then shows `shown`.

    One that has `entry.limit` calls already is not dialled, but answered with LegEnded(full=True). `tried` are the
    names of the carriers that could not take it.
    """

    position: int
    entry: ChainEntry
    shown: Shown
    tried: tuple[str, ...] = ()


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

    LIFE is answered with LegSilent, but only where the destination has sent nothing at all by then. RING and LIFE
    belong to a `position`; the other timers have none (0).
    """

    timer: Timer
    seconds: int
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTimer:
    """Stop a timer where it runs: that of `position`, or without one (0) all of its kind."""

    timer: Timer
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeAt:
    """Set a timer to an instant (milliseconds), at once where it is past; to be answered with TimerFired.

    A timer that runs already is set anew.
    """

    timer: Timer
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCaller:
    """Answer the caller before anybody is dialled (200), so that he can be heard. To be done before what follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayToCaller:
    """Play a prompt to the caller before the talk, in early media where he is not answered.

    To be answered with PromptEnded. Ids of prompts are unique within their call.
    """

    prompt_id: str
    prompt: Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayToBoth:
    """Play a prompt to both sides during the talk; to be answered with PromptEnded."""

    prompt_id: str
    prompt: Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPrompt:
    """Stop a prompt where it plays; its PromptEnded then says SKIPPED."""

    prompt_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCaller:
    """Let the caller hear a tone and record what he says, as the recording `name`.

    It ends by the key #, by silence or after `max_seconds`, and is to be answered with RecordingEnded; where the caller
    hangs up, before his CallerEnded. A recording of that name that runs goes on; one that is over is answered at once.
    """

    name: str
    max_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberTest:
    """This caller has passed the number's key test."""

    number: str
    caller: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberReport:
    """Turn this caller away from the number until an instant (milliseconds): he was reported as a nuisance."""

    number: str
    caller: str
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Answer the request `request_id`; the codes of `result` stand in `requests`.

    A request made with the destination's keys has an id that begins with "keys-"; nobody waits for its answer.
    """

    request_id: str
    result: str
    parameters: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """The call is over and nothing is left of it: keep its record."""

    record: CallRecord


Command = (
    StartLeg
    | IndicateRinging
    | Connect
    | HangUpLeg
    | HangUpCaller
    | StartTimer
    | StopTimer
    | WakeAt
    | AnswerCaller
    | PlayToCaller
    | PlayToBoth
    | StopPrompt
    | RecordCaller
    | RememberTest
    | RememberReport
    | Tell
    | Finish
)
