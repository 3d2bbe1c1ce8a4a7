"""Calls that lead to nobody: the caller hears an announcement and is let go, without ever being answered."""

from dataclasses import replace

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.callcontrol.call import Call, State, Step
from smartnumbers.core.callcontrol.events import CallerEnded, PromptEnded, Restarted, TimerFired
from smartnumbers.core.callcontrol.metering import ANNOUNCEMENT
from smartnumbers.core.callcontrol.record import Outcome, Purpose, Side
from smartnumbers.core.callcontrol.releasing import by, mark, release
from smartnumbers.core.callcontrol.saying import again, heard, overdue, say, was_heard


def begin(call: Call, at: int) -> Step:
    """Say the announcement."""
    return say(replace(call, state=State.SAYING, uncharged=ANNOUNCEMENT), at, _said)


def prompt_ended(call: Call, event: PromptEnded) -> Step:
    """One language of the announcement is over."""
    return heard(call, event, _said)


def prompt_overdue(call: Call, event: TimerFired) -> Step:
    """The end of one language is not heard of."""
    return overdue(call, event, _said)


def saying_again(call: Call, event: Restarted) -> Step:
    """An announcement that was cut is said again."""
    return again(call, event.at, _said)


def caller_hung_up(call: Call, event: CallerEnded) -> Step:
    """The caller has heard enough: he was told, and that is all he could get."""
    call = replace(mark(call, event), caller_there=False)
    side = by(event, Side.CALLER)
    return release(call, event.at, outcome=Outcome.ANNOUNCED, reason="announcement", side=side, cause=event.cause)


def _said(call: Call, at: int) -> Step:
    told = was_heard(call, Purpose.SAYING)
    outcome, reason = (Outcome.ANNOUNCED, "announcement") if told else (Outcome.FAILED, "announcement-failed")
    # 480: nobody is there now. A busy tone or another way to the number would contradict what was just said.
    cause = causes.SUBSCRIBER_ABSENT
    return release(call, at, outcome=outcome, reason=reason, side=Side.PLATFORM, cause=cause)
