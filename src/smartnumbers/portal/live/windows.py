"""The windows through which live calls are looked at: briefly, as a table with their prices, or one call alone."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.livecalls import seen
from smartnumbers.apps.callrecords.queries import CallUnknown, call
from smartnumbers.core.callcontrol.live import LiveCall
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.portal.live.board import Board, Contact
from smartnumbers.portal.live.onecall import CallView, call_view, over_view
from smartnumbers.portal.live.rows import LiveView, rows


class Shape(StrEnum):
    """How much of the calls is shown."""

    BRIEF = "brief"
    TABLE = "table"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Window:
    """What of the live calls somebody looks at; `call_id` with Shape.CALL only."""

    shape: Shape = Shape.BRIEF
    call_id: str = ""

    @property
    def template(self) -> str:
        """The template of what is seen."""
        return {Shape.BRIEF: "live/_calls.html", Shape.TABLE: "live/_table.html", Shape.CALL: "live/_call.html"}[
            self.shape
        ]


BRIEF, TABLE = Window(Shape.BRIEF), Window(Shape.TABLE)


def one(call_id: UUID) -> Window:
    """The window of one call."""
    return Window(Shape.CALL, str(call_id))


def look(*, access: Access, board: Board, window: Window) -> LiveView | CallView:
    """What an access sees of this moment. Raises PermissionMissing."""
    if window.shape is Shape.CALL:
        return look_at_call(access=access, board=board, call_id=window.call_id)
    return look_at_all(access=access, board=board, shape=window.shape)


def look_at_all(*, access: Access, board: Board, shape: Shape) -> LiveView:
    """All running calls that an access covers. Raises PermissionMissing."""
    calls = rows(access=access, calls=_calls(access, board), at=_now())
    return LiveView(
        calls=calls,
        known=board.health.contact is Contact.THERE,
        running=shape is Shape.TABLE and any(call.price for call in calls),
    )


def look_at_call(*, access: Access, board: Board, call_id: str) -> CallView:
    """One call: while it runs, and afterwards as soon as its record is kept. Raises PermissionMissing."""
    known = board.health.contact is Contact.THERE
    calls = seen(access=access, calls=_calls(access, board))
    running = next((one for one in calls if one.call_id == call_id), None)
    if running is not None:
        return call_view(access=access, call=running, count=len(calls), at=_now())
    try:
        return over_view(record=call(access=access, call_id=UUID(call_id)), known=known, count=len(calls))
    except CallUnknown:
        return CallView(known=known, count=len(calls))


def _calls(access: Access, board: Board) -> list[LiveCall]:
    return board.calls(account=access.account.pk if access.account is not None else None)


def _now() -> int:
    return from_datetime(timezone.now())
