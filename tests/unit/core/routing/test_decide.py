"""The decision: total, by the rule that covers the instant, within the law, the same after a round trip."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import holidays
from hypothesis import example, given
from hypothesis import strategies as st

from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.premium import is_premium
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Dial, Greet, KeyTest, Presentation, Refusal, Say, TakeMessage
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.profile import document, parse
from smartnumbers.core.routing.tracecodes import TraceCode
from tests.unit.core.routing.plans import Arbitrary, callers, circumstances, instants, profile_documents, profiles

ANNA = Caller("+41791112299", Presentation.ALLOWED)
ORDER = (KeyTest, Greet, Dial, Say | TakeMessage)
PACKAGE = {
    "CH": lambda year: holidays.country_holidays("CH", years=year, language="en_US"),
    "CH-ZH": lambda year: holidays.country_holidays("CH", subdiv="ZH", years=year, language="en_US"),
    "FR-67": lambda year: holidays.country_holidays("FR", subdiv="6AE", years=year, language="en_US"),
    "FR-75": lambda year: holidays.country_holidays("FR", years=year, language="en_US"),
}


@given(profiles, callers, st.integers(-(2**40), 2**60), circumstances, st.integers(-1, 10_000))
def test_every_call_has_a_decision_with_its_reasons(profile, caller, at, remembered, lot) -> None:  # type: ignore[no-untyped-def]
    decision = decide(
        number=profile.number,
        profile=profile,
        caller=caller,
        at=at,
        circumstances=remembered,
        look_up=lambda number: profile,
        lot=lot,
    )

    assert decision.trace
    assert all(step.code in set(TraceCode) for step in decision.trace)
    assert (decision.refusal is None) == bool(decision.stages)
    places = [next(place for place, kind in enumerate(ORDER) if isinstance(stage, kind)) for stage in decision.stages]
    assert places == sorted(places)
    assert all(places.count(place) <= 1 for place in (0, 1, 3))
    assert all(stage.entries for stage in decision.stages if isinstance(stage, Dial))


@given(profiles, callers, instants, circumstances)
def test_no_premium_number_is_ever_shown(profile, caller, at, remembered) -> None:  # type: ignore[no-untyped-def]
    decision = decide(number=profile.number, profile=profile, caller=caller, at=at, circumstances=remembered)

    assert not is_premium(decision.shown.number)
    assert not decision.shown.number or decision.shown.number.startswith("+")
    if caller.presentation is not Presentation.ALLOWED:
        assert not caller.number or decision.shown.number != caller.number


@given(profiles, instants)
@example(parse(json.loads('{"format": 1, "number": "+41800123789", "account": "a", "revision": 1, "in_service": true, '
                          '"display": "caller", "limits": {}, "chain": [], "blacklist": []}')), 0)  # fmt: skip
def test_the_treatment_is_that_of_the_first_rule_that_covers_the_instant(profile, at) -> None:  # type: ignore[no-untyped-def]
    plan = profile.plan_at(at).plan

    decision = decide(number=profile.number, profile=profile, caller=ANNA, at=at)

    if any(step.code in (TraceCode.NOT_WELCOME, TraceCode.PREFIX_BLOCKED) for step in decision.trace):
        return
    expected = naive_treatment(plan, at)
    assert decision.treatment_id == (expected or "")
    if expected is None:
        assert decision.refusal is Refusal.GAP


def naive_treatment(plan: Plan, at: int) -> str | None:
    """The rules as docs/explanation/routing.md has them, one after the other, without anything prepared."""
    now = to_datetime(at).astimezone(ZoneInfo(plan.zone)).replace(tzinfo=None)
    for one in plan.exceptions:
        if datetime.fromisoformat(one.begins) <= now < datetime.fromisoformat(one.ends):
            return one.treatment
    minute = 60 * now.hour + now.minute
    for day in plan.special_days:
        if (day.month, day.day) == (now.month, now.day) and day.start <= minute < day.end:
            return day.treatment
    if plan.holidays is not None:
        names = holiday_names(plan.holidays.region, now.date())
        if any(name not in plan.holidays.worked for name in names):
            return plan.holidays.treatment
    for window in plan.week:
        if window.day == now.weekday() and window.start <= minute < window.end:
            return window.treatment
    return plan.otherwise


def holiday_names(region: str, day: date) -> list[str]:
    """What the package itself has for a day."""
    name = PACKAGE[region](day.year).get(day)
    return name.split("; ") if name else []


@given(profile_documents, callers, instants, st.integers(0, 1000), st.integers(0, 9999))
def test_a_profile_restored_from_its_document_decides_the_same(written, caller, at, seed, lot) -> None:  # type: ignore[no-untyped-def]
    profile = parse(written)
    restored = parse(json.loads(json.dumps(document(profile))))

    assert restored == profile
    decisions = [
        decide(
            number=one.number,
            profile=one,
            caller=caller,
            at=at,
            circumstances=Arbitrary(seed),
            look_up={one.number: one}.get,
            lot=lot,
        )
        for one in (profile, restored)
    ]
    assert decisions[0] == decisions[1]


@given(profiles, callers, instants, circumstances, st.integers(0, 9999))
def test_nobody_rings_who_is_paused_and_nobody_rings_twice_for_one_chain(profile, caller, at, remembered, lot) -> None:  # type: ignore[no-untyped-def]
    decision = decide(number=profile.number, profile=profile, caller=caller, at=at, circumstances=remembered, lot=lot)

    assert not any(entry.paused for entry in decision.entries)
    chains = [step for step in decision.trace if step.code == TraceCode.CHAIN_CHOSEN]
    assert len(decision.entries) == sum(int(step.values["destinations"]) for step in chains)
