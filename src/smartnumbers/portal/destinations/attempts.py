"""What became of the calls that were led to a destination, as its page lists them."""

from collections.abc import Sequence
from dataclasses import dataclass

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.models import Attempt, CallRecord
from smartnumbers.apps.callrecords.wording import caller_words
from smartnumbers.portal.calls.attempts import attempt_words
from smartnumbers.portal.calls.looks import ATTEMPTS, PLAIN, Look


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One line: the call it belongs to, the caller as this access may see it, and what came of it."""

    call: CallRecord
    caller: str
    outcome: str
    look: Look
    rang: int | None


def attempt_rows(*, access: Access, attempts: Sequence[Attempt]) -> list[AttemptRow]:
    """The lines of some attempts, each with its call."""
    return [_row(access, attempt) for attempt in attempts]


def _row(access: Access, attempt: Attempt) -> AttemptRow:
    call = attempt.call
    until = attempt.answered_at or attempt.ended_at
    return AttemptRow(
        call=call,
        caller=caller_words(access=access, caller=call.caller, presentation=call.presentation),
        outcome=attempt_words(attempt),
        look=ATTEMPTS.get(attempt.outcome or "", PLAIN),
        rang=None if attempt.alerting_at is None or until is None else max(0, until - attempt.alerting_at),
    )
