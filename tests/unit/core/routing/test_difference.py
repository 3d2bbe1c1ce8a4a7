"""The difference of two plans: nothing for equal ones, every quarter of the week that changed, every part by itself."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from smartnumbers.core.routing.difference import CODES, Change, difference
from smartnumbers.core.routing.plan import (
    CallerList,
    CallLimit,
    Display,
    DisplayRule,
    ExceptionPeriod,
    HolidayRule,
    Screening,
    SpecialDay,
    Window,
)
from smartnumbers.core.routing.treatments import (
    Announcement,
    Arm,
    Branches,
    Condition,
    ConditionKind,
    Flow,
    Message,
    MoveOn,
    OtherNumber,
    Strategy,
    Voicemail,
)
from tests.unit.core.routing.weeks import (
    EVERY_QUARTER,
    OFFICE,
    any_plan,
    chain,
    entry,
    held,
    office_week,
    plan,
    quarters_of,
    treatments,
)

OLD = plan()
MAILBOX = Voicemail(Message(texts={"de": "Bitte sprechen Sie."}), "info@alpina.example")
MOBILE, FIXED = (Condition(ConditionKind.LINE, (line,)) for line in ("mobile", "fixed"))


def office(action):
    """The office's plan with something else in its hours."""
    return plan(treatments=OFFICE | treatments(office=action))


@given(any_plan)
@settings(max_examples=60, deadline=None)
def test_a_plan_does_not_differ_from_itself(checked):
    assert difference(old=checked, new=replace(checked)) == ()


@given(any_plan, any_plan)
@settings(max_examples=150, deadline=None)
def test_exactly_the_quarters_that_lead_elsewhere_are_told_with_both_names(old, new):
    names = {"office": "Office", "closed": "Closed", None: ""}
    changes = [change.values for change in difference(old=old, new=new) if change.code == "week-changed"]
    told = {}
    for values in changes:
        for day in values["days"]:
            for quarter in quarters_of(day, values["start"], values["end"]):
                assert quarter not in told
                told[quarter] = (values["from"], values["to"])
    scanned = {quarter: (names[held(old, *quarter)], names[held(new, *quarter)]) for quarter in EVERY_QUARTER}
    assert told == {quarter: pair for quarter, pair in scanned.items() if pair[0] != pair[1]}


def test_saturdays_from_nine_to_twelve_somebody_answers_instead_of_an_announcement():
    new = plan(week=(*OLD.week, *office_week((540, 720), days=range(5, 6))))
    values = {"days": [5], "start": 540, "end": 720, "from": "Closed", "to": "Office"}
    assert difference(old=OLD, new=new) == (Change("week-changed", values),)


def test_days_that_change_alike_are_told_together_though_windows_were_cut_otherwise():
    new = plan(week=office_week((480, 600), (600, 720), (810, 900)))
    values = {"days": [0, 1, 2, 3, 4], "start": 900, "end": 1020, "from": "Office", "to": "Closed"}
    assert difference(old=OLD, new=new) == (Change("week-changed", values),)


def test_a_treatment_under_another_id_that_does_the_same_is_the_same():
    renumbered = plan(
        treatments={"b": replace(OFFICE["office"], treatment_id="b"), "closed": OFFICE["closed"]},
        week=tuple(replace(window, treatment="b") for window in OLD.week),
    )
    assert difference(old=OLD, new=renumbered) == ()


def test_a_hidden_otherwise_is_told_by_itself():
    whole = office_week((0, 1440), days=range(7))
    old, new = plan(week=whole), plan(week=whole, otherwise=None)
    assert difference(old=old, new=new) == (Change("otherwise-changed", {"from": "Closed", "to": ""}),)


