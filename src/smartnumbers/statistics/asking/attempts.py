"""Which of its attempts a call is listed with."""

from collections.abc import Sequence

from smartnumbers.statistics.rows import AttemptOfRecord

ELSEWHERE = "answered-elsewhere"
"""The outcome of those that were too slow, of several that rang at once: they did not take the call, even if lifted."""


def listed_with(attempts: Sequence[AttemptOfRecord]) -> tuple[AttemptOfRecord | None, Sequence[AttemptOfRecord]]:
    """Where the call was taken or, of one that was not, where it was led last; and the others in their order."""
    tried = sorted(attempts, key=lambda one: one.ordinal)
    taken = [one for one in tried if is_taken(one)]
    main = taken[-1] if taken else tried[-1] if tried else None
    return main, [one for one in tried if one is not main]


def is_taken(attempt: AttemptOfRecord) -> bool:
    """Whether the attempt took the call."""
    return attempt.answered and attempt.outcome != ELSEWHERE
