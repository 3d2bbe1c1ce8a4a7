"""The published profile of one service number: all that the switch needs to know of it, immutable and numbered.

The portal writes a profile as a JSON document whenever a holder publishes a change; call control reads it without
asking anything else. `parse` is the one door from document to profile, `document` the way back; a document that does
not fit is refused with the place of the fault, so that the last good profile can stay in force.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.routing.destinations import (
    Destination,
    DestinationInvalid,
    SipDestination,
    TelephoneDestination,
)
from smartnumbers.core.tariffs.charging import ChargingPlan, charging_document, parse_charging
from smartnumbers.core.tariffs.tariff import TariffInvalid

FORMAT = 2
FORMATS = (1, FORMAT)
"""Format 1 said nothing of money; a profile published in it is in force until the holder publishes again."""

CHAIN_MAXIMUM = 20
RING_SECONDS = range(3, 181)


class ProfileInvalid(DomainError):
    """A profile document that cannot be put in force; `parameters["place"]` names the field."""

    code = "profile-invalid"


class Display(StrEnum):
    """The number shown on the destination's telephone."""

    CALLER = "caller"
    SERVICE_NUMBER = "service-number"


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One destination of a chain with its ring time (seconds)."""

    destination: Destination
    name: str
    ring_seconds: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What a number takes at most; None means no limit of its own."""

    setups_per_second: int | None = None
    simultaneous: int | None = None


@dataclass(frozen=True, slots=True)
class BlacklistEntry:
    """A caller the holder does not want; `until` (milliseconds, exclusive) is None for ever."""

    caller: str
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What one service number does with a call, as published under `revision`.

    `charging` is None where nothing is known of money: such calls are put through and not rated.
    """

    number: str
    account: str
    revision: int
    in_service: bool
    chain: tuple[ChainEntry, ...]
    blacklist: Mapping[str, BlacklistEntry] = field(default_factory=dict)
    display: Display = Display.CALLER
    limits: Limits = Limits()
    charging: ChargingPlan | None = None


def document(profile: Profile) -> dict[str, Any]:
    """The JSON document of a profile; `parse` gives the profile back."""
    return {
        "format": FORMAT,
        "number": profile.number,
        "account": profile.account,
        "revision": profile.revision,
        "in_service": profile.in_service,
        "display": profile.display.value,
        "limits": {
            "setups_per_second": profile.limits.setups_per_second,
            "simultaneous": profile.limits.simultaneous,
        },
        "chain": chain_documents(profile.chain),
        "blacklist": [{"caller": entry.caller, "until": entry.until} for entry in profile.blacklist.values()],
        "charging": None if profile.charging is None else charging_document(profile.charging),
    }


def chain_documents(chain: tuple[ChainEntry, ...]) -> list[dict[str, Any]]:
    """A chain as JSON-ready values."""
    return [
        {"destination": entry.destination.document(), "name": entry.name, "ring_seconds": entry.ring_seconds}
        for entry in chain
    ]


T = TypeVar("T")


def _take(source: Any, key: str, kind: type[T], place: str) -> T:
    value = source.get(key) if isinstance(source, dict) else None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ProfileInvalid(f"{place}{key}: expected {kind.__name__}", parameters={"place": f"{place}{key}"})
    return value


def _optional_count(source: Any, key: str, place: str) -> int | None:
    if not isinstance(source, dict) or source.get(key) is None:
        return None
    count = _take(source, key, int, place)
    if count < 0:
        raise ProfileInvalid(f"{place}{key}: negative", parameters={"place": f"{place}{key}"})
    return count


def _each(source: Any, key: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    return tuple(read(item, f"{key}[{index}].") for index, item in enumerate(_take(source, key, list, "")))


def _chain_entry(item: Any, place: str) -> ChainEntry:
    ring_seconds = _take(item, "ring_seconds", int, place)
    if ring_seconds not in RING_SECONDS:
        raise ProfileInvalid(f"{place}ring_seconds: out of range", parameters={"place": f"{place}ring_seconds"})
    written = _take(item, "destination", dict, place)
    kinds: dict[str, type[SipDestination] | type[TelephoneDestination]] = {
        kind.kind: kind for kind in (SipDestination, TelephoneDestination)
    }
    kind = kinds.get(_take(written, "kind", str, f"{place}destination."))
    try:
        if kind is None:
            raise DestinationInvalid("unknown kind of destination")
        destination: Destination = kind.parse(_take(written, "address", str, f"{place}destination."))
    except DestinationInvalid as fault:
        raise ProfileInvalid(f"{place}destination: {fault}", parameters={"place": f"{place}destination"}) from fault
    return ChainEntry(destination=destination, name=_take(item, "name", str, place), ring_seconds=ring_seconds)


def _blacklist_entry(item: Any, place: str) -> BlacklistEntry:
    return BlacklistEntry(caller=_take(item, "caller", str, place), until=_optional_count(item, "until", place))


def parse_chain(source: Any) -> tuple[ChainEntry, ...]:
    """The chain under the key "chain" of a document. Raises ProfileInvalid, naming the field."""
    chain = _each(source, "chain", _chain_entry)
    if len(chain) > CHAIN_MAXIMUM:
        raise ProfileInvalid(f"chain: more than {CHAIN_MAXIMUM} destinations", parameters={"place": "chain"})
    return chain


def parse(source: Any) -> Profile:
    """The profile of a JSON document.

    Raises ProfileInvalid, naming the field, for anything missing, of the wrong kind or out of range: a profile is in
    force whole or not at all.
    """
    if _take(source, "format", int, "") not in FORMATS:
        raise ProfileInvalid("format: unknown", parameters={"place": "format"})
    display = _take(source, "display", str, "")
    if display not in set(Display):
        raise ProfileInvalid("display: unknown", parameters={"place": "display"})
    limits = _take(source, "limits", dict, "")
    return Profile(
        number=_take(source, "number", str, ""),
        account=_take(source, "account", str, ""),
        revision=_take(source, "revision", int, ""),
        in_service=_take(source, "in_service", bool, ""),
        chain=parse_chain(source),
        blacklist={entry.caller: entry for entry in _each(source, "blacklist", _blacklist_entry)},
        display=Display(display),
        limits=Limits(
            setups_per_second=_optional_count(limits, "setups_per_second", "limits."),
            simultaneous=_optional_count(limits, "simultaneous", "limits."),
        ),
        charging=_charging(source),
    )


def _charging(source: Any) -> ChargingPlan | None:
    if source["format"] == 1 or source.get("charging") is None:
        return None
    try:
        return parse_charging(_take(source, "charging", dict, ""), place="charging.")
    except TariffInvalid as fault:
        raise ProfileInvalid(str(fault), parameters={"place": fault.parameters["field"]}) from fault
