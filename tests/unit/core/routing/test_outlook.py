"""What holds by the clock, until when, and what comes next."""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartnumbers.core.foundation.instants import from_datetime, to_datetime
from smartnumbers.core.routing.destinations import TelephoneDestination
from smartnumbers.core.routing.outlook import HORIZON_DAYS, changes, outlook, standing
from smartnumbers.core.routing.plan import (
    DatedPlan,
    ExceptionPeriod,
    HolidayRule,
    Plan,
    PlanSchedule,
    SpecialDay,
    TemporaryPlan,
    Window,
)
from smartnumbers.core.routing.timing import rule_at
from smartnumbers.core.routing.treatments import Announcement, Chain, ChainEntry, Message, Treatment

ZURICH = "Europe/Zurich"
MINUTE = 60_000


def chain(name: str, *, number: str = "+41445123800", then: str | None = None) -> Treatment:
    entry = ChainEntry(TelephoneDestination(number), name, 20)
    return Treatment(name.lower(), name, Chain((entry,), then=then))


OFFICE, STANDBY = chain("Office"), chain("Standby", number="+41795123800")
CLOSED = Treatment("closed", "Closed", Announcement(Message()))
ALL = {one.treatment_id: one for one in (OFFICE, STANDBY, CLOSED)}
OFFICE_HOURS = tuple(Window(day, 8 * 60, 18 * 60, "office") for day in range(5))


def plan(**different: Any) -> Plan:
    return Plan(**{"zone": ZURICH, "treatments": ALL, "week": OFFICE_HOURS, "otherwise": "closed", **different})


def number(*plans: DatedPlan | TemporaryPlan | Plan) -> PlanSchedule:
    dated = tuple(DatedPlan(None, one) if isinstance(one, Plan) else one for one in plans)
    return PlanSchedule(
        tuple(one for one in dated if isinstance(one, DatedPlan)),
        tuple(one for one in dated if isinstance(one, TemporaryPlan)),
    )


def instant(written: str, *, fold: int = 0, zone: str = ZURICH) -> int:
    return from_datetime(datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone), fold=fold))


def seen(plans: PlanSchedule, written: str, *, fold: int = 0) -> tuple[str | None, str | None]:
    """The treatment's name, and the wall-clock time until which it holds."""
    found = outlook(plans=plans, at=instant(written, fold=fold))
    treatment = found.now.treatment
    until = found.until
    shown = None if until is None else to_datetime(until).astimezone(ZoneInfo(ZURICH)).strftime("%Y-%m-%dT%H:%M")
    return None if treatment is None else treatment.name, shown


class TestTheWeek:
    def test_a_window_holds_until_its_end(self) -> None:
        assert seen(number(plan()), "2026-11-20T14:32") == ("Office", "2026-11-20T18:00")

    def test_what_holds_at_night_lasts_until_the_morning_and_over_the_weekend_until_monday(self) -> None:
        assert seen(number(plan()), "2026-11-19T18:00") == ("Closed", "2026-11-20T08:00")
        assert seen(number(plan()), "2026-11-20T18:00") == ("Closed", "2026-11-23T08:00")

    def test_a_gap_is_told_as_such(self) -> None:
        assert seen(number(plan(otherwise=None)), "2026-11-20T19:00") == (None, "2026-11-23T08:00")

    def test_windows_that_follow_each_other_with_the_same_treatment_are_one(self) -> None:
        halves = (Window(4, 8 * 60, 12 * 60, "office"), Window(4, 12 * 60, 18 * 60, "office"))

        assert seen(number(plan(week=halves)), "2026-11-20T09:00") == ("Office", "2026-11-20T18:00")

    def test_a_window_until_midnight_goes_on_in_that_of_the_next_day(self) -> None:
        round_the_clock = tuple(Window(day, 0, 1440, "office") for day in range(6))

        assert seen(number(plan(week=round_the_clock)), "2026-11-16T09:00") == ("Office", "2026-11-22T00:00")

    def test_a_plan_that_never_changes_has_no_end(self) -> None:
        assert seen(number(plan(week=(), otherwise="office")), "2026-11-20T14:32") == ("Office", None)
        always = tuple(Window(day, 0, 1440, "office") for day in range(7))
        assert seen(number(plan(week=always)), "2026-11-20T14:32") == ("Office", None)


