"""The talk: it begins, keys are pressed in it, its money runs out, and one side hangs up."""

from dataclasses import replace

from smartnumbers.core.callcontrol import causes, changing
from smartnumbers.core.callcontrol.asking import refuse_report
from smartnumbers.core.callcontrol.call import Call, Phase, State, Step
from smartnumbers.core.callcontrol.commands import PlayToBoth, RememberReport
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    Digit,
    FeeAsked,
    LegEnded,
    TariffAsked,
    TimerFired,
)
from smartnumbers.core.callcontrol.metering import WARNING_MS, bounded, start
from smartnumbers.core.callcontrol.prompts import begun
from smartnumbers.core.callcontrol.record import REPORT_BLOCK_MS, Outcome, Purpose, Side
from smartnumbers.core.callcontrol.releasing import by, mark, release
from smartnumbers.core.callcontrol.requests import CALLER_UNKNOWN, KEYS, REPORTS_OFF
from smartnumbers.core.tariffs.prompting import CONSENT_KEY, warning_prompt
from smartnumbers.core.tariffs.tariffset import SLOTS

REPORT = 0
"""`*00`: the caller is a nuisance."""

KEYS_GAP_MS = 5_000
"""How long the destination may take from one key of a request to the next."""


def connected(call: Call, event: Connected) -> Step:
    """Both sides hear each other: the meter is set, and what the destination has pressed since its answer counts."""
    early = call.early_keys
    call, commands = start(replace(call, state=State.TALKING, answered_at=event.at, early_keys=()), event.at)
    for pressed in early:
        if call.state is not State.TALKING:
            break  # a report among them has ended the talk
        call, more = key(call, replace(pressed, at=event.at))
        commands += more
    return call, commands


def key_before_talk(call: Call, event: Digit) -> Step:
    """A key while both sides are being joined, which takes long on a busy machine: the destination's are kept."""
    if event.side is Side.CALLER or not (_changes_price(call) or call.facts.decision.reports):
        return call, ()
    return replace(call, early_keys=(*call.early_keys, event)), ()


def _changes_price(call: Call) -> bool:
    return call.facts.charging is not None and call.charging.keys


def destination_hung_up(call: Call, event: LegEnded) -> Step:
    """A destination's side is gone: the call is over, unless it is one of those tried before."""
    call = replace(call, open_legs=call.open_legs - {event.position})
    if event.position != call.position:
        return call, ()
    return _over(mark(call, event), event.at, "hang-up", by(event, Side.DESTINATION), event.cause)


def caller_hung_up(call: Call, event: CallerEnded) -> Step:
    """The caller's side is gone: the call is over."""
    call = replace(mark(call, event), caller_there=False)
    return _over(call, event.at, "hang-up", by(event, Side.CALLER), event.cause)


def _over(call: Call, at: int, reason: str, side: Side, cause: int) -> Step:
    return release(call, at, outcome=Outcome.ANSWERED, reason=reason, side=side, cause=cause)


def key(call: Call, event: Digit) -> Step:
    """A key: the caller's consent where it is waited for, or part of what the destination asks for (`*12`, `*00`)."""
    if event.side is Side.CALLER:
        pending = call.pending
        if pending is None or pending.phase is not Phase.CONSENTING or event.digit != CONSENT_KEY:
            return call, ()
        return changing.consented(call, pending, event.at)
    if not (_changes_price(call) or call.facts.decision.reports):
        return call, ()
    before = call.keys if event.at - call.keys_at <= KEYS_GAP_MS else ""
    keys = "*" if event.digit == "*" else f"{before}{event.digit}" if before and event.digit.isdigit() else ""
    if not keys and not call.keys:
        return call, ()
    if len(keys) < len("*12"):
        return replace(call, keys=keys, keys_at=event.at), ()
    call, number = replace(call, keys="", keys_at=event.at), int(keys[1:])
    if number == REPORT:
        return _report(call, event.at)
    return changing.asked(call, _request(number, event.at)) if _changes_price(call) else (call, ())


def _report(call: Call, at: int) -> Step:
    """The destination reports the caller as a nuisance: the talk is over, and he is turned away for a day."""
    caller = call.facts.caller.number
    if not call.facts.decision.reports:
        return refuse_report(call, at, REPORTS_OFF if caller else CALLER_UNKNOWN)
    until = at + REPORT_BLOCK_MS
    call, commands = _over(
        replace(call, reported=True), at, "nuisance-reported", Side.DESTINATION, causes.NORMAL_CLEARING
    )
    return call, (RememberReport(number=call.facts.number, caller=caller, until=until), *commands)


def _request(number: int, at: int) -> TariffAsked | FeeAsked:
    """`*01` to `*90` are the set's tariffs, `*91` to `*99` its fees 1 to 9."""
    request_id = f"{KEYS}-{at}"
    if number > SLOTS[-1]:
        return FeeAsked(at=at, request_id=request_id, fee=number - SLOTS[-1], by=KEYS)
    return TariffAsked(at=at, request_id=request_id, slot=number, by=KEYS)


def warning_due(call: Call, event: TimerFired) -> Step:
    """Say to both sides that the call will be cut off."""
    meter = call.meter
    if meter is None or meter.cut_off_at is None or meter.warned_of == meter.cut_off_at:
        return call, ()
    left = meter.cut_off_at - event.at
    if left > WARNING_MS:
        return bounded(call, event.at)
    language = call.charging.language
    prompt = warning_prompt(seconds=max(1, round(left / 1000)), language=language)
    call, prompt_id = begun(call, purpose=Purpose.WARNING, prompt=prompt, at=event.at)
    call = replace(call, meter=replace(meter, warned_of=meter.cut_off_at))
    return call, (PlayToBoth(prompt_id=prompt_id, prompt=prompt),)


def cut_off(call: Call, event: TimerFired) -> Step:
    """The call's money or time is over: both sides are hung up."""
    meter = call.meter
    if meter is None or meter.cut_off_at is None:
        return call, ()
    if event.at < meter.cut_off_at:
        return bounded(call, event.at)
    terms = meter.timeline.terms
    longest = terms.max_s is not None and meter.cut_off_at - meter.charging_from >= terms.max_s * 1000
    reason = "maximum-duration" if longest else "cap-reached"
    return _over(call, event.at, reason, Side.PLATFORM, causes.NORMAL_CLEARING)
