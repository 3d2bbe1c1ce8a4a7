"""One live call as a page shows it: the meter, what is on its way, and what the price can be changed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.livecalls import price_at, steering_of, timeline_of
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.callrecords.pricewords import uncharged_words
from smartnumbers.apps.tariffbooks.wording import money
from smartnumbers.core.callcontrol.live import LiveCall
from smartnumbers.core.callcontrol.requests import KEYS
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.tariffs.charging import Charging
from smartnumbers.portal.live.rows import LiveRow, number_name, record_figure, row
from smartnumbers.portal.live.tiles import Tile, fee_tiles, name_in_set, tariff_tiles
from smartnumbers.portal.live.wording import pending_words, result_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """What the call can cost at most, how much of it is used (per cent), and when it is reached at this price."""

    amount: str
    percent: int
    reached_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is on its way: in words, who asked for it, when it will be in force, and how many more wait."""

    words: str
    by: str
    in_force_at: datetime | None
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """What the page of a live call shows of this moment.

    `count` is how many calls run in all. `row` is None where this one is over, `record` None until that is kept, and
    `price` what it says. `free_until` lies ahead while the caller still has free time, `free` says why nothing is
    charged at all, `refusal` why nothing can be changed.
    """

    known: bool
    count: int = 0
    row: LiveRow | None = None
    record: CallRecord | None = None
    price: str = ""
    free: str = ""
    free_until: datetime | None = None
    cap: Cap | None = None
    change: Change | None = None
    refusal: str = ""
    tariffs: Sequence[Tile] = ()
    fees: Sequence[Tile] = ()
    may_steer: bool = False

    @property
    def running(self) -> bool:
        """Whether to look again in a second: the amount grows, or the record is still awaited."""
        return self.record is None


def call_view(*, access: Access, call: LiveCall, count: int, at: int) -> CallView:
    """A running call, one of `count`, at an instant (milliseconds)."""
    steering = steering_of(call=call)
    charging = steering.charging
    begins = call.charging_from
    return CallView(
        known=True,
        count=count,
        row=row(access=access, call=call, name=number_name(call.number), at=at),
        free=_free(call, charging),
        free_until=to_datetime(begins) if begins is not None and at < begins else None,
        cap=_cap(call, at),
        change=_change(call, steering.charging),
        refusal=result_words(steering.refusal, {}) if steering.refusal else "",
        tariffs=() if charging is None else tariff_tiles(charging=charging, call=call),
        fees=() if charging is None else fee_tiles(charging=charging, call=call),
        may_steer=access.may(Permission.STEER_CALLS),
    )


def over_view(*, record: CallRecord, known: bool, count: int) -> CallView:
    """A call that is over, with the price of its record; `count` other calls run."""
    return CallView(known=known, count=count, record=record, price=record_figure(record))


def _free(call: LiveCall, charging: Charging | None) -> str:
    if call.uncharged is not None:
        return uncharged_words(call.uncharged)
    return _("This number has no price.") if charging is None else ""


def _cap(call: LiveCall, at: int) -> Cap | None:
    cap = None if call.timeline is None else timeline_of(call).terms.cap
    if not cap:
        return None
    return Cap(
        amount=money(cap, call.currency or ""),
        percent=min(100, 100 * (price_at(call=call, at=at) or 0) // cap),
        reached_at=None if call.cut_off_at is None else to_datetime(call.cut_off_at),
    )


def _change(call: LiveCall, charging: Charging | None) -> Change | None:
    pending = call.pending
    if pending is None:
        return None
    effective_at = pending["effective_at"]
    return Change(
        words=pending_words(
            pending=pending, name=name_in_set(charging=charging, kind=pending["kind"], slot=pending["slot"])
        ),
        by=_("the destination's telephone") if pending["by"] == KEYS else pending["by"],
        in_force_at=None if effective_at is None else to_datetime(effective_at),
        waiting=call.waiting,
    )
