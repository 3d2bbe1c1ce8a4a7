"""How many calls are let in."""

from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.callcontrol.admission import Admission, Limit
from smartnumbers.core.routing.profile import Limits

FREE = Limits()


def test_a_full_platform_refuses_until_a_call_ends() -> None:
    admission = Admission(setups_per_second=100, simultaneous=2)
    assert [admission.admit(number="a", limits=FREE, at=0) for _ in range(3)] == [None, None, Limit.PLATFORM_CALLS]

    admission.release(number="a")

    assert admission.admit(number="b", limits=FREE, at=1) is None


def test_a_full_number_leaves_the_others_alone() -> None:
    admission = Admission(setups_per_second=100, simultaneous=10)
    one = Limits(simultaneous=1)

    assert admission.admit(number="a", limits=one, at=0) is None
    assert admission.admit(number="a", limits=one, at=0) is Limit.NUMBER_CALLS
    assert admission.admit(number="b", limits=one, at=0) is None


def test_a_number_has_a_rate_of_its_own() -> None:
    admission = Admission(setups_per_second=100, simultaneous=100)
    slow = Limits(setups_per_second=1)

    assert admission.admit(number="a", limits=slow, at=0) is None
    assert admission.admit(number="a", limits=slow, at=500) is Limit.NUMBER_RATE
    assert admission.admit(number="a", limits=slow, at=1000) is None


@given(
    st.integers(1, 50),
    st.lists(st.integers(0, 200), min_size=1, max_size=300),
)
def test_no_second_lets_in_more_than_twice_the_rate_and_no_gap_is_lost(rate: int, gaps: list[int]) -> None:
    admission = Admission(setups_per_second=rate, simultaneous=10**6)
    at, admitted = 0, []
    for gap in gaps:
        at += gap
        if admission.admit(number="a", limits=FREE, at=at) is None:
            admitted.append(at)

    for begin in admitted:
        within = [instant for instant in admitted if begin <= instant < begin + 1000]
        assert len(within) <= 2 * rate
    assert admitted


@given(st.lists(st.sampled_from(["a", "b", "c"])))
def test_what_was_let_in_and_released_leaves_nothing_counted(numbers: list[str]) -> None:
    admission = Admission(setups_per_second=1000, simultaneous=1000)
    admitted = [number for number in numbers if admission.admit(number=number, limits=FREE, at=0) is None]

    for number in admitted:
        admission.release(number=number)

    assert admission.running == 0
    assert not admission.running_by_number
