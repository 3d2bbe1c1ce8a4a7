"""Editing the destinations that calls go to now: every step is saved at once and can be undone.

Each view makes the new chain out of the one in force and calls one operation. The form carries the revision it was
written for, so that two people never overwrite each other unseen.
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.faults import ChangeRefused, Fault, RevisionConflict
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.apps.plans.queries import chain
from smartnumbers.apps.plans.ringing import Ringing
from smartnumbers.portal.access import page
from smartnumbers.portal.numbers.forms import DestinationForm, put_faults
from smartnumbers.portal.numbers.now import offer, show_now
from smartnumbers.portal.numbers.sheet import address, changed, conflict


def _row(entry: Ringing) -> ChainRow:
    return ChainRow(address=entry.address, name=entry.name, ring_seconds=entry.ring_seconds)


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _change(
    request: HttpRequest, access: Access, number: ServiceNumber, rows: Sequence[ChainRow], text: str
) -> HttpResponse:
    """Put the new chain in force. Raises ChangeRefused."""
    try:
        published = change_chain(
            access=access, number=number, rows=rows, expected_revision=_revision(request), at=timezone.now()
        )
    except RevisionConflict as fault:
        conflict(request, fault)
        return HttpResponseRedirect(address(number))
    return changed(request, published, text, number=number)


def _edit(request: HttpRequest, access: Access, number: ServiceNumber, place: int, text: str) -> HttpResponse:
    """Save the form's destination at a place (from 0) of the chain; one past the end adds it."""
    form = DestinationForm(request.POST)
    offer(form, access, number)
    entries = chain(access=access, number=number, at=timezone.now())
    if place > len(entries):
        return HttpResponseRedirect(address(number))
    rows = [_row(entry) for entry in entries]
    if form.is_valid():
        rows[place : place + 1] = [form.row()]
        try:
            return _change(request, access, number, rows, text)
        except ChangeRefused as refused:
            put_faults(form, _of_row(refused.faults, place))
    return show_now(request, access, number, editing=place, form=form, status=422)


def _of_row(faults: Sequence[Fault], place: int) -> list[Fault]:
    return [fault for fault in faults if fault.row in (None, place)]


@require_POST
@page(Permission.CHANGE_ROUTING)
def add(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """A new destination at the end of the chain."""
    number = find(access=access, written=written)
    place = len(chain(access=access, number=number, at=timezone.now()))
    return _edit(request, access, number, place, _("Destination added. It takes calls from now on."))


@require_POST
@page(Permission.CHANGE_ROUTING)
def save(request: HttpRequest, access: Access, written: str, place: int) -> HttpResponse:
    """A destination's new address, name or ring time."""
    number = find(access=access, written=written)
    return _edit(request, access, number, place, _("Saved. It holds from the next call on."))


@require_POST
@page(Permission.CHANGE_ROUTING)
def move(request: HttpRequest, access: Access, written: str, place: int) -> HttpResponse:
    """A destination to another place of the chain, where the form says ("up" or "down")."""
    number = find(access=access, written=written)
    rows = [_row(entry) for entry in chain(access=access, number=number, at=timezone.now())]
    to = place + (-1 if request.POST.get("to") == "up" else 1)
    if not (0 <= place < len(rows) and 0 <= to < len(rows)):
        return HttpResponseRedirect(address(number))
    rows.insert(to, rows.pop(place))
    text = _("Order changed: calls go first to %(name)s.") % {"name": rows[0].name}
    return _whole(request, access, number, rows, text)


@require_POST
@page(Permission.CHANGE_ROUTING)
def remove(request: HttpRequest, access: Access, written: str, place: int) -> HttpResponse:
    """A destination out of the chain."""
    number = find(access=access, written=written)
    rows = [_row(entry) for entry in chain(access=access, number=number, at=timezone.now())]
    if not 0 <= place < len(rows):
        return HttpResponseRedirect(address(number))
    gone = rows.pop(place)
    return _whole(request, access, number, rows, _("%(name)s removed.") % {"name": gone.name})


def _whole(
    request: HttpRequest, access: Access, number: ServiceNumber, rows: Sequence[ChainRow], text: str
) -> HttpResponse:
    try:
        return _change(request, access, number, rows, text)
    except ChangeRefused as refused:
        return show_now(request, access, number, faults=refused.faults, status=422)
