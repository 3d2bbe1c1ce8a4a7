"""The order in which a chain rings: nobody left out, each with its share."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.routing.chainorder import dials
from smartnumbers.core.routing.decision import NOTHING_REMEMBERED, Caller, Presentation
from smartnumbers.core.routing.destinations import TelephoneDestination
from smartnumbers.core.routing.question import LOTS, Question
from smartnumbers.core.routing.treatments import Chain, ChainEntry, Strategy
from tests.unit.core.routing.golden import profile_of

PROFILE = profile_of({})
assert PROFILE is not None


def entries(*weights: int) -> tuple[ChainEntry, ...]:
    return tuple(
        ChainEntry(TelephoneDestination(f"+4144512380{n}"), f"Entry {n}", 20, weight=weight)
        for n, weight in enumerate(weights)
    )


def order(strategy: Strategy, chain: tuple[ChainEntry, ...], *, turn: int = 0, lot: int = 0) -> list[int]:
    """The positions of the entries in the order in which they ring."""
    asked = Question(PROFILE, Caller("", Presentation.UNAVAILABLE), 0, NOTHING_REMEMBERED, lambda number: None, lot)
    stages = dials(chain=Chain(chain, strategy), entries=chain, turn=turn, question=asked)
    return [chain.index(entry) for stage in stages for entry in stage.entries]


@given(
    st.sampled_from(list(Strategy)),
    st.lists(st.integers(1, 100), min_size=1, max_size=20),
    st.integers(0, 10**9),
    st.integers(0, LOTS - 1),
)
def test_every_destination_rings_once(strategy: Strategy, weights: list[int], turn: int, lot: int) -> None:
    chain = entries(*weights)

    assert sorted(order(strategy, chain, turn=turn, lot=lot)) == list(range(len(chain)))


def test_by_weight_each_is_first_in_its_share_of_lots() -> None:
    firsts = Counter(order(Strategy.BY_WEIGHT, entries(5, 3, 2), lot=lot)[0] for lot in range(LOTS))

    assert firsts == {0: 5000, 1: 3000, 2: 2000}


def test_by_weight_the_second_is_drawn_among_those_left() -> None:
    """Behind the first of 5, 3 and 2, the others have three and two fifths; a hundredth more or less for the lots."""
    drawn = [order(Strategy.BY_WEIGHT, entries(5, 3, 2), lot=lot) for lot in range(LOTS)]
    seconds = Counter(second for first, second, _ in drawn if first == 0)

    assert abs(seconds[1] / 5000 - 0.6) < 0.01


def test_in_turn_each_is_first_equally_often() -> None:
    firsts = Counter(order(Strategy.IN_TURN, entries(1, 1, 1), turn=turn)[0] for turn in range(300))

    assert firsts == {0: 100, 1: 100, 2: 100}
