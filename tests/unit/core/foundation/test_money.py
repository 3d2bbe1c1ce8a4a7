"""Amounts: exact in, rounded once, exact out."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.foundation.money import (
    MILLION,
    AmountInvalid,
    Rounding,
    RoundingMode,
    amount_text,
    decimals_of,
    parse_amount,
    round_amount,
)


@pytest.mark.parametrize(
    ("mode", "below", "half_of_even", "half_of_odd", "above"),
    [
        (RoundingMode.UP, 30, 30, 40, 30),
        (RoundingMode.DOWN, 20, 20, 30, 20),
        (RoundingMode.HALF_UP, 20, 30, 40, 30),
        (RoundingMode.HALF_DOWN, 20, 20, 30, 30),
        (RoundingMode.HALF_EVEN, 20, 20, 40, 30),
    ],
)
def test_modes(mode: RoundingMode, below: int, half_of_even: int, half_of_odd: int, above: int) -> None:
    def rounded(numerator: int) -> int:
        return round_amount(numerator=numerator, denominator=3, rounding=Rounding(10, mode), cap=None)

    # In thirds: 24 2/3, 25, 35, 25 1/3 and, always itself, 20.
    assert [rounded(each) for each in (74, 75, 105, 76)] == [below, half_of_even, half_of_odd, above]
    assert rounded(60) == 20


def test_without_rounding_a_millionth_half_up() -> None:
    assert round_amount(numerator=3, denominator=2, rounding=None, cap=None) == 2


@given(
    st.integers(0, 10**12),
    st.integers(1, 10**6),
    st.builds(Rounding, to=st.integers(1, 10**7), mode=st.sampled_from(RoundingMode)),
    st.one_of(st.none(), st.integers(0, 10**9)),
)
def test_rounded_is_near_and_never_beyond_the_cap(
    numerator: int, denominator: int, rounding: Rounding, cap: int | None
) -> None:
    exact = Fraction(numerator, denominator)

    amount = round_amount(numerator=numerator, denominator=denominator, rounding=rounding, cap=cap)

    bounded = exact if cap is None else min(exact, cap)
    assert abs(amount - bounded) < rounding.to
    assert cap is None or amount <= cap
    assert amount % rounding.to == 0 or amount == cap


@given(st.integers(0, 10**18 - 1), st.integers(0, 8))
def test_text_and_back(amount: int, decimals: int) -> None:
    text = amount_text(amount, decimals=decimals)

    assert parse_amount(text, field="price") == parse_amount(Decimal(text), field="price") == amount


@pytest.mark.parametrize(
    ("amount", "decimals", "text"),
    [
        (35 * MILLION, None, "35"),
        (35 * MILLION, 2, "35.00"),
        (81_075, 2, "0.081075"),
        (-1_500_000, 2, "-1.50"),
        (0, None, "0"),
        (0, 6, "0.000000"),
    ],
)
def test_text(amount: int, decimals: int | None, text: str) -> None:
    assert amount_text(amount, decimals=decimals) == text


@pytest.mark.parametrize(("to", "decimals"), [(None, 6), (10_000, 2), (100_000, 2), (1_000, 3), (MILLION, 0), (1, 6)])
def test_decimals_of_a_rounding(to: int | None, decimals: int) -> None:
    rounding = None if to is None else Rounding(to, RoundingMode.UP)

    assert decimals_of(rounding) == decimals


@pytest.mark.parametrize("exact", ["1.0000000", Decimal("1E+0"), Decimal("100E-2"), 1])
def test_written_otherwise_but_exact(exact: Any) -> None:
    assert parse_amount(exact, field="price") == MILLION


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        *(
            (wrong, "not-a-number")
            for wrong in ("", "x", "1e3", " 1", "1,5", "+1", ".5", "1.", "٣", None, True, 1.5, [])
        ),
        *((Decimal(wrong), "not-a-number") for wrong in ("NaN", "sNaN", "Infinity", "-Infinity")),
        ("-1", "negative"),
        (Decimal("-0.1"), "negative"),
        ("0.0000001", "too-fine"),
        (Decimal("1e-999999"), "too-fine"),
        ("1000000000000", "too-large"),
        (Decimal("1e999999"), "too-large"),
    ],
)
def test_wrong_amount_names_field_and_reason(wrong: Any, reason: str) -> None:
    with pytest.raises(AmountInvalid) as refused:
        parse_amount(wrong, field="price")

    assert dict(refused.value.parameters) == {"field": "price", "reason": reason}


def test_unit_below_a_millionth_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one millionth"):
        Rounding(0, RoundingMode.UP)
