"""The check finds ways through a plan that lead nowhere or round in a circle, and arms that no caller takes."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.routing.branches import way_of
from smartnumbers.core.routing.check import Severity, check
from smartnumbers.core.routing.decision import Caller, Presentation
from smartnumbers.core.routing.plan import CallerList, HolidayRule, Window
from smartnumbers.core.routing.question import LOTS, Question
from smartnumbers.core.routing.treatments import Arm, Branches, Condition, ConditionKind, Flow, OtherNumber
from tests.unit.core.routing.weeks import AT, NUMBER, OFFICE, Published, chain, facts, plan, treatments

OTHER = "+41800555666"
THIRD = "+41848777888"
NIGHT = Window(0, 0, 480, "there")
DAY = Window(0, 480, 1440, "there")


def found(checked, *codes, **known):
    """What the check finds, of some codes."""
    return [finding for finding in check(plan=checked, number=NUMBER, facts=facts(**known)) if finding.code in codes]


def leading_to(number, **parts):
    """A plan that follows another number's, at all times unless told otherwise."""
    return plan(**{"treatments": treatments(there=OtherNumber(number), here=chain()), "week": (), **parts})


def test_every_reference_to_a_treatment_that_is_not_there_is_told_at_its_place():
    actions = treatments(
        office=chain(then="a"),
        closed=Flow("menu", "b"),
        region=Branches((Arm((Condition(ConditionKind.WITHHELD),), "c"),), "d"),
    )
    broken = plan(treatments=actions, otherwise="e", holidays=HolidayRule("CH-ZH", "f"), week=())
    assert {finding.place: finding.parameters["treatment"] for finding in found(broken, "treatment-missing")} == {
        "treatments.office.then": "a",
        "treatments.closed.otherwise": "b",
        "treatments.region.arms[0].then": "c",
        "treatments.region.otherwise": "d",
        "otherwise": "e",
        "holidays.treatment": "f",
    }


def test_a_treatment_that_nothing_leads_to_is_told_and_one_behind_another_is_not():
    actions = OFFICE | treatments(pikett=chain(), mailbox=chain(), office=chain(then="mailbox"))
    [unreached] = found(plan(treatments=actions), "treatment-unreachable")
    assert (unreached.place, unreached.severity) == ("treatments.pikett", Severity.WARNING)


def test_a_chain_to_itself_is_a_loop():
    [loop] = found(plan(treatments=OFFICE | treatments(office=chain(then="office"))), "loop")
    assert (loop.place, loop.severity) == ("treatments.office.then", Severity.ERROR)
    assert loop.parameters == {"names": "Office → Office"}


def test_a_longer_circle_is_told_once_with_all_its_steps():
    region = Branches((Arm((Condition(ConditionKind.WITHHELD),), "closed"),), "mailbox")
    actions = OFFICE | treatments(office=chain(then="region"), region=region, mailbox=chain(then="office"))
    [loop] = found(plan(treatments=actions), "loop")
    assert loop.place == "treatments.mailbox.then"
    assert loop.parameters == {"names": "Office → Region → Mailbox → Office"}


def test_two_ways_to_the_same_treatment_are_no_loop():
    actions = OFFICE | treatments(office=chain(then="closed"), pikett=chain(then="office"))
    assert not found(plan(treatments=actions, otherwise="pikett"), "loop")


def test_a_number_that_follows_itself_is_a_loop():
    [loop] = found(leading_to(NUMBER, otherwise="there"), "loop-between-numbers")
    assert loop.parameters["numbers"] == f"{NUMBER} → {NUMBER}"


def test_numbers_that_follow_each_other_over_a_third_are_a_loop():
    others = {OTHER: leading_to(THIRD, otherwise="there"), THIRD: leading_to(NUMBER, otherwise="there")}
    [loop] = found(leading_to(OTHER, otherwise="there"), "loop-between-numbers", others=others)
    assert (loop.place, loop.severity) == ("treatments.there.number", Severity.ERROR)
    assert loop.parameters["numbers"] == f"{NUMBER} → {OTHER} → {THIRD} → {NUMBER}"


def test_a_number_that_leads_into_a_circle_of_others_is_told_too():
    others = {OTHER: leading_to(THIRD, otherwise="there"), THIRD: leading_to(OTHER, otherwise="there")}
    [loop] = found(leading_to(OTHER, otherwise="there"), "loop-between-numbers", others=others)
    assert loop.parameters["numbers"] == f"{NUMBER} → {OTHER} → {THIRD} → {OTHER}"


