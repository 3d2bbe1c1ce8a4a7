"""A call while it runs, as a person watching it needs it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class LiveState(StrEnum):
    """What the caller hears: something that is said to him, ringing, or somebody speaking."""

    ANNOUNCING = "announcing"
    RINGING = "ringing"
    TALKING = "talking"


class LiveStage(StrEnum):
    """What is going on, more closely; MESSAGE: the caller is told to speak after the tone, or speaks."""

    PRICE = "price"
    CONSENT = "consent"
    GREETING = "greeting"
    KEY_TEST = "key-test"
    RINGING = "ringing"
    ANNOUNCEMENT = "announcement"
    MESSAGE = "message"
    TALKING = "talking"


@dataclass(frozen=True, slots=True)
class LiveCall:
    """One running call. Instants in milliseconds; `attempt` counts the destinations tried, from 1.

    `stage` is a LiveStage, "" from a release that knew none, `treatment` the name of what the plan led to. `ringing`
    are the names of all destinations that ring now; where several do, `destination_name` is the last of them.

    Money: `timeline` is the document of the call's time line as far as it is known, its offsets counted from
    `charging_from`, which may lie ahead; both None where the caller pays nothing (yet). The price at an instant is
    `core.rating.meter` of the two. `slot` is the tariff of the set in force, None for the number's own.
    `pending` says what is being changed: {"request_id", "kind": "tariff" | "fee", "slot", "by", "phase":
    "announcing" | "consenting" | "pausing", "effective_at"}; `waiting` how many requests wait behind it. `uncharged`
    is the code of the reason why the caller pays nothing, `cut_off_at` when the call is cut at the present price.
    `revision` is that of the settings the call began with, where the names of its tariff set stand.
    """

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
    class_code: str | None = None
    currency: str | None = None
    charging_from: int | None = None
    timeline: Mapping[str, Any] | None = None
    slot: int | None = None
    pending: Mapping[str, Any] | None = None
    waiting: int = 0
    cut_off_at: int | None = None
    uncharged: str | None = None
    revision: int | None = None
    stage: str = ""
    treatment: str = ""
    ringing: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """The call as JSON-ready values."""
        return asdict(self) | {"ringing": list(self.ringing)}
