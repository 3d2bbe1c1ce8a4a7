"""What a number's published profile says of money, and what of it holds for one call.

A plan carries all versions with the instants from which they hold, so that a change set for a future date needs no job
to come true. For a call the plan is read once, at its beginning: price, set and duties of that instant then stay with
the call and stand in its journal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.rulebook import Duty as Due
from smartnumbers.core.numbering.rulebook import NumberRules
from smartnumbers.core.numbering.rules import CLASSES, Family, rules_at
from smartnumbers.core.tariffs.bands import priced_at
from smartnumbers.core.tariffs.documents import each, optional, refuse, take
from smartnumbers.core.tariffs.duty import NO_DUTY, Duty, duty_at_start, duty_document, parse_duty
from smartnumbers.core.tariffs.prompting import (
    Prompt,
    announcement_prompt,
    parse_prompt,
    prompt_document,
    take_language,
)
from smartnumbers.core.tariffs.tariffset import TariffSet, parse_set, set_document
from smartnumbers.core.tariffs.validation import bounded
from smartnumbers.core.tariffs.version import TariffVersion, parse_version, version_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A version and the instant (milliseconds) from which it holds until the next one; None means since ever."""

    valid_from: int | None
    version: TariffVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargingPlan:
    """The money part of a profile: the class of the number, its language, its versions by date and its tariff set.

    `keys`: the destination may change the price by keys on its telephone. `recording` is the content hash of an own
    announcement, None for speech. `family`: what is on record for a short number whose digits do not tell it.
    """

    class_code: str
    language: str
    schedule: tuple[Dated, ...]
    tariff_set: TariffSet = field(default_factory=TariffSet)
    keys: bool = False
    recording: str | None = None
    family: Family | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charging:
    """A plan at the beginning of one call: the version that binds it, the set, and what must be said and agreed.

    Where a change of price would have to be announced, the version has the price of the call's beginning and no bands:
    it stays that price however long the call lasts. Elsewhere its bands go on to follow the clock. The set is empty
    where the class knows no change of price.
    """

    version: TariffVersion
    tariff_set: TariffSet
    class_code: str
    language: str
    keys: bool
    duty: Duty
    announcement: Prompt | None
    family: Family | None = None

    @property
    def may_speak(self) -> bool:
        """Whether something is said in a call under this, or may yet be: prices, what else is asked for, a warning."""
        tariff = self.version.tariff
        bounded_call = tariff.cap is not None or tariff.max_s is not None
        return self.duty.announce or bounded_call or bool(self.tariff_set.slots or self.tariff_set.fees)


def charging_at(plan: ChargingPlan, at: int) -> Charging | None:
    """What holds for a call that begins at `at` (milliseconds); None where no version is in force then."""
    version = version_at(plan=plan, at=at)
    if version is None:
        return None
    rules = rules_at(class_code=plan.class_code, family=plan.family, on=_day(at, version.timezone))
    bound = binding_version(version=version, rules=rules, at=at)
    duty = NO_DUTY if rules is None else duty_at_start(version=bound, rules=rules)
    announcement = None
    if rules is not None and duty.announce:
        announcement = announcement_prompt(
            tariff=bound.tariff, rules=rules, duty=duty, language=plan.language, recording=plan.recording
        )
    changeable = rules is not None and rules.mid_call_change_allowed
    return Charging(
        version=bound,
        tariff_set=plan.tariff_set if changeable else TariffSet(),
        class_code=plan.class_code,
        language=plan.language,
        keys=plan.keys,
        duty=duty,
        announcement=announcement,
        family=plan.family,
    )


def version_at(*, plan: ChargingPlan, at: int) -> TariffVersion | None:
    """The version in force at an instant: the last of the schedule that has begun."""
    begun = [dated.version for dated in plan.schedule if dated.valid_from is None or dated.valid_from <= at]
    return begun[-1] if begun else None


