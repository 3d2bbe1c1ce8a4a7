"""Shares of callers: as many as was said, always the same ones, and anew in each arm."""

from collections import Counter

import pytest

from tests.unit.core.routing.golden import decided

ANYTIME = "2026-11-24T10:00:00+01:00"
ENDS = ("announcement", "chain-chosen")
CALLERS = [f"+4179{n:07}" for n in range(4000)]


def arm(share: int, then: str) -> dict[str, object]:
    return {"when": [{"kind": "share", "values": [str(share)], "negated": False}], "then": then}


def treatments_of(*arms: dict[str, object], callers: list[str], lot: int = 0) -> Counter[str]:
    """How many callers come to which announcement, "main" being what is left."""
    who = {"name": "Who", "kind": "branches", "arms": list(arms), "otherwise": "main"}
    case = {"plan": "always", "change": {"otherwise": "who", "treatments": {"who": who}}}
    traces = [decided(case | {"call": {"from": caller, "at": ANYTIME, "lot": lot}}).trace for caller in callers]
    return Counter(str(next(step.values["name"] for step in trace if step.code in ENDS)) for trace in traces)


@pytest.mark.parametrize("share", [0, 25, 50, 100])
def test_so_many_callers_are_taken(share: int) -> None:
    taken = treatments_of(arm(share, "a"), callers=CALLERS)["A"] / len(CALLERS)

    assert taken == share / 100 if share in (0, 100) else abs(taken - share / 100) < 0.02


def test_a_second_arm_draws_anew_from_those_left() -> None:
    found = treatments_of(arm(50, "a"), arm(50, "b"), callers=CALLERS)

    assert all(abs(found[name] / len(CALLERS) - wanted) < 0.02 for name, wanted in (("A", 0.5), ("B", 0.25)))


def test_a_caller_is_always_on_the_same_side_whatever_the_lot() -> None:
    for caller in CALLERS[:50]:
        assert len({tuple(treatments_of(arm(50, "a"), callers=[caller], lot=lot)) for lot in range(5)}) == 1


def test_callers_without_a_number_are_drawn_by_lot() -> None:
    taken = sum(treatments_of(arm(25, "a"), callers=[""], lot=lot)["A"] for lot in range(2000))

    assert abs(taken / 2000 - 0.25) < 0.03
