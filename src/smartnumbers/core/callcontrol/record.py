"""The record of a call: what is kept of it for ever (a CDR with every attempt and every reason)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from smartnumbers.core.routing.decision import Presentation, TraceStep


class Outcome(StrEnum):
    """How a call ended for its caller; ANNOUNCED: he was told something, MESSAGE: he left one."""

    ANSWERED = "answered"
    ANNOUNCED = "announced"
    MESSAGE = "message"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    BLOCKED = "blocked"
    ABANDONED = "abandoned"
    LIMITED = "limited"


class AttemptOutcome(StrEnum):
    """How one destination reacted; ANSWERED_ELSEWHERE: of several that rang at once, another was faster."""

    ANSWERED = "answered"
    ANSWERED_ELSEWHERE = "answered-elsewhere"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    ERROR = "error"
    ABANDONED = "abandoned"


REPORT_BLOCK_MS = 24 * 3600 * 1000
"""How long a nuisance report turns its caller away."""


class Side(StrEnum):
    """Who ended the call."""

    CALLER = "caller"
    DESTINATION = "destination"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class CarrierTried:
    """A carrier that could not take an attempt, which then went on through the next; the fields as in Attempt."""

    carrier: str
    ended_at: int
    outcome: AttemptOutcome
    cause: int
    sip_status: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One destination tried. Instants in milliseconds; None where it did not come to that.

    `position` is its place among all destinations that the decision named, from 1. `cause` is the Q.850 cause and
    `sip_status` the final SIP status received, where there was one. `destination_id` is that of the named destination,
    `carrier` whom it was dialled through last, after those in `tried`; each "" where there is none. `full`: it was not
    dialled, because it had as many calls as it may have. `started_at` is when it was dialled; where its reaction was
    missed because call control was away, when it was dialled again.
    """

    position: int
    name: str
    address: str
    kind: str
    ring_seconds: int
    started_at: int
    alerting_at: int | None = None
    answered_at: int | None = None
    ended_at: int | None = None
    outcome: AttemptOutcome | None = None
    cause: int | None = None
    sip_status: int | None = None
    destination_id: str = ""
    carrier: str = ""
    full: bool = False
    tried: tuple[CarrierTried, ...] = ()


class Purpose(StrEnum):
    """What a prompt was played for: the first four are about the price, the others belong to the routing."""

    ANNOUNCEMENT = "announcement"
    CHANGE = "change"
    FEE = "fee"
    WARNING = "warning"
    GREETING = "greeting"
    TEST = "test"
    SAYING = "saying"
    VOICEMAIL = "voicemail"


PRICE_PURPOSES = frozenset({Purpose.ANNOUNCEMENT, Purpose.CHANGE, Purpose.FEE, Purpose.WARNING})


@dataclass(frozen=True, slots=True)
class PromptPlayed:
    """Evidence: what the caller was told, when, and how far. Instants in milliseconds.

    `text` is what was spoken, or what the own recording with the content hash `recording` stands for; `revision` the
    profile's. `result` is "finished", "skipped" or "failed", or None where the call or a restart cut the prompt.
    `consented_at`: the caller pressed the key that accepts.
    """

    prompt_id: str
    purpose: Purpose
    language: str
    text: str
    recording: str | None
    revision: int | None
    started_at: int
    ended_at: int | None = None
    played_ms: int = 0
    result: str | None = None
    consented_at: int | None = None


@dataclass(frozen=True, slots=True)
class MessageLeft:
    """What the caller said after the tone: the recording `name`, its length, and whom it is mailed to."""

    name: str
    ms: int
    email: str


@dataclass(frozen=True, slots=True)
class RequestMade:
    """A change of tariff, a fee or a nuisance report that was asked for during the call, and what came of it.

    `kind` is "tariff", "fee" or "report" (whose `slot` is 0); `by` who asked ("keys": the destination's telephone);
    `result` a code of `requests`; `effective_at` the instant (milliseconds) from which it is in force, where it was
    agreed.
    """

    request_id: str
    kind: str
    slot: int
    by: str
    at: int
    result: str
    effective_at: int | None = None


@dataclass(frozen=True, slots=True)
class ChargingRecord:
    """The money of a call. Amounts in millionths of `currency`, instants in milliseconds, `vat` in millionths of 1.

    `amount` is the caller's price: `core.rating.rate` of `timeline` (its document, offsets counted from
    `charging_from`) over what the call lasted from there. Where the caller pays nothing, `timeline` and `rated` are
    None and `uncharged` is the code of the reason: "free-number", "announcement-failed", "not-answered",
    "ended-before-charging", "announcement" and "voicemail" (the call led to nobody). `rated` is the document of the
    rated call with its explanation. `holder_cost` is what the holder pays for a call from `origin`, `payout` what he
    gets; each None where the tariff has no such thing.
    """

    class_code: str
    currency: str
    tariff_code: str
    tariff_version: int
    vat: int
    origin: str
    amount: int
    billed_ms: int
    charging_from: int | None = None
    uncharged: str | None = None
    timeline: Mapping[str, Any] | None = None
    rated: Mapping[str, Any] | None = None
    holder_cost: int | None = None
    payout: int | None = None
    prompts: tuple[PromptPlayed, ...] = ()
    requests: tuple[RequestMade, ...] = ()


@dataclass(frozen=True, slots=True)
class CallRecord:
    """Everything that is kept of one call.

    Instants in milliseconds: `setup_at` (INVITE received), `ringing_at` (first 180 to the caller), `answered_at`
    (both sides hear each other; it is also the 200 to the caller, unless his consent was asked for before),
    `ended_at`. `sip_status` and `cause` (Q.850) are what the caller's side was told. `recovered` marks a call whose
    end was found out after a crash, so that its end is the last instant at which it was known to run.

    `treatment` is the name of what the plan led to. `reported`: the destination reported the caller as a nuisance, who
    is turned away for `REPORT_BLOCK_MS`. `said` is what the caller heard that is not about the price.
    """

    call_id: str
    number: str
    dialled: str
    account: str | None
    caller: str
    presentation: Presentation
    revision: int | None
    setup_at: int
    ringing_at: int | None
    answered_at: int | None
    ended_at: int
    outcome: Outcome
    reason: str
    hung_up_by: Side
    cause: int
    sip_status: int | None
    attempts: tuple[Attempt, ...]
    trace: tuple[TraceStep, ...]
    node: str
    recovered: bool = False
    charging: ChargingRecord | None = None
    treatment: str = ""
    message: MessageLeft | None = None
    reported: bool = False
    said: tuple[PromptPlayed, ...] = ()
