"""What the caller goes through before or instead of a talk: greeting, key test, announcement, message."""

from dataclasses import replace
from typing import Any

import pytest

from smartnumbers.core.callcontrol.call import State
from smartnumbers.core.callcontrol.commands import (
    AnswerCaller,
    Command,
    HangUpCaller,
    PlayToCaller,
    RecordCaller,
    RememberTest,
    StartLeg,
    StopPrompt,
    StopTimer,
    Timer,
    WakeAt,
)
from smartnumbers.core.callcontrol.entries import entry_event
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    Digit,
    LegAnswered,
    LegEnded,
    PromptEnded,
    PromptResult,
    RecordingEnded,
    RecordingResult,
    Restarted,
    RingTimeout,
    TariffAsked,
    TimerFired,
)
from smartnumbers.core.callcontrol.live import LiveStage, LiveState
from smartnumbers.core.callcontrol.record import MessageLeft, Outcome, Purpose, Side
from smartnumbers.core.callcontrol.watching import live
from smartnumbers.core.routing.decision import Caller, Dial, Greet, Presentation
from tests.unit.core.callcontrol.cast import (
    ANNA,
    BIENVENUE,
    CLOSED,
    EXPERT,
    FERME,
    GREET,
    MAILBOX,
    NOON,
    NUMBER,
    PRESS_FIVE,
    RECEPTION,
    SAY,
    SPEAK,
    TEST,
    WELCOME,
    Run,
    charged,
    decided,
    each,
    offered,
)

SECOND = 1000


def heard(run: Run, *, at: int, result: PromptResult = PromptResult.FINISHED) -> tuple[Command, ...]:
    """The prompt that plays is over."""
    prompt_id = run.call.prompts[-1].prompt_id
    return run.happens(PromptEnded(at=at, prompt_id=prompt_id, played_ms=1000, result=result))


def texts(commands: tuple[Command, ...]) -> list[str]:
    """What is said to the caller."""
    return [command.prompt.text for command in commands if isinstance(command, PlayToCaller)]


def dialled(commands: tuple[Command, ...]) -> list[str]:
    """Whom it rings."""
    return [command.entry.name for command in commands if isinstance(command, StartLeg)]


def key(digit: str, *, at: int) -> Digit:
    return Digit(at=at, side=Side.CALLER, digit=digit)


