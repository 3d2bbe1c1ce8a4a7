"""The tariffs and fees to choose from in a call, as buttons show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.core.callcontrol.live import LiveCall
from smartnumbers.core.tariffs.charging import Charging


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One tariff or fee; `slot` is None for the number's own tariff, which no button leads back to.

    `extra` is what is due at once besides, "" for nothing. `next`: it was asked for and is on its way.
    """

    slot: int | None
    name: str
    price: str
    unit: str
    extra: str = ""
    current: bool = False
    next: bool = False


def tariff_tiles(*, charging: Charging, call: LiveCall) -> Sequence[Tile]:
    """The number's own tariff, and its set in the order of its numbers."""
    own = charging.version.tariff
    price, unit, extra = _price(own.per_call, own.per_minute)
    first = Tile(slot=None, name=charging.version.name, price=price, unit=unit, extra=extra, current=call.slot is None)
    return [first, *(_slot(charging, call, slot) for slot in sorted(charging.tariff_set.slots))]


def fee_tiles(*, charging: Charging, call: LiveCall) -> Sequence[Tile]:
    """The fixed fees of the number's set."""
    return [
        Tile(
            slot=number,
            name=fee.name,
            price=figure(fee.amount),
            unit=_("once"),
            next=_on_its_way(call, "fee", number),
        )
        for number, fee in sorted(charging.tariff_set.fees.items())
    ]


def name_in_set(*, charging: Charging | None, kind: str, slot: int) -> str:
    """The name of a tariff ("tariff") or fee ("fee") of the set; "" where it has none."""
    if charging is None:
        return ""
    found = charging.tariff_set.slots.get(slot) if kind == "tariff" else charging.tariff_set.fees.get(slot)
    return "" if found is None else found.name


def _slot(charging: Charging, call: LiveCall, slot: int) -> Tile:
    tariff = charging.tariff_set.slots[slot]
    price, unit, extra = _price(tariff.per_call, tariff.per_minute)
    return Tile(
        slot=slot,
        name=tariff.name,
        price=price,
        unit=unit,
        extra=extra,
        current=call.slot == slot,
        next=_on_its_way(call, "tariff", slot),
    )


def _on_its_way(call: LiveCall, kind: str, slot: int) -> bool:
    return call.pending is not None and (call.pending["kind"], call.pending["slot"]) == (kind, slot)


def _price(per_call: int, per_minute: int) -> tuple[str, str, str]:
    if not per_call:
        return figure(per_minute), _("per minute"), ""
    if not per_minute:
        return figure(per_call), _("per call"), ""
    return figure(per_minute), _("per minute"), _("and %(amount)s at once") % {"amount": figure(per_call)}
