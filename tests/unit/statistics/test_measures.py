"""What is read out of figures, and how a value stands to its target."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.statistics.answers import Figures, Money
from smartnumbers.statistics.measures import Kind, Measure, grows, kind_of, value_of
from smartnumbers.statistics.targets import Standing, State, standing

FIGURES = Figures(
    calls=120,
    answered=80,
    lost=20,
    informed=15,
    blocked=5,
    charged=70,
    talk=9_600_000,
    longest=1_800_000,
    answer_wait=640_000,
    within_15s=60,
    callers=90,
    new_callers=30,
    money=(
        Money(currency="CHF", spent=200_000_000, payout=120_000_000, cost=8_000_000, lost_payout=30_000_000),
        Money(currency="EUR", spent=5_000_000, payout=3_000_000, cost=0),
    ),
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (Measure.CALLS, 115),
        (Measure.ANSWERED, 80),
        (Measure.ANSWERED_SHARE, 800_000),
        (Measure.ANSWERED_15S_SHARE, 600_000),
        (Measure.LOST, 20),
        (Measure.LOST_SHARE, 200_000),
        (Measure.TALK, 9_600_000),
        (Measure.AVERAGE_TALK, 120_000),
        (Measure.LONGEST_TALK, 1_800_000),
        (Measure.AVERAGE_WAIT, 8_000),
        (Measure.CALLERS, 90),
        (Measure.NEW_CALLERS, 30),
        (Measure.SPENT, 200_000_000),
        (Measure.PAYOUT, 120_000_000),
        (Measure.COST, 8_000_000),
        (Measure.LOST_PAYOUT, 30_000_000),
        (Measure.SPENT_PER_CALL, 2_500_000),
        (Measure.PAYOUT_PER_CALL, 1_500_000),
        (Measure.COST_PER_CALL, 100_000),
    ],
)
def test_each_measure_is_read_out_of_the_figures(measure, value):
    assert value_of(measure=measure, figures=FIGURES, currency="CHF") == value


def test_money_is_that_of_one_currency():
    assert value_of(measure=Measure.PAYOUT, figures=FIGURES, currency="EUR") == 3_000_000
    assert value_of(measure=Measure.PAYOUT, figures=FIGURES, currency="USD") == 0


@pytest.mark.parametrize("measure", Measure)
def test_without_any_call_sums_are_nothing_and_shares_are_unknown(measure):
    value = value_of(measure=measure, figures=Figures(), currency="CHF")

    summed = grows(measure) or measure is Measure.CALLERS
    assert value == (0 if summed else None)
    assert kind_of(measure) in Kind


@pytest.mark.parametrize(
    ("value", "at_least", "passed", "expected"),
    [
        (100, True, "1/2", Standing(state=State.REACHED, pace=200)),
        (60, True, "1/2", Standing(state=State.ON_TRACK, pace=120)),
        (40, True, "1/2", Standing(state=State.BEHIND, pace=80)),
        (101, False, "1/2", Standing(state=State.MISSED, pace=202)),
        (60, False, "1/2", Standing(state=State.BEHIND, pace=120)),
        (40, False, "1/2", Standing(state=State.ON_TRACK, pace=80)),
        (0, True, "0", Standing(state=State.ON_TRACK, pace=None)),
        (99, True, "1", Standing(state=State.BEHIND, pace=99)),
    ],
)
def test_what_grows_is_told_by_its_pace(value, at_least, passed, expected):
    found = standing(value=value, target=100, at_least=at_least, growing=True, passed=Fraction(passed))

    assert found == expected


def test_a_share_is_as_good_as_it_is_now():
    good = standing(value=920_000, target=900_000, at_least=True, growing=False, passed=Fraction(1, 10))
    bad = standing(value=920_000, target=900_000, at_least=False, growing=False, passed=Fraction(1, 10))
    none = standing(value=None, target=900_000, at_least=True, growing=False, passed=Fraction(1, 10))

    assert (good.state, bad.state, none.state) == (State.ON_TRACK, State.BEHIND, State.EMPTY)


@given(value=st.integers(0, 10**9), target=st.integers(1, 10**9), at_least=st.booleans())
def test_at_the_end_of_the_span_what_met_its_target_is_fine_and_what_did_not_is_not(value, target, at_least):
    found = standing(value=value, target=target, at_least=at_least, growing=True, passed=Fraction(1))

    met = value >= target if at_least else value <= target
    assert (found.state in (State.REACHED, State.ON_TRACK)) is met
    assert found.pace == value
