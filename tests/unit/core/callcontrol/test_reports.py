"""A nuisance report: `*00` on the destination's telephone ends the talk and turns the caller away for a day."""

from dataclasses import replace

from smartnumbers.core.callcontrol.call import State
from smartnumbers.core.callcontrol.commands import Command, HangUpCaller, HangUpLeg, RememberReport, Tell
from smartnumbers.core.callcontrol.events import CallerEnded, Connected, Digit, LegAnswered, LegEnded, Offered
from smartnumbers.core.callcontrol.record import REPORT_BLOCK_MS, Outcome, Side
from smartnumbers.core.routing.decision import Caller, Presentation
from tests.unit.core.callcontrol.cast import ANNA, CHAIN, CHEAP, NOON, NUMBER, Run, charged, decided, offered


def pressed(run: Run, keys: str, *, at: int) -> tuple[Command, ...]:
    """Keys on the destination's telephone, one a second; gives all that is to be done about them."""
    commands: tuple[Command, ...] = ()
    for second, digit in enumerate(keys):
        commands += run.happens(Digit(at=at + 1000 * second, side=Side.DESTINATION, digit=digit))
    return commands


def talking(arrival: Offered) -> Run:
    return Run(arrival, LegAnswered(at=arrival.at + 10, position=1), Connected(at=arrival.at + 11))


def test_a_report_ends_the_talk_and_is_remembered_for_a_day() -> None:
    run = talking(offered(decision=decided(*CHAIN, reports=True)))

    commands = pressed(run, "*00", at=5000)
    run.happens(CallerEnded(at=7010, cause=16))
    run.happens(LegEnded(at=7020, position=1, cause=16))

    remembered = RememberReport(number=NUMBER, caller=ANNA.number, until=7000 + REPORT_BLOCK_MS)
    assert {remembered, HangUpCaller(cause=16), HangUpLeg(position=1, cause=16)} <= set(commands)
    record = run.record
    assert (record.reported, record.outcome, record.reason) == (True, Outcome.ANSWERED, "nuisance-reported")
    assert record.hung_up_by is Side.DESTINATION


def test_a_caller_who_hides_his_number_can_be_reported_too() -> None:
    hidden = replace(ANNA, presentation=Presentation.RESTRICTED)
    run = talking(offered(decision=decided(*CHAIN, reports=True), caller=hidden))

    assert [command for command in pressed(run, "*00", at=5000) if isinstance(command, RememberReport)]


def test_other_keys_and_the_callers_mean_nothing() -> None:
    run = talking(offered(decision=decided(*CHAIN, reports=True)))

    pressed(run, "*01", at=1000)
    pressed(run, "00*0", at=10_000)
    for digit in "*00":
        run.happens(Digit(at=30_000, side=Side.CALLER, digit=digit))

    assert (run.call.state, run.call.requests) == (State.TALKING, ())


def test_where_the_plan_has_no_reports_one_is_refused() -> None:
    run = talking(charged(CHEAP))

    commands = pressed(run, "*00", at=NOON + 5000)

    assert [command.result for command in commands if isinstance(command, Tell)] == ["refused-reports-off"]
    assert [(made.kind, made.result) for made in run.call.requests] == [("report", "refused-reports-off")]
    assert run.call.state is State.TALKING


def test_a_caller_without_a_number_cannot_be_reported() -> None:
    nobody = Caller(number="", presentation=Presentation.UNAVAILABLE)
    run = talking(replace(charged(CHEAP), caller=nobody))

    commands = pressed(run, "*00", at=NOON + 5000)

    assert [command.result for command in commands if isinstance(command, Tell)] == ["refused-caller-unknown"]


def test_keys_pressed_before_both_hear_each_other_count() -> None:
    run = Run(offered(decision=decided(*CHAIN, reports=True)), LegAnswered(at=10, position=1))
    pressed(run, "*00", at=20)

    commands = run.happens(Connected(at=4000))

    assert [command for command in commands if isinstance(command, RememberReport)]


def test_keys_after_an_early_report_mean_nothing() -> None:
    run = Run(charged(CHEAP, decision=decided(*CHAIN, reports=True)), LegAnswered(at=NOON + 10, position=1))
    pressed(run, "*00*02", at=NOON + 20)

    run.happens(Connected(at=NOON + 4000))

    assert run.call.state is State.RELEASING
    assert run.call.prompts == ()


def test_keys_are_heard_only_where_somebody_could_be_reported() -> None:
    assert Run(offered(decision=decided(*CHAIN, reports=True))).call.speaking
    assert not Run(offered(decision=decided(*CHAIN))).call.speaking
