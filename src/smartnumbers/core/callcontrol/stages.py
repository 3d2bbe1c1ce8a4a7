"""From one stage of the decision to the next, and the stages before anybody is rung: the key test and the greeting."""

from dataclasses import replace

from smartnumbers.core.callcontrol import causes, parting, recording
from smartnumbers.core.callcontrol.call import Call, State, Step
from smartnumbers.core.callcontrol.commands import (
    AnswerCaller,
    Command,
    RememberTest,
    StopPrompt,
    StopTimer,
    Timer,
    WakeAt,
)
from smartnumbers.core.callcontrol.events import CallerEnded, Digit, PromptEnded, Restarted, TimerFired
from smartnumbers.core.callcontrol.record import Outcome, Purpose, Side
from smartnumbers.core.callcontrol.releasing import by, mark, release
from smartnumbers.core.callcontrol.ringing import ring
from smartnumbers.core.callcontrol.saying import again, heard, overdue, say, was_heard
from smartnumbers.core.routing.decision import Dial, Greet, KeyTest, Say, TakeMessage

TEST_MS = 6_000
"""How long the caller may take for the key, each time he is asked for it."""

TEST_TRIES = 2


def next_stage(call: Call, at: int) -> Step:
    """Begin the next stage; where none is left, nobody could be reached."""
    stages = call.facts.decision.stages
    if call.stage >= len(stages):
        outcome, cause = causes.told_of(call.attempts.values())
        return release(call, at, outcome=outcome, reason="chain-exhausted", side=Side.PLATFORM, cause=cause)
    call = replace(call, stage=call.stage + 1, heard=0)
    match call.stage_now:
        case Dial() as stage:
            return ring(call, stage, at) if stage.entries else next_stage(call, at)
        case Greet():
            return say(replace(call, state=State.GREETING), at, next_stage)
        case KeyTest():
            return _test(call, at)
        case Say():
            return parting.begin(call, at)
        case TakeMessage():
            return recording.begin(call, at)


def greeting_prompt_ended(call: Call, event: PromptEnded) -> Step:
    """One language of the greeting is over."""
    return heard(call, event, next_stage)


def greeting_overdue(call: Call, event: TimerFired) -> Step:
    """The end of one language of the greeting is not heard of."""
    return overdue(call, event, next_stage)


def greeting_again(call: Call, event: Restarted) -> Step:
    """A greeting that was cut is said again."""
    return again(call, event.at, next_stage)


def caller_gave_up_greeting(call: Call, event: CallerEnded) -> Step:
    """The caller hung up before anybody was rung for him."""
    return _gave_up(call, event, "gave-up-in-greeting")


def _gave_up(call: Call, event: CallerEnded, reason: str) -> Step:
    call = replace(mark(call, event), caller_there=False)
    side = by(event, Side.CALLER)
    return release(call, event.at, outcome=Outcome.ABANDONED, reason=reason, side=side, cause=event.cause)


def _test(call: Call, at: int) -> Step:
    # Keys of a caller who is not answered yet do not reach us from every network.
    answer: tuple[Command, ...] = () if call.caller_answered else (AnswerCaller(),)
    call = replace(call, state=State.TESTING, caller_answered=True, tries=0)
    call, commands = _ask_for_key(call, at)
    return call, (*answer, *commands)


def _ask_for_key(call: Call, at: int) -> Step:
    return say(replace(call, tries=call.tries + 1, heard=0), at, _wait_for_key)


def _wait_for_key(call: Call, at: int) -> Step:
    if not was_heard(call, Purpose.TEST):
        # Nobody can press a key that he was not told of.
        return next_stage(call, at)
    call = replace(call, due=at + TEST_MS)
    return call, (WakeAt(timer=Timer.TEST, at=call.due),)


def key_prompt_ended(call: Call, event: PromptEnded) -> Step:
    """One language of what asks for the key is over."""
    return heard(call, event, _wait_for_key)


def key_prompt_overdue(call: Call, event: TimerFired) -> Step:
    """The end of one language is not heard of."""
    return overdue(call, event, _wait_for_key)


def key_while_testing(call: Call, event: Digit) -> Step:
    """The caller presses a key, at the end of what he hears or before: the right one lets him in."""
    stage = call.stage_now
    assert isinstance(stage, KeyTest)
    if event.side is not Side.CALLER:
        return call, ()
    if event.digit != stage.key:
        return _try_over(call, event.at)
    stopped = _stop_asking(call)
    caller = call.facts.caller.number
    passed = (RememberTest(number=call.facts.number, caller=caller, at=event.at),) if caller else ()
    call, commands = next_stage(replace(call, playing=None), event.at)
    return call, (*stopped, *passed, *commands)


def _stop_asking(call: Call) -> tuple[Command, ...]:
    if call.playing is None:
        return (StopTimer(timer=Timer.TEST),)
    return (StopPrompt(prompt_id=call.playing), StopTimer(timer=Timer.PROMPT))


def key_missing(call: Call, event: TimerFired) -> Step:
    """The caller has not pressed any key."""
    if call.playing is not None:
        return call, ()
    if event.at < call.due:
        return call, (WakeAt(timer=Timer.TEST, at=call.due),)
    return _try_over(call, event.at)


def _try_over(call: Call, at: int) -> Step:
    if call.tries >= TEST_TRIES:
        side, cause = Side.PLATFORM, causes.CALL_REJECTED
        return release(call, at, outcome=Outcome.BLOCKED, reason="key-test-failed", side=side, cause=cause)
    stopped = _stop_asking(call)
    call, commands = _ask_for_key(call, at)
    return call, (*stopped, *commands)


def testing_again(call: Call, event: Restarted) -> Step:
    """The caller is told again, or has his time anew: a key may have been pressed while nobody listened."""
    if call.playing is not None:
        return again(call, event.at, _wait_for_key)
    call = replace(call, due=event.at + TEST_MS)
    return call, (WakeAt(timer=Timer.TEST, at=call.due),)


def caller_gave_up_test(call: Call, event: CallerEnded) -> Step:
    """The caller hung up instead of pressing a key."""
    return _gave_up(call, event, "gave-up-in-key-test")