class TestTheCalendar:
    def test_an_exception_ends_what_the_week_began(self) -> None:
        christmas = ExceptionPeriod("Christmas Eve", "2026-12-24T16:00", "2026-12-28T08:00", "closed")
        plans = number(plan(exceptions=(christmas,)))

        assert seen(plans, "2026-12-24T15:00") == ("Office", "2026-12-24T16:00")
        assert seen(plans, "2026-12-24T17:00") == ("Closed", "2026-12-28T08:00")

    def test_a_public_holiday_closes_and_one_that_is_worked_does_not(self) -> None:
        closed = number(plan(holidays=HolidayRule("CH-ZH", "standby")))
        worked = number(plan(holidays=HolidayRule("CH-ZH", "standby", frozenset({"National Day"}))))

        assert seen(closed, "2025-07-31T18:00") == ("Closed", "2025-08-01T00:00")
        assert seen(closed, "2025-08-01T10:00") == ("Standby", "2025-08-02T00:00")
        assert seen(worked, "2025-08-01T10:00") == ("Office", "2025-08-01T18:00")

    def test_a_special_day_comes_every_year_also_far_ahead(self) -> None:
        anniversary = SpecialDay("Anniversary", 11, 19, "standby", 600, 660)
        plans = number(plan(week=(), otherwise="office", special_days=(anniversary,)))

        assert seen(plans, "2026-11-19T11:00") == ("Office", "2027-11-19T10:00")

    def test_what_lies_beyond_the_horizon_counts_as_never(self) -> None:
        far = ExceptionPeriod("Far", "2029-01-01T00:00", "2029-01-02T00:00", "closed")

        assert seen(number(plan(week=(), otherwise="office", exceptions=(far,))), "2026-11-20T12:00")[1] is None


class TestScheduledChanges:
    AT = instant("2026-11-20T15:00:07")

    def test_a_plan_for_later_is_in_force_to_the_second(self) -> None:
        moved = plan(treatments={**ALL, "office": chain("Office", number="+41445123899")})
        plans = number(plan(), DatedPlan(self.AT, moved, "New telephone"))

        found = outlook(plans=plans, at=self.AT - 1)

        assert found.until == self.AT
        assert outlook(plans=plans, at=self.AT).now.in_force.name == "New telephone"

    def test_a_plan_in_which_nothing_differs_for_callers_is_no_change(self) -> None:
        plans = number(plan(), DatedPlan(self.AT, plan(otherwise="standby"), "Nights"))

        assert seen(plans, "2026-11-20T14:32") == ("Office", "2026-11-20T18:00")
        assert seen(plans, "2026-11-20T19:00")[0] == "Standby"

    def test_a_temporary_plan_ends_and_the_week_goes_on(self) -> None:
        away = TemporaryPlan(self.AT, self.AT + 90 * MINUTE, plan(week=(), otherwise="standby"), "Away")
        plans = number(plan(), away)
        names = [one.treatment.name for one in islice(changes(plans=plans, at=self.AT - 1), 4) if one.treatment]

        assert names == ["Office", "Standby", "Office", "Closed"]

    def test_what_a_chain_goes_on_with_belongs_to_what_is_meant(self) -> None:
        led = {**ALL, "office": chain("Office", then="standby")}
        other = {**led, "standby": chain("Standby", number="+41795123899")}
        plans = number(plan(treatments=led), DatedPlan(self.AT, plan(treatments=other), "Standby moved"))

        assert outlook(plans=plans, at=self.AT - 1).until == self.AT