ONE = office(chain(entry()))
FULL = entry(ring_seconds=30, limit=2, moves_on=frozenset({MoveOn.BUSY}), weight=5)
OFFICE_CHANGES = [
    (
        chain(entry(), entry("Pikett", "+41794121234", 25)),
        "destination-added",
        {"destination": "Pikett", "position": 2},
    ),
    (chain(entry(), strategy=Strategy.AT_ONCE), "strategy-changed", {"from": "in-order", "to": "at-once"}),
    (chain(FULL), "ring-time-changed", {"destination": "Reception", "from": 20, "to": 30}),
    (chain(FULL), "destination-limit-changed", {"from": None, "to": 2}),
    (chain(FULL), "moves-on-changed", {"to": ["busy"]}),
    (chain(FULL), "weight-changed", {"from": 1, "to": 5}),
    (chain(entry(paused=True)), "destination-paused", {"destination": "Reception"}),
    (chain(entry("Desk", destination_id="reception")), "destination-renamed", {"from": "Reception", "to": "Desk"}),
    (chain(entry(number="+41445550000")), "destination-address-changed", {"to": "+41445550000"}),
    (chain(entry(), then="closed"), "then-changed", {"from": "", "to": "Closed"}),
    (chain(entry("Desk")), "destination-removed", {"destination": "Reception"}),
    (MAILBOX, "treatment-kind-changed", {"from": "chain", "to": "voicemail"}),
]


@pytest.mark.parametrize(("action", "code", "values"), OFFICE_CHANGES)
def test_what_changes_in_a_chain(action, code, values):
    [change] = [change for change in difference(old=ONE, new=office(action)) if change.code == code]
    assert change.values.items() >= {"treatment": "Office", **values}.items()


def test_destinations_in_another_order_are_told_with_the_new_one():
    both = [entry(), entry("Pikett")]
    [change] = difference(old=office(chain(*both)), new=office(chain(*reversed(both))))
    assert change == Change("destinations-reordered", {"treatment": "Office", "order": ["Pikett", "Reception"]})


def test_a_destination_that_stands_in_a_chain_twice_is_compared_place_by_place():
    twice = [entry(), entry("Pikett"), entry(ring_seconds=40)]
    changed = office(chain(*twice[:2], entry(ring_seconds=60)))
    [change] = difference(old=office(chain(*twice)), new=changed)
    assert (change.code, change.values["from"], change.values["to"]) == ("ring-time-changed", 40, 60)


ACTION_CHANGES = [
    (MAILBOX, replace(MAILBOX, email="night@alpina.example"), ["email-changed"]),
    (MAILBOX, replace(MAILBOX, max_seconds=60), ["message-length-changed"]),
    (MAILBOX, replace(MAILBOX, message=Message(texts={"de": "Sprechen Sie."})), ["message-changed"]),
    (MAILBOX, replace(MAILBOX, message=replace(MAILBOX.message, languages=("de",))), ["message-languages-changed"]),
    (MAILBOX, replace(MAILBOX, message=replace(MAILBOX.message, recording="a")), ["recording-added"]),
    (Announcement(Message(recording="a")), Announcement(Message(recording="b")), ["recording-changed"]),
    (Announcement(Message(recording="a")), Announcement(Message()), ["recording-removed"]),
    (Flow("a", "closed"), Flow("b", "office"), ["flow-changed", "flow-otherwise-changed"]),
    (OtherNumber("+41800555666"), OtherNumber("+41848777888"), ["number-changed"]),
    (Branches((), "closed"), Branches((), "office"), ["arms-otherwise-changed"]),
    (Branches((Arm((MOBILE,), "closed"),), "closed"), Branches((), "closed"), ["arm-removed"]),
    (
        Branches((Arm((MOBILE,), "closed"), Arm((FIXED,), "office")), "closed"),
        Branches((Arm((FIXED,), "office"), Arm((MOBILE,), "closed")), "closed"),
        ["arms-reordered"],
    ),
]


@pytest.mark.parametrize(("before", "after", "codes"), ACTION_CHANGES)
def test_what_changes_in_other_treatments(before, after, codes):
    old, new = (plan(treatments=OFFICE | treatments(extra=action)) for action in (before, after))
    assert [change.code for change in difference(old=old, new=new)] == codes


def test_a_new_arm_is_told_with_what_it_asks_and_where_it_leads():
    old, new = office(Branches((), "closed")), office(Branches((Arm((MOBILE,), "closed"),), "closed"))
    [change] = difference(old=old, new=new)
    assert change.values["when"] == [{"kind": "line", "values": ["mobile"], "negated": False}]
    assert (change.values["position"], change.values["to"]) == (1, "Closed")


