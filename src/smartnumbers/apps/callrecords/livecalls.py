"""Calls that run: what an access sees of them, their price so far, and what they can be changed to.

They are heard from call control and never stored; portal and API both look at them through here.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from django.db.models import Max

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.queries import CallUnknown
from smartnumbers.apps.plans.models import PublishedProfile
from smartnumbers.core.callcontrol.live import LiveCall, LiveState
from smartnumbers.core.callcontrol.requests import NO_TARIFF_SET, NOT_CHARGED, NOT_TALKING, REFUSED
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.rules import rules_at
from smartnumbers.core.rating.meter import meter
from smartnumbers.core.rating.timeline import Timeline, parse_timeline
from smartnumbers.core.tariffs.charging import Charging, charging_at, parse_charging
from smartnumbers.core.tariffs.duty import refusal_of_change
from smartnumbers.telephony.control.listener import first


class ControlAway(DomainError):
    """Call control cannot be reached, so nothing is known of the calls that run."""

    code = "call-control-away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """What a running call can be changed to: the tariff it began with and its number's set.

    `refusal` is the code of the reason why nothing can be changed ("" where it can), `charging` None where the call
    has no tariff.
    """

    charging: Charging | None
    refusal: str


def live_call(document: Mapping[str, Any]) -> LiveCall:
    """The call of its document; what a newer release adds is passed over."""
    known = {name: document[name] for name in LiveCall.__slots__ if name in document}
    return LiveCall(
        **{**known, "state": LiveState(known["state"]), "ringing": tuple(known.get("ringing", ()))}
    )  # fmt: skip


def running_calls(*, access: Access, path: Path) -> list[LiveCall]:
    """The calls that run now, as call control's socket at `path` tells, the longest-running first.

    Raises PermissionMissing or ControlAway.
    """
    access.require(Permission.SEE_CALLS)
    message = asyncio.run(first(path=path))
    if message["type"] != "snapshot":
        raise ControlAway("Call control cannot be reached.")
    return seen(access=access, calls=map(live_call, message["calls"]))


def running_call(*, access: Access, call_id: str, path: Path) -> LiveCall:
    """One call that runs now. Raises PermissionMissing, ControlAway or CallUnknown."""
    found = [call for call in running_calls(access=access, path=path) if call.call_id == call_id]
    if not found:
        raise CallUnknown(f"No call {call_id} runs.", parameters={"call": call_id})
    return found[0]


def seen(*, access: Access, calls: Iterable[LiveCall]) -> list[LiveCall]:
    """Those of some calls that this access covers, the longest-running first. Raises PermissionMissing."""
    access.require(Permission.SEE_CALLS)
    account = access.account
    covered = [call for call in calls if account is None or call.account == str(account.pk)]
    return sorted(covered, key=lambda call: (call.setup_at, call.call_id))


def price_at(*, call: LiveCall, at: int) -> int | None:
    """What the caller owes at an instant (milliseconds), in millionths of the call's currency.

    None where the caller pays nothing; 0 as long as charging has not begun. It is `core.rating.meter`, and so the
    amount of the record if the call ended now.
    """
    if call.timeline is None or call.charging_from is None:
        return None
    if at < call.charging_from:
        return 0
    return meter(timeline=timeline_of(call), now=at - call.charging_from)


def timeline_of(call: LiveCall) -> Timeline:
    """The time line of a call that is charged. Raises TimelineInvalid where it has none."""
    return _timeline(orjson.dumps(call.timeline))


def steering_of(*, call: LiveCall) -> Steering:
    """What a call can be changed to: by the settings it began with, not by newer ones."""
    charging = charging_of(number=call.number, revision=call.revision, at=call.setup_at)
    if charging is None:
        return Steering(charging=None, refusal=NOT_CHARGED)
    rules = rules_at(class_code=charging.class_code, family=charging.family, on=to_datetime(call.setup_at).date())
    not_allowed = None if rules is None else refusal_of_change(rules=rules)
    if not_allowed is not None:
        return Steering(charging=charging, refusal=f"{REFUSED}{not_allowed.value}")
    if call.uncharged is not None:
        return Steering(charging=charging, refusal=NOT_CHARGED)
    if not charging.tariff_set.slots and not charging.tariff_set.fees:
        return Steering(charging=charging, refusal=NO_TARIFF_SET)
    return Steering(charging=charging, refusal="" if call.state is LiveState.TALKING else NOT_TALKING)


def charging_of(*, number: str, revision: int | None, at: int) -> Charging | None:
    """What a revision of a number's settings says of money at an instant (milliseconds); None where it says nothing."""
    if revision is None:
        return None
    profile = PublishedProfile.objects.filter(number=number, revision=revision).first()
    return None if profile is None else _at(profile, at)


def charging_now(*, numbers: Sequence[str], at: int) -> dict[str, Charging]:
    """What the newest settings of some canonical numbers say of money at an instant; only those that say something."""
    last = PublishedProfile.objects.filter(number__in=numbers).values("number").annotate(last=Max("sequence"))
    newest = PublishedProfile.objects.filter(sequence__in=[row["last"] for row in last])
    found = {profile.number: _at(profile, at) for profile in newest}
    return {number: charging for number, charging in found.items() if charging is not None}


def _at(profile: PublishedProfile, at: int) -> Charging | None:
    plan = profile.document.get("charging")
    return None if plan is None else charging_at(parse_charging(plan), at)


@lru_cache(maxsize=1024)
def _timeline(document: bytes) -> Timeline:
    """A call's time line is asked for every second and changes a few times: it is read once."""
    return parse_timeline(orjson.loads(document))
