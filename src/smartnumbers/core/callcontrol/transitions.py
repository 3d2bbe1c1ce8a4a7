"""The life of a call: one table from (state, event) to what happens.

`step` is the whole of it. A timer set with WakeAt stands in the table by its name; a pair that is not in the table is
a late or repeated event, and changes nothing.
"""

from collections.abc import Callable
from typing import Any

from smartnumbers.core.callcontrol import (
    announcing,
    asking,
    changing,
    dialling,
    parting,
    recording,
    releasing,
    restarting,
    ringing,
    saying,
    stages,
    talking,
)
from smartnumbers.core.callcontrol.call import Call, State, Step
from smartnumbers.core.callcontrol.commands import Timer
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    ConnectFailed,
    Digit,
    Event,
    FeeAsked,
    LegAlerting,
    LegAnswered,
    LegDialled,
    LegEnded,
    LegSilent,
    Offered,
    PromptEnded,
    RecordingEnded,
    ReleaseTimeout,
    Restarted,
    RingTimeout,
    TariffAsked,
    TimerFired,
)


def step(call: Call, event: Event) -> Step:
    """The call after an event, and what is to be done about it."""
    what = event.timer if isinstance(event, TimerFired) else type(event)
    handler = TRANSITIONS.get((call.state, what))
    return (call, ()) if handler is None else handler(call, event)


_BEFORE_TALK = (
    State.ANNOUNCING,
    State.CONSENTING,
    State.GREETING,
    State.TESTING,
    State.TRYING,
    State.CONNECTING,
    State.SAYING,
    State.RECORDING,
)

# A leg's carrier is told as soon as it is dialled, but whatever was heard before is dealt with before.
_AFTER_DIALLING = (
    State.TRYING,
    State.CONNECTING,
    State.SAYING,
    State.RECORDING,
    State.TALKING,
    State.RELEASING,
)

TRANSITIONS: dict[tuple[State, type[Any] | Timer], Callable[[Call, Any], Step]] = {
    (State.NEW, Offered): announcing.offered,
    (State.ANNOUNCING, PromptEnded): announcing.announced,
    (State.ANNOUNCING, Timer.PROMPT): announcing.announcement_overdue,
    (State.ANNOUNCING, Digit): announcing.key_while_announcing,
    (State.ANNOUNCING, CallerEnded): announcing.caller_gave_up,
    (State.ANNOUNCING, Restarted): restarting.announcing_again,
    (State.CONSENTING, Digit): announcing.key_while_consenting,
    (State.CONSENTING, Timer.CONSENT): announcing.consent_missing,
    (State.CONSENTING, CallerEnded): announcing.caller_gave_up,
    (State.CONSENTING, Restarted): restarting.consenting_again,
    (State.GREETING, PromptEnded): stages.greeting_prompt_ended,
    (State.GREETING, Timer.PROMPT): stages.greeting_overdue,
    (State.GREETING, CallerEnded): stages.caller_gave_up_greeting,
    (State.GREETING, Restarted): stages.greeting_again,
    (State.TESTING, PromptEnded): stages.key_prompt_ended,
    (State.TESTING, Timer.PROMPT): stages.key_prompt_overdue,
    (State.TESTING, Digit): stages.key_while_testing,
    (State.TESTING, Timer.TEST): stages.key_missing,
    (State.TESTING, CallerEnded): stages.caller_gave_up_test,
    (State.TESTING, Restarted): stages.testing_again,
    (State.TRYING, LegAlerting): dialling.leg_alerting,
    (State.TRYING, LegAnswered): dialling.leg_answered,
    (State.TRYING, LegEnded): dialling.leg_failed,
    (State.TRYING, RingTimeout): dialling.ring_timeout,
    (State.TRYING, LegSilent): dialling.leg_silent,
    (State.TRYING, CallerEnded): dialling.caller_gave_up,
    (State.TRYING, PromptEnded): saying.cut,
    (State.CONNECTING, Connected): talking.connected,
    (State.CONNECTING, Digit): talking.key_before_talk,
    (State.CONNECTING, ConnectFailed): dialling.connect_failed,
    (State.CONNECTING, LegEnded): dialling.answered_leg_lost,
    (State.CONNECTING, CallerEnded): dialling.caller_gave_up,
    (State.CONNECTING, PromptEnded): saying.cut,
    (State.SAYING, PromptEnded): parting.prompt_ended,
    (State.SAYING, Timer.PROMPT): parting.prompt_overdue,
    (State.SAYING, LegEnded): ringing.leg_gone,
    (State.SAYING, CallerEnded): parting.caller_hung_up,
    (State.SAYING, Restarted): parting.saying_again,
    (State.RECORDING, PromptEnded): recording.prompt_ended,
    (State.RECORDING, Timer.PROMPT): recording.prompt_overdue,
    (State.RECORDING, RecordingEnded): recording.recording_ended,
    (State.RECORDING, Timer.RECORDING): recording.recording_overdue,
    (State.RECORDING, LegEnded): ringing.leg_gone,
    (State.RECORDING, CallerEnded): recording.caller_hung_up,
    (State.RECORDING, Restarted): recording.recording_again,
    (State.TALKING, LegEnded): talking.destination_hung_up,
    (State.TALKING, CallerEnded): talking.caller_hung_up,
    (State.TALKING, Digit): talking.key,
    (State.TALKING, TariffAsked): changing.asked,
    (State.TALKING, FeeAsked): changing.asked,
    (State.TALKING, PromptEnded): changing.prompt_ended,
    (State.TALKING, Timer.PROMPT): changing.phase_over,
    (State.TALKING, Timer.CONSENT): changing.phase_over,
    (State.TALKING, Timer.PAUSE): changing.phase_over,
    (State.TALKING, Timer.WARNING): talking.warning_due,
    (State.TALKING, Timer.CUTOFF): talking.cut_off,
    (State.TALKING, Restarted): restarting.talking_again,
    (State.RELEASING, LegEnded): releasing.leg_gone,
    (State.RELEASING, CallerEnded): releasing.caller_gone,
    (State.RELEASING, ReleaseTimeout): releasing.release_timeout,
    (State.RELEASING, PromptEnded): saying.cut,
    **{(state, LegDialled): dialling.leg_dialled for state in _AFTER_DIALLING},
    **{(state, kind): asking.too_early for state in _BEFORE_TALK for kind in (TariffAsked, FeeAsked)},
    **{(State.RELEASING, kind): asking.too_late for kind in (TariffAsked, FeeAsked)},
}