class TestGreeting:
    def test_the_caller_is_greeted_in_each_language_before_anybody_is_rung(self) -> None:
        run = Run(offered(GREET, *each(RECEPTION)))
        assert (texts(run.commands), dialled(run.commands)) == ([WELCOME.text], [])

        second = heard(run, at=3000)
        last = heard(run, at=6000)

        assert (texts(second), dialled(second)) == ([BIENVENUE.text], [])
        assert (texts(last), dialled(last)) == ([], ["Reception"])
        assert StopTimer(timer=Timer.PROMPT) in last

    def test_he_is_not_answered_for_it(self) -> None:
        run = Run(offered(GREET, *each(RECEPTION)))

        assert AnswerCaller() not in run.commands

    def test_a_language_that_cannot_be_played_is_passed_over(self) -> None:
        run = Run(offered(GREET, *each(RECEPTION)))

        assert texts(heard(run, at=10, result=PromptResult.FAILED)) == [BIENVENUE.text]
        assert dialled(heard(run, at=20, result=PromptResult.FAILED)) == ["Reception"]

    @pytest.mark.parametrize(
        ("what_was_heard", "recording"),
        [
            ({"text": "Welcome.", "recording": None}, None),
            ({"text": "Welcome.", "recording": "5a1e"}, "5a1e"),
            ({}, "5a1e"),
        ],
        ids=["spoken instead", "the recording", "told by an entry of old"],
    )
    def test_the_record_names_a_recording_only_where_it_was_heard(
        self, what_was_heard: dict[str, Any], recording: str | None
    ) -> None:
        own = replace(WELCOME, recording="5a1e")
        run = Run(offered(Greet(prompts=(own,)), *each(RECEPTION)))
        entry = {"call": "c", "type": "prompt-ended", "at": 900, "prompt_id": "greeting-1", "played_ms": 800}

        run.happens(entry_event({**entry, "result": "finished", **what_was_heard}))

        (said,) = run.call.prompts
        assert (said.recording, said.text, said.result) == (recording, "Welcome.", "finished")

    def test_a_greeting_whose_end_is_not_heard_of_holds_nobody_up_for_ever(self) -> None:
        run = Run(offered(GREET, *each(RECEPTION)))
        (wake,) = [command for command in run.commands if isinstance(command, WakeAt)]

        early = run.happens(TimerFired(at=wake.at - 1, timer=Timer.PROMPT))
        late = run.happens(TimerFired(at=wake.at, timer=Timer.PROMPT))

        assert early == (wake,)
        assert StopPrompt(prompt_id="greeting-1") in late
        assert texts(late) == [BIENVENUE.text]

    def test_one_who_hangs_up_while_he_is_greeted_has_given_up(self) -> None:
        run = Run(offered(GREET, *each(RECEPTION)))

        run.happens(CallerEnded(at=900, cause=16))

        record = run.record
        assert (record.outcome, record.reason, record.attempts) == (Outcome.ABANDONED, "gave-up-in-greeting", ())
        assert (record.sip_status, record.hung_up_by) == (487, Side.CALLER)

    def test_it_is_said_again_after_a_restart(self) -> None:
        run = Run(offered(GREET, *each(RECEPTION)))
        heard(run, at=3000)

        commands = run.happens(Restarted(at=4000))

        assert texts(commands) == [BIENVENUE.text]
        assert commands[0] == StopPrompt(prompt_id="greeting-2")
        assert dialled(heard(run, at=7000)) == ["Reception"]

    def test_what_was_said_is_evidence_apart_from_the_price(self) -> None:
        run = Run(charged(decision=decided(Greet(prompts=(WELCOME,)), *each(RECEPTION))))
        heard(run, at=NOON + 6 * SECOND)
        heard(run, at=NOON + 8 * SECOND)

        run.happens(CallerEnded(at=NOON + 9 * SECOND, cause=16))
        run.happens(LegEnded(at=NOON + 9 * SECOND, position=1, cause=16))

        (greeting,) = run.record.said
        assert (greeting.purpose, greeting.text, greeting.result) == (Purpose.GREETING, "Welcome.", "finished")
        assert run.record.charging is not None
        assert [played.purpose for played in run.record.charging.prompts] == [Purpose.ANNOUNCEMENT]

    def test_the_price_comes_first(self) -> None:
        run = Run(charged(decision=decided(GREET, *each(RECEPTION))))
        assert run.call.state is State.ANNOUNCING

        commands = heard(run, at=NOON + 6 * SECOND)

        assert texts(commands) == [WELCOME.text]
        assert run.call.state is State.GREETING

    def test_a_greeting_makes_the_whole_call_go_through_our_bridge(self) -> None:
        assert Run(offered(GREET, *each(RECEPTION))).call.speaking
        assert not Run(offered()).call.speaking