def test_numbers_that_follow_each_other_at_different_hours_are_no_loop():
    others = {OTHER: leading_to(NUMBER, week=(DAY,), otherwise="here")}
    by_night = leading_to(OTHER, week=(NIGHT,), otherwise="here")
    assert not found(by_night, "loop-between-numbers", others=others)
    overlapping = leading_to(OTHER, week=(NIGHT, Window(0, 480, 495, "there")), otherwise="here")
    assert found(overlapping, "loop-between-numbers", others=others)


def test_a_holiday_can_close_a_circle_at_any_hour():
    others = {OTHER: leading_to(NUMBER, week=(DAY,), otherwise="here")}
    on_holidays = leading_to(OTHER, week=(), otherwise="here", holidays=HolidayRule("CH-ZH", "there"))
    assert found(on_holidays, "loop-between-numbers", others=others)


def test_an_unknown_number_and_one_of_another_account_are_told_alike():
    [unknown] = found(leading_to(OTHER, otherwise="there"), "number-unknown")
    elsewhere = {NUMBER: Published(plan()), OTHER: Published(plan(), account="elsewhere")}
    [foreign] = found(leading_to(OTHER, otherwise="there"), "number-unknown", look_up=elsewhere.get)
    assert unknown == foreign
    assert (unknown.place, unknown.severity) == ("treatments.there.number", Severity.ERROR)


def test_a_number_out_of_service_is_told():
    asleep = {OTHER: Published(plan(), in_service=False)}
    assert found(leading_to(OTHER, otherwise="there"), "number-out-of-service", look_up=asleep.get)


def test_a_flow_that_is_not_in_force_is_told():
    menu = plan(treatments=OFFICE | treatments(office=Flow("menu", "closed")))
    assert found(menu, "flow-unknown")
    assert not found(menu, "flow-unknown", flows=frozenset({"menu"}))


def asks(kind, *values, negated=False):
    """A condition, written shortly."""
    return Condition(ConditionKind(kind), values, negated)


COVERED = [
    ([], [asks("line", "mobile")]),
    ([asks("share", "100")], [asks("line", "mobile")]),
    ([asks("share", "0", negated=True)], []),
    ([asks("line", "mobile")], [asks("line", "mobile")]),
    ([asks("country", "CH", "FR")], [asks("country", "CH")]),
    ([asks("country", "CH")], [asks("region", "ch-044", "ch-de")]),
    ([asks("line", "mobile")], [asks("country", "CH"), asks("line", "mobile")]),
    ([asks("known", "90")], [asks("known", "30")]),
    ([asks("known")], [asks("known", "90")]),
    ([asks("country", "CH", negated=True)], [asks("country", "CH", "FR", negated=True)]),
    ([asks("country", "CH", negated=True)], [asks("country", "FR")]),
    ([asks("line", "mobile", negated=True)], [asks("line", "fixed")]),
]
NOT_COVERED = [
    ([asks("line", "mobile")], []),
    ([asks("country", "CH")], [asks("country", "CH", "FR")]),
    ([asks("country", "CH"), asks("line", "mobile")], [asks("line", "mobile")]),
    ([asks("known", "30")], [asks("known", "90")]),
    ([asks("known", "30")], [asks("known")]),
    ([asks("share", "50")], [asks("share", "25")]),
    ([asks("share", "25")], [asks("share", "25")]),
    ([asks("region", "ch-044")], [asks("country", "CH")]),
    ([asks("country", "CH", "FR", negated=True)], [asks("country", "CH", negated=True)]),
    ([asks("list", "vip", negated=True)], [asks("list", "press")]),
    ([asks("withheld")], [asks("withheld", negated=True)]),
]
CONTRADICTORY = [
    [asks("country", "CH"), asks("country", "FR")],
    [asks("line", "fixed"), asks("line", "mobile")],
    [asks("region", "fr-01"), asks("country", "CH")],
    [asks("withheld"), asks("withheld", negated=True)],
    [asks("region", "ch-044"), asks("country", "CH", negated=True)],
    [asks("share", "25"), asks("share", "50", negated=True)],
    [asks("share", "0")],
    [asks("list")],
]
POSSIBLE = [
    [asks("list", "vip"), asks("list", "press")],
    [asks("region", "ch-044"), asks("region", "ch-de")],
    [asks("share", "50"), asks("share", "25", negated=True)],
    [asks("country", "CH", negated=True), asks("country", "FR", negated=True)],
    [asks("region", negated=True)],
]