class TestTheNightsWhenClocksChange:
    EARLY = (Window(6, 2 * 60 + 30, 3 * 60, "standby"),)

    def test_the_hour_that_comes_twice_has_its_window_twice(self) -> None:
        plans = number(plan(week=self.EARLY))

        first = outlook(plans=plans, at=instant("2026-10-25T02:30"))
        second = outlook(plans=plans, at=instant("2026-10-25T02:30", fold=1))

        assert first.now.treatment == second.now.treatment == STANDBY
        assert first.until == instant("2026-10-25T02:00", fold=1)
        assert second.until == instant("2026-10-25T03:00")
        assert outlook(plans=plans, at=instant("2026-10-25T02:10", fold=1)).until == instant("2026-10-25T02:30", fold=1)

    def test_a_window_in_the_hour_that_does_not_come_is_passed_over(self) -> None:
        assert seen(number(plan(week=self.EARLY)), "2026-03-29T01:00")[1] != "2026-03-29T03:00"

    def test_a_window_into_the_missing_hour_ends_when_the_clocks_change(self) -> None:
        plans = number(plan(week=(Window(6, 60, 2 * 60 + 15, "standby"),)))

        assert outlook(plans=plans, at=instant("2026-03-29T01:30")).until == instant("2026-03-29T03:00")

    def test_an_exception_that_begins_in_the_missing_hour_begins_when_the_clocks_change(self) -> None:
        early = ExceptionPeriod("Early", "2026-03-29T02:30", "2026-03-29T12:00", "standby")

        assert outlook(plans=number(plan(exceptions=(early,))), at=instant("2026-03-29T01:00")).until == instant(
            "2026-03-29T03:00"
        )

    def test_clocks_that_change_at_midnight_are_followed_too(self) -> None:
        late = tuple(Window(day, 23 * 60, 1440, "standby") for day in range(7))
        plans = number(plan(zone="America/Havana", week=late))
        # On 1 November 2026 Havana's clocks go back from one o'clock to midnight.
        at = instant("2026-10-31T23:30", zone="America/Havana")

        assert outlook(plans=plans, at=at).until == instant("2026-11-01T00:00", zone="America/Havana")


_quarters = st.integers(0, 95).map(lambda quarter: quarter * 15)
_treatments = st.sampled_from(["office", "standby", "closed"])
_windows = st.builds(
    lambda day, start, length, treatment: Window(day, start, min(1440, start + length + 15), treatment),
    st.integers(0, 6),
    _quarters,
    _quarters,
    _treatments,
)
# Days around both changes of the clocks, New Year and Easter.
_days = st.sampled_from(["2026-03-27", "2026-10-23", "2026-12-30", "2026-04-02"])
_exceptions = st.builds(
    lambda day, start, length, treatment: ExceptionPeriod(
        "X",
        (datetime.fromisoformat(day) + timedelta(minutes=start)).isoformat("T", "minutes"),
        (datetime.fromisoformat(day) + timedelta(minutes=start + 15 * (length + 1))).isoformat("T", "minutes"),
        treatment,
    ),
    _days,
    st.integers(0, 4 * 1440),
    st.integers(0, 200),
    _treatments,
)


@given(
    windows=st.lists(_windows, max_size=12).map(tuple),
    exceptions=st.lists(_exceptions, max_size=3).map(tuple),
    otherwise=st.sampled_from([None, "office", "closed"]),
    holidays=st.sampled_from([None, HolidayRule("CH-ZH", "standby")]),
    day=_days,
    minutes=st.integers(0, 3 * 1440),
)
@settings(deadline=None)
def test_nothing_changes_before_the_end_and_something_at_it(
    windows: tuple[Window, ...],
    exceptions: tuple[ExceptionPeriod, ...],
    otherwise: str | None,
    holidays: HolidayRule | None,
    day: str,
    minutes: int,
) -> None:
    """Against looking at every minute: the first with another treatment is the end that the outlook tells."""
    looked_at = plan(week=windows, exceptions=exceptions, otherwise=otherwise, holidays=holidays)
    at = instant(day) + minutes * MINUTE

    until = outlook(plans=number(looked_at), at=at).until

    now = rule_at(plan=looked_at, at=at).treatment
    minute_by_minute = range(at + MINUTE, at + 3 * 1440 * MINUTE, MINUTE)
    first = next((minute for minute in minute_by_minute if rule_at(plan=looked_at, at=minute).treatment != now), None)
    assert until == first or (first is None and (until is None or until >= minute_by_minute.stop))


@pytest.mark.parametrize("at", ["2026-11-20T14:32", "2026-03-29T01:59", "2026-10-25T02:59"])
def test_the_changes_ahead_are_what_holds_at_their_instants(at: str) -> None:
    plans = number(plan(holidays=HolidayRule("CH-ZH", "standby")))

    for found in islice(changes(plans=plans, at=instant(at)), 20):
        assert standing(plans=plans, at=found.since).treatment == found.treatment
        assert found.since < instant(at) + HORIZON_DAYS * 1440 * MINUTE
