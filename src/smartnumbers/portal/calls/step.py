"""One step of a call's story."""

from collections.abc import Sequence
from dataclasses import dataclass

from smartnumbers.portal.calls.looks import Look
from smartnumbers.portal.calls.traces import Reason


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
