"""The record of a call: what is kept of it for ever (a CDR with every attempt and every reason)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from smartnumbers.core.routing.decide import Presentation, TraceStep


class Outcome(StrEnum):
    """How a call ended for its caller."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    BLOCKED = "blocked"
    ABANDONED = "abandoned"
    LIMITED = "limited"


class AttemptOutcome(StrEnum):
    """How one destination reacted."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    ERROR = "error"
    ABANDONED = "abandoned"


class Side(StrEnum):
    """Who ended the call."""

    CALLER = "caller"
    DESTINATION = "destination"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One destination tried. Instants in milliseconds; None where it did not come to that.

    `cause` is the Q.850 cause and `sip_status` the final SIP status received, where there was one.
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


@dataclass(frozen=True, slots=True)
class CallRecord:
    """Everything that is kept of one call.

    Instants in milliseconds: `setup_at` (INVITE received), `ringing_at` (first 180 to the caller), `answered_at`
    (200 to the caller), `ended_at`. `sip_status` and `cause` (Q.850) are what the caller's side was told.
    `recovered` marks a call whose end was found out after a crash, so that its end instant is the latest possible one.
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


def to_document(record: CallRecord) -> dict[str, Any]:
    """The record as JSON-ready values."""
    return asdict(record)


def from_document(source: Mapping[str, Any]) -> CallRecord:
    """The record of `to_document`. Raises KeyError, TypeError or ValueError for a document that is none."""
    values = dict(source)
    values["presentation"] = Presentation(values["presentation"])
    values["outcome"] = Outcome(values["outcome"])
    values["hung_up_by"] = Side(values["hung_up_by"])
    values["attempts"] = tuple(_attempt(item) for item in values["attempts"])
    values["trace"] = tuple(TraceStep(**step) for step in values["trace"])
    return CallRecord(**values)


def _attempt(source: Mapping[str, Any]) -> Attempt:
    outcome = source["outcome"]
    return Attempt(**{**source, "outcome": None if outcome is None else AttemptOutcome(outcome)})
