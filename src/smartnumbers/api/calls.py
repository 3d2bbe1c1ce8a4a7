"""Calls: those that are over, those that run, and changing the price of one that runs."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import field_validator

from smartnumbers.api import schemas
from smartnumbers.api.documents import call_detail, call_document, live_document
from smartnumbers.api.keys import access_of
from smartnumbers.api.problems import Refused
from smartnumbers.apps.callrecords import queries
from smartnumbers.apps.callrecords.asking import PENDING, Kind, ask_change
from smartnumbers.apps.callrecords.livecalls import running_call, running_calls
from smartnumbers.apps.callrecords.models import Result
from smartnumbers.core.callcontrol.requests import DONE
from smartnumbers.core.foundation.instants import from_datetime, to_datetime
from smartnumbers.core.numbering.dialled import normalise

PROBLEMS = frozenset({401, 403, 404, 409, 422, 503})
DAY = r"^(2[01][0-9]{2}-[0-9]{2}-[0-9]{2})?$"
"""Days of these two centuries: others have no instant that the database could compare."""

router = Router(tags=["calls"])


class Wanted(Schema):
    """Which calls are wanted; days are local, both included."""

    limit: int = Field(50, ge=1, le=200)
    older: str = Field("", pattern=r"^([0-9]{1,15}-[0-9a-f]{32})?$", description="the cursor `older` of a page")
    newer: str = Field("", pattern=r"^([0-9]{1,15}-[0-9a-f]{32})?$", description="the cursor `newer` of a page")
    number: str = Field("", description="a service number in any usual form")
    result: str = Field("", pattern=f"^({'|'.join(Result.values)})?$")
    first_day: str = Field("", pattern=DAY, examples=["2026-11-20"])
    last_day: str = Field("", pattern=DAY, examples=["2026-11-20"])

    @field_validator("first_day", "last_day")
    @classmethod
    def a_day_of_the_calendar(cls, written: str) -> str:
        """Refuse the 30th of February. Raises ValueError."""
        if written:
            date.fromisoformat(written)
        return written


@router.get("/calls", response={200: schemas.Calls, PROBLEMS: schemas.Problem}, summary="Calls that are over")
def list_calls(request: HttpRequest, wanted: Query[Wanted]) -> schemas.Calls:
    """A page of calls, the newest first. Follow `older` until it is null."""
    access = access_of(request)
    found = queries.calls(
        access=access,
        wanted=queries.CallFilter(
            result=Result(wanted.result) if wanted.result else None,
            number=normalise(wanted.number) if wanted.number else None,
            first_day=_day(wanted.first_day),
            last_day=_day(wanted.last_day),
        ),
        older_than=wanted.older or None,
        newer_than=wanted.newer or None,
        limit=wanted.limit,
    )
    return schemas.Calls(
        calls=[call_document(access=access, call=call) for call in found.calls], older=found.older, newer=found.newer
    )


@router.get("/calls/live", response={200: schemas.LiveCalls, PROBLEMS: schemas.Problem}, summary="Calls that run")
def list_live_calls(request: HttpRequest) -> schemas.LiveCalls:
    """The calls that run at this moment, each with what its caller owes by now."""
    access = access_of(request)
    running = running_calls(access=access, path=settings.CONFIGURATION.control_socket)
    now = from_datetime(timezone.now())
    return schemas.LiveCalls(calls=[live_document(access=access, call=call, at=now) for call in running])


@router.get("/calls/{uuid:call_id}", response={200: schemas.CallDetail, PROBLEMS: schemas.Problem}, summary="One call")
def one_call(request: HttpRequest, call_id: UUID) -> schemas.CallDetail:
    """A call that is over: every attempt, every line of its price, and what was announced to the caller."""
    access = access_of(request)
    return call_detail(access=access, call=queries.call(access=access, call_id=call_id))


@router.post(
    "/calls/{uuid:call_id}/tariff", response={200: schemas.Done, PROBLEMS: schemas.Problem}, summary="Change the tariff"
)
def change_tariff(request: HttpRequest, call_id: UUID, wish: schemas.TariffIn) -> schemas.Done:
    """Announce another tariff of the number's set to a running call's caller, and let it hold after that.

    The answer comes when it is settled: after the announcement, and the caller's key where the law demands one.
    """
    return _change(request, call_id, Kind.TARIFF, wish.slot)


@router.post(
    "/calls/{uuid:call_id}/fee", response={200: schemas.Done, PROBLEMS: schemas.Problem}, summary="Charge a fee"
)
def charge_fee(request: HttpRequest, call_id: UUID, wish: schemas.FeeIn) -> schemas.Done:
    """Announce a fixed fee of the number's set to a running call's caller, and charge it after that."""
    return _change(request, call_id, Kind.FEE, wish.fee)


def _change(request: HttpRequest, call_id: UUID, kind: Kind, slot: int) -> schemas.Done:
    access = access_of(request)
    path = settings.CONFIGURATION.control_socket
    call = running_call(access=access, call_id=str(call_id), path=path)
    told = ask_change(access=access, call=call, kind=kind, slot=slot, path=path, at=timezone.now())
    if told.result not in (DONE, PENDING):
        raise Refused(told.result, told.parameters)
    effective_at = told.parameters.get("effective_at")
    moment: datetime | None = to_datetime(effective_at) if isinstance(effective_at, int) else None
    return schemas.Done(result="done" if told.result == DONE else "pending", effective_at=moment)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
