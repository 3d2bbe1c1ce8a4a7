"""How the carriers are at this moment: heard from call control, never stored."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.telephony.control import asking, messages

PATIENCE_SECONDS = 6.0


class ControlAway(DomainError):
    """Call control cannot be reached. Trying again can help."""

    code = "control-away"


@dataclass(frozen=True, slots=True)
class CarrierState:
    """One carrier: up, down for a `reason` (`wording.REASONS`) or not known (None), since when, and our calls.

    `round_trip_ms` is how long its last answer to OPTIONS took.
    """

    up: bool | None = None
    since: datetime | None = None
    reason: str = ""
    round_trip_ms: float | None = None
    calls: int = 0


def states(health: Mapping[str, Any]) -> dict[int, CarrierState]:
    """The states of all carriers by id, from the health that call control tells; empty where it tells nothing."""
    return {int(one["id"]): _state(one) for one in health.get("carriers", ())}


def probe(*, access: Access, carrier_id: int, path: Path) -> CarrierState | None:
    """Have a carrier asked by OPTIONS now; None where call control has no such carrier in use.

    `path` is call control's socket. Raises PermissionMissing or ControlAway.
    """
    access.require(Permission.MANAGE_CARRIERS)
    told = asyncio.run(_probe(carrier_id, path))
    return _state(told.parameters) if told.result == messages.PROBED else None


async def _probe(carrier_id: int, path: Path) -> asking.Told:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await asking.probe(path=path, carrier_id=carrier_id)
    except OSError as fault:  # of which TimeoutError is one
        raise ControlAway("Call control cannot be reached.") from fault


def _state(source: Mapping[str, Any]) -> CarrierState:
    since = int(source.get("since", 0))
    return CarrierState(
        up=source.get("up"),
        since=to_datetime(since) if since else None,
        reason=str(source.get("reason", "")),
        round_trip_ms=source.get("round_trip_ms"),
        calls=int(source.get("calls", 0)),
    )
