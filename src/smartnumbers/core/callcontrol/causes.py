"""Causes: what a destination's answer means, and what the caller's network is told.

Q.850 causes with the SIP statuses Asterisk makes of them (after RFC 3398, section 8.2.6.1). Both tables are the only
place where a code gets a meaning.
"""

from collections.abc import Iterable

from smartnumbers.core.callcontrol.record import Attempt, AttemptOutcome, Outcome
from smartnumbers.core.routing.decision import Refusal

UNALLOCATED = 1
NORMAL_CLEARING = 16
USER_BUSY = 17
NO_USER_RESPONDING = 18
NO_ANSWER = 19
SUBSCRIBER_ABSENT = 20
CALL_REJECTED = 21
ANSWERED_ELSEWHERE = 26
NO_CIRCUIT = 34
TEMPORARY_FAILURE = 41
SWITCH_CONGESTION = 42

SIP_STATUS: dict[int, int] = {
    UNALLOCATED: 404,
    NORMAL_CLEARING: 200,
    USER_BUSY: 486,
    NO_ANSWER: 480,
    SUBSCRIBER_ABSENT: 480,
    CALL_REJECTED: 403,
    NO_CIRCUIT: 503,
    SWITCH_CONGESTION: 503,
}

REFUSALS: dict[Refusal, tuple[Outcome, int]] = {
    Refusal.UNKNOWN_NUMBER: (Outcome.FAILED, UNALLOCATED),
    # 480 and not 5xx: the caller's network must not try another way to a number that is switched off.
    Refusal.OUT_OF_SERVICE: (Outcome.FAILED, SUBSCRIBER_ABSENT),
    Refusal.NO_DESTINATION: (Outcome.FAILED, SUBSCRIBER_ABSENT),
    Refusal.GAP: (Outcome.FAILED, SUBSCRIBER_ABSENT),
    Refusal.LOOP: (Outcome.FAILED, SUBSCRIBER_ABSENT),
    Refusal.BLOCKED: (Outcome.BLOCKED, CALL_REJECTED),
    Refusal.REPORTED: (Outcome.BLOCKED, CALL_REJECTED),
    Refusal.WITHHELD: (Outcome.BLOCKED, CALL_REJECTED),
    Refusal.COUNTRY_BLOCKED: (Outcome.BLOCKED, CALL_REJECTED),
    Refusal.NOT_WELCOME: (Outcome.BLOCKED, CALL_REJECTED),
    Refusal.TOO_MANY_CALLS: (Outcome.BLOCKED, CALL_REJECTED),
}

# When nobody could be reached the caller is told the outcome that says most about the people called: busy before no
# answer, both before a refusal, and any of them before a fault of the network.
_EXHAUSTED: tuple[tuple[AttemptOutcome, Outcome, int], ...] = (
    (AttemptOutcome.BUSY, Outcome.BUSY, USER_BUSY),
    (AttemptOutcome.NO_ANSWER, Outcome.NO_ANSWER, NO_ANSWER),
    (AttemptOutcome.REFUSED, Outcome.FAILED, CALL_REJECTED),
    (AttemptOutcome.UNREACHABLE, Outcome.FAILED, SUBSCRIBER_ABSENT),
    (AttemptOutcome.ERROR, Outcome.FAILED, NO_CIRCUIT),
)

_BY_STATUS: dict[int, AttemptOutcome] = {
    401: AttemptOutcome.REFUSED,
    403: AttemptOutcome.REFUSED,
    407: AttemptOutcome.REFUSED,
    486: AttemptOutcome.BUSY,
    600: AttemptOutcome.BUSY,
    603: AttemptOutcome.REFUSED,
    607: AttemptOutcome.REFUSED,
    608: AttemptOutcome.REFUSED,
}
_SILENCE = {408, 480}
_BY_CAUSE: dict[int, AttemptOutcome] = {
    3: AttemptOutcome.UNREACHABLE,
    USER_BUSY: AttemptOutcome.BUSY,
    NO_USER_RESPONDING: AttemptOutcome.UNREACHABLE,
    NO_ANSWER: AttemptOutcome.NO_ANSWER,
    SUBSCRIBER_ABSENT: AttemptOutcome.UNREACHABLE,
    CALL_REJECTED: AttemptOutcome.REFUSED,
    27: AttemptOutcome.UNREACHABLE,
}


def told_of(attempts: Iterable[Attempt]) -> tuple[Outcome, int]:
    """What the caller is told when none of these attempts reached anybody: the outcome and its Q.850 cause."""
    met = {attempt.outcome for attempt in attempts}
    told = ((outcome, cause) for seen, outcome, cause in _EXHAUSTED if seen in met)
    return next(told, REFUSALS[Refusal.NO_DESTINATION])


def classify(*, cause: int, sip_status: int | None, alerted: bool) -> AttemptOutcome:
    """What the end of an unanswered attempt means, from its Q.850 cause and its final SIP status.

    408 and 480 mean "nobody answers" where the telephone rang before, and "unreachable" where it did not: an
    unregistered telephone and a host that sends nothing look the same to the holder.
    """
    if sip_status in _SILENCE:
        return AttemptOutcome.NO_ANSWER if alerted else AttemptOutcome.UNREACHABLE
    if sip_status in _BY_STATUS:
        return _BY_STATUS[sip_status]
    if sip_status is not None and sip_status >= 400:
        return AttemptOutcome.ERROR
    return _BY_CAUSE.get(cause, AttemptOutcome.ERROR)
