"""What is said in a made-up call: the announcement of its price, and what changes while people talk."""

from dataclasses import dataclass, field
from random import Random

from smartnumbers.core.callcontrol.call import Call, Phase, State
from smartnumbers.core.callcontrol.commands import Finish, Timer
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Digit,
    Event,
    FeeAsked,
    PromptEnded,
    PromptResult,
    TariffAsked,
    TimerFired,
)
from smartnumbers.core.callcontrol.record import CallRecord, Side
from smartnumbers.core.callcontrol.transitions import step
from smartnumbers.core.tariffs.prompting import CONSENT_KEY

MS_PER_LETTER = 68
"""About 150 words a minute, as the voices speak."""
ASKED_BY = "Regie"


@dataclass(slots=True)
class Run:
    """One call while it is played; `over` is its record once it has one."""

    call: Call = field(default_factory=Call)
    over: CallRecord | None = None

    def say(self, event: Event) -> None:
        """Let something happen to the call."""
        self.call, commands = step(self.call, event)
        for command in commands:
            if isinstance(command, Finish):
                self.over = command.record


def listen(run: Run, *, at: int, random: Random) -> int:
    """Hear the price, where it is said, and accept it, where that is asked; the instant at which that is done.

    Now and then somebody thinks better of it: then the call is over.
    """
    if run.call.state is not State.ANNOUNCING:
        return at
    end = at + _length(run)
    if random.random() < 0.06:
        run.say(CallerEnded(at=random.randint(at + 1500, end), cause=16))
        return end
    _heard(run, end)
    if run.call.charging.duty.consent:
        end += random.randint(700, 4000)
        run.say(Digit(at=end, side=Side.CALLER, digit=CONSENT_KEY))
    return end


def hear(run: Run, *, at: int) -> int:
    """Hear what is being said to its end; the instant of that."""
    end = at + _length(run)
    _heard(run, end)
    return end


def converse(run: Run, *, over: int, random: Random) -> int:
    """The changes of price in a talk that lasts until `over`, or until it is cut off; the instant of its end."""
    charging = run.call.facts.charging
    if charging is None or run.call.meter is None:
        return over
    now, asked = run.call.answered_at or over, 0
    wishes = [*charging.tariff_set.slots, *(-fee for fee in charging.tariff_set.fees)]
    while wishes and random.random() < 0.45 and asked < 5:
        asked += 1
        now += random.randint(6_000, 26_000)
        now = _change(run, random.choice(wishes), now, over, random)
        if now >= over:
            break
    return _cut(run, over)


def _change(run: Run, wish: int, at: int, over: int, random: Random) -> int:
    """Ask for a tariff (or, below 0, a fee), and what comes of it before the talk is over."""
    if at >= over:
        return over
    request_id = f"demo-{at}"
    if wish > 0:
        run.say(TariffAsked(at=at, request_id=request_id, slot=wish, by=ASKED_BY))
    else:
        run.say(FeeAsked(at=at, request_id=request_id, fee=-wish, by=ASKED_BY))
    while (pending := run.call.pending) is not None:
        match pending.phase:
            case Phase.ANNOUNCING:
                at += _length(run)
            case Phase.CONSENTING:
                at = at + random.randint(900, 4000) if random.random() < 0.85 else pending.due
            case Phase.PAUSING:
                at = pending.due
        if at >= over:
            return over
        _go_on(run, pending.phase, at, pending.due)
    return at


def _go_on(run: Run, phase: Phase, at: int, due: int) -> None:
    match phase:
        case Phase.ANNOUNCING:
            _heard(run, at)
        case Phase.CONSENTING if at < due:
            run.say(Digit(at=at, side=Side.CALLER, digit=CONSENT_KEY))
        case Phase.CONSENTING:
            run.say(TimerFired(at=at, timer=Timer.CONSENT))
        case Phase.PAUSING:
            run.say(TimerFired(at=at, timer=Timer.PAUSE))


def _cut(run: Run, over: int) -> int:
    """Where the money or the time runs out first: the warning, and the end."""
    meter = run.call.meter
    if meter is None or meter.cut_off_at is None or meter.cut_off_at > over:
        return over
    run.say(TimerFired(at=meter.cut_off_at - 30_000, timer=Timer.WARNING))
    _heard(run, meter.cut_off_at - 30_000 + _length(run))
    run.say(TimerFired(at=meter.cut_off_at, timer=Timer.CUTOFF))
    return meter.cut_off_at


def _length(run: Run) -> int:
    return 400 + MS_PER_LETTER * len(run.call.prompts[-1].text)


def _heard(run: Run, at: int) -> None:
    last = run.call.prompts[-1]
    run.say(
        PromptEnded(
            at=at,
            prompt_id=last.prompt_id,
            played_ms=at - last.started_at,
            result=PromptResult.FINISHED,
        )
    )
