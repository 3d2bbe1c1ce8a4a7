"""The price in the call: announced, accepted, metered, changed, cut off; and what the record says of it."""

from smartnumbers.core.callcontrol.call import State
from smartnumbers.core.callcontrol.commands import (
    AnswerCaller,
    Command,
    Connect,
    HangUpCaller,
    HangUpLeg,
    PlayToBoth,
    PlayToCaller,
    StartLeg,
    StopPrompt,
    Tell,
    Timer,
    WakeAt,
)
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    Digit,
    FeeAsked,
    LegAnswered,
    LegEnded,
    Offered,
    PromptEnded,
    PromptResult,
    ReleaseTimeout,
    Restarted,
    TariffAsked,
    TimerFired,
)
from smartnumbers.core.callcontrol.live import LiveState
from smartnumbers.core.callcontrol.record import ChargingRecord, Outcome, Side
from smartnumbers.core.callcontrol.watching import live
from smartnumbers.core.rating.meter import meter
from smartnumbers.core.rating.rate import rate
from smartnumbers.core.rating.timeline import parse_timeline
from tests.unit.core.callcontrol.cast import ADVICE, CHEAP, EXPERT, FRANC, FREE, FRENCH, LOCAL, NOON, Run, charged

SECOND = 1000


def played(commands: tuple[Command, ...]) -> PlayToCaller | PlayToBoth:
    (play,) = [command for command in commands if isinstance(command, PlayToCaller | PlayToBoth)]
    return play


def told(commands: tuple[Command, ...]) -> list[tuple[str, str]]:
    return [(command.request_id, command.result) for command in commands if isinstance(command, Tell)]


def heard(run: Run, *, at: int, result: PromptResult = PromptResult.FINISHED) -> tuple[Command, ...]:
    """The prompt that plays is over."""
    prompt_id = run.call.prompts[-1].prompt_id
    return run.happens(PromptEnded(at=at, prompt_id=prompt_id, played_ms=4000, result=result))


def talk(arrival: Offered, *, at: int = NOON + 20 * SECOND) -> Run:
    """A call whose both sides hear each other at `at`; an announcement was over ten seconds before."""
    run = Run(arrival)
    if run.call.state is State.ANNOUNCING:
        heard(run, at=at - 10 * SECOND)
    if run.call.state is State.CONSENTING:
        run.happens(Digit(at=at - 9 * SECOND, side=Side.CALLER, digit="1"))
    run.happens(LegAnswered(at=at, position=1))
    run.happens(Connected(at=at))
    return run


def hang_up(run: Run, *, at: int) -> ChargingRecord:
    run.happens(CallerEnded(at=at, cause=16))
    run.happens(LegEnded(at=at, position=1, cause=16))
    assert run.record.charging is not None
    return run.record.charging


def test_the_price_is_said_before_anybody_is_dialled() -> None:
    run = Run(charged())

    play = played(run.commands)
    assert "3 francs" in play.prompt.text
    assert run.call.state is State.ANNOUNCING
    assert not any(isinstance(command, StartLeg | AnswerCaller) for command in run.commands)
    assert any(isinstance(command, StartLeg) for command in heard(run, at=NOON + 8 * SECOND))


