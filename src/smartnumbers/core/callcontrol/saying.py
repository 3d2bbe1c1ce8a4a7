"""What a stage says to the caller before or instead of a talk: its prompts, one after the other.

One that cannot be played, or whose end is not heard of, is passed over: the next may be in the caller's language.
"""

from collections.abc import Callable
from dataclasses import replace

from smartnumbers.core.callcontrol.call import Call, Step
from smartnumbers.core.callcontrol.commands import PlayToCaller, StopPrompt, StopTimer, Timer, WakeAt
from smartnumbers.core.callcontrol.events import PromptEnded, PromptResult, TimerFired
from smartnumbers.core.callcontrol.prompts import LONGEST_PROMPT_MS, begun, ended
from smartnumbers.core.callcontrol.record import Purpose
from smartnumbers.core.routing.decision import Dial, Greet, KeyTest, Say, Stage, TakeMessage

Then = Callable[[Call, int], Step]
"""What follows when everything is said, at that instant."""

_PURPOSES: dict[type[Stage], Purpose] = {
    Greet: Purpose.GREETING,
    KeyTest: Purpose.TEST,
    Say: Purpose.SAYING,
    TakeMessage: Purpose.VOICEMAIL,
}


def say(call: Call, at: int, then: Then) -> Step:
    """Say what the stage has still to say, from the start of the prompt whose turn it is."""
    stage = call.stage_now
    assert not isinstance(stage, Dial)
    if call.heard >= len(stage.prompts):
        call, commands = then(replace(call, playing=None), at)
        return call, (StopTimer(timer=Timer.PROMPT), *commands)
    prompt = stage.prompts[call.heard]
    call, prompt_id = begun(call, purpose=_PURPOSES[type(stage)], prompt=prompt, at=at)
    call = replace(call, playing=prompt_id, due=at + LONGEST_PROMPT_MS)
    return call, (PlayToCaller(prompt_id=prompt_id, prompt=prompt), WakeAt(timer=Timer.PROMPT, at=call.due))


def heard(call: Call, event: PromptEnded, then: Then) -> Step:
    """A prompt is over."""
    playing, call = call.playing, ended(call, event)
    if event.prompt_id != playing:
        return call, ()
    return say(replace(call, heard=call.heard + 1), event.at, then)


def cut(call: Call, event: PromptEnded) -> Step:
    """A prompt that was stopped is over; how much of it was heard still belongs to the evidence."""
    return ended(call, event), ()


def overdue(call: Call, event: TimerFired, then: Then) -> Step:
    """The end of a prompt is not heard of: it counts as over."""
    if call.playing is None:
        return call, ()
    if event.at < call.due:
        return call, (WakeAt(timer=Timer.PROMPT, at=call.due),)
    stop = StopPrompt(prompt_id=call.playing)
    call, commands = say(replace(call, heard=call.heard + 1), event.at, then)
    return call, (stop, *commands)


def again(call: Call, at: int, then: Then) -> Step:
    """A prompt that was cut is said again from its start."""
    assert call.playing is not None
    stop = StopPrompt(prompt_id=call.playing)
    call, commands = say(call, at, then)
    return call, (stop, *commands)


def was_heard(call: Call, purpose: Purpose) -> bool:
    """Whether any prompt of that purpose was played to its end."""
    return any(played.purpose is purpose and played.result == PromptResult.FINISHED.value for played in call.prompts)
