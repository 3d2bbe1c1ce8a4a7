"""Live calls as a page shows them to one access."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.livecalls import price_at, seen
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.callrecords.wording import call_words, caller_words
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.core.callcontrol.live import LiveCall, LiveState
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.dialled import display
from smartnumbers.portal.live.wording import pending_words, stage_words


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRow:
    """One running call in words. `since` is the answer of a conversation, else when the call came in.

    `attempt` counts the destinations tried, from 1; it is 0 while none has been. `price` is what the caller owes by
    now, "" where the call costs its caller nothing; `pending` what is being changed, in words. `stage` says what the
    caller hears or does where nobody rings and nobody talks; several destinations that ring at once are all named.
    """

    call_id: str
    number: str
    number_shown: str
    number_name: str
    caller: str
    heading: str
    talking: bool
    stage: str
    treatment: str
    attempt: int
    destination: str
    since: datetime
    currency: str
    price: str
    pending: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveView:
    """What a page shows of this moment: the running calls, and whether they are known at all.

    `running` says that some amount grows by itself, so that it is to be shown anew every second.
    """

    calls: list[LiveRow]
    known: bool
    running: bool = False


def rows(*, access: Access, calls: Iterable[LiveCall], at: int) -> list[LiveRow]:
    """The calls that this access may see, priced at an instant (milliseconds). Raises PermissionMissing."""
    covered = seen(access=access, calls=calls)
    names = _names({call.number for call in covered})
    return [row(access=access, call=call, name=names.get(call.number, ""), at=at) for call in covered]


def row(*, access: Access, call: LiveCall, name: str, at: int) -> LiveRow:
    """One call; `name` is the holder's name of the number."""
    return LiveRow(
        call_id=call.call_id,
        number=call.number,
        number_shown=display(call.number),
        number_name=name,
        caller=caller_words(access=access, caller=call.caller, presentation=call.presentation),
        heading=call_words(access=access, caller=call.caller, presentation=call.presentation),
        talking=call.state is LiveState.TALKING,
        stage=stage_words(call.stage),
        treatment=call.treatment,
        attempt=call.attempt,
        destination=", ".join(call.ringing) or call.destination_name or call.destination_address,
        since=to_datetime(call.answered_at if call.answered_at is not None else call.setup_at),
        currency=call.currency or "",
        price=price_figure(call=call, at=at),
        pending=pending_words(pending=call.pending, name=""),
    )


def price_figure(*, call: LiveCall, at: int) -> str:
    """What the caller owes at an instant, with all the digits that its record will have; "" where that is nothing."""
    price = price_at(call=call, at=at)
    return "" if price is None else figure(price)


def record_figure(record: CallRecord) -> str:
    """What the caller pays for a call that is over, written as the meter wrote it; "" where that is nothing."""
    charged = record.amount is not None and (record.charging or {}).get("timeline") is not None
    return figure(record.amount or 0) if charged else ""


def number_name(number: str) -> str:
    """The holder's name of a canonical number."""
    return _names({number}).get(number, "")


def _names(numbers: set[str]) -> dict[str, str]:
    if not numbers:
        return {}
    return dict(ServiceNumber.objects.filter(number__in=numbers).values_list("number", "name"))
