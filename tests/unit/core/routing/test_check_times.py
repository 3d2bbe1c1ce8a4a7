"""The check finds what is wrong with a plan's times: exactly the gaps and overlaps there are, and rules in vain."""

from hypothesis import given, settings

from smartnumbers.core.routing.check import Severity, check
from smartnumbers.core.routing.plan import ExceptionPeriod, HolidayRule, SpecialDay, Window
from tests.unit.core.routing.weeks import (
    EVERY_QUARTER,
    NUMBER,
    any_plan,
    covering,
    facts,
    held,
    office_week,
    plan,
    quarters_of,
)

MIDDAY_GAP = (office_week((0, 720), (810, 1440), days=range(7)), None)


def found(checked, *codes, **known):
    """What the check finds, of some codes."""
    return [finding for finding in check(plan=checked, number=NUMBER, facts=facts(**known)) if finding.code in codes]


def stretches(findings):
    """All quarters that findings tell of; none is told twice."""
    told = [quarters_of(*(finding.parameters[key] for key in ("day", "start", "end"))) for finding in findings]
    assert sum(map(len, told)) == len(set().union(*told))
    return set().union(*told)


def test_a_good_plan_has_no_findings():
    assert check(plan=plan(), number=NUMBER, facts=facts()) == ()


@given(any_plan)
@settings(max_examples=150, deadline=None)
def test_every_gap_that_a_scan_of_all_quarters_finds_is_found_and_no_other(checked):
    gaps = {(day, minute) for day, minute in EVERY_QUARTER if held(checked, day, minute) is None}
    assert stretches(found(checked, "gap")) == gaps


@given(any_plan)
@settings(max_examples=150, deadline=None)
def test_every_overlap_that_a_scan_of_all_quarters_finds_is_found_and_no_other(checked):
    overlaps = {(day, minute) for day, minute in EVERY_QUARTER if len(covering(checked, day, minute)) > 1}
    assert stretches(found(checked, "overlap")) == overlaps


def test_a_gap_is_told_with_its_hours_day_by_day_and_forbids_publishing():
    week, otherwise = MIDDAY_GAP
    gaps = found(plan(week=week, otherwise=otherwise), "gap")
    assert [finding.parameters for finding in gaps] == [{"day": day, "start": 720, "end": 810} for day in range(7)]
    assert {(finding.severity, finding.place) for finding in gaps} == {(Severity.ERROR, "week")}


def test_dates_with_a_rule_of_their_own_close_no_gap_of_the_week():
    week, otherwise = MIDDAY_GAP
    dated = plan(
        week=week,
        otherwise=otherwise,
        holidays=HolidayRule("CH-ZH", "closed"),
        special_days=(SpecialDay("Sechseläuten", 4, 19, "closed"),),
        exceptions=(ExceptionPeriod("Works", "2026-11-23T00:00", "2026-11-24T00:00", "closed"),),
    )
    assert len(found(dated, "gap")) == 7


def test_a_window_to_a_treatment_that_is_not_there_is_a_gap_and_named_at_its_place():
    broken = plan(week=(Window(5, 540, 720, "pikett"),))
    [gap] = found(broken, "gap")
    assert gap.parameters == {"day": 5, "start": 540, "end": 720}
    [missing] = found(broken, "treatment-missing")
    assert (missing.place, missing.parameters) == ("week[0].treatment", {"treatment": "pikett"})


def test_an_overlap_is_told_at_the_window_drawn_later_with_both_treatments():
    double = plan(week=(*office_week((480, 1020)), Window(2, 960, 1200, "closed")))
    [overlap] = found(double, "overlap")
    assert overlap.place == "week[5]"
    assert overlap.parameters == {"day": 2, "start": 960, "end": 1020, "first": "Office", "second": "Closed"}


def test_windows_that_touch_do_not_overlap():
    assert not found(plan(week=office_week((480, 720), (720, 1020))), "overlap")


def test_of_two_exceptions_for_the_same_time_the_later_one_is_told():
    exceptions = (
        ExceptionPeriod("Christmas", "2026-12-24T12:00", "2026-12-27T00:00", "closed"),
        ExceptionPeriod("Pikett", "2026-12-26T08:00", "2026-12-26T12:00", "office"),
        ExceptionPeriod("After it", "2026-12-27T00:00", "2026-12-28T00:00", "closed"),
    )
    [overlap] = found(plan(exceptions=exceptions), "exceptions-overlap")
    assert (overlap.place, overlap.severity) == ("exceptions[1]", Severity.WARNING)
    assert overlap.parameters == {"first": "Christmas", "second": "Pikett"}


def test_special_days_overlap_on_the_same_date_and_at_the_same_hours_only():
    def special(day, start, end):
        return SpecialDay(f"{day} {start}", 8, day, "closed", start, end)

    days = (special(1, 0, 720), special(1, 720, 1440), special(2, 0, 1440), special(1, 600, 780))
    [overlap] = found(plan(special_days=days), "special-days-overlap")
    assert (overlap.place, overlap.parameters["first"]) == ("special_days[3]", "1 0")


def test_an_exception_that_is_over_is_noted_to_the_minute_in_the_zone_of_the_plan():
    exceptions = (
        ExceptionPeriod("Over", "2026-11-20T08:00", "2026-11-20T14:32", "closed"),
        ExceptionPeriod("On", "2026-11-20T08:00", "2026-11-20T14:33", "closed"),
    )
    [past] = found(plan(exceptions=exceptions), "exception-past")
    assert (past.place, past.severity) == ("exceptions[0]", Severity.NOTE)
    assert not found(plan(zone="America/New_York", exceptions=exceptions), "exception-past")


def test_a_window_within_the_hour_that_the_clocks_leave_out_is_noted_with_its_next_date():
    week = (Window(6, 120, 180, "closed"), Window(6, 150, 195, "office"), Window(5, 120, 180, "office"))
    [skipped] = found(plan(week=week), "window-in-skipped-hour")
    assert skipped.place == "week[0]"
    assert skipped.parameters == {"day": 6, "start": 120, "end": 180, "date": "2027-03-28"}


def test_an_exception_within_that_hour_is_noted_and_an_hour_that_comes_twice_is_not():
    exceptions = (
        ExceptionPeriod("Forward", "2027-03-28T02:15", "2027-03-28T03:00", "closed"),
        ExceptionPeriod("Back", "2027-10-31T02:15", "2027-10-31T03:00", "closed"),
    )
    [skipped] = found(plan(exceptions=exceptions), "exception-in-skipped-hour")
    assert skipped.parameters == {"name": "Forward", "date": "2027-03-28"}


def test_where_clocks_are_never_changed_no_hour_is_left_out():
    assert not found(plan(zone="Indian/Reunion", week=(Window(6, 120, 180, "closed"),)), "window-in-skipped-hour")


def test_a_plan_without_any_treatment_is_one_gap():
    empty = plan(treatments={}, week=(), otherwise=None)
    assert stretches(found(empty, "gap")) == set(EVERY_QUARTER)
