"""What a destination's final answer means."""

import pytest

from smartnumbers.core.callcontrol.causes import classify
from smartnumbers.core.callcontrol.record import AttemptOutcome


@pytest.mark.parametrize(
    ("cause", "sip_status", "alerted", "outcome"),
    [
        (17, 486, True, AttemptOutcome.BUSY),
        (17, 600, False, AttemptOutcome.BUSY),
        (19, 480, True, AttemptOutcome.NO_ANSWER),
        (19, 480, False, AttemptOutcome.UNREACHABLE),
        (18, 408, False, AttemptOutcome.UNREACHABLE),
        (21, 603, True, AttemptOutcome.REFUSED),
        (21, 403, False, AttemptOutcome.REFUSED),
        (34, 503, False, AttemptOutcome.ERROR),
        (1, 404, False, AttemptOutcome.ERROR),
        (17, None, False, AttemptOutcome.BUSY),
        (3, None, False, AttemptOutcome.UNREACHABLE),
        (41, None, False, AttemptOutcome.ERROR),
    ],
)
def test_the_end_of_an_attempt_is_told_from_status_and_cause(
    cause: int, sip_status: int | None, alerted: bool, outcome: AttemptOutcome
) -> None:
    assert classify(cause=cause, sip_status=sip_status, alerted=alerted) is outcome