class TestKeyTest:
    def test_the_caller_is_answered_and_told_the_key(self) -> None:
        run = Run(offered(TEST, *each(RECEPTION)))

        assert run.commands[0] == AnswerCaller()
        assert texts(run.commands) == [PRESS_FIVE.text]

    def test_the_key_lets_him_in_as_soon_as_it_is_pressed_and_is_remembered(self) -> None:
        run = Run(offered(TEST, *each(RECEPTION)))

        commands = run.happens(key("5", at=700))

        assert StopPrompt(prompt_id="test-1") in commands
        assert RememberTest(number=NUMBER, caller=ANNA.number, at=700) in commands
        assert dialled(commands) == ["Reception"]

    def test_of_a_caller_without_number_nothing_is_remembered(self) -> None:
        nobody = Caller(number="", presentation=Presentation.UNAVAILABLE)
        run = Run(offered(TEST, *each(RECEPTION), caller=nobody))

        commands = run.happens(key("5", at=700))

        assert dialled(commands) == ["Reception"]
        assert not [command for command in commands if isinstance(command, RememberTest)]

    def test_who_presses_nothing_is_asked_a_second_time_and_then_turned_away(self) -> None:
        run = Run(offered(TEST, *each(RECEPTION)))
        assert heard(run, at=1000)[-1] == WakeAt(timer=Timer.TEST, at=7000)

        again = run.happens(TimerFired(at=7000, timer=Timer.TEST))
        heard(run, at=8000)
        end = run.happens(TimerFired(at=14_000, timer=Timer.TEST))
        run.happens(CallerEnded(at=14_001, cause=16))

        assert texts(again) == [PRESS_FIVE.text]
        assert HangUpCaller(cause=21) in end
        record = run.record
        assert (record.outcome, record.reason, record.attempts) == (Outcome.BLOCKED, "key-test-failed", ())
        assert record.sip_status == 200

    def test_a_wrong_key_uses_a_try_up(self) -> None:
        run = Run(offered(TEST, *each(RECEPTION)))

        assert texts(run.happens(key("1", at=500))) == [PRESS_FIVE.text]
        run.happens(key("2", at=900))

        assert run.call.ending is not None
        assert run.call.ending.reason == "key-test-failed"

    def test_keys_of_anybody_else_are_no_try(self) -> None:
        run = Run(offered(TEST, *each(RECEPTION)))

        assert run.happens(Digit(at=500, side=Side.DESTINATION, digit="5")) == ()

    def test_who_could_not_be_told_the_key_is_let_in(self) -> None:
        run = Run(offered(TEST, *each(RECEPTION)))

        commands = heard(run, at=10, result=PromptResult.FAILED)

        assert dialled(commands) == ["Reception"]
        assert not [command for command in commands if isinstance(command, RememberTest)]

    def test_after_a_restart_he_is_told_again_or_has_his_time_anew(self) -> None:
        run = Run(offered(TEST, *each(RECEPTION)))

        assert texts(run.happens(Restarted(at=500))) == [PRESS_FIVE.text]
        heard(run, at=1500)
        assert run.happens(Restarted(at=5000)) == (WakeAt(timer=Timer.TEST, at=11_000),)
        assert run.happens(TimerFired(at=7500, timer=Timer.TEST)) == (WakeAt(timer=Timer.TEST, at=11_000),)

    def test_one_who_hangs_up_has_given_up(self) -> None:
        run = Run(offered(TEST, *each(RECEPTION)), CallerEnded(at=900, cause=16))

        assert (run.record.outcome, run.record.reason) == (Outcome.ABANDONED, "gave-up-in-key-test")

    def test_what_was_cut_by_the_key_is_still_evidence(self) -> None:
        run = Run(offered(TEST, *each(RECEPTION)), key("5", at=700))

        run.happens(PromptEnded(at=710, prompt_id="test-1", played_ms=690, result=PromptResult.SKIPPED))
        run.happens(CallerEnded(at=900, cause=16))
        run.happens(LegEnded(at=900, position=1, cause=16))

        assert [(played.played_ms, played.result) for played in run.record.said] == [(690, "skipped")]


class TestAnnouncement:
    def test_the_caller_is_told_without_being_answered_and_let_go(self) -> None:
        run = Run(offered(SAY))
        assert texts(run.commands) == [CLOSED.text]
        assert texts(heard(run, at=2000)) == [FERME.text]

        commands = heard(run, at=4000)
        run.happens(CallerEnded(at=4010, cause=20))

        assert HangUpCaller(cause=20) in commands
        record = run.record
        assert (record.outcome, record.reason, record.sip_status) == (Outcome.ANNOUNCED, "announcement", 480)
        assert (record.answered_at, record.hung_up_by) == (None, Side.PLATFORM)

    def test_a_caller_who_has_heard_enough_was_told_all_the_same(self) -> None:
        run = Run(offered(SAY), CallerEnded(at=900, cause=16))

        assert (run.record.outcome, run.record.hung_up_by) == (Outcome.ANNOUNCED, Side.CALLER)

    def test_one_that_cannot_be_said_at_all_is_a_failed_call(self) -> None:
        run = Run(offered(SAY))
        heard(run, at=10, result=PromptResult.FAILED)
        heard(run, at=20, result=PromptResult.FAILED)

        run.happens(CallerEnded(at=30, cause=20))

        assert (run.record.outcome, run.record.reason) == (Outcome.FAILED, "announcement-failed")

    def test_it_follows_a_chain_that_reached_nobody(self) -> None:
        run = Run(offered(Dial(entries=(RECEPTION,)), SAY))

        commands = run.happens(LegEnded(at=900, position=1, cause=17, sip_status=486))

        assert texts(commands) == [CLOSED.text]

    def test_its_price_is_not_said_for_nothing_can_be_charged(self) -> None:
        run = Run(charged(decision=decided(SAY)))
        assert run.call.state is State.SAYING

        run.happens(CallerEnded(at=NOON + 900, cause=16))

        money = run.record.charging
        assert money is not None
        assert (money.uncharged, money.amount) == ("announcement", 0)

    def test_it_is_said_again_after_a_restart(self) -> None:
        run = Run(offered(SAY))

        assert texts(run.happens(Restarted(at=1500))) == [CLOSED.text]

    def test_nothing_can_be_asked_for_meanwhile(self) -> None:
        run = Run(offered(SAY), TariffAsked(at=5, request_id="r", slot=1, by="x"))

        assert [made.result for made in run.call.requests] == ["refused-not-talking"]


