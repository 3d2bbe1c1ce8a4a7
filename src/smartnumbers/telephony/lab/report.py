"""The report of a call placed from the lab: what happened, when, and how it ended."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from smartnumbers.telephony.lab.hearing import Heard

_BUSY = frozenset({486, 600})
_REFUSED = frozenset({401, 403, 407, 603, 607, 608})
_NO_ANSWER = frozenset({408, 480, 487})
_UNKNOWN = frozenset({404, 410, 484, 604})
_OVERLOADED = frozenset({503})

# Q.850 causes that say the same where the SIP status is not known (an Asterisk before 20.10 does not tell it).
_CAUSES = {17: 486, 21: 403, 1: 404, 22: 410, 28: 484, 18: 480, 19: 480, 34: 503, 42: 503}


class Outcome(StrEnum):
    """How the call ended for the caller."""

    ANSWERED = "answered"
    BUSY = "busy"
    REFUSED = "refused"
    NO_ANSWER = "no-answer"
    UNKNOWN_NUMBER = "unknown-number"
    UNAVAILABLE = "unavailable"
    GAVE_UP = "gave-up"
    FAILED = "failed"


class Side(StrEnum):
    """Who ended the call."""

    CALLER = "caller"
    CALLED = "called"


@dataclass(frozen=True, slots=True)
class CallEvent:
    """Something that happened, `ms` milliseconds after dialling; `what` is a stable code, `values` its details."""

    ms: int
    what: str
    values: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class CallReport:
    """What happened to one call. All times in milliseconds after dialling, None where it did not come to that.

    `sip_status` is the final status of the INVITE (200 where answered) and `cause` the Q.850 cause of the end, as far
    as Asterisk tells them. `keys_heard` are the keys that came back from the other side. `listening_ms` is when the
    recording began of which `heard` tells: with the first sound before the answer, else with the answer.
    """

    dialled: str
    caller: str
    withheld: bool
    target: str
    outcome: Outcome = Outcome.FAILED
    sip_status: int | None = None
    cause: int | None = None
    hung_up_by: Side | None = None
    ringing_ms: int | None = None
    progress_ms: int | None = None
    listening_ms: int | None = None
    answered_ms: int | None = None
    ended_ms: int | None = None
    keys_heard: str = ""
    heard: Heard | None = None
    saved: str | None = None
    events: list[CallEvent] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether somebody answered."""
        return self.answered_ms is not None

    @property
    def talk_seconds(self) -> float:
        """From the answer to the end, in seconds; 0 where nobody answered."""
        if self.answered_ms is None or self.ended_ms is None:
            return 0.0
        return round((self.ended_ms - self.answered_ms) / 1000, 3)

    def document(self) -> dict[str, Any]:
        """The report as JSON-ready values."""
        values = asdict(self)
        if self.heard is not None:
            values["heard"]["level_dbfs"] = self.heard.level_dbfs
        return {**values, "answered": self.answered, "talk_seconds": self.talk_seconds}


def outcome_of(*, answered: bool, gave_up: bool, sip_status: int | None, cause: int | None) -> Outcome:
    """The outcome from what is known at the end of a call."""
    if answered:
        return Outcome.ANSWERED
    if gave_up:
        return Outcome.GAVE_UP
    status = sip_status if sip_status is not None else _CAUSES.get(cause or 0)
    kinds = (
        (_BUSY, Outcome.BUSY),
        (_REFUSED, Outcome.REFUSED),
        (_NO_ANSWER, Outcome.NO_ANSWER),
        (_UNKNOWN, Outcome.UNKNOWN_NUMBER),
        (_OVERLOADED, Outcome.UNAVAILABLE),
    )
    return next((outcome for statuses, outcome in kinds if status in statuses), Outcome.FAILED)
