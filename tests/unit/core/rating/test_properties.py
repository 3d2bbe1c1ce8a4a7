"""What holds for the price of every call; see docs/explanation/pricing.md."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.foundation.money import MILLION
from smartnumbers.core.rating.callcolumns import columns_of
from smartnumbers.core.rating.columns import rate_columns
from smartnumbers.core.rating.meter import meter
from smartnumbers.core.rating.rate import rate, rated_document
from smartnumbers.core.rating.timeline import Change, Timeline, parse_timeline, timeline_document
from smartnumbers.core.tariffs.tariff import Tariff, reprice
from tests.unit.core.rating import oracle, strategies


@given(strategies.calls(others=strategies.short))
def test_agrees_with_the_oracle(call: tuple[int, Timeline]) -> None:
    duration, timeline = call
    exact, billed = oracle.exact_price(duration, timeline)
    terms = timeline.terms

    rated = rate(duration=duration, timeline=timeline)

    assert Fraction(rated.exact_numerator, rated.exact_denominator * MILLION) == exact
    assert Fraction(rated.billed_ms, 1000) == billed
    assert Fraction(rated.amount, MILLION) == oracle.rounded(exact, terms.rounding, terms.cap)


@given(strategies.calls())
def test_segments_add_up_and_cover_the_billed_time(call: tuple[int, Timeline]) -> None:
    duration, timeline = call
    rated = rate(duration=duration, timeline=timeline)

    timed = [segment for segment in rated.segments if segment.start < segment.end]
    assert sum(segment.numerator for segment in rated.segments) == rated.exact_numerator
    assert all(before.end == after.start for before, after in pairwise(timed))
    assert sum(part.end - part.start for part in timed if part.kind != "free") == rated.billed_ms
    assert [segment.start for segment in rated.segments] == sorted(segment.start for segment in rated.segments)


@given(strategies.durations, strategies.timelines(), st.integers(1, strategies.DAY))
def test_cutting_a_call_in_two_changes_nothing(duration: int, timeline: Timeline, cut: int) -> None:
    before = [change for change in timeline.changes if change.at <= cut]
    after = [change for change in timeline.changes if change.at > cut]
    same_again = [] if before[-1].at == cut else [Change(cut, before[-1].tariff, charge_per_call=False)]
    in_two = replace(timeline, changes=(*before, *same_again, *after))

    whole, parts = rate(duration=duration, timeline=timeline), rate(duration=duration, timeline=in_two)

    assert (whole.exact_numerator, whole.amount) == (parts.exact_numerator, parts.amount)


@given(st.integers(0, 90_000), st.integers(0, 90_000), strategies.prices)
def test_two_calls_cost_together_what_one_as_long_costs(first: int, second: int, per_minute: int) -> None:
    timeline = Timeline((Change(0, Tariff(currency="CHF", per_minute=per_minute)),))

    def exact(seconds: int) -> int:
        return rate(duration=seconds * 1000, timeline=timeline).exact_numerator

    assert exact(first) + exact(second) == exact(first + second)


@given(
    strategies.durations,
    strategies.durations,
    st.one_of(
        strategies.timelines().map(strategies.dearer_and_dearer),
        strategies.timelines(first=strategies.per_second, unit=1000),
    ),
)
def test_longer_never_costs_less(one: int, other: int, timeline: Timeline) -> None:
    shorter, longer = sorted((one, other))

    assert rate(duration=shorter, timeline=timeline).amount <= rate(duration=longer, timeline=timeline).amount


@given(strategies.durations, strategies.timelines(), strategies.prices, strategies.prices, st.data())
def test_dearer_never_costs_less(
    duration: int, timeline: Timeline, per_call: int, per_minute: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.integers(0, len(timeline.changes) - 1))
    change = timeline.changes[chosen]
    raised = reprice(
        change.tariff,
        per_call=change.tariff.per_call + per_call,
        per_minute=change.tariff.per_minute + per_minute,
    )
    changes = list(timeline.changes)
    changes[chosen] = replace(change, tariff=raised)
    dearer = Timeline(tuple(changes), tuple(replace(fee, amount=fee.amount + per_call) for fee in timeline.fees))

    assert rate(duration=duration, timeline=timeline).amount <= rate(duration=duration, timeline=dearer).amount


@given(strategies.durations, strategies.timelines(), st.integers(0, 50 * MILLION))
def test_cap_is_never_passed(duration: int, timeline: Timeline, cap: int) -> None:
    changes = tuple(replace(change, tariff=replace(change.tariff, cap=cap)) for change in timeline.changes)

    assert rate(duration=duration, timeline=replace(timeline, changes=changes)).amount <= cap


@given(strategies.calls())
def test_maximum_makes_all_beyond_it_not_exist(call: tuple[int, Timeline]) -> None:
    duration, timeline = call
    maximum = timeline.terms.max_s
    rated = rate(duration=duration, timeline=timeline)

    if maximum is not None:
        assert rated.billed_ms <= maximum * 1000
        assert rated.amount == rate(duration=min(duration, maximum * 1000), timeline=timeline).amount


@given(strategies.calls())
def test_replay_from_the_journal_gives_the_same_price_and_reasons(call: tuple[int, Timeline]) -> None:
    duration, timeline = call
    kept = json.loads(json.dumps(timeline_document(timeline)))

    replayed = rate(duration=duration, timeline=parse_timeline(kept))

    rated = rated_document(rate(duration=duration, timeline=timeline))
    assert rated_document(replayed) == rated == json.loads(json.dumps(rated))


@given(st.integers(-1000, 500_000), strategies.timelines())
def test_meter_shows_what_the_record_would_say_now(now: int, timeline: Timeline) -> None:
    shown = meter(timeline=timeline, now=now)

    assert shown == (0 if now < 0 else rate(duration=now, timeline=timeline).amount)


@given(strategies.calls(others=strategies.short))
def test_what_is_still_to_come_does_not_show_on_the_meter(call: tuple[int, Timeline]) -> None:
    now, timeline = call
    known = Timeline(
        tuple(change for change in timeline.changes if change.at <= now),
        tuple(fee for fee in timeline.fees if fee.at <= now),
    )

    assert meter(timeline=known, now=now) == meter(timeline=timeline, now=now)


@given(st.lists(strategies.calls(), max_size=8))
def test_columns_give_what_single_calls_give(calls: list[tuple[int, Timeline]]) -> None:
    columns = rate_columns(columns_of(calls))

    singles = [rate(duration=duration, timeline=timeline) for duration, timeline in calls]
    assert columns.amounts.tolist() == [rated.amount for rated in singles]
    assert columns.billed_ms.tolist() == [rated.billed_ms for rated in singles]