def test_treatments_that_came_went_and_were_renamed():
    more = plan(treatments=OFFICE | treatments(pikett=MAILBOX))
    assert difference(old=OLD, new=more) == (Change("treatment-added", {"name": "Pikett", "kind": "voicemail"}),)
    assert difference(old=more, new=OLD) == (Change("treatment-removed", {"name": "Pikett", "kind": "voicemail"}),)
    renamed = plan(treatments=OFFICE | {"office": replace(OFFICE["office"], name="Team")})
    assert difference(old=OLD, new=renamed) == (Change("treatment-renamed", {"from": "Office", "to": "Team"}),)


XMAS = ExceptionPeriod("Christmas", "2026-12-24T16:00", "2026-12-27T00:00", "closed")
FEAST = SpecialDay("Feast", 8, 15, "closed")
VIPS = CallerList("vip", "VIPs", frozenset({"+41794121234"}))
PART_CHANGES = [
    ({}, {"zone": "Europe/Paris"}, ["zone-changed"]),
    ({}, {"exceptions": (XMAS,)}, ["exception-added"]),
    ({"exceptions": (XMAS,)}, {}, ["exception-removed"]),
    ({"exceptions": (XMAS,)}, {"exceptions": (replace(XMAS, treatment="office"),)}, ["exception-changed"]),
    ({"special_days": (FEAST,)}, {"special_days": (replace(FEAST, end=720),)}, ["special-day-changed"]),
    ({}, {"holidays": HolidayRule("CH-ZH", "closed")}, ["holidays-added"]),
    (
        {"holidays": HolidayRule("CH-ZH", "closed")},
        {"holidays": HolidayRule("CH-BE", "office", frozenset({"Labor Day"}))},
        ["holidays-region-changed", "holidays-treatment-changed", "holidays-worked-changed"],
    ),
    ({}, {"screening": Screening(only_welcome=True, withheld=True)}, [
        "screening-only-welcome-on", "screening-withheld-on",
    ]),
    ({"screening": Screening(key_test=True)}, {}, ["screening-key-test-off"]),
    ({}, {"screening": Screening(countries=frozenset({"FR"}))}, ["countries-changed"]),
    ({}, {"screening": Screening(limit=CallLimit(3, 3600))}, ["call-limit-changed"]),
    ({}, {"screening": Screening(welcome=("vip",)), "lists": {"vip": VIPS}}, ["welcome-added"]),
    ({"lists": {"vip": VIPS}}, {"lists": {"vip": replace(VIPS, prefixes=("+4179",))}}, ["list-changed"]),
    ({}, {"greeting": Message(texts={"de": "Grüezi"})}, ["greeting-added"]),
    ({"greeting": Message(texts={"de": "Grüezi"})}, {"greeting": Message(texts={"de": "Hoi"})}, ["message-changed"]),
    ({}, {"display": DisplayRule(Display.FIXED_NUMBER, "+41445123800")}, ["display-changed"]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "codes"), PART_CHANGES)
def test_what_changes_around_the_week(before, after, codes):
    found = difference(old=plan(**before), new=plan(**after))
    assert [change.code for change in found] == codes
    assert set(codes) <= set(CODES)


def test_two_exceptions_of_one_name_are_paired_once():
    later = replace(XMAS, begins="2027-12-24T16:00", ends="2027-12-27T00:00")
    found = difference(old=plan(exceptions=(XMAS, later)), new=plan(exceptions=(XMAS,)))
    assert [(change.code, change.values["begins"]) for change in found] == [("exception-removed", "2027-12-24T16:00")]


def test_a_gap_is_told_as_a_treatment_without_name():
    found = difference(old=plan(otherwise=None), new=plan(otherwise=None, week=(*OLD.week, Window(5, 0, 15, "closed"))))
    assert found == (Change("week-changed", {"days": [5], "start": 0, "end": 15, "from": "", "to": "Closed"}),)
