"""A running call as somebody watching sees it."""

from typing import Any

from smartnumbers.core.callcontrol.call import Call, Phase, State
from smartnumbers.core.callcontrol.events import TariffAsked
from smartnumbers.core.callcontrol.live import LiveCall, LiveStage, LiveState
from smartnumbers.core.callcontrol.metering import uncharged
from smartnumbers.core.rating.timeline import timeline_document

_SEEN = {
    State.ANNOUNCING: (LiveState.ANNOUNCING, LiveStage.PRICE),
    State.CONSENTING: (LiveState.ANNOUNCING, LiveStage.CONSENT),
    State.GREETING: (LiveState.ANNOUNCING, LiveStage.GREETING),
    State.TESTING: (LiveState.ANNOUNCING, LiveStage.KEY_TEST),
    State.TRYING: (LiveState.RINGING, LiveStage.RINGING),
    State.CONNECTING: (LiveState.RINGING, LiveStage.RINGING),
    State.SAYING: (LiveState.ANNOUNCING, LiveStage.ANNOUNCEMENT),
    State.RECORDING: (LiveState.ANNOUNCING, LiveStage.MESSAGE),
    State.TALKING: (LiveState.TALKING, LiveStage.TALKING),
}


_WITHOUT_DESTINATION = (LiveStage.ANNOUNCEMENT, LiveStage.MESSAGE)


def live(call: Call) -> LiveCall | None:
    """The call as somebody watching sees it, or None while there is nothing to see."""
    seen = _SEEN.get(call.state)
    if seen is None or call.facts.account is None:
        return None
    state, stage = seen
    attempt = None if stage in _WITHOUT_DESTINATION else call.attempts.get(call.position)
    return LiveCall(
        call_id=call.facts.call_id,
        account=call.facts.account,
        number=call.facts.number,
        caller=call.facts.caller.number,
        presentation=call.facts.caller.presentation.value,
        state=state,
        attempt=call.position,
        destination_name="" if attempt is None else attempt.name,
        destination_address="" if attempt is None else attempt.address,
        setup_at=call.facts.at,
        answered_at=call.answered_at,
        revision=call.facts.revision,
        stage=stage.value,
        treatment=call.facts.decision.treatment,
        ringing=tuple(call.attempts[position].name for position in call.ringing),
        **_money(call),
    )


def _money(call: Call) -> dict[str, Any]:
    """The fields of LiveCall that are about money; none where nothing is known of it."""
    charging, meter = call.facts.charging, call.meter
    if charging is None:
        return {}
    seen = {
        "class_code": charging.class_code,
        "currency": charging.version.tariff.currency,
        "uncharged": uncharged(call),
        "pending": _pending(call),
        "waiting": len(call.waiting),
    }
    if meter is not None:
        seen |= {
            "charging_from": meter.charging_from,
            "timeline": timeline_document(meter.timeline),
            "slot": meter.slot,
            "cut_off_at": meter.cut_off_at,
        }
    return seen


def _pending(call: Call) -> dict[str, Any] | None:
    pending = call.pending
    if pending is None:
        return None
    request = pending.request
    tariff = isinstance(request, TariffAsked)
    return {
        "request_id": request.request_id,
        "kind": "tariff" if tariff else "fee",
        "slot": request.slot if isinstance(request, TariffAsked) else request.fee,
        "by": request.by,
        "phase": pending.phase.value,
        "effective_at": pending.due if pending.phase is Phase.PAUSING else None,
    }