def binding_version(*, version: TariffVersion, rules: NumberRules | None, at: int) -> TariffVersion:
    """The version as it binds a call that begins at `at` (milliseconds).

    Where a change of price during a call must be announced (OIP art. 11a), a call keeps the price with which it began:
    the price of the instant is taken and the bands are left out. Cap and longest call of the law hold where the tariff
    has none.
    """
    if rules is None:
        return version
    if version.bands and rules.announcement.change is not Due.NEVER:
        version = replace(version, tariff=priced_at(version, at), bands=())
    return replace(version, tariff=bounded(tariff=version.tariff, rules=rules))


def _day(at: int, timezone: str) -> date:
    return to_datetime(at).astimezone(ZoneInfo(timezone)).date()


def charging_document(plan: ChargingPlan) -> dict[str, Any]:
    """The JSON document of a plan; `parse_charging` gives it back."""
    return {
        "class_code": plan.class_code,
        "language": plan.language,
        "schedule": [
            {"valid_from": dated.valid_from, "version": version_document(dated.version)} for dated in plan.schedule
        ],
        "tariff_set": set_document(plan.tariff_set),
        "keys": plan.keys,
        "recording": plan.recording,
        "family": plan.family,
    }


def parse_charging(source: Any, *, place: str = "") -> ChargingPlan:
    """The plan of a JSON document. Raises TariffInvalid, naming the field behind `place`."""
    schedule = each(source, "schedule", place, _dated)
    for index, (before, after) in enumerate(pairwise(schedule), start=1):
        if after.valid_from is None or (before.valid_from is not None and after.valid_from <= before.valid_from):
            raise refuse(field=f"{place}schedule[{index}].valid_from", reason="not after the one before")
    return ChargingPlan(
        class_code=take(source, "class_code", str, place),
        language=take_language(source, place),
        schedule=schedule,
        tariff_set=parse_set(take(source, "tariff_set", dict, place), place=f"{place}tariff_set."),
        keys=take(source, "keys", bool, place),
        recording=optional(source, "recording", str, place),
        family=_family(source, place),
    )


def held_document(charging: Charging) -> dict[str, Any]:
    """The JSON document of what holds for one call, for its journal; `parse_held` gives it back."""
    return {
        "version": version_document(charging.version),
        "tariff_set": set_document(charging.tariff_set),
        "class_code": charging.class_code,
        "language": charging.language,
        "keys": charging.keys,
        "duty": duty_document(charging.duty),
        "announcement": None if charging.announcement is None else prompt_document(charging.announcement),
        "family": charging.family,
    }


def parse_held(source: Any, *, place: str = "") -> Charging:
    """What holds for one call, from its document. Raises TariffInvalid, naming the field behind `place`."""
    announcement = optional(source, "announcement", dict, place)
    return Charging(
        version=parse_version(take(source, "version", dict, place), place=f"{place}version."),
        tariff_set=parse_set(take(source, "tariff_set", dict, place), place=f"{place}tariff_set."),
        class_code=take(source, "class_code", str, place),
        language=take_language(source, place),
        keys=take(source, "keys", bool, place),
        duty=parse_duty(take(source, "duty", dict, place), place=f"{place}duty."),
        announcement=None if announcement is None else parse_prompt(announcement, place=f"{place}announcement."),
        family=_family(source, place),
    )


def _family(source: Any, place: str) -> Family | None:
    """The family on record. Documents older than it, and numbers whose digits tell it, have none."""
    written = optional(source, "family", str, place)
    if written is None:
        return None
    if written not in tuple(Family):
        raise refuse(field=f"{place}family", reason=f"expected one of {', '.join(Family)}")
    known = CLASSES.get(take(source, "class_code", str, place))
    if known is None or not known.family_per_number:
        raise refuse(field=f"{place}family", reason="the number's digits tell it")
    return Family(written)


def _dated(source: Mapping[str, Any], place: str) -> Dated:
    version = take(source, "version", dict, place)
    return Dated(
        valid_from=optional(source, "valid_from", int, place),
        version=parse_version(version, place=f"{place}version."),
    )
