"""The callers a number turns away."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.models import BlacklistEntry
from smartnumbers.apps.plans.operations.callers import REPORTED, CallerNotBlocked, block, unblock_caller
from smartnumbers.apps.plans.queries import blacklist
from smartnumbers.apps.plans.wording import blocked_words
from smartnumbers.core.routing.oldprofiles import home_zone
from smartnumbers.portal.access import page
from smartnumbers.portal.numbers.forms import BlockForm, put_faults
from smartnumbers.portal.numbers.sheet import address, changed, head


@dataclass(frozen=True, slots=True)
class BlockedLine:
    """One line of the list: whom it turns away, whether it is over, whether a telephone reported the caller."""

    entry: BlacklistEntry
    whom: str
    over: bool
    reported: bool


@page(Permission.SEE_NUMBERS)
def callers(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The list, and the form to add to it."""
    number = find(access=access, written=written)
    if request.method != "POST":
        return _show(request, access, number, BlockForm())
    access.require(Permission.BLOCK_CALLERS)
    form = BlockForm(request.POST)
    now = timezone.now()
    blocking = form.blocking(now=now, zone=home_zone(number.number)) if form.is_valid() else None
    if blocking is None:
        return _show(request, access, number, form, status=422)
    try:
        published = block(access=access, number=number, blocking=blocking, at=now)
    except ChangeRefused as refused:
        put_faults(form, refused.faults)
        return _show(request, access, number, form, status=422)
    text = _("Blocked. It holds from the next call on.")
    return changed(request, published, text, number=number, tab="number-callers")


@require_POST
@page(Permission.BLOCK_CALLERS)
def unblock(request: HttpRequest, access: Access, written: str, entry_id: int) -> HttpResponse:
    """Let callers in again."""
    number = find(access=access, written=written)
    try:
        published = unblock_caller(access=access, number=number, entry_id=entry_id, at=timezone.now())
    except CallerNotBlocked:
        return HttpResponseRedirect(address(number, "number-callers"))
    return changed(request, published, _("They get through again."), number=number, tab="number-callers")


def _show(
    request: HttpRequest, access: Access, number: ServiceNumber, form: BlockForm, *, status: int = 200
) -> HttpResponse:
    values = head(access=access, number=number, tab="callers")
    now = timezone.now()
    lines = [_line(access, entry, now) for entry in blacklist(access=access, number=number)]
    values |= {"form": form, "lines": lines}
    return render(request, "numbers/callers.html", values, status=status)


def _line(access: Access, entry: BlacklistEntry, now: datetime) -> BlockedLine:
    return BlockedLine(
        entry=entry,
        whom=blocked_words(access=access, entry=entry),
        over=entry.until is not None and entry.until <= now,
        reported=entry.note == REPORTED,
    )
