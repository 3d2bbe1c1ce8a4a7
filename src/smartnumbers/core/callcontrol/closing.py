"""From a call that is over to its record."""

from smartnumbers.core.callcontrol.call import Call
from smartnumbers.core.callcontrol.record import CallRecord


def close(call: Call) -> CallRecord:
    """The record of a call whose ending is settled."""
    ending, facts = call.ending, call.facts
    assert ending is not None
    return CallRecord(
        call_id=facts.call_id,
        number=facts.number,
        dialled=facts.dialled,
        account=facts.account,
        caller=facts.caller.number,
        presentation=facts.caller.presentation,
        revision=facts.revision,
        setup_at=facts.at,
        ringing_at=call.ringing_at,
        answered_at=call.answered_at,
        ended_at=ending.at,
        outcome=ending.outcome,
        reason=ending.reason,
        hung_up_by=ending.hung_up_by,
        cause=ending.cause,
        sip_status=ending.sip_status,
        attempts=tuple(call.attempts[position] for position in sorted(call.attempts)),
        trace=facts.decision.trace,
        node=facts.node,
        recovered=call.recovered,
    )
