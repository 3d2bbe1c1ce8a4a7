"""Taking a message: the caller is answered, told, and recorded until he has said what he wants to say."""

from dataclasses import replace

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.callcontrol.call import Call, State, Step
from smartnumbers.core.callcontrol.commands import AnswerCaller, RecordCaller, Timer, WakeAt
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    PromptEnded,
    RecordingEnded,
    RecordingResult,
    Restarted,
    TimerFired,
)
from smartnumbers.core.callcontrol.metering import VOICEMAIL
from smartnumbers.core.callcontrol.record import MessageLeft, Outcome, Side
from smartnumbers.core.callcontrol.releasing import by, mark, release
from smartnumbers.core.callcontrol.saying import again, heard, overdue, say
from smartnumbers.core.routing.decision import TakeMessage

SHORTEST_MESSAGE_MS = 1_000
"""Less than this is the click of somebody who hangs up at the tone."""

GRACE_MS = 10_000
"""A recording whose end is not heard of so long after its longest time counts as over."""


def begin(call: Call, at: int) -> Step:
    """Answer the caller and say what is to be said before the tone."""
    answered = call.caller_answered
    call = replace(call, state=State.RECORDING, uncharged=VOICEMAIL, caller_answered=True)
    call, commands = say(call, at, _record)
    return call, commands if answered else (AnswerCaller(), *commands)


def _record(call: Call, at: int) -> Step:
    stage = _stage(call)
    call = replace(call, recording_at=at, due=at + stage.max_seconds * 1000 + GRACE_MS)
    record = RecordCaller(name=call.facts.call_id, max_seconds=stage.max_seconds)
    return call, (record, WakeAt(timer=Timer.RECORDING, at=call.due))


def _stage(call: Call) -> TakeMessage:
    stage = call.stage_now
    assert isinstance(stage, TakeMessage)
    return stage


def prompt_ended(call: Call, event: PromptEnded) -> Step:
    """One language of what is said before the tone is over."""
    return heard(call, event, _record)


def prompt_overdue(call: Call, event: TimerFired) -> Step:
    """The end of one language is not heard of."""
    return overdue(call, event, _record)


def recording_ended(call: Call, event: RecordingEnded) -> Step:
    """The caller has said what he wanted, or the recording could not be made."""
    if call.recording_at is None:
        return call, ()
    side = by(event, Side.CALLER) if event.result is RecordingResult.HUNG_UP else Side.PLATFORM
    reason = "recording-failed" if event.result is RecordingResult.FAILED else "no-message"
    return _over(mark(call, event), event.at, event.ms, side=side, reason=reason)


def recording_overdue(call: Call, event: TimerFired) -> Step:
    """The end of the recording is not heard of: what the clock says was recorded counts."""
    if call.recording_at is None:
        return call, ()
    if event.at < call.due:
        return call, (WakeAt(timer=Timer.RECORDING, at=call.due),)
    return _over(call, event.at, _stage(call).max_seconds * 1000, side=Side.PLATFORM, reason="no-message")


def caller_hung_up(call: Call, event: CallerEnded) -> Step:
    """The caller is gone, in the middle of a recording whose end is not known: it counts as long as it ran."""
    call = replace(mark(call, event), caller_there=False)
    side = by(event, Side.CALLER)
    if call.recording_at is None:
        reason = "gave-up-before-tone"
        return release(call, event.at, outcome=Outcome.ABANDONED, reason=reason, side=side, cause=event.cause)
    ms = min(max(0, event.at - call.recording_at), _stage(call).max_seconds * 1000)
    return _over(call, event.at, ms, side=side, reason="no-message")


def recording_again(call: Call, event: Restarted) -> Step:
    """What was being said is said again; a recording goes on, or its end is told now."""
    if call.recording_at is None:
        return again(call, event.at, _record)
    record = RecordCaller(name=call.facts.call_id, max_seconds=_stage(call).max_seconds)
    return call, (record, WakeAt(timer=Timer.RECORDING, at=call.due))


def _over(call: Call, at: int, ms: int, *, side: Side, reason: str) -> Step:
    """The message is kept where there is one; `reason` says why not where there is none."""
    if ms >= SHORTEST_MESSAGE_MS:
        message = MessageLeft(name=call.facts.call_id, ms=ms, email=_stage(call).email)
        call, outcome, reason = replace(call, message=message), Outcome.MESSAGE, "message-left"
    else:
        outcome = Outcome.FAILED if reason == "recording-failed" else Outcome.ABANDONED
    return release(call, at, outcome=outcome, reason=reason, side=side, cause=causes.NORMAL_CLEARING)
