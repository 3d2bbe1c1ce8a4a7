"""From what Asterisk tells of an arriving channel to the facts of a call."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise
from smartnumbers.core.routing.decision import Caller, Presentation

CALL_ARGUMENT = "call"
NAME_MAXIMUM = 80


@dataclass(frozen=True, slots=True)
class Arrival:
    """A channel that arrived for a service number, as Asterisk tells of it."""

    channel: str
    dialled: str
    number: str
    caller: Caller


def arrival(channel: Mapping[str, Any], arguments: list[str]) -> Arrival:
    """The facts of a channel in Asterisk's JSON; `arguments` are those the dialplan gave: "call", presentation.

    What was dialled is kept as it came; where it is no number, it is looked up as it is and found nowhere.
    """
    dialled = str(channel["dialplan"]["exten"])
    presentation = arguments[1] if len(arguments) > 1 else ""
    return Arrival(
        channel=str(channel["id"]),
        dialled=dialled,
        number=_canonical(dialled) or dialled,
        caller=caller(
            number=str(channel["caller"]["number"]), presentation=presentation, name=str(channel["caller"]["name"])
        ),
    )


def caller(*, number: str, presentation: str, name: str = "") -> Caller:
    """Who calls, from the number and Asterisk's word for its presentation ("allowed_passed_screen", "prohib"…).

    A text that is no number ("anonymous", a name) is no caller number.
    """
    canonical = _canonical(number)
    if presentation.startswith("prohib"):
        return Caller(number=canonical, presentation=Presentation.RESTRICTED)
    if not canonical:
        return Caller(number="", presentation=Presentation.UNAVAILABLE)
    return Caller(number=canonical, presentation=Presentation.ALLOWED, name=name[:NAME_MAXIMUM])


def _canonical(written: str) -> str:
    try:
        return normalise(written)
    except NumberUnreadable:
        return ""
