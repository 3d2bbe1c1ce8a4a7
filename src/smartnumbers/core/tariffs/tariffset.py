"""The tariff set of a number: up to 90 prepared prices and 9 fixed fees to choose from while a call runs.

Their numbers are what a destination keys in: `*01` to `*90` a price, `*91` to `*99` the fees 1 to 9.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from smartnumbers.core.tariffs.documents import count, refuse, take

SLOTS = range(1, 91)
FEES = range(1, 10)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTariff:
    """Prices to change to, in millionths; the call's other terms stay those it began with."""

    name: str
    per_call: int
    per_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFee:
    """A fixed fee, in millionths."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffSet:
    """Prices by their numbers 1 to 90 and fees by theirs, 1 to 9; in the currency of the number's tariff."""

    slots: Mapping[int, SlotTariff] = field(default_factory=dict)
    fees: Mapping[int, SetFee] = field(default_factory=dict)


def set_document(tariff_set: TariffSet) -> dict[str, Any]:
    """The JSON document of a set, its numbers as text; `parse_set` gives it back."""
    return {
        "slots": {
            str(number): {"name": slot.name, "per_call": slot.per_call, "per_minute": slot.per_minute}
            for number, slot in sorted(tariff_set.slots.items())
        },
        "fees": {
            str(number): {"name": fee.name, "amount": fee.amount} for number, fee in sorted(tariff_set.fees.items())
        },
    }


def parse_set(source: Any, *, place: str = "") -> TariffSet:
    """The set of a JSON document. Raises TariffInvalid, naming the field behind `place`."""
    return TariffSet(
        slots=_numbered(source, "slots", place, SLOTS, _slot),
        fees=_numbered(source, "fees", place, FEES, _fee),
    )


def _slot(source: Any, place: str) -> SlotTariff:
    return SlotTariff(
        name=take(source, "name", str, place),
        per_call=count(source, "per_call", place),
        per_minute=count(source, "per_minute", place),
    )


def _fee(source: Any, place: str) -> SetFee:
    return SetFee(name=take(source, "name", str, place), amount=count(source, "amount", place))


def _numbered(source: Any, key: str, place: str, numbers: range, read: Callable[[Any, str], T]) -> dict[int, T]:
    written = take(source, key, dict, place)
    known = {str(number): number for number in numbers}
    for number in written:
        if number not in known:
            raise refuse(field=f"{place}{key}.{number}", reason=f"expected {numbers[0]} to {numbers[-1]}")
    return {known[number]: read(item, f"{place}{key}.{number}.") for number, item in written.items()}
