"""The decision: total, and always with its reasons."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.routing.decide import Caller, Presentation, Refusal, decide
from smartnumbers.core.routing.profile import BlacklistEntry
from tests.unit.core.callcontrol.cast import ANNA, NUISANCE, NUMBER, PROFILE


def codes(decision) -> list[str]:  # type: ignore[no-untyped-def]
    return [step.code for step in decision.trace]


def test_an_ordinary_call_goes_down_the_chain_and_says_why() -> None:
    decision = decide(number=NUMBER, profile=PROFILE, caller=ANNA, at=0)

    assert decision.refusal is None
    assert decision.chain == PROFILE.chain
    assert codes(decision) == [
        "profile-found",
        "number-in-service",
        "caller-not-blocked",
        "chain-chosen",
        "display-caller",
    ]


def test_a_blocked_caller_is_refused_before_anything_rings() -> None:
    decision = decide(number=NUMBER, profile=PROFILE, caller=NUISANCE, at=0)

    assert (decision.refusal, decision.chain) == (Refusal.BLOCKED, ())
    assert codes(decision)[-1] == "caller-blocked"


@given(st.integers(0, 10_000))
def test_a_block_for_a_time_ends_at_its_instant(at: int) -> None:
    for_a_time = replace(PROFILE, blacklist={ANNA.number: BlacklistEntry(caller=ANNA.number, until=5000)})

    decision = decide(number=NUMBER, profile=for_a_time, caller=ANNA, at=at)

    assert (decision.refusal is Refusal.BLOCKED) == (at < 5000)


@given(
    st.sampled_from([None, PROFILE, replace(PROFILE, in_service=False), replace(PROFILE, chain=())]),
    st.text(),
    st.sampled_from(list(Presentation)),
)
def test_every_call_has_a_decision_with_a_trace(profile, number, presentation) -> None:  # type: ignore[no-untyped-def]
    decision = decide(number=NUMBER, profile=profile, caller=Caller(number=number, presentation=presentation), at=0)

    assert decision.trace
    assert (decision.refusal is None) == bool(decision.chain)
