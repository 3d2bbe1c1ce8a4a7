"""The tariff time line of a call: which prices held from when, and which fees were agreed when.

Its zero is the start of charging; instants on it are milliseconds. The first entry is the tariff the call began with,
and its terms (see `core.tariffs.tariff.TERMS`) hold for the whole call; every later one brings other prices only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.tariffs.tariff import TERMS, Tariff, parse_tariff, tariff_document


class TimelineInvalid(DomainError):
    """No call can have this time line; `parameters["field"]` names the field."""

    code = "timeline-invalid"


@dataclass(frozen=True, slots=True)
class Change:
    """From `at` (ms) on this tariff holds; its per-call price is charged then, unless `charge_per_call` is false."""

    at: int
    tariff: Tariff
    charge_per_call: bool = True


@dataclass(frozen=True, slots=True)
class Fee:
    """One fixed fee, agreed at `at` (ms): `amount` in millionths; `label` says what for."""

    at: int
    amount: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """All changes in their order, the first at 0, and all fees.

    Raises TimelineInvalid for an empty or unsorted line, for two changes at one instant, for a change of anything but
    prices, and for a fee with a negative instant or amount.
    """

    changes: tuple[Change, ...]
    fees: tuple[Fee, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be; see the class."""
        if not self.changes:
            raise _invalid("timeline", "empty")
        first = self.changes[0]
        if first.at != 0:
            raise _invalid("timeline[0].at", "the first tariff holds from 0")
        previous = 0
        for index, change in enumerate(self.changes[1:], start=1):
            if change.at <= previous:
                raise _invalid(f"timeline[{index}].at", "not after the change before")
            previous = change.at
            for name in TERMS:
                if getattr(change.tariff, name) != getattr(first.tariff, name):
                    raise _invalid(f"timeline[{index}].tariff.{name}", "a change brings prices only")
        for index, fee in enumerate(self.fees):
            for name in ("at", "amount"):
                if getattr(fee, name) < 0:
                    raise _invalid(f"fees[{index}].{name}", "negative")

    @property
    def terms(self) -> Tariff:
        """The tariff whose terms hold for the whole call: the first."""
        return self.changes[0].tariff


def timeline_document(timeline: Timeline) -> dict[str, Any]:
    """The time line as JSON-ready values in the units of the classes; `parse_timeline` gives it back."""
    return {
        "changes": [
            {"at": change.at, "tariff": tariff_document(change.tariff), "charge_per_call": change.charge_per_call}
            for change in timeline.changes
        ],
        "fees": [{"at": fee.at, "amount": fee.amount, "label": fee.label} for fee in timeline.fees],
    }


def parse_timeline(source: object) -> Timeline:
    """The time line of a document. Raises TimelineInvalid or TariffInvalid, naming the field."""
    return Timeline(
        changes=tuple(_change(item, f"timeline[{index}]") for index, item in enumerate(_list(source, "changes"))),
        fees=tuple(_fee(item, f"fees[{index}]") for index, item in enumerate(_list(source, "fees"))),
    )


def _change(item: object, place: str) -> Change:
    return Change(
        at=_take(item, "at", int, place),
        tariff=parse_tariff(_take(item, "tariff", dict, place), place=f"{place}.tariff."),
        charge_per_call=_take(item, "charge_per_call", bool, place),
    )


def _fee(item: object, place: str) -> Fee:
    return Fee(
        at=_take(item, "at", int, place),
        amount=_take(item, "amount", int, place),
        label=_take(item, "label", str, place),
    )


def _list(source: object, key: str) -> list[Any]:
    return _take(source, key, list, "timeline")


T = TypeVar("T")


def _take(source: object, key: str, kind: type[T], place: str) -> T:
    value = source.get(key) if isinstance(source, Mapping) else None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _invalid(f"{place}.{key}", f"expected {kind.__name__}")
    return value


def _invalid(field: str, what: str) -> TimelineInvalid:
    return TimelineInvalid(f"{field}: {what}", parameters={"field": field})
