"""What call control does with channels that no call knows."""

from typing import Any, cast

from smartnumbers.core.callcontrol.admission import Admission
from smartnumbers.telephony.control.callcontrol import CallControl
from smartnumbers.telephony.control.hands import LEG_ARGUMENT
from smartnumbers.telephony.control.session import Means
from smartnumbers.telephony.profiles.book import ProfileBook

LEG = "01a00000-0000-7000-8000-000000000001-2.1"


class Switch:
    """Notes what is hung up."""

    def __init__(self) -> None:
        self.hung_up: list[str] = []

    def hang_up(self, *, channel: str, cause: int) -> int:
        self.hung_up.append(channel)
        return cause


def test_a_destination_that_answers_when_its_call_is_over_is_hung_up() -> None:
    switch = Switch()
    means = Means(hands=cast(Any, switch), journal=cast(Any, None), watchers=cast(Any, None), memory=cast(Any, None),
                  messages=cast(Any, None))  # fmt: skip
    control = CallControl(
        node="node1", book=ProfileBook(), admission=Admission(setups_per_second=1, simultaneous=1), means=means,
        spawn=lambda work: None,
    )  # fmt: skip

    control.on_event({"type": "StasisStart", "args": [LEG_ARGUMENT], "channel": {"id": LEG}})

    assert switch.hung_up == [LEG]
