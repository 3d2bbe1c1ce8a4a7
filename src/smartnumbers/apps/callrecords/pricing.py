"""What calls that are over cost under another tariff: for re-rating and for "what if".

What was agreed in a call (a change, a fee) stays agreed; only the tariff it began with is another. What was not charged
for a reason stays so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from smartnumbers.apps.callrecords.amounts import Bound, Call, Counted, amounts_of
from smartnumbers.apps.callrecords.models import CallRecord, Correction
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.rules import CLASSES, NumberRules
from smartnumbers.core.tariffs.charging import binding_version
from smartnumbers.core.tariffs.costs import holder_cost, payout
from smartnumbers.core.tariffs.duty import duty_at_start
from smartnumbers.core.tariffs.origin import origin_of
from smartnumbers.core.tariffs.version import TariffVersion

CHUNK = 10_000
FREE_NUMBER = "free-number"

VersionAt = Callable[[int], TariffVersion | None]
"""The version that holds for a call set up at an instant (milliseconds); None: the call is left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A call with what counts now (`old`) and what another tariff makes of it (`new`).

    `corrections`: how many times it was corrected so far.
    """

    call_id: UUID
    setup_at: int
    currency: str
    corrections: int
    old: Counted
    new: Counted
    version: TariffVersion


def priced(*, calls: QuerySet[CallRecord], version_at: VersionAt, number: ServiceNumber) -> Iterator[Priced]:
    """Each answered call to a number, if it had a tariff, with its price under another; in order of time."""
    answered = calls.exclude(currency="").filter(answered_at__isnull=False).order_by("setup_at", "id")
    rows = answered.annotate(uncharged=KT("charging__uncharged"), asked=KT("charging__requests")).values_list(
        "id", "setup_at", "caller", "answered_at", "ended_at", "charging_from", "currency", "uncharged", "asked",
        "amount", "billed_ms", "holder_cost", "payout",
    )  # fmt: skip
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := [_call(row) for row in islice(found, CHUNK)]:
        yield from _priced_chunk(chunk, version_at, number)


def _call(row: Sequence[Any]) -> Call:
    amount, billed_ms, cost, paid = (value or 0 for value in row[9:])
    return Call(
        id=row[0],
        setup_at=row[1],
        caller=row[2],
        answered_at=row[3],
        ended_at=row[4],
        charging_from=row[5],
        currency=row[6],
        # JSON's null is NULL for one database and the text for the other.
        uncharged=None if row[7] == "null" else row[7],
        changed=row[8] not in (None, "[]"),
        counted=Counted(amount=amount, billed_ms=billed_ms, holder_cost=cost, payout=paid),
    )


def _priced_chunk(chunk: Sequence[Call], version_at: VersionAt, number: ServiceNumber) -> Iterator[Priced]:
    rules = _Rules(number)
    bound = [found for call in chunk if (found := _bind(call, version_at(call.setup_at), rules)) is not None]
    last = _last_corrections([item.call.id for item in bound])
    for item, (amount, billed_ms) in zip(bound, amounts_of(bound), strict=True):
        corrections, counted = last.get(item.call.id, (0, item.call.counted))
        yield Priced(
            call_id=item.call.id,
            setup_at=item.call.setup_at,
            currency=item.call.currency,
            corrections=corrections,
            old=counted,
            new=_counted(item, amount, billed_ms, rules.country),
            version=item.version,
        )


class _Rules:
    """The rules of a number by day, each looked up once."""

    def __init__(self, number: ServiceNumber) -> None:
        self.country = CLASSES[number.class_code].country
        self._number = number
        self._found: dict[object, NumberRules | None] = {}

    def at(self, instant: int, zone: str) -> NumberRules | None:
        day = to_datetime(instant).astimezone(ZoneInfo(zone)).date()
        if day not in self._found:
            self._found[day] = self._number.rules_on(day)
        return self._found[day]


def _bind(call: Call, version: TariffVersion | None, rules: _Rules) -> Bound | None:
    if version is None:
        return None
    held = rules.at(call.setup_at, version.timezone)
    version = binding_version(version=version, rules=held, at=call.setup_at)
    # A call that ended before its charging began has an instant for it, too.
    begin = call.charging_from if call.uncharged is None else None
    if call.uncharged == FREE_NUMBER and _has_price(version):
        # Nothing was announced in this call: a price that must be announced cannot be charged for it afterwards.
        owed = held is not None and duty_at_start(version=version, rules=held).announce
        begin = None if owed else call.answered_at
    return Bound(call, version, begin)


def _has_price(version: TariffVersion) -> bool:
    tariff = version.tariff
    return bool(tariff.per_call or tariff.per_minute or any(band.per_minute for band in version.bands))


def _counted(item: Bound, amount: int, billed_ms: int, country: str) -> Counted:
    costs = item.version.costs
    talked = item.call.ended_at - item.call.answered_at
    return Counted(
        amount=amount,
        billed_ms=billed_ms,
        holder_cost=0
        if costs is None
        else holder_cost(costs=costs, origin=origin_of(item.call.caller, country=country), duration=talked),
        payout=payout(amount=amount, version=item.version) if item.version.payout_share else 0,
    )


def _last_corrections(call_ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, Counted]]:
    """What the last correction of each corrected call says, and which it is."""
    rows = Correction.objects.filter(call__in=call_ids).order_by("call", "ordinal")
    return {
        row.call_id: (
            row.ordinal,
            Counted(
                amount=row.new_amount,
                billed_ms=row.new_billed_ms,
                holder_cost=row.new_holder_cost,
                payout=row.new_payout,
            ),
        )
        for row in rows
    }
