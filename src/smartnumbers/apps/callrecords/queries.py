"""Questions about calls, within what an access covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.localdays import end_of, start_of
from smartnumbers.apps.callrecords.models import Attempt, CallRecord, JournalPosition, Result
from smartnumbers.apps.plans.models import Destination
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.routing.decision import Presentation


class CallUnknown(DomainError):
    """A call that does not exist, or not for this access: the two look the same from outside."""

    code = "call-unknown"


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls are wanted; what is None does not matter. Days are local, both included; `number` is canonical."""

    result: Result | None = None
    number: str | None = None
    first_day: date | None = None
    last_day: date | None = None


EVERYTHING = CallFilter()


@dataclass(frozen=True, slots=True)
class Page:
    """Some calls, the newest first; `older` and `newer` are the cursors of the pages beside, where there are any."""

    calls: Sequence[CallRecord]
    older: str | None
    newer: str | None


def journal_position(*, node: str) -> JournalPosition | None:
    """How far a node's journal has been taken over, None before its first record."""
    return JournalPosition.objects.filter(node=node).first()


def calls(
    *,
    access: Access,
    wanted: CallFilter = EVERYTHING,
    older_than: str | None = None,
    newer_than: str | None = None,
    limit: int = 50,
) -> Page:
    """A page of calls with attempts and corrections, after a cursor one way or the other; without one, the newest.

    A cursor that is none is passed over. Raises PermissionMissing.
    """
    found = _filtered(access, wanted)
    before, after = _read_cursor(older_than), _read_cursor(newer_than)
    if after is not None:
        rows = list(_beyond(found, after, newer=True).order_by("setup_at", "id")[: limit + 1])
        more_newer, rows = len(rows) > limit, rows[:limit][::-1]
        return _page(rows, more_older=bool(rows), more_newer=more_newer)
    if before is not None:
        found = _beyond(found, before, newer=False)
    rows = list(found.order_by("-setup_at", "-id")[: limit + 1])
    return _page(rows[:limit], more_older=len(rows) > limit, more_newer=before is not None)


def call(*, access: Access, call_id: UUID) -> CallRecord:
    """One call with its attempts and corrections. Raises PermissionMissing or CallUnknown."""
    found = _covered(access).filter(id=call_id).prefetch_related("attempts", "corrections").first()
    if found is None:
        raise CallUnknown(f"There is no call {call_id}.", parameters={"call": str(call_id)})
    return found


def attempts_at(*, access: Access, destination: Destination, limit: int) -> Sequence[Attempt]:
    """The last calls that were led to a named destination, each with its call. Raises PermissionMissing."""
    access.require_in(Permission.SEE_CALLS, account_id=destination.account_id)
    found = Attempt.objects.filter(destination=destination.pk).select_related("call").order_by("-started_at")
    return list(found[:limit])


def others_of_caller(*, access: Access, to: CallRecord, limit: int = 5) -> Sequence[CallRecord]:
    """Other calls of this call's caller to the same account, the newest first. Raises PermissionMissing.

    None where the caller came without a number or withheld it: a holder is not to recognise who wants not to be.
    """
    access.require(Permission.SEE_CALLS)
    hidden = to.presentation != Presentation.ALLOWED and not access.may(Permission.SEE_WHOLE_CALLERS)
    if not to.caller or hidden or to.account_id is None:
        return []
    found = _covered(access).filter(account_id=to.account_id, caller=to.caller).exclude(id=to.id)
    return list(found.order_by("-setup_at")[:limit])


def _covered(access: Access) -> QuerySet[CallRecord]:
    access.require(Permission.SEE_CALLS)
    return CallRecord.objects.all() if access.account is None else CallRecord.objects.filter(account=access.account)


def _filtered(access: Access, wanted: CallFilter) -> QuerySet[CallRecord]:
    found = _covered(access)
    if wanted.result is not None:
        found = found.filter(result=wanted.result)
    if wanted.number is not None:
        found = found.filter(number=wanted.number)
    if wanted.first_day is not None:
        found = found.filter(setup_at__gte=start_of(wanted.first_day))
    if wanted.last_day is not None:
        found = found.filter(setup_at__lt=end_of(wanted.last_day))
    return found.prefetch_related("attempts", "corrections")


def _beyond(found: QuerySet[CallRecord], cursor: tuple[int, UUID], *, newer: bool) -> QuerySet[CallRecord]:
    """The calls on one side of a cursor, so put that both databases walk the index ("a<x OR a=x AND …" scans it)."""
    at, call_id = cursor
    if newer:
        return found.filter(setup_at__gte=at).exclude(Q(setup_at=at, id__lte=call_id))
    return found.filter(setup_at__lte=at).exclude(Q(setup_at=at, id__gte=call_id))


def _page(rows: Sequence[CallRecord], *, more_older: bool, more_newer: bool) -> Page:
    if not rows:
        return Page(calls=rows, older=None, newer=None)
    return Page(
        calls=rows,
        older=_cursor(rows[-1]) if more_older else None,
        newer=_cursor(rows[0]) if more_newer else None,
    )


def _cursor(row: CallRecord) -> str:
    return f"{row.setup_at}-{row.id.hex}"


def _read_cursor(written: str | None) -> tuple[int, UUID] | None:
    at, _, call_id = (written or "").partition("-")
    try:
        return int(at[:18]), UUID(call_id)
    except ValueError:
        return None
