"""One step of a call's story."""

from collections.abc import Sequence
from dataclasses import dataclass

from smartnumbers.portal.calls.looks import Look


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing the decision looked at; `stop` where it ended the call."""

    sentence: str
    stop: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story, at an instant (milliseconds)."""

    at: int
    look: Look
    title: str
    text: str = ""
    aside: str = ""
    reasons: Sequence[Reason] = ()
    notes: Sequence[str] = ()
