"""How many calls a destination has, and since when it has none."""

from smartnumbers.telephony.control.lines import Lines

ZURICH, BERN = "+41441234567", "sip:bern@example.com"


class Clock:
    def __init__(self) -> None:
        self.at = 1000

    def __call__(self) -> int:
        return self.at


def test_a_destination_counts_its_calls() -> None:
    lines = Lines(now=Clock())

    for address in (ZURICH, ZURICH, BERN):
        lines.take(address)
    lines.leave(ZURICH)

    assert (lines.taken(ZURICH), lines.taken(BERN), lines.taken("sip:nobody@example.com")) == (1, 1, 0)


def test_idle_is_who_has_no_call_left() -> None:
    clock = Clock()
    lines = Lines(now=clock)
    assert lines.idle_since(ZURICH) == 0

    lines.take(ZURICH)
    lines.take(ZURICH)
    clock.at = 2000
    lines.leave(ZURICH)
    assert lines.idle_since(ZURICH) == 2000
    clock.at = 3000
    lines.leave(ZURICH)
    clock.at = 4000

    assert lines.idle_since(ZURICH) == 3000
