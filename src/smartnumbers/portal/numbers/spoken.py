"""What is said of a number's price: the language, the keys of the destination, and an own recording."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Language
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.operations.charging import (
    NothingToAnnounce,
    drop_recording,
    keep_recording,
    set_charging_options,
)
from smartnumbers.apps.plans.queries import routing
from smartnumbers.apps.plans.recordings import RecordingInvalid
from smartnumbers.portal.access import page
from smartnumbers.portal.addresses import written as path_of
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.sheet import address
from smartnumbers.portal.numbers.tariff import show_tariff
from smartnumbers.portal.recordings import RECORDING_FAULTS, content_of, sound_of

TAB = "number-tariff"


@require_POST
@page(Permission.MANAGE_TARIFFS)
def choose_options(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The language of announcements and the keys, whichever the form or the address of an Undo names."""
    number = find(access=access, written=written)
    before = routing(access=access, number=number)
    wish = request.POST if {"language", "keys"} & set(request.POST) else request.GET
    language = wish.get("language", before.spoken_language)
    keys = wish.get("keys", "yes" if before.keys else "no") == "yes"
    if language not in Language.values:
        return HttpResponseRedirect(address(number, TAB))
    set_charging_options(access=access, number=number, language=Language(language), keys=keys, at=timezone.now())
    undo = reverse("number-charging", args=[path_of(number.number)])
    undo += f"?language={before.spoken_language}&keys={'yes' if before.keys else 'no'}"
    done(request, _("Saved. It holds from the next call on."), undo=undo)
    return HttpResponseRedirect(address(number, TAB))


@require_POST
@page(Permission.MANAGE_TARIFFS)
def record(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """An own recording instead of speech."""
    number = find(access=access, written=written)
    upload = request.FILES.get("recording")
    try:
        content, name = content_of(upload), str(getattr(upload, "name", ""))
        keep_recording(access=access, number=number, content=content, name=name, at=timezone.now())
    except RecordingInvalid as fault:
        reason = str(RECORDING_FAULTS[str(fault.parameters["reason"])])
        return show_tariff(request, access, number, faults=[reason], status=422)
    except NothingToAnnounce:
        fault_text = _("Give the number a tariff first: without one there is no price to announce.")
        return show_tariff(request, access, number, faults=[fault_text], status=422)
    undo = reverse("number-recording-drop", args=[path_of(number.number)])
    done(request, _("Callers hear your recording from the next call on."), undo=undo)
    return HttpResponseRedirect(address(number, TAB))


@require_POST
@page(Permission.MANAGE_TARIFFS)
def drop(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """Back to speech."""
    number = find(access=access, written=written)
    drop_recording(access=access, number=number, at=timezone.now())
    done(request, _("The price is spoken by the voice again."))
    return HttpResponseRedirect(address(number, TAB))


@page(Permission.SEE_NUMBERS)
def hear(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The own recording as callers hear it."""
    number = find(access=access, written=written)
    return sound_of(routing(access=access, number=number).recording)
