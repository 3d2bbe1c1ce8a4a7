"""Whatever happens to a call with a price, in whatever order: it ends once, exactly priced, with nothing left over."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.callcontrol.call import Call, State
from smartnumbers.core.callcontrol.commands import (
    Command,
    Connect,
    Finish,
    HangUpLeg,
    StartLeg,
    StartTimer,
    StopTimer,
    Tell,
    Timer,
    WakeAt,
)
from smartnumbers.core.callcontrol.documents import from_document
from smartnumbers.core.callcontrol.entries import ended_entry, entry_event, event_entry
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    ConnectFailed,
    Digit,
    Event,
    FeeAsked,
    LegAlerting,
    LegAnswered,
    LegEnded,
    LegSilent,
    Offered,
    PromptEnded,
    PromptResult,
    RecordingEnded,
    RecordingResult,
    ReleaseTimeout,
    Restarted,
    RingTimeout,
    TariffAsked,
    TimerFired,
)
from smartnumbers.core.callcontrol.record import Side
from smartnumbers.core.callcontrol.restarting import resume
from smartnumbers.core.callcontrol.transitions import step
from smartnumbers.core.callcontrol.watching import live
from smartnumbers.core.rating.meter import meter
from smartnumbers.core.rating.rate import rate
from smartnumbers.core.rating.timeline import parse_timeline
from smartnumbers.core.routing.decision import Dial
from smartnumbers.core.routing.treatments import MoveOn
from tests.unit.core.callcontrol.cast import (
    ALL_AT_ONCE,
    BEAT,
    CHAIN,
    CHEAP,
    EXPERT,
    FREE,
    FRENCH,
    GREET,
    LOCAL,
    MAILBOX,
    NOON,
    RECEPTION,
    SAY,
    TEST,
    charged,
    decided,
    offered,
)

STRICT = replace(RECEPTION, moves_on=frozenset({MoveOn.BUSY}))
ARRIVALS = (
    charged(),
    charged(EXPERT),
    charged(CHEAP),
    charged(FRENCH, class_code="fr-089"),
    charged(LOCAL, class_code="ch-0848"),
    charged(FREE, class_code="ch-0800"),
    offered(at=NOON),
    charged(EXPERT, decision=decided(TEST, GREET, ALL_AT_ONCE, MAILBOX, reports=True)),
    charged(decision=decided(GREET, Dial(entries=(STRICT, BEAT)), *CHAIN, SAY)),
    offered(TEST, GREET, ALL_AT_ONCE, ALL_AT_ONCE, MAILBOX, at=NOON),
    offered(ALL_AT_ONCE, SAY, at=NOON),
    offered(MAILBOX, at=NOON),
    offered(SAY, at=NOON),
)
WOKEN = tuple(timer for timer in Timer if timer not in (Timer.RING, Timer.LIFE, Timer.RELEASE))
positions = st.integers(1, 6)
PROMPTS = tuple(f"{purpose}-{n}" for purpose in ("announcement", "change", "fee", "warning") for n in (1, 2, 3))
# What can happen, without its instant. PLAYING stands for the id of the prompt that plays, DUE for the timer that is
# due next, at its instant: what a well-behaved switch does.
PLAYING, DUE = "playing", "due"
# A restart of call control that forgets all timers and finds some of the ringing legs gone.
RESTART = "restart"
LIKELY = st.one_of(
    st.builds(lambda slot: (TariffAsked, {"slot": slot, "by": "x"}), st.integers(1, 3)),
    st.builds(lambda fee: (FeeAsked, {"fee": fee, "by": "x"}), st.integers(1, 2)),
    st.just((PromptEnded, {"prompt_id": PLAYING, "played_ms": 1, "result": PromptResult.FINISHED})),
    st.just((PromptEnded, {"prompt_id": PLAYING, "played_ms": 1, "result": PromptResult.FINISHED})),
    st.just((Digit, {"side": Side.CALLER, "digit": "1"})),
    st.just((Digit, {"side": Side.CALLER, "digit": "5"})),
    st.just((TimerFired, {"timer": DUE})),
    st.just((TimerFired, {"timer": DUE})),
    st.builds(lambda digit: (Digit, {"side": Side.DESTINATION, "digit": digit}), st.sampled_from("0129*#")),
)
UNLIKELY = st.one_of(
    st.builds(lambda slot: (TariffAsked, {"slot": slot, "by": "x"}), st.sampled_from([0, 4, 77])),
    st.builds(
        lambda name, result: (PromptEnded, {"prompt_id": name, "played_ms": 1, "result": result}),
        st.sampled_from([PLAYING, *PROMPTS]),
        st.sampled_from(PromptResult),
    ),
    st.builds(lambda digit: (Digit, {"side": Side.CALLER, "digit": digit}), st.sampled_from("0129*#")),
    st.builds(lambda timer: (TimerFired, {"timer": timer}), st.sampled_from(WOKEN)),
    st.just((Restarted, {})),
    st.builds(lambda gone: (RESTART, {"gone": gone}), st.frozensets(st.integers(1, 6))),
    st.builds(lambda leg: (LegEnded, {"position": leg, "cause": 17}), st.integers(2, 3)),
    st.builds(lambda leg: (LegEnded, {"position": leg, "cause": 0, "missed": True}), positions),
    st.builds(
        lambda ms, result: (RecordingEnded, {"ms": ms, "result": result}),
        st.sampled_from([0, 999, 1000, 30_000]),
        st.sampled_from(RecordingResult),
    ),
)
DECISIVE = st.one_of(
    st.builds(lambda leg: (LegAnswered, {"position": leg}), positions),
    st.just((Connected, {})),
    st.builds(
        lambda kind, leg: (kind, {"position": leg}),
        st.sampled_from([LegAlerting, RingTimeout, LegSilent]),
        positions,
    ),
    st.builds(lambda leg: (LegEnded, {"position": leg, "cause": 17}), positions),
    st.just((CallerEnded, {"cause": 16})),
    st.builds(lambda gone: (ConnectFailed, {"gone": gone}), st.sampled_from([None, Side.CALLER, Side.DESTINATION])),
    st.just((ReleaseTimeout, {})),
)
GAPS = st.one_of(st.integers(0, 100), st.integers(0, 20_000), st.integers(0, 3_600_000))


class Played:
    """A call with a made-up history: the timers and legs that run are followed, and who waits for an answer."""

    def __init__(self, arrival: Offered) -> None:
        self.call = Call()
        self.history: list[Event] = []
        self.timers: set[tuple[Timer, int]] = set()
        self.due: dict[Timer, int] = {}
        self.told: list[str] = []
        self.asked: list[str] = []
        self.finished: list[Finish] = []
        self.dialled: set[int] = set()
        self.let_go: set[int] = set()
        self.joined: set[int] = set()
        self.last_live = None
        self.happens(arrival)

    def happens(self, event: Event) -> None:
        """Let an event happen, and follow what is commanded."""
        if self.call.state is State.ENDED:
            return
        if isinstance(event, TimerFired):
            self._stop(event.timer)
        if isinstance(event, RingTimeout):
            self._stop(Timer.RING, event.position)
        if isinstance(event, ReleaseTimeout):
            self._stop(Timer.RELEASE)
        if isinstance(event, LegEnded):
            self.let_go.add(event.position)
        if isinstance(event, TariffAsked | FeeAsked):
            self.asked.append(event.request_id)
        self.call, commands = step(self.call, event)
        self.history.append(event)
        for command in commands:
            self._follow(command)
        assert self._is_waited_for(), self.call.state
        seen = live(self.call)
        if seen is not None:
            json.dumps(seen.document())
            self.last_live = seen

    def _follow(self, command: Command) -> None:
        match command:
            case StartTimer():
                self.timers.add((command.timer, command.position))
            case WakeAt():
                self.timers.add((command.timer, 0))
                self.due[command.timer] = command.at
            case StopTimer():
                self._stop(command.timer, command.position)
            case StartLeg():
                self.dialled.add(command.position)
                self.let_go.discard(command.position)
            case HangUpLeg():
                self.let_go.add(command.position)
            case Connect():
                self.joined.add(command.position)
            case Tell():
                self.told.append(command.request_id)
            case Finish():
                self.finished.append(command)

    def _stop(self, timer: Timer, position: int = 0) -> None:
        self.timers = {(runs, of) for runs, of in self.timers if runs is not timer or position not in (0, of)}
        self.due.pop(timer, None)

    def _is_waited_for(self) -> bool:
        """Whether something will happen in any case, so that the call cannot hang."""
        running = {timer for timer, _ in self.timers}
        match self.call.state:
            case State.TRYING:
                return bool(self.call.ringing) and all((Timer.RING, leg) in self.timers for leg in self.call.ringing)
            case State.ANNOUNCING | State.GREETING | State.SAYING:
                return Timer.PROMPT in running
            case State.CONSENTING:
                return Timer.CONSENT in running
            case State.TESTING:
                return bool(running & {Timer.PROMPT, Timer.TEST})
            case State.RECORDING:
                return bool(running & {Timer.PROMPT, Timer.RECORDING})
            case State.RELEASING:
                return Timer.RELEASE in running
            case _:
                return True

    def restart(self, at: int, gone: frozenset[int]) -> None:
        """Call control begins anew: no timer runs any more, and of some legs nothing is left."""
        if self.call.state is State.ENDED:
            return
        self.timers, self.due = set(), {}
        missed = [LegEnded(at=at, position=leg, cause=41, recovered=True, missed=True) for leg in sorted(gone)]
        for event in (*missed, Restarted(at=at)):
            if isinstance(event, LegEnded):
                self.let_go.add(event.position)
            self.call, commands = step(self.call, event)
            self.history.append(event)
            for command in commands:
                self._follow(command)
        for command in resume(self.call, at=at):
            self._follow(command)
        assert self._is_waited_for(), self.call.state

    def over(self, at: int) -> None:
        """Both sides go."""
        for position in range(1, 7):
            self.happens(LegEnded(at=at, position=position, cause=16))
        self.happens(CallerEnded(at=at, cause=16))
        for position in range(1, 7):
            self.happens(LegEnded(at=at, position=position, cause=16))


def play(arrival: Offered, happenings: list[tuple[int, tuple[type, dict]]]) -> Played:  # type: ignore[type-arg]
    run, at = Played(arrival), NOON
    for number, (gap, (kind, values)) in enumerate(happenings):
        at += gap
        values = dict(values)
        if kind == RESTART:
            run.restart(at, **values)
            continue
        if kind in (TariffAsked, FeeAsked):
            values["request_id"] = f"r{number}"
        if values.get("prompt_id") == PLAYING:
            values["prompt_id"] = run.call.prompts[-1].prompt_id if run.call.prompts else "none"
        if values.get("timer") == DUE:
            if not run.due:
                continue
            values["timer"], due = min(run.due.items(), key=lambda item: item[1])
            at = max(at, due)
        run.happens(kind(at=at, **values))
    run.over(at + 1)
    return run


def _led(lead: bool, happenings: list) -> list:  # type: ignore[type-arg]
    """The history, after what leads into a talk where it shall come to one."""
    into_talk = [
        (6000, (PromptEnded, {"prompt_id": PLAYING, "played_ms": 1, "result": PromptResult.FINISHED})),
        (900, (Digit, {"side": Side.CALLER, "digit": "1"})),
        (2000, (LegAnswered, {"position": 1})),
        (10, (Connected, {})),
    ]
    return [*into_talk, *happenings] if lead else happenings


_HAPPENED = st.tuples(GAPS, st.one_of(*[LIKELY] * 12, UNLIKELY, DECISIVE))
histories = st.builds(
    _led,
    st.sampled_from([True, True, True, False]),
    st.one_of(st.lists(_HAPPENED, max_size=10), st.lists(_HAPPENED, min_size=12, max_size=40)),
)


@given(st.sampled_from(ARRIVALS), histories)
def test_any_call_ends_once_with_nothing_left_over(arrival, happenings) -> None:  # type: ignore[no-untyped-def]
    run = play(arrival, happenings)

    assert run.call.state is State.ENDED
    assert len(run.finished) == 1
    assert run.timers == set()
    assert run.dialled <= run.let_go
    assert len(run.joined) <= 1
    assert all(attempt.outcome is not None for attempt in run.finished[0].record.attempts)
    own = [request_id for request_id in run.told if not request_id.startswith("keys-")]
    assert sorted(own) == sorted(run.asked)


@given(st.sampled_from(ARRIVALS), histories)
def test_any_record_is_priced_by_its_own_time_line_as_the_meter_was(arrival, happenings) -> None:  # type: ignore[no-untyped-def]
    run = play(arrival, happenings)
    record = run.finished[0].record

    money = record.charging
    if arrival.charging is None:
        assert money is None
        return
    assert money is not None
    if money.timeline is None:
        assert (money.amount, money.rated) == (0, None)
        assert money.uncharged is not None
        return
    assert money.charging_from is not None
    duration = record.ended_at - money.charging_from
    assert money.amount == rate(duration=duration, timeline=parse_timeline(money.timeline)).amount
    assert run.last_live is not None
    assert run.last_live.timeline is not None
    assert money.amount == meter(timeline=parse_timeline(run.last_live.timeline), now=duration)


@given(st.sampled_from(ARRIVALS), histories)
def test_any_call_can_be_told_again_from_its_journal(arrival, happenings) -> None:  # type: ignore[no-untyped-def]
    run = play(arrival, happenings)

    again = Call()
    for event in run.history:
        written = json.loads(json.dumps(event_entry(call_id=arrival.call_id, event=event)))
        again, _ = step(again, entry_event(written))

    assert again == run.call
    record = run.finished[0].record
    entry = json.loads(json.dumps(ended_entry(record=record, at=record.ended_at)))
    assert from_document(entry["record"]) == record


@given(
    st.integers(0, 200),
    st.lists(st.tuples(st.integers(0, 60_000), st.integers(1, 3)), max_size=5),
    st.integers(0, 600_000),
)
def test_a_talk_with_changes_costs_what_the_meter_showed(answer, changes, rest) -> None:  # type: ignore[no-untyped-def]
    """The straight way: every change is heard and accepted; random histories seldom come so far."""
    run, at = Played(charged(CHEAP)), NOON + answer
    run.happens(LegAnswered(at=at, position=1))
    run.happens(Connected(at=at))
    for number, (gap, slot) in enumerate(changes):
        at += gap
        run.happens(TariffAsked(at=at, request_id=f"r{number}", slot=slot, by="x"))
        at += 4000
        run.happens(
            PromptEnded(
                at=at,
                prompt_id=run.call.prompts[-1].prompt_id if run.call.prompts else "",
                played_ms=4000,
                result=PromptResult.FINISHED,
            )
        )
        run.happens(Digit(at=at + 500, side=Side.CALLER, digit="1"))
        at += 6000
        run.happens(TimerFired(at=at, timer=Timer.PAUSE))
    at += rest
    assert run.last_live is not None
    assert run.last_live.timeline is not None
    shown = meter(timeline=parse_timeline(run.last_live.timeline), now=at - (NOON + answer))

    run.happens(CallerEnded(at=at, cause=16))
    run.over(at)

    money = run.finished[0].record.charging
    assert money is not None
    assert money.amount == shown
    assert len(money.requests) == len(changes)
