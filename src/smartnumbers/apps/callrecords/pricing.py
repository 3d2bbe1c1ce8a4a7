"""What calls that are over cost under another tariff: for re-rating and for "what if".

The price comes from `core.rating`: from its columns for the many calls with one price, from `rate` for those whose
price changed while they ran. What was agreed in a call (a change, a fee) stays agreed; only the tariff it began with
is another.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import QuerySet
from django.db.models.fields.json import KT

from smartnumbers.apps.callrecords.models import CallRecord, Correction
from smartnumbers.core.callcontrol.metering import time_line
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.rules import CLASSES, NumberRules, rules_at
from smartnumbers.core.rating.callcolumns import CallColumns
from smartnumbers.core.rating.columns import rate_columns
from smartnumbers.core.rating.rate import rate
from smartnumbers.core.rating.timeline import Change, Fee, parse_timeline
from smartnumbers.core.tariffs.charging import binding_version
from smartnumbers.core.tariffs.costs import holder_cost, payout
from smartnumbers.core.tariffs.duty import duty_at_start
from smartnumbers.core.tariffs.origin import origin_of
from smartnumbers.core.tariffs.tariff import Tariff, reprice
from smartnumbers.core.tariffs.version import TariffVersion

CHUNK = 10_000
FREE_NUMBER = "free-number"

VersionAt = Callable[[int], TariffVersion | None]
"""The version that holds for a call set up at an instant (milliseconds); None: the call is left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What counts of a call's money, in millionths, 0 where the tariff has no such thing."""

    amount: int = 0
    billed_ms: int = 0
    holder_cost: int = 0
    payout: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        """Both together."""
        return Counted(
            amount=self.amount + other.amount,
            billed_ms=self.billed_ms + other.billed_ms,
            holder_cost=self.holder_cost + other.holder_cost,
            payout=self.payout + other.payout,
        )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """What of a record its price depends on. `changed`: something was asked for while it ran."""

    id: UUID
    setup_at: int
    caller: str
    answered_at: int
    ended_at: int
    charging_from: int | None
    currency: str
    counted: Counted
    uncharged: str | None
    changed: bool


@dataclass(frozen=True, slots=True)
class _Bound:
    """A call, the version that binds it, and from when it would be charged (milliseconds), None for not at all."""

    call: _Call
    version: TariffVersion
    charging_from: int | None

    @property
    def charged(self) -> int:
        """How long it is charged for, in milliseconds."""
        return 0 if self.charging_from is None else max(0, self.call.ended_at - self.charging_from)

    @property
    def simple(self) -> bool:
        """Whether one price holds from its first second to its last."""
        return not self.call.changed and not self.version.bands


def priced(*, calls: QuerySet[CallRecord], version_at: VersionAt, class_code: str) -> Iterator[Priced]:
    """Each answered call that had a tariff, with the price it would have under another; in order of time."""
    answered = calls.exclude(currency="").filter(answered_at__isnull=False).order_by("setup_at", "id")
    rows = answered.annotate(uncharged=KT("charging__uncharged"), asked=KT("charging__requests")).values_list(
        "id", "setup_at", "caller", "answered_at", "ended_at", "charging_from", "currency", "uncharged", "asked",
        "amount", "billed_ms", "holder_cost", "payout",
    )  # fmt: skip
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := [_call(row) for row in islice(found, CHUNK)]:
        yield from _priced_chunk(chunk, version_at, class_code)


def _call(row: Sequence[Any]) -> _Call:
    amount, billed_ms, cost, paid = (value or 0 for value in row[9:])
    return _Call(
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


def _priced_chunk(chunk: Sequence[_Call], version_at: VersionAt, class_code: str) -> Iterator[Priced]:
    rules = _Rules(class_code)
    bound = [found for call in chunk if (found := _bind(call, version_at(call.setup_at), rules)) is not None]
    last = _last_corrections([item.call.id for item in bound])
    for item, (amount, billed_ms) in zip(bound, _amounts(bound), strict=True):
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
    """The rules of a class by day, each looked up once."""

    def __init__(self, class_code: str) -> None:
        self.country = CLASSES[class_code].country
        self._class_code = class_code
        self._found: dict[object, NumberRules | None] = {}

    def at(self, instant: int, zone: str) -> NumberRules | None:
        day = to_datetime(instant).astimezone(ZoneInfo(zone)).date()
        if day not in self._found:
            self._found[day] = rules_at(class_code=self._class_code, on=day)
        return self._found[day]


def _bind(call: _Call, version: TariffVersion | None, rules: _Rules) -> _Bound | None:
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
    return _Bound(call, version, begin)


def _has_price(version: TariffVersion) -> bool:
    tariff = version.tariff
    return bool(tariff.per_call or tariff.per_minute or any(band.per_minute for band in version.bands))


def _amounts(bound: Sequence[_Bound]) -> Iterator[tuple[int, int]]:
    """Amount (millionths) and billed time (milliseconds) of each, in the order given."""
    simple = [item for item in bound if item.simple and item.charging_from is not None]
    columns = _of_one_price(simple)
    changed = [item.call.id for item in bound if item.call.changed]
    documents = dict(CallRecord.objects.filter(id__in=changed).values_list("id", "charging"))
    for item in bound:
        if item.charging_from is None:
            yield 0, 0
        elif item.simple:
            yield next(columns)
        else:
            yield _of_many_prices(item, documents.get(item.call.id))


def _of_one_price(bound: Sequence[_Bound]) -> Iterator[tuple[int, int]]:
    if not bound:
        return
    tariffs: dict[Tariff, int] = {}
    which = [tariffs.setdefault(item.version.tariff, len(tariffs)) for item in bound]
    columns = CallColumns(
        durations=np.array([item.charged for item in bound], np.int64),
        which=np.array(which, np.int64),
        tariffs=list(tariffs),
    )
    rated = rate_columns(columns)
    yield from zip(rated.amounts.tolist(), rated.billed_ms.tolist(), strict=True)


def _of_many_prices(item: _Bound, charging: Mapping[str, Any] | None) -> tuple[int, int]:
    assert item.charging_from is not None
    agreed, fees = _agreed(charging, item.version.tariff)
    timeline = time_line(
        version=item.version, charging_from=item.charging_from, agreed=agreed, fees=fees, duration=item.charged
    )
    rated = rate(duration=item.charged, timeline=timeline)
    return rated.amount, rated.billed_ms


def _agreed(charging: Mapping[str, Any] | None, terms: Tariff) -> tuple[tuple[Change, ...], tuple[Fee, ...]]:
    """The changes and fees that were agreed in a call, under the terms of another tariff."""
    if charging is None or charging["timeline"] is None:
        return (), ()
    timeline, begin = parse_timeline(charging["timeline"]), charging["charging_from"]
    instants = {item["effective_at"] - begin for item in charging["requests"] if item["effective_at"] is not None}
    changes = tuple(
        Change(
            at=change.at,
            tariff=reprice(terms, per_call=change.tariff.per_call, per_minute=change.tariff.per_minute),
            charge_per_call=change.charge_per_call,
        )
        for change in timeline.changes[1:]
        if change.at in instants
    )
    return changes, timeline.fees


def _counted(item: _Bound, amount: int, billed_ms: int, country: str) -> Counted:
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
