"""Random tariffs, time lines and calls, close to the borders where prices go wrong."""

from dataclasses import replace

from hypothesis import strategies as st

from smartnumbers.core.foundation.money import MILLION, Rounding, RoundingMode
from smartnumbers.core.rating.timeline import Change, Fee, Timeline
from smartnumbers.core.tariffs.tariff import Tariff, reprice

DAY = 86_400_000

prices = st.one_of(
    st.sampled_from([0, 10_000, 81_075, 100_000, MILLION]), st.integers(0, 10 * MILLION), st.integers(0, 7)
)
roundings = st.builds(
    Rounding, to=st.sampled_from([1, 7, 10_000, 20_000, 50_000, 100_000, MILLION]), mode=st.sampled_from(RoundingMode)
)
instants = st.one_of(st.integers(0, 400).map(lambda seconds: seconds * 1000), st.integers(0, 400_000))
short = st.one_of(instants, st.sampled_from([0, 1, 59_999, 60_000, 60_001, 90_000]))
durations = st.one_of(short, st.integers(DAY, 3 * DAY))
tariffs = st.builds(
    Tariff,
    currency=st.sampled_from(["CHF", "EUR"]),
    per_call=prices,
    per_minute=prices,
    increment_s=st.sampled_from([1, 1, 6, 60, 97]),
    minimum_s=st.sampled_from([0, 0, 30, 90]),
    free_s=st.sampled_from([0, 0, 1, 30]),
    cap=st.one_of(st.none(), st.integers(0, 50 * MILLION)),
    max_s=st.one_of(st.none(), st.integers(0, 500)),
    rounding=st.one_of(st.none(), roundings),
)
per_second = tariffs.map(lambda tariff: replace(tariff, increment_s=1, minimum_s=0))
fees = st.lists(st.builds(Fee, at=instants, amount=prices, label=st.sampled_from(["", "Photo"])), max_size=3)


@st.composite
def timelines(draw: st.DrawFn, *, first: st.SearchStrategy[Tariff] = tariffs, unit: int = 1) -> Timeline:
    """A time line of up to four changes and three fees; changes at multiples of `unit` ms."""
    tariff = draw(first)
    ats = sorted(draw(st.sets(instants.map(lambda at: at // unit * unit).filter(bool), max_size=4)))
    changes = [Change(0, tariff, draw(st.booleans()))]
    changes += [
        Change(at, reprice(tariff, per_call=draw(prices), per_minute=draw(prices)), draw(st.booleans())) for at in ats
    ]
    return Timeline(changes=tuple(changes), fees=tuple(draw(fees)))


@st.composite
def calls(
    draw: st.DrawFn, *, lines: st.SearchStrategy[Timeline] | None = None, others: st.SearchStrategy[int] = durations
) -> tuple[int, Timeline]:
    """A duration and a time line; half of them end where something of this line begins or ends, or 1 ms beside it."""
    timeline = draw(lines if lines is not None else timelines())
    terms = timeline.terms
    borders = {0, terms.free_s * 1000, (terms.free_s + terms.minimum_s) * 1000, (terms.max_s or 0) * 1000}
    borders |= {change.at for change in timeline.changes} | {fee.at for fee in timeline.fees}
    if draw(st.booleans()):
        return max(0, draw(st.sampled_from(sorted(borders))) + draw(st.sampled_from([0, 0, -1, 1]))), timeline
    return draw(others), timeline


def dearer_and_dearer(timeline: Timeline) -> Timeline:
    """The same time line with its minute prices in ascending order."""
    ascending = sorted(change.tariff.per_minute for change in timeline.changes)
    changes = tuple(
        replace(change, tariff=reprice(change.tariff, per_call=change.tariff.per_call, per_minute=per_minute))
        for change, per_minute in zip(timeline.changes, ascending, strict=True)
    )
    return replace(timeline, changes=changes)
