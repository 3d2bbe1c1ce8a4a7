"""The pages of live calls: all of them with their meters, and one with the tariffs to choose from."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.asking import Kind, ask_change
from smartnumbers.apps.callrecords.livecalls import ControlAway, running_call
from smartnumbers.apps.callrecords.queries import CallUnknown, call
from smartnumbers.core.callcontrol.requests import DONE
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.tariffs.tariffset import FEES, SLOTS
from smartnumbers.portal.access import page
from smartnumbers.portal.live.broker import context
from smartnumbers.portal.live.onecall import CallView, call_view
from smartnumbers.portal.live.windows import Shape
from smartnumbers.portal.live.wording import result_words

FETCHED = "X-Fetched"
"""The header of a page's own script, which wants what came of a change and not the whole page again."""


@require_GET
@page(Permission.SEE_CALLS)
def live_calls(request: HttpRequest, access: Access) -> HttpResponse:
    """All running calls, with what each has cost so far."""
    return render(request, "live/list.html", {"live": context(access, Shape.TABLE)})


@require_GET
@page(Permission.SEE_CALLS)
def live_call(request: HttpRequest, access: Access, call_id: UUID) -> HttpResponse:
    """One running call; where it is over, its story."""
    now = timezone.now()
    try:
        running = running_call(access=access, call_id=str(call_id), path=settings.CONFIGURATION.control_socket)
        seen = call_view(access=access, call=running, count=len(context(access).calls), at=from_datetime(now))
    except ControlAway:
        seen = CallView(known=False)
    except CallUnknown:
        return HttpResponseRedirect(reverse("call", args=[call(access=access, call_id=call_id).pk]))
    return render(request, "live/call.html", {"live": seen, "call_id": call_id})


@require_POST
@page(Permission.STEER_CALLS)
def change_tariff(request: HttpRequest, access: Access, call_id: UUID) -> HttpResponse:
    """Ask for another tariff of the number's set."""
    return _change(request, access, call_id, Kind.TARIFF, SLOTS)


@require_POST
@page(Permission.STEER_CALLS)
def charge_fee(request: HttpRequest, access: Access, call_id: UUID) -> HttpResponse:
    """Ask for a fixed fee of the number's set."""
    return _change(request, access, call_id, Kind.FEE, FEES)


def _change(request: HttpRequest, access: Access, call_id: UUID, kind: Kind, allowed: range) -> HttpResponse:
    slot = request.POST.get("slot", "")
    if slot not in {str(number) for number in allowed}:
        raise BadRequest("no such slot")
    path = settings.CONFIGURATION.control_socket
    try:
        running = running_call(access=access, call_id=str(call_id), path=path)
        told = ask_change(access=access, call=running, kind=kind, slot=int(slot), path=path, at=timezone.now())
    except ControlAway:
        words, fine = _("Call control cannot be reached. Nothing was changed."), False
    else:
        words, fine = result_words(told.result, told.parameters), told.result == DONE
    words = _named(kind, slot, words)
    if request.headers.get(FETCHED):
        return render(request, "live/_told.html", {"words": words, "tone": "ok" if fine else "warn"})
    messages.add_message(request, messages.SUCCESS if fine else messages.WARNING, words)
    return HttpResponseRedirect(reverse("live-call", args=[call_id]))


def _named(kind: Kind, slot: str, words: str) -> str:
    values = {"slot": slot, "words": words}
    return (_("Tariff %(slot)s: %(words)s") if kind is Kind.TARIFF else _("Fee %(slot)s: %(words)s")) % values
