"""The holder's side of a call, and where calls come from."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.tariffs.costs import HolderCosts, holder_cost, payout
from smartnumbers.core.tariffs.origin import Origin, origin_of
from tests.unit.core.tariffs.cast import FRENCH, PREMIUM

COSTS = HolderCosts(fixed=30_000, mobile=120_000, payphone=300_000, abroad=240_000)


@pytest.mark.parametrize(
    ("origin", "cost"),
    [
        (Origin.FIXED, 45_000),
        (Origin.MOBILE, 180_000),
        (Origin.PAYPHONE, 450_000),
        (Origin.ABROAD, 360_000),
        (Origin.UNKNOWN, 45_000),
    ],
)
def test_a_free_number_costs_its_holder_by_where_the_call_comes_from(origin: Origin, cost: int) -> None:
    assert holder_cost(costs=COSTS, origin=origin, duration=90_000) == cost


@pytest.mark.parametrize(
    ("minimum_s", "increment_s", "duration", "billed_s"),
    [
        (60, 60, 1, 60),
        (60, 60, 60_000, 60),
        (60, 60, 60_001, 120),
        (30, 6, 30_000, 30),
        (30, 6, 30_001, 36),
        (30, 1, 31_000, 31),
        (0, 1, 1, 1),
        (0, 1, 0, 0),
        (60, 60, 0, 0),
    ],
)
def test_the_cost_side_counts_in_the_blocks_of_the_contract(
    minimum_s: int, increment_s: int, duration: int, billed_s: int
) -> None:
    costs = HolderCosts.flat(per_minute=60_000, increment_s=increment_s, minimum_s=minimum_s)

    assert holder_cost(costs=costs, origin=Origin.MOBILE, duration=duration) == billed_s * 1_000


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(list(Origin)))
def test_a_longer_call_never_costs_less(one: int, other: int, origin: Origin) -> None:
    shorter, longer = sorted((one, other))

    assert holder_cost(costs=COSTS, origin=origin, duration=shorter) <= holder_cost(
        costs=COSTS, origin=origin, duration=longer
    )


@pytest.mark.parametrize(
    ("amount", "version", "paid"),
    [
        # 35.00 with 8.1 % is 32.377428… without; 60 % of it.
        (35_000_000, PREMIUM, 19_426_457),
        (24_000_000, FRENCH, 10_000_000),
        (0, PREMIUM, 0),
        (1, replace(PREMIUM, payout_share=0), 0),
    ],
)
def test_the_payout_is_a_share_of_the_price_without_tax(amount: int, version, paid: int) -> None:  # type: ignore[no-untyped-def]
    assert payout(amount=amount, version=version) == paid


@pytest.mark.parametrize(
    ("caller", "country", "origin"),
    [
        ("+41445123800", "CH", Origin.FIXED),
        ("+41581234567", "CH", Origin.FIXED),
        ("+41754123456", "CH", Origin.MOBILE),
        ("+41794123456", "CH", Origin.MOBILE),
        ("+41800123456", "CH", Origin.UNKNOWN),
        ("+33142685300", "CH", Origin.ABROAD),
        ("+4930901820", "CH", Origin.ABROAD),
        ("+33142685300", "FR", Origin.FIXED),
        ("+33612345678", "FR", Origin.MOBILE),
        ("+33912345678", "FR", Origin.FIXED),
        ("+41794123456", "FR", Origin.ABROAD),
        ("+41794123456", "001", Origin.MOBILE),
        ("+33612345678", "001", Origin.ABROAD),
        ("FR:3615", "FR", Origin.UNKNOWN),
        ("", "CH", Origin.UNKNOWN),
    ],
)
def test_where_a_caller_calls_from(caller: str, country: str, origin: Origin) -> None:
    assert origin_of(caller, country=country) is origin
