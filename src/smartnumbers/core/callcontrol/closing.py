"""From a call that is over to its record, the price worked out by the same code as the live meter."""

from smartnumbers.core.callcontrol.call import Call, Ending
from smartnumbers.core.callcontrol.metering import NOBODY_REACHED, rules_of, time_line, uncharged
from smartnumbers.core.callcontrol.record import PRICE_PURPOSES, CallRecord, ChargingRecord
from smartnumbers.core.rating.rate import RatedCall, rate, rated_document
from smartnumbers.core.rating.timeline import Timeline, timeline_document
from smartnumbers.core.tariffs.costs import holder_cost, payout
from smartnumbers.core.tariffs.origin import Origin, origin_of

NOT_ANSWERED = "not-answered"
ENDED_BEFORE = "ended-before-charging"


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
        charging=None if facts.charging is None else _charging(call, ending),
        treatment=facts.decision.treatment,
        message=call.message,
        reported=call.reported,
        said=tuple(played for played in call.prompts if played.purpose not in PRICE_PURPOSES),
    )


def _charging(call: Call, ending: Ending) -> ChargingRecord:
    version = call.charging.version
    why_not = _why_not(call, ending)
    timeline, rated = (None, None) if why_not is not None else _rated(call, ending)
    amount = 0 if rated is None else rated.amount
    origin = _origin(call)
    talked = 0 if call.answered_at is None else max(0, ending.at - call.answered_at)
    return ChargingRecord(
        class_code=call.charging.class_code,
        currency=version.tariff.currency,
        tariff_code=version.code,
        tariff_version=version.version,
        vat=version.vat,
        origin=origin.value,
        amount=amount,
        billed_ms=0 if rated is None else rated.billed_ms,
        charging_from=None if call.meter is None else call.meter.charging_from,
        uncharged=why_not,
        timeline=None if timeline is None else timeline_document(timeline),
        rated=None if rated is None else rated_document(rated),
        holder_cost=None if version.costs is None else holder_cost(costs=version.costs, origin=origin, duration=talked),
        payout=payout(amount=amount, version=version) if version.payout_share else None,
        prompts=tuple(played for played in call.prompts if played.purpose in PRICE_PURPOSES),
        requests=call.requests,
    )


def _why_not(call: Call, ending: Ending) -> str | None:
    """The code of the reason why the caller pays nothing for the call as it went; None where he pays."""
    if call.answered_at is None:
        return call.uncharged if call.uncharged in NOBODY_REACHED else NOT_ANSWERED
    if call.meter is None:
        return uncharged(call)
    return ENDED_BEFORE if ending.at < call.meter.charging_from else None


def _rated(call: Call, ending: Ending) -> tuple[Timeline, RatedCall]:
    meter = call.meter
    assert meter is not None
    duration = ending.at - meter.charging_from
    timeline = time_line(
        version=call.charging.version,
        charging_from=meter.charging_from,
        agreed=meter.agreed,
        fees=meter.fees,
        duration=duration,
    )
    return timeline, rate(duration=duration, timeline=timeline)


def _origin(call: Call) -> Origin:
    rules = rules_of(call)
    return origin_of(call.facts.caller.number, country="CH" if rules is None else rules.country)
