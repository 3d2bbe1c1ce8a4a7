"""Ringing a destination for a test: a page that tells how it goes, which the routing editor shows a part of."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as find_number
from smartnumbers.apps.plans.models import Destination
from smartnumbers.apps.plans.queries import destination as find
from smartnumbers.apps.plans.trials import TrialRefused, begin_trial, look_at_trial
from smartnumbers.core.callcontrol.trial import TRIAL_SECONDS
from smartnumbers.portal.access import page
from smartnumbers.portal.destinations.trialwords import refusal_words, trial_lines
from smartnumbers.telephony.control.asking import ControlUnreachable

AWAY = "away"
# The one status of a refusal whose words the front end puts on the page (main.ts).
REFUSED = 422


@require_POST
@page(Permission.CHANGE_ROUTING)
def begin(request: HttpRequest, access: Access, destination_id: str) -> HttpResponse:
    """Ring a destination, and go to the page that tells how it goes."""
    found = find(access=access, destination_id=destination_id)
    try:
        trial = begin_trial(
            access=access,
            destination=found,
            number=_number(request, access, found),
            ring_seconds=_whole(request.GET.get("seconds"), TRIAL_SECONDS),
            path=settings.CONFIGURATION.control_socket,
            at=timezone.now(),
        )
    except TrialRefused as refused:
        words = refusal_words(refused.code, refused.parameters)
        return _told(request, found, refusal=words, status=REFUSED)
    except ControlUnreachable:
        return _told(request, found, refusal=refusal_words(AWAY, {}), status=REFUSED)
    return HttpResponseRedirect(reverse("destination-trial", args=[found.pk, trial.trial_id]))


@page(Permission.CHANGE_ROUTING)
def one_trial(request: HttpRequest, access: Access, destination_id: str, trial_id: UUID) -> HttpResponse:
    """How a test call goes; with `seen` in the address it waits some seconds for a further step."""
    found = find(access=access, destination_id=destination_id)
    seen = _whole(request.GET.get("seen"), -1)
    path = settings.CONFIGURATION.control_socket
    try:
        trial = look_at_trial(access=access, destination=found, trial_id=str(trial_id), seen=seen, path=path)
    except ControlUnreachable:
        words, again = refusal_words(AWAY, {}), reverse("destination-trial", args=[found.pk, trial_id])
        return _told(request, found, refusal=words, again=again, status=REFUSED)
    return _told(request, found, trial=trial, lines=trial_lines(trial))


def _told(request: HttpRequest, found: Destination, *, status: int = 200, **values: object) -> HttpResponse:
    return render(request, "routing/trial.html", {"destination": found, **values}, status=status)


def _number(request: HttpRequest, access: Access, found: Destination) -> ServiceNumber | None:
    """The service number on whose page somebody pressed the button: one of the same account, or none."""
    written = request.GET.get("number", "")
    if not written:
        return None
    number = find_number(access=access, written=written)
    return number if number.account_id == found.account_id else None


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 5 else otherwise