def branches(*arms):
    """A plan whose office hours lead to branches with those arms."""
    every = Branches(tuple(Arm(tuple(when), "closed") for when in arms), "closed")
    lists = {name: CallerList(name, name, frozenset({"+41794121234"})) for name in ("vip", "press")}
    return plan(treatments=OFFICE | treatments(office=every), lists=lists)


@pytest.mark.parametrize(("earlier", "later"), COVERED)
def test_an_arm_for_callers_who_all_take_an_earlier_one_is_told(earlier, later):
    [told] = found(branches([asks("withheld")], earlier, later), "arm-unreachable", "arm-contradictory")
    assert (told.code, told.place, told.severity) == ("arm-unreachable", "treatments.office.arms[2]", Severity.WARNING)
    assert told.parameters == {"name": "Office", "arm": 3, "earlier": 2}


@pytest.mark.parametrize(("earlier", "later"), NOT_COVERED)
def test_an_arm_that_an_earlier_one_leaves_callers_for_is_not(earlier, later):
    assert not found(branches(earlier, later), "arm-unreachable", "arm-contradictory")


@pytest.mark.parametrize("when", CONTRADICTORY)
def test_an_arm_whose_conditions_no_caller_can_meet_is_told(when):
    [told] = found(branches(when), "arm-unreachable", "arm-contradictory")
    assert (told.code, told.parameters["arm"]) == ("arm-contradictory", 1)


@pytest.mark.parametrize("when", POSSIBLE)
def test_conditions_that_some_caller_meets_contradict_nothing(when):
    assert not found(branches(when), "arm-contradictory")


class Past:
    """The circumstances of a caller who called so many days ago, if ever."""

    def __init__(self, days):
        self.days = days

    def calls_since(self, *, number, caller, since):
        return 0 if self.days is None else int(AT - self.days * 86_400_000 >= since)


WORDS = {
    ConditionKind.REGION: ["ch-044", "ch-de", "ch-fr", "fr-01", "ch-021"],
    ConditionKind.LINE: ["mobile", "fixed"],
    ConditionKind.COUNTRY: ["CH", "FR", "DE"],
    ConditionKind.LIST: ["vip", "press"],
    ConditionKind.KNOWN: ["30", "90"],
    ConditionKind.SHARE: ["0", "25", "50", "100"],
}


@st.composite
def conditions(draw):
    kind = draw(st.sampled_from(list(ConditionKind)))
    if kind is ConditionKind.WITHHELD:
        values = []
    elif kind in (ConditionKind.KNOWN, ConditionKind.SHARE):
        values = [draw(st.sampled_from(WORDS[kind]))]
    else:
        values = draw(st.lists(st.sampled_from(WORDS[kind]), min_size=1, max_size=3, unique=True))
    return asks(kind, *values, negated=draw(st.booleans()))


NUMBERS = ["", "+41445123800", "+41215123800", "+41794121234", "+33142685300", "+33612345678", "+493012345678", "+1"]


@given(
    arms=st.lists(st.lists(conditions(), max_size=3), min_size=1, max_size=4),
    number=st.sampled_from(NUMBERS),
    presentation=st.sampled_from(list(Presentation)),
    lot=st.integers(0, LOTS - 1),
    days=st.sampled_from([None, 10, 60, 300]),
)
def test_no_caller_takes_an_arm_of_which_the_check_says_that_nobody_does(arms, number, presentation, lot, days):
    checked = branches(*arms)
    question = Question(
        profile=SimpleNamespace(number=NUMBER),
        caller=Caller(number, presentation),
        at=AT,
        circumstances=Past(days),
        look_up=lambda _: None,
        lot=lot,
    )
    treatment = checked.treatments["office"]
    way_of(treatment=treatment, branches=treatment.action, plan=checked, question=question)
    taken = question.trace[-1].values.get("arm")
    told = {one.parameters["arm"] for one in found(checked, "arm-unreachable", "arm-contradictory")}
    assert taken not in told
