"""After call control, or its connection to the switch, was away: what is asked for again and what is given up."""

from dataclasses import replace

from smartnumbers.core.callcontrol import announcing, releasing
from smartnumbers.core.callcontrol.asking import abandon
from smartnumbers.core.callcontrol.call import Call, Phase, State, Step
from smartnumbers.core.callcontrol.commands import (
    Command,
    Connect,
    IndicateRinging,
    StartTimer,
    StopPrompt,
    StopTimer,
    Timer,
    WakeAt,
)
from smartnumbers.core.callcontrol.events import Restarted
from smartnumbers.core.callcontrol.metering import bounded
from smartnumbers.core.callcontrol.prompts import CONSENT_MS
from smartnumbers.core.callcontrol.requests import INTERRUPTED
from smartnumbers.core.callcontrol.ringing import hang_up_leftovers


def resume(call: Call, *, at: int) -> tuple[Command, ...]:
    """What is to be done about a call found again after a restart, in the state it was left in.

    Whatever was asked for last may have been done or not, so it is asked for again; each command bears that. `at` is
    the present instant (milliseconds). What was found out about legs that are gone, and with it that some are dialled
    again, has been told before; what has to do with what is said to the caller follows from the event Restarted.
    """
    if call.state is State.RELEASING:
        return (*releasing.hang_ups(call), StartTimer(timer=Timer.RELEASE, seconds=releasing.RELEASE_SECONDS))
    leftovers = hang_up_leftovers(call)
    if call.state is State.TRYING:
        ringing = (IndicateRinging(),) if call.ringing_at is not None else ()
        return (*ringing, *leftovers, *(_ring_on(call, leg, at) for leg in call.ringing))
    if call.state is State.CONNECTING:
        return (Connect(position=call.position), *leftovers)
    return leftovers


def _ring_on(call: Call, leg: int, at: int) -> Command:
    attempt = call.attempts[leg]
    left = max(1, attempt.ring_seconds - (at - attempt.started_at) // 1000)
    return StartTimer(timer=Timer.RING, seconds=left, position=leg)


def announcing_again(call: Call, event: Restarted) -> Step:
    """An announcement that was cut is played from its start: half a price is no information."""
    stop = StopPrompt(prompt_id=call.prompts[-1].prompt_id)
    call, commands = announcing.announce(call, event.at)
    return call, (stop, *commands)


def consenting_again(call: Call, event: Restarted) -> Step:
    """A key may have been pressed while nobody listened: the caller has his time anew."""
    call = replace(call, due=event.at + CONSENT_MS)
    return call, (WakeAt(timer=Timer.CONSENT, at=call.due),)


def talking_again(call: Call, event: Restarted) -> Step:
    """What was agreed holds; what was being asked is given up, and its asker told. The timers are set anew."""
    if call.facts.charging is None:
        return call, ()
    stop, pausing = _what_was_cut(call)
    agreed = call.pending if pausing else None
    call, told = abandon(call, INTERRUPTED)
    call = replace(call, pending=agreed, keys="")
    call, bounds = bounded(call, event.at)
    pause = () if agreed is None else (WakeAt(timer=Timer.PAUSE, at=agreed.due),)
    return call, (*stop, *told, *bounds, *pause)


def _what_was_cut(call: Call) -> tuple[tuple[Command, ...], bool]:
    """What takes back a change that is being announced, and whether there is one that was agreed already."""
    pending = call.pending
    if pending is None:
        return (), False
    if pending.phase is Phase.PAUSING:
        return (), True
    timers = (StopTimer(timer=Timer.PROMPT), StopTimer(timer=Timer.CONSENT))
    if pending.phase is Phase.CONSENTING or pending.prompt_id is None:
        return timers, False
    return (StopPrompt(prompt_id=pending.prompt_id), *timers), False
