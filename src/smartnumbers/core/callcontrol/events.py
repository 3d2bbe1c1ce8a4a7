"""What can happen to a call. Every event is written to the journal before anything is done about it.

`at` is the instant in milliseconds. `position` counts the attempts of a call from 1.
"""

from dataclasses import dataclass
from enum import StrEnum

from smartnumbers.core.callcontrol.admission import Limit
from smartnumbers.core.callcontrol.commands import Timer
from smartnumbers.core.callcontrol.record import Side
from smartnumbers.core.routing.decision import Caller, Decision
from smartnumbers.core.tariffs.charging import Charging


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A call arrives: who calls what, and what was decided. `channel` is Asterisk's name of the caller's side.

    `charging` is the profile's charging plan at this instant; None where nothing is known of money.
    """

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
    charging: Charging | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegDialled:
    """A destination was dialled through a carrier."""

    at: int
    position: int
    carrier: str


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

    `recovered`: found out after a restart. `lost`: the switch lost both sides at once, nobody hung up. `full`: it was
    not dialled, because it had as many calls as it may have. `carrier` is the one it was dialled through, "" where none
    is known. `onward`: that carrier could not take it, and there is another to try. `missed`: what the destination did,
    it did while nobody was there to take it, so that this end says nothing about it.
    """

    at: int
    position: int
    cause: int
    sip_status: int | None = None
    recovered: bool = False
    lost: bool = False
    full: bool = False
    carrier: str = ""
    onward: bool = False
    missed: bool = False


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
    """Both sides were there, but could not be joined; `gone` is who hung up at that very moment, where anybody did."""

    at: int
    gone: Side | None = None


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


class PromptResult(StrEnum):
    """How a prompt ended."""

    FINISHED = "finished"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptEnded:
    """A prompt that was asked for is over, or could not be played; `played_ms` is how long it was heard.

    SKIPPED: it was stopped with StopPrompt. `text` (or `recording`, the content hash of an own recording) and
    `revision` (of the call's profile) say what was heard, so that the journal's entry is evidence by itself; where a
    recording was not to be had, its words were spoken, and `recording` is None.
    """

    at: int
    prompt_id: str
    played_ms: int
    result: PromptResult
    text: str = ""
    recording: str | None = None
    revision: int | None = None


class RecordingResult(StrEnum):
    """How a recording ended: by the key #, silence or its longest time; with the caller; or it could not be made."""

    FINISHED = "finished"
    HUNG_UP = "hung-up"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingEnded:
    """The recording that was asked for is over; `ms` is how long the caller spoke, the silence at its end left out.

    `recovered` and `lost` as in LegEnded, where the caller's side is gone with it.
    """

    at: int
    ms: int
    result: RecordingResult
    recovered: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Digit:
    """A key was pressed on the caller's or the destination's telephone: one of 0-9, A-D, * and #."""

    at: int
    side: Side
    digit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffAsked:
    """Somebody (`by`) asks for the tariff `slot` (1-90) of the number's set; to be answered with Tell."""

    at: int
    request_id: str
    slot: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeAsked:
    """Somebody (`by`) asks for the fee `fee` (1-9) of the number's set; to be answered with Tell."""

    at: int
    request_id: str
    fee: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired:
    """A timer set with WakeAt is due."""

    at: int
    timer: Timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarted:
    """Call control, or its connection to the switch, was away; both sides are still there.

    Put after what is found out about the sides, and before the call is resumed. What was being played to the caller
    is played again from its start; a recording is asked for again, and goes on where it runs; what was being asked for
    during the talk is told "interrupted".
    """

    at: int


Event = (
    Offered
    | LegDialled
    | LegAlerting
    | LegAnswered
    | LegEnded
    | RingTimeout
    | LegSilent
    | Connected
    | ConnectFailed
    | CallerEnded
    | ReleaseTimeout
    | PromptEnded
    | RecordingEnded
    | Digit
    | TariffAsked
    | FeeAsked
    | TimerFired
    | Restarted
)