class TestMessage:
    def recording(self) -> Run:
        """A caller who hears the tone at 3 seconds."""
        run = Run(offered(MAILBOX))
        heard(run, at=3000)
        return run

    def test_the_caller_is_answered_told_and_recorded(self) -> None:
        run = Run(offered(MAILBOX))
        assert run.commands[0] == AnswerCaller()
        assert texts(run.commands) == [SPEAK.text]

        commands = heard(run, at=3000)

        assert RecordCaller(name=run.call.facts.call_id, max_seconds=120) in commands

    @pytest.mark.parametrize(
        ("result", "side"), [(RecordingResult.FINISHED, Side.PLATFORM), (RecordingResult.HUNG_UP, Side.CALLER)]
    )
    def test_what_he_said_is_kept(self, result: RecordingResult, side: Side) -> None:
        run = self.recording()

        commands = run.happens(RecordingEnded(at=20_000, ms=15_500, result=result))
        run.happens(CallerEnded(at=20_010, cause=16))

        assert HangUpCaller(cause=16) in commands
        record = run.record
        assert (record.outcome, record.reason, record.hung_up_by) == (Outcome.MESSAGE, "message-left", side)
        assert record.message == MessageLeft(name=record.call_id, ms=15_500, email="office@alpina.example")
        assert (record.sip_status, record.answered_at) == (200, None)

    def test_less_than_a_second_is_no_message(self) -> None:
        run = self.recording()

        run.happens(RecordingEnded(at=4000, ms=999, result=RecordingResult.FINISHED))
        run.happens(CallerEnded(at=4010, cause=16))

        assert (run.record.outcome, run.record.reason, run.record.message) == (Outcome.ABANDONED, "no-message", None)

    def test_a_recording_that_cannot_be_made_is_a_failed_call(self) -> None:
        run = self.recording()

        run.happens(RecordingEnded(at=3100, ms=0, result=RecordingResult.FAILED))
        run.happens(CallerEnded(at=3110, cause=16))

        assert (run.record.outcome, run.record.reason) == (Outcome.FAILED, "recording-failed")

    def test_a_caller_who_hangs_up_before_the_tone_has_given_up(self) -> None:
        run = Run(offered(MAILBOX), CallerEnded(at=900, cause=16))

        assert (run.record.outcome, run.record.reason) == (Outcome.ABANDONED, "gave-up-before-tone")

    def test_a_recording_that_was_cut_off_counts_with_what_was_recorded(self) -> None:
        run = self.recording()

        run.happens(CallerEnded(at=11_000, cause=41, recovered=True, lost=True))

        record = run.record
        assert (record.outcome, record.hung_up_by, record.recovered) == (Outcome.MESSAGE, Side.PLATFORM, True)
        assert record.message is not None
        assert record.message.ms == 8000

    def test_a_message_found_after_a_restart_is_marked_as_such(self) -> None:
        run = self.recording()

        result = RecordingResult.HUNG_UP
        run.happens(RecordingEnded(at=11_000, ms=7000, result=result, recovered=True, lost=True))
        run.happens(CallerEnded(at=11_000, cause=41, recovered=True, lost=True))

        record = run.record
        assert (record.outcome, record.hung_up_by, record.recovered) == (Outcome.MESSAGE, Side.PLATFORM, True)
        assert record.ended_at == 11_000

    def test_after_a_restart_a_recording_is_asked_for_again_and_goes_on(self) -> None:
        run = self.recording()
        due = run.call.due

        commands = run.happens(Restarted(at=9000))

        record = RecordCaller(name=run.call.facts.call_id, max_seconds=120)
        assert commands == (record, WakeAt(timer=Timer.RECORDING, at=due))

    def test_after_a_restart_what_was_being_said_is_said_again(self) -> None:
        run = Run(offered(MAILBOX))

        assert texts(run.happens(Restarted(at=900))) == [SPEAK.text]
        assert [command for command in heard(run, at=4000) if isinstance(command, RecordCaller)]

    def test_a_recording_whose_end_is_not_heard_of_ends_by_itself(self) -> None:
        run = self.recording()
        due = run.call.due
        assert due > 3000 + 120_000

        early = run.happens(TimerFired(at=due - 1, timer=Timer.RECORDING))
        late = run.happens(TimerFired(at=due, timer=Timer.RECORDING))

        assert early == (WakeAt(timer=Timer.RECORDING, at=due),)
        assert HangUpCaller(cause=16) in late
        assert run.call.message is not None
        assert run.call.message.ms == 120_000

    def test_it_costs_nothing_though_its_price_was_said(self) -> None:
        run = Run(charged(decision=decided(MAILBOX)))
        assert run.call.state is State.ANNOUNCING
        heard(run, at=NOON + 6 * SECOND)
        heard(run, at=NOON + 9 * SECOND)

        run.happens(RecordingEnded(at=NOON + 30 * SECOND, ms=20_000, result=RecordingResult.FINISHED))
        run.happens(CallerEnded(at=NOON + 30 * SECOND, cause=16))

        money = run.record.charging
        assert money is not None
        assert (money.uncharged, money.amount, money.timeline) == ("voicemail", 0, None)

    def test_a_caller_who_was_answered_for_his_consent_is_not_answered_twice(self) -> None:
        run = Run(charged(EXPERT, decision=decided(MAILBOX)))
        heard(run, at=NOON + 6 * SECOND)

        commands = run.happens(key("1", at=NOON + 7 * SECOND))

        assert texts(commands) == [SPEAK.text]
        assert AnswerCaller() not in commands

    def test_it_follows_a_chain_that_reached_nobody_whose_leg_may_go_later(self) -> None:
        run = Run(offered(Dial(entries=(RECEPTION,)), MAILBOX))
        assert texts(run.happens(RingTimeout(at=20_000, position=1))) == [SPEAK.text]

        run.happens(LegEnded(at=20_100, position=1, cause=19))

        assert (run.call.state, run.call.open_legs) == (State.RECORDING, frozenset())


