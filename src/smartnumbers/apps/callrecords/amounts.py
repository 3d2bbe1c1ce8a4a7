"""The amounts of calls that are over: from columns for those with one price, one by one for the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.core.callcontrol.metering import time_line
from smartnumbers.core.rating.callcolumns import CallColumns
from smartnumbers.core.rating.columns import rate_columns
from smartnumbers.core.rating.rate import rate
from smartnumbers.core.rating.timeline import Change, Fee, parse_timeline
from smartnumbers.core.tariffs.tariff import Tariff, reprice
from smartnumbers.core.tariffs.version import TariffVersion


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
class Call:
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
class Bound:
    """A call, the version that binds it, and from when it would be charged (milliseconds), None for not at all."""

    call: Call
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


def amounts_of(bound: Sequence[Bound]) -> Iterator[tuple[int, int]]:
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


def _of_one_price(bound: Sequence[Bound]) -> Iterator[tuple[int, int]]:
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


def _of_many_prices(item: Bound, charging: Mapping[str, Any] | None) -> tuple[int, int]:
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
