"""Before anybody is dialled: let the call in, say its price and ask for consent where the law wants it."""

from dataclasses import replace

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.callcontrol.admission import CAUSES
from smartnumbers.core.callcontrol.call import Call, State, Step
from smartnumbers.core.callcontrol.commands import (
    AnswerCaller,
    Command,
    PlayToCaller,
    StopPrompt,
    StopTimer,
    Timer,
    WakeAt,
)
from smartnumbers.core.callcontrol.events import CallerEnded, Digit, Offered, PromptEnded, PromptResult, TimerFired
from smartnumbers.core.callcontrol.prompts import CONSENT_MS, LONGEST_PROMPT_MS, accepted, begun, ended
from smartnumbers.core.callcontrol.record import Outcome, Purpose, Side
from smartnumbers.core.callcontrol.releasing import by, mark, release
from smartnumbers.core.callcontrol.stages import next_stage
from smartnumbers.core.routing.decision import Dial, TakeMessage
from smartnumbers.core.tariffs.prompting import CONSENT_KEY

NOT_ANNOUNCED = "announcement-failed"


def offered(call: Call, event: Offered) -> Step:
    """A call arrives: refuse it, or tell its price, or begin the first stage of what was decided."""
    call = replace(call, offered=event)
    if event.limit is not None:
        return _refuse(call, event, Outcome.LIMITED, event.limit.value, CAUSES[event.limit])
    if event.decision.refusal is not None:
        outcome, cause = causes.REFUSALS[event.decision.refusal]
        return _refuse(call, event, outcome, event.decision.refusal.value, cause)
    if event.charging is None or not event.charging.duty.announce or not _may_be_answered(event):
        return next_stage(call, event.at)
    # Keys of a caller who is not answered yet do not reach us from every network, and a consent must not get lost.
    call = replace(call, state=State.ANNOUNCING, caller_answered=event.charging.duty.consent)
    return announce(call, event.at)


def _may_be_answered(event: Offered) -> bool:
    """Whether the call may come to an answer, for which the caller's network may charge him."""
    return any(isinstance(stage, Dial | TakeMessage) for stage in event.decision.stages)


def _refuse(call: Call, event: Offered, outcome: Outcome, reason: str, cause: int) -> Step:
    return release(call, event.at, outcome=outcome, reason=reason, side=Side.PLATFORM, cause=cause)


def announce(call: Call, at: int) -> Step:
    """Play the announcement of the price from its start."""
    prompt = call.charging.announcement
    if prompt is None:
        return _not_announced(call, at)
    call, prompt_id = begun(call, purpose=Purpose.ANNOUNCEMENT, prompt=prompt, at=at)
    call = replace(call, due=at + LONGEST_PROMPT_MS)
    answer: tuple[Command, ...] = (AnswerCaller(),) if call.caller_answered else ()
    play = PlayToCaller(prompt_id=prompt_id, prompt=prompt)
    return call, (*answer, play, WakeAt(timer=Timer.PROMPT, at=call.due))


def _not_announced(call: Call, at: int) -> Step:
    """What could not be announced is not charged; the call goes on, for the caller wants to speak to somebody."""
    call, commands = next_stage(replace(call, uncharged=NOT_ANNOUNCED), at)
    return call, (StopTimer(timer=Timer.PROMPT), *commands)


def announced(call: Call, event: PromptEnded) -> Step:
    """The announcement is over: heard, skipped where that is allowed, or failed."""
    if event.prompt_id != call.prompts[-1].prompt_id:
        return call, ()
    call = ended(call, event)
    if event.result is PromptResult.FAILED:
        return _not_announced(call, event.at)
    stop = StopTimer(timer=Timer.PROMPT)
    if call.charging.duty.consent:
        call = replace(call, state=State.CONSENTING, due=event.at + CONSENT_MS)
        return call, (stop, WakeAt(timer=Timer.CONSENT, at=call.due))
    call, commands = next_stage(replace(call, informed_at=event.at), event.at)
    return call, (stop, *commands)


def announcement_overdue(call: Call, event: TimerFired) -> Step:
    """The end of the announcement is not heard of: it counts as failed."""
    if event.at < call.due:
        return call, (WakeAt(timer=Timer.PROMPT, at=call.due),)
    stop = StopPrompt(prompt_id=call.prompts[-1].prompt_id)
    call, commands = _not_announced(call, event.at)
    return call, (stop, *commands)


def key_while_announcing(call: Call, event: Digit) -> Step:
    """The caller may skip the announcement where the law lets him (France: "#")."""
    if event.side is not Side.CALLER or event.digit != call.charging.duty.skip_key:
        return call, ()
    return call, (StopPrompt(prompt_id=call.prompts[-1].prompt_id),)


def key_while_consenting(call: Call, event: Digit) -> Step:
    """The caller accepts the price by its key; no other key means anything."""
    if event.side is not Side.CALLER or event.digit != CONSENT_KEY:
        return call, ()
    call = replace(accepted(call, call.prompts[-1].prompt_id, at=event.at), informed_at=event.at)
    call, commands = next_stage(call, event.at)
    return call, (StopTimer(timer=Timer.CONSENT), *commands)


def consent_missing(call: Call, event: TimerFired) -> Step:
    """The caller did not accept: what he did not accept may not be charged, so the call is not put through."""
    if event.at < call.due:
        return call, (WakeAt(timer=Timer.CONSENT, at=call.due),)
    side, cause = Side.PLATFORM, causes.CALL_REJECTED
    return release(call, event.at, outcome=Outcome.ABANDONED, reason="no-consent", side=side, cause=cause)


def caller_gave_up(call: Call, event: CallerEnded) -> Step:
    """The caller heard the price, or part of it, and hung up."""
    call = replace(mark(call, event), caller_there=False)
    side, reason = by(event, Side.CALLER), "gave-up-in-announcement"
    return release(call, event.at, outcome=Outcome.ABANDONED, reason=reason, side=side, cause=event.cause)
