"""Where a call went."""

from smartnumbers.apps.callrecords.models import Attempt, CallRecord


def last_attempt(*, call: CallRecord) -> Attempt | None:
    """The attempt that was answered, else the last one; of several that rang at once, the last need not be it."""
    attempts = list(call.attempts.all())
    answered = [attempt for attempt in attempts if attempt.answered_at is not None]
    return next(reversed(answered or attempts), None)


def destination_of(*, call: CallRecord) -> str:
    """The destination of `last_attempt`, by name or address; "" where none was tried."""
    attempt = last_attempt(call=call)
    return "" if attempt is None else attempt.name or attempt.address
