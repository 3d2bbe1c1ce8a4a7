"""Asking call control to change the price of a running call, or to charge a fee."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.callrecords.livecalls import ControlAway
from smartnumbers.core.callcontrol.live import LiveCall
from smartnumbers.telephony.control import asking

PATIENCE_SECONDS = 60.0
"""Longer than an announcement, its pause and the wait for the caller's key take together."""


class Kind(StrEnum):
    """What is asked for."""

    TARIFF = "tariff"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: a code of `core.callcontrol.requests`, or PENDING where that is not settled yet."""

    result: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


PENDING = "pending"


def ask_change(*, access: Access, call: LiveCall, kind: Kind, slot: int, path: Path, at: datetime) -> Told:
    """Ask for a tariff (1 to 90) or fee (1 to 9) of the number's set, and wait for what comes of it.

    The audit trail has it before call control is asked: what was asked for is known even if nothing answers. `path`
    is call control's socket. Raises PermissionMissing or ControlAway.
    """
    access.require_in(Permission.STEER_CALLS, account_id=int(call.account))
    with transaction.atomic():
        write_entry(
            at=at,
            actor=access.actor,
            account_id=int(call.account),
            action=f"calls.{kind}.asked",
            object_kind="call",
            object_id=call.call_id,
            data={"number": call.number, "slot": slot},
        )
    return asyncio.run(_ask(call, kind, slot, path, access.actor.label))


async def _ask(call: LiveCall, kind: Kind, slot: int, path: Path, by: str) -> Told:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            told = await asking.ask(
                path=path, call_id=call.call_id, account=call.account, do=kind.value, slot=slot, by=by
            )
    except TimeoutError:
        return Told(PENDING)
    except OSError as fault:
        raise ControlAway("Call control cannot be reached.") from fault
    return Told(told.result, told.parameters)
