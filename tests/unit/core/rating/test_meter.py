"""When the money of a call ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.foundation.money import MILLION
from smartnumbers.core.rating.meter import end_of_money
from smartnumbers.core.rating.rate import rate
from smartnumbers.core.rating.segments import DENOMINATOR, span
from smartnumbers.core.rating.timeline import Change, Fee, Timeline
from smartnumbers.core.tariffs.tariff import Tariff, reprice
from tests.unit.core.rating import strategies


def _line(*fees: Fee, **terms: int) -> Timeline:
    return Timeline((Change(0, Tariff(currency="CHF", **terms)),), fees)


@pytest.mark.parametrize(
    ("timeline", "from_ms", "end"),
    [
        (_line(per_minute=10 * MILLION, cap=400 * MILLION), 0, 2_400_000),
        (_line(per_minute=10 * MILLION, cap=400 * MILLION), 3_000_000, 3_000_000),
        (_line(per_minute=10 * MILLION, cap=400 * MILLION, max_s=1800), 0, 1_800_000),
        (_line(per_minute=7 * MILLION, cap=400 * MILLION, increment_s=60), 0, 58 * 60_000),
        (_line(per_minute=10 * MILLION), 0, None),
        (_line(per_minute=10 * MILLION, max_s=60), 0, 60_000),
        (_line(per_call=3 * MILLION, cap=3 * MILLION), 0, None),
        (_line(Fee(100_200, 5 * MILLION), per_minute=60, cap=5 * MILLION), 100_200, 101_000),
        (_line(Fee(1000, 5 * MILLION), per_minute=MILLION, cap=5 * MILLION, free_s=30), 1000, 30_000),
        (_line(Fee(100_000, MILLION), cap=MILLION), 0, None),
    ],
)
def test_end_of_money(timeline: Timeline, from_ms: int, end: int | None) -> None:
    assert end_of_money(timeline=timeline, from_ms=from_ms) == end


def test_a_change_moves_the_end() -> None:
    tariff = Tariff(currency="CHF", per_minute=10 * MILLION, cap=400 * MILLION)
    cheaper = Timeline((Change(0, tariff), Change(1_200_000, reprice(tariff, per_call=0, per_minute=5 * MILLION))))

    assert end_of_money(timeline=cheaper, from_ms=1_200_000) == 3_600_000


def test_a_block_that_becomes_cheaper_does_not_end_the_call() -> None:
    tariff = Tariff(currency="CHF", per_minute=10 * MILLION, cap=10 * MILLION, minimum_s=90)
    free_soon = Timeline((Change(0, tariff), Change(1000, reprice(tariff, per_call=0, per_minute=0))))

    assert end_of_money(timeline=free_soon, from_ms=0) is None


@given(strategies.timelines(), strategies.instants)
def test_end_is_where_the_cap_is_reached_and_not_before(timeline: Timeline, from_ms: int) -> None:
    terms = timeline.terms
    end = end_of_money(timeline=timeline, from_ms=from_ms)

    if end is None:
        assert terms.max_s is None
        assert terms.cap is None or not timeline.changes[-1].tariff.per_minute
    elif end > from_ms and (terms.max_s is None or end < terms.max_s * 1000) and end > terms.free_s * 1000:
        assert terms.cap is not None
        assert rate(duration=end, timeline=timeline).exact_numerator >= terms.cap * DENOMINATOR
        assert span(duration=end, terms=terms).billed_end == end


@given(strategies.timelines(first=strategies.per_second.filter(lambda tariff: tariff.cap is not None)), st.data())
def test_nothing_more_is_charged_after_the_end(timeline: Timeline, data: st.DataObject) -> None:
    end = end_of_money(timeline=timeline, from_ms=timeline.changes[-1].at)

    if end is not None:
        later = end + data.draw(st.integers(0, strategies.DAY))
        assert rate(duration=later, timeline=timeline).amount == rate(duration=end, timeline=timeline).amount
