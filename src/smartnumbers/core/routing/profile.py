"""The published profile of one service number: all that the switch needs to know of it, immutable and numbered.

The portal writes a profile as a JSON document whenever a holder publishes a change; call control reads it without
asking anything else. `parse` is the one door from document to profile, `document` the way back; a document that does
not fit is refused with the place of the fault, so that the last good profile can stay in force.
"""

from dataclasses import dataclass
from typing import Any

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.routing.blacklist import NOBODY, Blacklist, blacklist_documents, parse_blacklist, parse_callers
from smartnumbers.core.routing.documents import PlanInvalid, optional, refuse, take
from smartnumbers.core.routing.oldprofiles import parse_chain_as_plans
from smartnumbers.core.routing.plan import DatedPlan, PlanSchedule, TemporaryPlan
from smartnumbers.core.routing.planschedules import parse_schedule, schedule_document
from smartnumbers.core.tariffs.charging import ChargingPlan, charging_document, parse_charging
from smartnumbers.core.tariffs.tariff import TariffInvalid

FORMAT = 3
FORMATS = (1, 2, FORMAT)
"""Format 1 said nothing of money, format 2 had one chain for all hours; they hold until the holder publishes again."""


class ProfileInvalid(DomainError):
    """A profile document that cannot be put in force; `parameters["place"]` names the field."""

    code = "profile-invalid"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a number takes at most; None means no limit of its own."""

    setups_per_second: int | None = None
    simultaneous: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What one service number does with a call, as published under `revision`.

    `charging` is None where nothing is known of money: such calls are put through and not rated.
    """

    number: str
    account: str
    revision: int
    in_service: bool
    plans: PlanSchedule
    blacklist: Blacklist = NOBODY
    limits: Limits = Limits()
    charging: ChargingPlan | None = None

    def plan_at(self, at: int) -> DatedPlan | TemporaryPlan:
        """The plan in force at an instant (milliseconds)."""
        return self.plans.at(at)

    @property
    def language(self) -> str:
        """The language in which the number speaks: that of its prices, else that of most of its country."""
        if self.charging is not None:
            return self.charging.language
        return "fr" if self.number.startswith(("+33", "FR:")) else "de"


def document(profile: Profile) -> dict[str, Any]:
    """The JSON document of a profile; `parse` gives the profile back."""
    return {
        "format": FORMAT,
        "number": profile.number,
        "account": profile.account,
        "revision": profile.revision,
        "in_service": profile.in_service,
        "limits": {
            "setups_per_second": profile.limits.setups_per_second,
            "simultaneous": profile.limits.simultaneous,
        },
        "plans": schedule_document(profile.plans),
        "blacklist": blacklist_documents(profile.blacklist),
        "charging": None if profile.charging is None else charging_document(profile.charging),
    }


def parse(source: Any) -> Profile:
    """The profile of a JSON document.

    Raises ProfileInvalid, naming the field, for anything missing, of the wrong kind or out of range: a profile is in
    force whole or not at all.
    """
    try:
        return _parse(source)
    except PlanInvalid as fault:
        raise ProfileInvalid(str(fault), parameters=fault.parameters) from fault
    except TariffInvalid as fault:
        raise ProfileInvalid(str(fault), parameters={"place": fault.parameters["field"]}) from fault


def _parse(source: Any) -> Profile:
    written = take(source, "format", int, "")
    if written not in FORMATS:
        raise refuse(place="format", reason="unknown")
    limits = take(source, "limits", dict, "")
    return Profile(
        number=take(source, "number", str, ""),
        account=take(source, "account", str, ""),
        revision=take(source, "revision", int, ""),
        in_service=take(source, "in_service", bool, ""),
        plans=_plans(source, written),
        blacklist=parse_blacklist(source) if written == FORMAT else parse_callers(source),
        limits=Limits(
            setups_per_second=_optional_count(limits, "setups_per_second"),
            simultaneous=_optional_count(limits, "simultaneous"),
        ),
        charging=_charging(source, written),
    )


def _plans(source: Any, written: int) -> PlanSchedule:
    if written == FORMAT:
        return parse_schedule(take(source, "plans", dict, ""), "plans.")
    return parse_chain_as_plans(source)


def _optional_count(source: Any, key: str) -> int | None:
    value = optional(source, key, int, "limits.")
    if value is not None and value < 0:
        raise refuse(place=f"limits.{key}", reason="out-of-range")
    return value


def _charging(source: Any, written: int) -> ChargingPlan | None:
    if written == 1 or optional(source, "charging", dict, "") is None:
        return None
    return parse_charging(source["charging"], place="charging.")
