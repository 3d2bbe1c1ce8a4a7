"""The operator's pages: how the platform is, whose numbers it has, and which are in service."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.queries import accounts_of
from smartnumbers.apps.audit.queries import entries_of_platform
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.operations.service import create_number, set_in_service
from smartnumbers.portal.access import page, user_of
from smartnumbers.portal.addresses import written as path_of
from smartnumbers.portal.health import signs
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.forms import put_faults
from smartnumbers.portal.operator.actions import action_words, object_words
from smartnumbers.portal.operator.forms import NumberForm

NUMBERS_SHOWN = 1000
ENTRIES_SHOWN = 30


@page(Permission.SEE_PLATFORM)
def platform(request: HttpRequest, access: Access) -> HttpResponse:
    """The health of every part, and what was done last."""
    entries = [
        {"entry": entry, "action": action_words(entry.action), "on": object_words(entry)}
        for entry in entries_of_platform(limit=ENTRIES_SHOWN)
    ]
    return render(request, "operator/platform.html", {"signs": signs(), "entries": entries})


@page(Permission.MANAGE_ACCOUNTS)
def accounts(request: HttpRequest, access: Access) -> HttpResponse:
    """All accounts, each with the way to see it as its holder does."""
    everything = Access(actor=access.actor, account=None, permissions=access.permissions)
    counted = numbers(access=everything).order_by().values_list("account").annotate(Count("id"))
    amounts = dict(counted)
    listed = [{"account": one, "numbers": amounts.get(one.pk, 0)} for one in accounts_of(user=user_of(request))]
    return render(request, "operator/accounts.html", {"listed": listed})


@page(Permission.MANAGE_NUMBERS)
def stock(request: HttpRequest, access: Access) -> HttpResponse:
    """Every number of the platform, with the switch that puts it in or out of service."""
    return _stock(request, access, NumberForm())


def _stock(request: HttpRequest, access: Access, form: NumberForm, *, status: int = 200) -> HttpResponse:
    values: dict[str, Any] = {
        "listed": [
            {"number": number, "path": path_of(number.number)} for number in numbers(access=access)[:NUMBERS_SHOWN]
        ],
        "form": form,
        "adding": "add" in request.GET or form.is_bound,
    }
    return render(request, "operator/numbers.html", values, status=status)


@require_POST
@page(Permission.MANAGE_NUMBERS)
def add_number(request: HttpRequest, access: Access) -> HttpResponse:
    """A new number for an account; its chain is set on its own page."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _stock(request, access, form, status=422)
    data = form.cleaned_data
    try:
        number = create_number(
            access=access,
            account=data["account"],
            written=data["number"],
            name=data["name"],
            family=form.chosen_family(),
            at=timezone.now(),
        )
    except ChangeRefused as refused:
        put_faults(form, refused.faults)
        return _stock(request, access, form, status=422)
    done(request, _("The number is set up. Now say where its calls go."))
    return HttpResponseRedirect(reverse("number", args=[path_of(number.number)]))


@require_POST
@page(Permission.MANAGE_NUMBERS)
def set_service(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """A number in or out of service, as the form says; taking it back is the same switch."""
    number = find(access=access, written=written)
    # The Undo of a toast sends no values of its own: what it wishes stands in its address.
    wish = request.POST.get("in_service", request.GET.get("in_service")) == "yes"
    set_in_service(access=access, number=number, in_service=wish, at=timezone.now())
    text = _("%(number)s is in service.") if wish else _("%(number)s is out of service: its calls are refused.")
    back = f"{reverse('operator-number-service', args=[written])}?in_service={'no' if wish else 'yes'}"
    done(request, text % {"number": number.shown}, undo=back)
    return HttpResponseRedirect(reverse("operator-numbers"))
