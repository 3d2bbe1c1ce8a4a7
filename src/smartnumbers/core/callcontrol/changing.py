"""A change of tariff or a fee during the talk: asked for, allowed or refused, announced, accepted, in force.

One request is dealt with at a time, the others wait. What is agreed holds from the end of what was said (or from the
caller's consent) plus the pause that the law leaves him.
"""

from dataclasses import replace

from smartnumbers.core.callcontrol.asking import settle
from smartnumbers.core.callcontrol.call import Call, Meter, Pending, Phase, Request, Step
from smartnumbers.core.callcontrol.commands import Command, PlayToBoth, StopPrompt, StopTimer, Timer, WakeAt
from smartnumbers.core.callcontrol.events import PromptEnded, PromptResult, TariffAsked, TimerFired
from smartnumbers.core.callcontrol.metering import agree
from smartnumbers.core.callcontrol.offers import Refused, offer_of, slot_tariff
from smartnumbers.core.callcontrol.prompts import CONSENT_MS, LONGEST_PROMPT_MS, accepted, begun, ended
from smartnumbers.core.callcontrol.requests import (
    ANNOUNCEMENT_FAILED,
    DECLINED,
    DONE,
    NOT_CHARGED,
    TOO_MANY,
    WAITING_MAXIMUM,
)
from smartnumbers.core.rating.timeline import Change, Fee

_TIMERS = {Phase.ANNOUNCING: Timer.PROMPT, Phase.CONSENTING: Timer.CONSENT, Phase.PAUSING: Timer.PAUSE}


def asked(call: Call, event: Request) -> Step:
    """Somebody asks for a tariff or a fee: deal with it, or let it wait its turn."""
    if call.facts.charging is None:
        return settle(call, event, NOT_CHARGED)
    if call.pending is None:
        return _deal_with(call, event, event.at)
    if len(call.waiting) >= WAITING_MAXIMUM:
        return settle(call, event, TOO_MANY)
    return replace(call, waiting=(*call.waiting, event)), ()


def _deal_with(call: Call, request: Request, at: int) -> Step:
    offer = offer_of(call, request, at)
    if isinstance(offer, Refused):
        call, told = settle(call, request, offer.result, parameters=dict(offer.parameters))
        call, commands = _next(call, at)
        return call, (*told, *commands)
    pending = Pending(
        request=request,
        phase=Phase.ANNOUNCING,
        prompt_id=None,
        consent=offer.duty.consent,
        pause_ms=offer.duty.pause_ms,
        due=at + LONGEST_PROMPT_MS,
    )
    if not offer.duty.announce:
        return _agreed(call, pending, at)
    call, prompt_id = begun(call, purpose=offer.purpose, prompt=offer.prompt, at=at)
    call, timers = _to(call, replace(pending, prompt_id=prompt_id))
    return call, (PlayToBoth(prompt_id=prompt_id, prompt=offer.prompt), *timers)


def _to(call: Call, pending: Pending) -> Step:
    """The call with a change in another phase, and the timer that ends it."""
    return replace(call, pending=pending), (WakeAt(timer=_TIMERS[pending.phase], at=pending.due),)


def _next(call: Call, at: int) -> Step:
    """The call with the next request in turn, if any waits."""
    if not call.waiting:
        return replace(call, pending=None), ()
    request, *waiting = call.waiting
    return _deal_with(replace(call, pending=None, waiting=tuple(waiting)), request, at)


def prompt_ended(call: Call, event: PromptEnded) -> Step:
    """A prompt in the talk is over: a change was heard or could not be played; a warning needs nothing more."""
    call = ended(call, event)
    pending = call.pending
    if pending is None or pending.phase is not Phase.ANNOUNCING or pending.prompt_id != event.prompt_id:
        return call, ()
    stop: Command = StopTimer(timer=Timer.PROMPT)
    if event.result is PromptResult.FAILED:
        call, commands = _dropped(call, pending, ANNOUNCEMENT_FAILED, event.at)
    elif pending.consent:
        call, commands = _to(call, replace(pending, phase=Phase.CONSENTING, due=event.at + CONSENT_MS))
    else:
        call, commands = _agreed(call, pending, event.at)
    return call, (stop, *commands)


def consented(call: Call, pending: Pending, at: int) -> Step:
    """The caller pressed the key that accepts."""
    call, commands = _agreed(accepted(call, pending.prompt_id, at=at), pending, at)
    return call, (StopTimer(timer=Timer.CONSENT), *commands)


def _dropped(call: Call, pending: Pending, result: str, at: int) -> Step:
    call, told = settle(call, pending.request, result)
    call, commands = _next(call, at)
    return call, (*told, *commands)


def _agreed(call: Call, pending: Pending, at: int) -> Step:
    """Put what was agreed on the time line; the request behind it waits until it is in force."""
    meter, request = call.meter, pending.request
    assert meter is not None
    offset = max(0, at + pending.pause_ms - meter.charging_from)
    if isinstance(request, TariffAsked):
        # The call began under its first tariff and the ones agreed before: none of them is made undone.
        offset = max(offset, _last_change(meter) + 1)
        change = Change(at=offset, tariff=slot_tariff(call, request.slot))
        call, bounds = agree(call, change=change, at=at)
    else:
        fee = call.charging.tariff_set.fees[request.fee]
        call, bounds = agree(call, fee=Fee(at=offset, amount=fee.amount, label=fee.name), at=at)
    effective_at = meter.charging_from + offset
    call, told = settle(call, request, DONE, effective_at=effective_at, parameters={"effective_at": effective_at})
    call, timers = _to(call, replace(pending, phase=Phase.PAUSING, due=effective_at))
    return call, (*told, *bounds, *timers)


def _last_change(meter: Meter) -> int:
    return meter.agreed[-1].at if meter.agreed else 0


def phase_over(call: Call, event: TimerFired) -> Step:
    """A change's time is up: its prompt is not heard of, its caller did not accept, or its pause is over."""
    pending = call.pending
    if pending is None or event.timer is not _TIMERS[pending.phase]:
        return call, ()
    if event.at < pending.due:
        return _to(call, pending)
    match pending.phase:
        case Phase.ANNOUNCING:
            assert pending.prompt_id is not None
            call, commands = _dropped(call, pending, ANNOUNCEMENT_FAILED, event.at)
            return call, (StopPrompt(prompt_id=pending.prompt_id), *commands)
        case Phase.CONSENTING:
            return _dropped(call, pending, DECLINED, event.at)
        case Phase.PAUSING:
            return _next(_in_force(call, pending.request), event.at)


def _in_force(call: Call, request: Request) -> Call:
    if call.meter is None or not isinstance(request, TariffAsked):
        return call
    return replace(call, meter=replace(call.meter, slot=request.slot))
