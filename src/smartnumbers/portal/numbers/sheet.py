"""What every tab of one number shows: its head, its chain, and the way back after a change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import RevisionConflict
from smartnumbers.apps.plans.models import PublishedProfile
from smartnumbers.apps.plans.queries import blocked_count
from smartnumbers.portal.addresses import written
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.states import states


def head(*, access: Access, number: ServiceNumber, tab: str) -> dict[str, Any]:
    """The values of the head of a number's page and its tabs."""
    state = states(access=access, numbers=[number], at=timezone.now())[0]
    return {
        "number": number,
        "path": state.path,
        "state": state,
        "tab": tab,
        "blocked": blocked_count(access=access, number=number),
        "may_route": access.may(Permission.CHANGE_ROUTING),
        "may_block": access.may(Permission.BLOCK_CALLERS),
        "may_name": access.may(Permission.NAME_NUMBERS),
    }


def address(number: ServiceNumber, tab: str = "number") -> str:
    """The address of one of a number's tabs."""
    return reverse(tab, args=[written(number.number)])


def changed(
    request: HttpRequest, published: PublishedProfile, text: str, *, number: ServiceNumber, tab: str = "number"
) -> HttpResponse:
    """Back to the tab, with a toast that says what was changed and can undo it."""
    done(request, text, undo=reverse("number-undo", args=[written(number.number), published.revision]))
    return HttpResponseRedirect(address(number, tab))


def conflict(request: HttpRequest, fault: RevisionConflict) -> None:
    """Say that somebody else was faster, and that nothing was overwritten."""
    at = fault.parameters.get("at")
    messages.error(
        request,
        _("Not saved: %(who)s changed this number at %(when)s. Here is how it stands now.")
        % {
            "who": fault.parameters.get("by") or _("somebody"),
            "when": date_format(timezone.localtime(at), "TIME_FORMAT") if at else "",  # type: ignore[arg-type]
        },
    )


def way_back(request: HttpRequest, *, otherwise: str) -> HttpResponse:
    """To the page the request came from, as the form says, if it is one of ours."""
    wish = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(wish)
    return HttpResponseRedirect(otherwise)
