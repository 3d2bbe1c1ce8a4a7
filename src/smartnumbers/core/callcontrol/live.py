"""A call while it runs, as a person watching it needs it."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class LiveState(StrEnum):
    """What the caller hears: ringing, or somebody speaking."""

    RINGING = "ringing"
    TALKING = "talking"


@dataclass(frozen=True, slots=True)
class LiveCall:
    """One running call. Instants in milliseconds; `attempt` counts the destinations tried, from 1."""

    call_id: str
    account: str
    number: str
    caller: str
    presentation: str
    state: LiveState
    attempt: int
    destination_name: str
    destination_address: str
    setup_at: int
    answered_at: int | None

    def document(self) -> dict[str, Any]:
        """The call as JSON-ready values."""
        return asdict(self)
