"""Test calls to destinations: call control rings one once, without any caller, and says how that goes.

Nothing of it is stored but the entry in the audit trail that somebody asked for it: it is no call.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import Destination
from smartnumbers.core.callcontrol.trial import TRIAL_SECONDS_MAXIMUM, TrialStep
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.routing.display import may_be_shown
from smartnumbers.telephony.control import asking, messages
from smartnumbers.telephony.control.asking import ControlUnreachable
from smartnumbers.telephony.control.messages import TrialLook, TrialWanted

PATIENCE_SECONDS = 9.0


class TrialRefused(DomainError):
    """A destination that is not rung now; `code` is a result of `telephony.control.messages`."""

    def __init__(self, code: str, parameters: Mapping[str, object]) -> None:
        super().__init__(f"no test call: {code}", parameters=parameters)
        self.code = code


class TrialUnknown(DomainError):
    """A test call that call control does not know (any more), or not for this destination."""

    code = "trial-unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened in a test call, `ms` after its beginning."""

    code: TrialStep
    ms: int
    carrier: str
    sip_status: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """How a test call goes; `over` tells that nothing more happens."""

    trial_id: str
    steps: tuple[Step, ...]
    over: bool


def begin_trial(
    *, access: Access, destination: Destination, number: ServiceNumber | None, ring_seconds: int, path: Path,
    at: datetime,
) -> Trial:  # fmt: skip
    """Have a destination rung once, for `ring_seconds` at most; it is shown the service number where that is allowed.

    The audit trail has it before call control is asked: what was asked for is known even if nothing answers. `path`
    is call control's socket. Raises PermissionMissing, TrialRefused or ControlUnreachable.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=destination.account_id)
    shown = number.number if number is not None and may_be_shown(number.number) else ""
    with transaction.atomic():
        write_entry(
            at=at,
            actor=access.actor,
            account_id=destination.account_id,
            action="plans.destination.rung",
            object_kind="destination",
            object_id=destination.pk,
            data={"name": destination.name, "address": destination.address, "shown": shown},
        )
    wanted = TrialWanted(
        account=str(destination.account_id),
        destination=destination.pk,
        address=destination.address,
        name=destination.name,
        limit=destination.limit,
        shown=shown,
        language=destination.account.language,
        ring_seconds=max(1, min(ring_seconds, TRIAL_SECONDS_MAXIMUM)),
    )
    told = asyncio.run(_within_patience(asking.begin_trial(path=path, wanted=wanted)))
    if told.result != messages.TRIAL:
        raise TrialRefused(told.result, told.parameters)
    return _trial(told.parameters)


def look_at_trial(*, access: Access, destination: Destination, trial_id: str, seen: int, path: Path) -> Trial:
    """How a test call goes; waits some seconds for more than the `seen` steps.

    Raises PermissionMissing, TrialUnknown or ControlUnreachable.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=destination.account_id)
    account = str(destination.account_id)
    wanted = TrialLook(trial=trial_id, account=account, destination=destination.pk, seen=seen)
    told = asyncio.run(_within_patience(asking.look_at_trial(path=path, wanted=wanted)))
    if told.result != messages.TRIAL:
        raise TrialUnknown(f"There is no test call {trial_id}.")
    return _trial(told.parameters)


async def _within_patience(asked: Coroutine[Any, Any, asking.Told]) -> asking.Told:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await asked
    except TimeoutError as fault:
        raise ControlUnreachable("call control did not answer in time") from fault


def _trial(document: Mapping[str, Any]) -> Trial:
    steps = tuple(
        Step(TrialStep(one["code"]), int(one["ms"]), str(one["carrier"]), one["sip_status"])
        for one in document["steps"]
    )  # fmt: skip
    return Trial(trial_id=str(document["trial"]), steps=steps, over=bool(document["over"]))