@pytest.mark.parametrize(
    ("stages", "state", "stage"),
    [
        ((GREET, *each(RECEPTION)), LiveState.ANNOUNCING, LiveStage.GREETING),
        ((TEST, *each(RECEPTION)), LiveState.ANNOUNCING, LiveStage.KEY_TEST),
        ((SAY,), LiveState.ANNOUNCING, LiveStage.ANNOUNCEMENT),
        ((MAILBOX,), LiveState.ANNOUNCING, LiveStage.MESSAGE),
        (each(RECEPTION), LiveState.RINGING, LiveStage.RINGING),
    ],
)
def test_a_live_call_shows_its_stage_and_its_treatment(stages, state: LiveState, stage: LiveStage) -> None:  # type: ignore[no-untyped-def]
    seen = live(Run(offered(*stages)).call)

    assert seen is not None
    assert (seen.state, seen.stage, seen.treatment) == (state, stage, "Office hours")


def test_a_whole_call_from_test_to_talk() -> None:
    run = Run(offered(TEST, GREET, *each(RECEPTION)), key("5", at=700))
    heard(run, at=2000)
    heard(run, at=4000)
    run.happens(LegAnswered(at=6000, position=1))
    run.happens(Connected(at=6010))
    run.happens(CallerEnded(at=9000, cause=16))
    run.happens(LegEnded(at=9001, position=1, cause=16))

    record = run.record
    assert (record.outcome, record.treatment, record.answered_at) == (Outcome.ANSWERED, "Office hours", 6010)
