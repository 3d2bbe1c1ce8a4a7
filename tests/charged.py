"""Calls with a price for the tests: played through the transitions, from what is published for their number."""

from collections.abc import Sequence
from datetime import datetime

from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.queries import published
from smartnumbers.core.callcontrol.call import Call
from smartnumbers.core.callcontrol.commands import Finish, Timer
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    Digit,
    Event,
    FeeAsked,
    LegAlerting,
    LegAnswered,
    LegEnded,
    Offered,
    PromptEnded,
    PromptResult,
    TariffAsked,
    TimerFired,
)
from smartnumbers.core.callcontrol.record import CallRecord, Side
from smartnumbers.core.callcontrol.transitions import step
from smartnumbers.core.foundation.identifiers import uuid7
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Presentation
from smartnumbers.core.tariffs.charging import charging_at

CALLER = "+41794121234"
PROMPT_MS = 8_000


def charged_call(
    *,
    number: ServiceNumber,
    at: datetime,
    talk_ms: int,
    index: int = 0,
    caller: str = CALLER,
    changes: Sequence[tuple[int, int]] = (),
) -> CallRecord:
    """The record of a call that somebody answers at once and that lasts `talk_ms`.

    `changes` are asked for so many milliseconds after the answer: a slot of the set, or a fee below 0; each is
    announced for PROMPT_MS and accepted at once. `index` makes the call another one.
    """
    setup = from_datetime(at) + index
    run = _Run()
    run.say(_offered(number, setup, index, caller))
    answer = _announced(run, setup)
    run.say(LegAlerting(at=answer, position=1))
    run.say(LegAnswered(at=answer, position=1))
    run.say(Connected(at=answer))
    for after, wish in changes:
        _changed(run, answer + after, wish)
    run.say(CallerEnded(at=answer + talk_ms, cause=16))
    run.say(LegEnded(at=answer + talk_ms, position=1, cause=16))
    assert run.record is not None
    return run.record


class _Run:
    def __init__(self) -> None:
        self.call = Call()
        self.record: CallRecord | None = None

    def say(self, event: Event) -> None:
        self.call, commands = step(self.call, event)
        for command in commands:
            if isinstance(command, Finish):
                self.record = command.record


def _offered(number: ServiceNumber, at: int, index: int, caller: str) -> Offered:
    profile = published(access=platform_access(label="test"), number=number)
    who = Caller(caller, Presentation.ALLOWED if caller else Presentation.UNAVAILABLE)
    return Offered(
        at=at,
        call_id=str(uuid7(at=at, random=index.to_bytes(10, "big"))),
        node="node1",
        channel="test",
        dialled=number.number,
        number=number.number,
        caller=who,
        account=profile.account,
        revision=profile.revision,
        limit=None,
        decision=decide(number=number.number, profile=profile, caller=who, at=at),
        charging=None if profile.charging is None else charging_at(profile.charging, at),
    )


def _announced(run: _Run, at: int) -> int:
    charging = run.call.facts.charging
    if charging is None or not charging.duty.announce:
        return at
    _heard(run, at + PROMPT_MS)
    if charging.duty.consent:
        run.say(Digit(at=at + PROMPT_MS + 1000, side=Side.CALLER, digit="1"))
    return at + PROMPT_MS + 1000


def _heard(run: _Run, at: int) -> None:
    prompt_id = run.call.prompts[-1].prompt_id
    run.say(PromptEnded(at=at, prompt_id=prompt_id, played_ms=PROMPT_MS, result=PromptResult.FINISHED))


def _changed(run: _Run, at: int, wish: int) -> None:
    request_id = f"request-{at}"
    if wish > 0:
        run.say(TariffAsked(at=at, request_id=request_id, slot=wish, by="test"))
    else:
        run.say(FeeAsked(at=at, request_id=request_id, fee=-wish, by="test"))
    _heard(run, at + PROMPT_MS)
    if run.call.pending is not None and run.call.pending.consent:
        run.say(Digit(at=at + PROMPT_MS, side=Side.CALLER, digit="1"))
    if run.call.pending is not None:
        run.say(TimerFired(at=run.call.pending.due, timer=Timer.PAUSE))