def test_a_cheap_number_is_dialled_at_once_and_charged_from_the_answer() -> None:
    run = talk(charged(CHEAP))

    money = hang_up(run, at=NOON + 50 * SECOND)

    assert (money.charging_from, money.amount, money.prompts) == (NOON + 20 * SECOND, FRANC // 2, ())


def test_charging_begins_five_seconds_after_the_announcement_however_soon_somebody_answers() -> None:
    run = Run(charged())
    heard(run, at=NOON + 8 * SECOND)
    commands = run.happens(LegAnswered(at=NOON + 9 * SECOND, position=1))
    run.happens(Connected(at=NOON + 9 * SECOND))

    assert Connect(position=1) in commands
    assert hang_up(run, at=NOON + 33 * SECOND).charging_from == NOON + 13 * SECOND
    assert run.record.charging is not None
    assert run.record.charging.amount == 3 * FRANC * 20 // 60


def test_who_hangs_up_before_charging_begins_pays_nothing() -> None:
    run = Run(charged())
    heard(run, at=NOON + 8 * SECOND)
    run.happens(LegAnswered(at=NOON + 9 * SECOND, position=1))
    run.happens(Connected(at=NOON + 9 * SECOND))

    money = hang_up(run, at=NOON + 12_999)

    assert (money.amount, money.uncharged, money.rated) == (0, "ended-before-charging", None)


def test_a_caller_who_hangs_up_during_the_announcement_pays_nothing() -> None:
    run = Run(charged())

    run.happens(CallerEnded(at=NOON + 3 * SECOND, cause=16))

    record = run.record
    assert (record.outcome, record.reason) == (Outcome.ABANDONED, "gave-up-in-announcement")
    assert record.attempts == ()
    assert record.charging is not None
    assert (record.charging.amount, record.charging.uncharged) == (0, "not-answered")
    (prompt,) = record.charging.prompts
    assert (prompt.result, prompt.started_at, prompt.revision) == (None, NOON, 14)


def test_a_dear_price_must_be_accepted_by_key() -> None:
    run = Run(charged(EXPERT))
    assert AnswerCaller() in run.commands
    waiting = heard(run, at=NOON + 9 * SECOND)
    assert WakeAt(timer=Timer.CONSENT, at=NOON + 19 * SECOND) in waiting

    assert run.happens(Digit(at=NOON + 10 * SECOND, side=Side.CALLER, digit="2")) == ()
    commands = run.happens(Digit(at=NOON + 12 * SECOND, side=Side.CALLER, digit="1"))

    assert any(isinstance(command, StartLeg) for command in commands)
    assert run.call.prompts[0].consented_at == NOON + 12 * SECOND


def test_without_consent_the_call_is_not_put_through() -> None:
    run = Run(charged(EXPERT))
    heard(run, at=NOON + 9 * SECOND)

    early = run.happens(TimerFired(at=NOON + 18_999, timer=Timer.CONSENT))
    commands = run.happens(TimerFired(at=NOON + 19 * SECOND, timer=Timer.CONSENT))
    run.happens(CallerEnded(at=NOON + 20 * SECOND, cause=21))

    assert early == (WakeAt(timer=Timer.CONSENT, at=NOON + 19 * SECOND),)
    assert HangUpCaller(cause=21) in commands
    record = run.record
    assert (record.outcome, record.reason, record.hung_up_by) == (Outcome.ABANDONED, "no-consent", Side.PLATFORM)
    assert (record.sip_status, record.answered_at) == (200, None)


def test_an_announcement_that_cannot_be_played_lets_the_call_go_on_free_of_charge() -> None:
    run = Run(charged())
    heard(run, at=NOON + 100, result=PromptResult.FAILED)
    run.happens(LegAnswered(at=NOON + SECOND, position=1))
    run.happens(Connected(at=NOON + SECOND))

    money = hang_up(run, at=NOON + 61 * SECOND)

    assert (money.amount, money.uncharged, money.payout) == (0, "announcement-failed", 0)


def test_an_announcement_whose_end_is_never_heard_of_does_not_hold_the_caller() -> None:
    run = Run(charged())

    commands = run.happens(TimerFired(at=NOON + 120 * SECOND, timer=Timer.PROMPT))

    assert StopPrompt(prompt_id="announcement-1") in commands
    assert run.call.state is State.TRYING


def test_a_french_caller_skips_the_announcement_and_is_charged_from_the_answer() -> None:
    run = Run(charged(FRENCH, class_code="fr-089"))

    commands = run.happens(Digit(at=NOON + 2 * SECOND, side=Side.CALLER, digit="#"))
    heard(run, at=NOON + 2 * SECOND + 40, result=PromptResult.SKIPPED)
    run.happens(LegAnswered(at=NOON + 4 * SECOND, position=1))
    run.happens(Connected(at=NOON + 4 * SECOND))
    money = hang_up(run, at=NOON + 129 * SECOND)

    assert commands == (StopPrompt(prompt_id="announcement-1"),)
    assert money.charging_from == NOON + 4 * SECOND
    assert (money.currency, money.amount) == ("EUR", 1_666_667)
    assert money.prompts[0].result == "skipped"


def test_swiss_announcements_cannot_be_skipped() -> None:
    run = Run(charged())

    assert run.happens(Digit(at=NOON + SECOND, side=Side.CALLER, digit="#")) == ()


def test_a_free_number_has_no_meter_and_costs_its_holder() -> None:
    run = talk(charged(FREE, class_code="ch-0800"))

    seen = live(run.call)
    money = hang_up(run, at=NOON + 80 * SECOND)

    assert seen is not None
    assert (seen.timeline, seen.uncharged) == (None, "free-number")
    assert (money.amount, money.holder_cost, money.origin, money.payout) == (0, 120_000, "mobile", None)


def test_bands_change_the_price_by_the_wall_clock() -> None:
    run = talk(charged(LOCAL, class_code="ch-0848"))

    money = hang_up(run, at=NOON + 320 * SECOND)

    assert money.timeline is not None
    # 12:07 by the clock in Zurich at the answer; the band ends at 12:10.
    assert [change["at"] for change in money.timeline["changes"]] == [0, 180 * SECOND]
    assert money.amount == 40_000 * 3 + 70_000 * 2


def test_three_changes_and_a_fee_in_one_call() -> None:
    start = NOON + 20 * SECOND
    run = talk(charged())

    play = played(run.happens(TariffAsked(at=start + 60 * SECOND, request_id="r1", slot=1, by="rosa")))
    first = heard(run, at=start + 64 * SECOND)
    run.happens(TimerFired(at=start + 69 * SECOND, timer=Timer.PAUSE))
    run.happens(TariffAsked(at=start + 100 * SECOND, request_id="r2", slot=2, by="rosa"))
    waiting = heard(run, at=start + 104 * SECOND)
    second = run.happens(Digit(at=start + 105 * SECOND, side=Side.CALLER, digit="1"))
    run.happens(TimerFired(at=start + 110 * SECOND, timer=Timer.PAUSE))
    for number, digit in enumerate("*91"):
        run.happens(Digit(at=start + 120 * SECOND + number * 400, side=Side.DESTINATION, digit=digit))
    heard(run, at=start + 125 * SECOND)
    run.happens(TimerFired(at=start + 130 * SECOND, timer=Timer.PAUSE))
    run.happens(TariffAsked(at=start + 140 * SECOND, request_id="r3", slot=3, by="rosa"))
    heard(run, at=start + 145 * SECOND)
    run.happens(TimerFired(at=start + 150 * SECOND, timer=Timer.PAUSE))
    seen = live(run.call)
    money = hang_up(run, at=start + 210 * SECOND)

    assert "1 franc" in play.prompt.text
    assert told(first) == [("r1", "done")]
    assert told(waiting) == []
    assert told(second) == [("r2", "done")]
    # 69 s at 3, 41 s at 1, 40 s at 6, then 2 for the change and 60 s at 4, and 5 for the chart.
    expected = round((69 * 3 + 41 * 1 + 40 * 6 + 60 * 4) * FRANC / 60) + 7 * FRANC
    assert money.amount == expected
    assert seen is not None
    assert (seen.slot, seen.pending) == (3, None)
    assert seen.timeline is not None
    assert meter(timeline=parse_timeline(seen.timeline), now=210 * SECOND) == expected
    assert [(made.slot, made.kind, made.result) for made in money.requests] == [
        (1, "tariff", "done"),
        (2, "tariff", "done"),
        (1, "fee", "done"),
        (3, "tariff", "done"),
    ]
    assert money.prompts[2].consented_at == start + 105 * SECOND


def test_a_change_the_caller_does_not_accept_leaves_the_price_as_it_is() -> None:
    start = NOON + 20 * SECOND
    run = talk(charged())
    run.happens(TariffAsked(at=start + SECOND, request_id="r1", slot=2, by="rosa"))
    heard(run, at=start + 5 * SECOND)

    commands = run.happens(TimerFired(at=start + 15 * SECOND, timer=Timer.CONSENT))

    assert told(commands) == [("r1", "declined")]
    assert hang_up(run, at=start + 60 * SECOND).amount == 3 * FRANC


def test_a_change_that_cannot_be_announced_is_not_made() -> None:
    run = talk(charged())
    run.happens(TariffAsked(at=NOON + 30 * SECOND, request_id="r1", slot=1, by="rosa"))

    assert told(heard(run, at=NOON + 31 * SECOND, result=PromptResult.FAILED)) == [
        ("r1", "refused-announcement-failed")
    ]


def test_the_call_that_ends_before_a_change_is_in_force_does_not_pay_it() -> None:
    start = NOON + 20 * SECOND
    run = talk(charged())
    run.happens(FeeAsked(at=start + 50 * SECOND, request_id="r1", fee=1, by="rosa"))
    heard(run, at=start + 55 * SECOND)

    assert hang_up(run, at=start + 60 * SECOND).amount == 3 * FRANC


def test_a_change_asked_before_charging_begins_adds_to_the_first_tariff() -> None:
    run = Run(charged())
    heard(run, at=NOON + 8 * SECOND)
    run.happens(LegAnswered(at=NOON + 8 * SECOND, position=1))
    run.happens(Connected(at=NOON + 8 * SECOND))
    run.happens(TariffAsked(at=NOON + 8 * SECOND, request_id="r1", slot=1, by="rosa"))
    heard(run, at=NOON + 8 * SECOND)

    money = hang_up(run, at=NOON + 73 * SECOND)

    assert money.timeline is not None
    assert [change["at"] for change in money.timeline["changes"]] == [0, 1]


def test_what_may_not_be_changed_is_refused_with_the_reason() -> None:
    cases = {
        "refused-price-change-not-allowed": (FRENCH, "fr-089", TariffAsked(at=NOON, request_id="r", slot=1, by="x")),
        "refused-price-change-time-only": (LOCAL, "ch-0848", TariffAsked(at=NOON, request_id="r", slot=1, by="x")),
        "refused-price-change-number-free": (FREE, "ch-0800", FeeAsked(at=NOON, request_id="r", fee=1, by="x")),
        "refused-unknown-slot": (ADVICE, "ch-0900", TariffAsked(at=NOON, request_id="r", slot=77, by="x")),
        "refused-over-ceiling": (ADVICE, "ch-0900", TariffAsked(at=NOON, request_id="r", slot=4, by="x")),
    }
    for result, (version, class_code, event) in cases.items():
        run = talk(charged(version, class_code=class_code))
        assert told(run.happens(event)) == [("r", result)]
        assert hang_up(run, at=NOON + 60 * SECOND).requests[0].result == result


def test_a_fee_that_would_pass_the_cap_is_refused() -> None:
    start = NOON + 20 * SECOND
    run = talk(charged())

    # 132 minutes at 3 francs are 396; the law's cap is 400.
    commands = run.happens(FeeAsked(at=start + 132 * 60 * SECOND, request_id="r", fee=1, by="x"))

    assert told(commands) == [("r", "refused-over-cap")]


def test_nothing_is_changed_before_people_talk_or_after() -> None:
    run = Run(charged(CHEAP))
    early = run.happens(TariffAsked(at=NOON, request_id="r1", slot=1, by="x"))
    run.happens(LegAnswered(at=NOON, position=1))
    run.happens(Connected(at=NOON))
    run.happens(TariffAsked(at=NOON + 1, request_id="r2", slot=2, by="x"))
    over = run.happens(CallerEnded(at=NOON + 2, cause=16))
    late = run.happens(TariffAsked(at=NOON + 3, request_id="r3", slot=1, by="x"))

    assert told(early) == [("r1", "refused-not-talking")]
    assert told(over) == [("r2", "call-ended")]
    assert told(late) == [("r3", "call-ended")]


def test_requests_wait_their_turn_up_to_five() -> None:
    run = talk(charged(CHEAP))
    first = run.happens(FeeAsked(at=NOON + 30 * SECOND, request_id="r0", fee=1, by="x"))
    waiting = [run.happens(FeeAsked(at=NOON + 30 * SECOND, request_id=f"r{n}", fee=1, by="x")) for n in range(1, 6)]
    surplus = run.happens(FeeAsked(at=NOON + 30 * SECOND, request_id="r6", fee=1, by="x"))

    assert isinstance(played(first), PlayToBoth)
    assert waiting == [()] * 5
    assert told(surplus) == [("r6", "refused-too-many")]
    heard(run, at=NOON + 33 * SECOND)
    assert "Chart" in played(run.happens(TimerFired(at=NOON + 38 * SECOND, timer=Timer.PAUSE))).prompt.text


def test_keys_count_within_five_seconds_and_only_where_the_holder_wants_them() -> None:
    run, other = talk(charged(CHEAP)), talk(charged(CHEAP, keys=False))

    def press(call: Run, keys: str, gap: int) -> tuple[Command, ...]:
        for number, digit in enumerate(keys):
            call.happens(Digit(at=NOON + 30 * SECOND + number * gap, side=Side.DESTINATION, digit=digit))
        return call.commands

    assert press(run, "*02", 5001) == ()
    assert press(other, "*02", 300) == ()
    assert press(run, "5*#*02", 300) != ()
    assert run.call.pending is not None


def test_keys_pressed_while_both_sides_are_being_joined_count_from_the_talk_on() -> None:
    """On a busy machine the joining takes long enough for somebody to press three keys."""
    run, other = Run(charged(CHEAP)), Run(charged(CHEAP, keys=False))
    for call in (run, other):
        call.happens(LegAnswered(at=NOON + 10 * SECOND, position=1))
        for number, digit in enumerate("*02"):
            at = NOON + 11 * SECOND + number * 250
            assert call.happens(Digit(at=at, side=Side.DESTINATION, digit=digit)) == ()
        call.happens(Digit(at=NOON + 12 * SECOND, side=Side.CALLER, digit="1"))

    commands = run.happens(Connected(at=NOON + 13 * SECOND))
    other.happens(Connected(at=NOON + 13 * SECOND))

    assert played(commands).prompt.text
    pending = run.call.pending
    assert pending is not None
    assert (pending.request.by, pending.request.at) == ("keys", NOON + 13 * SECOND)
    assert run.call.early_keys == ()
    assert other.call.pending is None


def test_the_call_is_cut_at_its_cap_with_a_warning_before() -> None:
    start = NOON + 20 * SECOND
    end = start + 8000 * SECOND  # 400 francs at 3 a minute
    run = talk(charged())
    assert WakeAt(timer=Timer.CUTOFF, at=end) in run.commands
    assert WakeAt(timer=Timer.WARNING, at=end - 30 * SECOND) in run.commands

    warning = played(run.happens(TimerFired(at=end - 30 * SECOND, timer=Timer.WARNING)))
    commands = run.happens(TimerFired(at=end + 3, timer=Timer.CUTOFF))
    run.happens(CallerEnded(at=end + 4, cause=16))
    run.happens(LegEnded(at=end + 5, position=1, cause=16))

    assert "30 seconds" in warning.prompt.text
    assert {HangUpCaller(cause=16), HangUpLeg(position=1, cause=16)} <= set(commands)
    record = run.record
    assert (record.outcome, record.reason, record.hung_up_by) == (Outcome.ANSWERED, "cap-reached", Side.PLATFORM)
    assert record.charging is not None
    assert record.charging.amount == 400 * FRANC


def test_a_dearer_tariff_brings_the_end_nearer() -> None:
    start = NOON + 20 * SECOND
    run = talk(charged())
    run.happens(TariffAsked(at=start + SECOND, request_id="r1", slot=2, by="rosa"))
    heard(run, at=start + 5 * SECOND)

    commands = run.happens(Digit(at=start + 10 * SECOND, side=Side.CALLER, digit="1"))

    # 15 s at 3 francs, then 6 francs a minute until 400 are reached, to the end of that second.
    assert WakeAt(timer=Timer.CUTOFF, at=start + 15 * SECOND + 3993 * SECOND) in commands


def test_a_french_call_is_cut_after_half_an_hour() -> None:
    run = talk(charged(FRENCH, class_code="fr-089"))
    end = NOON + 20 * SECOND + 1800 * SECOND

    run.happens(TimerFired(at=end, timer=Timer.CUTOFF))
    run.happens(ReleaseTimeout(at=end + 3000))
    run.happens(ReleaseTimeout(at=end + 6000))
    run.happens(ReleaseTimeout(at=end + 9000))

    assert run.record.reason == "maximum-duration"
    assert run.record.charging is not None
    assert run.record.charging.amount == 24 * FRANC


def test_an_announcement_cut_by_a_restart_is_played_from_its_start() -> None:
    run = Run(charged())

    commands = run.happens(Restarted(at=NOON + 4 * SECOND))
    late = run.happens(
        PromptEnded(at=NOON + 5 * SECOND, prompt_id="announcement-1", played_ms=5000, result=PromptResult.FINISHED)
    )

    assert StopPrompt(prompt_id="announcement-1") in commands
    assert played(commands).prompt_id == "announcement-2"
    assert late == ()
    assert run.call.state is State.ANNOUNCING


def test_a_restart_gives_up_what_was_being_asked_and_sets_the_timers_anew() -> None:
    start = NOON + 20 * SECOND
    run = talk(charged())
    run.happens(TariffAsked(at=start + SECOND, request_id="r1", slot=1, by="rosa"))
    run.happens(FeeAsked(at=start + SECOND, request_id="r2", fee=1, by="rosa"))

    commands = run.happens(Restarted(at=start + 3 * SECOND))

    assert told(commands) == [("r1", "interrupted"), ("r2", "interrupted")]
    assert WakeAt(timer=Timer.CUTOFF, at=start + 8000 * SECOND) in commands
    assert run.call.pending is None


def test_a_restart_in_the_pause_leaves_what_was_agreed() -> None:
    start = NOON + 20 * SECOND
    run = talk(charged())
    run.happens(TariffAsked(at=start + SECOND, request_id="r1", slot=1, by="rosa"))
    heard(run, at=start + 5 * SECOND)

    commands = run.happens(Restarted(at=start + 20 * SECOND))

    assert WakeAt(timer=Timer.PAUSE, at=start + 10 * SECOND) in commands
    assert told(commands) == []
    run.happens(TimerFired(at=start + 20 * SECOND, timer=Timer.PAUSE))
    assert run.call.meter is not None
    assert run.call.meter.slot == 1


def test_a_live_call_shows_its_price_and_what_is_being_changed() -> None:
    run = Run(charged())
    announcing = live(run.call)
    run = talk(charged())
    run.happens(TariffAsked(at=NOON + 30 * SECOND, request_id="r1", slot=2, by="rosa"))
    changing = live(run.call)

    assert announcing is not None
    assert (announcing.state, announcing.attempt, announcing.currency) == (LiveState.ANNOUNCING, 0, "CHF")
    assert changing is not None
    assert changing.charging_from == NOON + 20 * SECOND
    assert changing.pending == {
        "request_id": "r1",
        "kind": "tariff",
        "slot": 2,
        "by": "rosa",
        "phase": "announcing",
        "effective_at": None,
    }


def test_the_record_prices_the_call_by_its_own_time_line() -> None:
    money = hang_up(talk(charged()), at=NOON + 123_456)

    assert money.timeline is not None
    timeline = parse_timeline(money.timeline)
    assert rate(duration=103_456, timeline=timeline).amount == money.amount
    assert money.rated is not None
    assert money.rated["explanation"]
    assert (money.tariff_code, money.tariff_version, money.vat) == ("advice", 3, 81_000)
    assert money.payout == round(money.amount * 700_000 / 1_081_000)
