"""Live calls as a page shows them to one access."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.wording import caller_words
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.core.callcontrol.live import LiveCall, LiveState
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.numbering.dialled import display


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRow:
    """One running call in words. `since` is the answer of a conversation, else when the call came in.

    `attempt` counts the destinations tried, from 1; it is 0 while none has been.
    """

    call_id: str
    number: str
    number_shown: str
    number_name: str
    caller: str
    talking: bool
    attempt: int
    destination: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveView:
    """What a page shows of this moment: the running calls, and whether they are known at all."""

    calls: list[LiveRow]
    known: bool


def rows(*, access: Access, calls: Iterable[LiveCall]) -> list[LiveRow]:
    """The calls that this access may see, as it may see them. Raises PermissionMissing."""
    access.require(Permission.SEE_CALLS)
    account = access.account
    seen = [call for call in calls if account is None or call.account == str(account.pk)]
    names = _names({call.number for call in seen})
    return [
        LiveRow(
            call_id=call.call_id,
            number=call.number,
            number_shown=display(call.number),
            number_name=names.get(call.number, ""),
            caller=caller_words(access=access, caller=call.caller, presentation=call.presentation),
            talking=call.state is LiveState.TALKING,
            attempt=call.attempt,
            destination=call.destination_name or call.destination_address,
            since=to_datetime(call.answered_at if call.answered_at is not None else call.setup_at),
        )
        for call in seen
    ]


def _names(numbers: set[str]) -> dict[str, str]:
    if not numbers:
        return {}
    return dict(ServiceNumber.objects.filter(number__in=numbers).values_list("number", "name"))
