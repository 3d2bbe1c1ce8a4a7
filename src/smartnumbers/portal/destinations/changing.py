"""Changing destinations: every change reaches all plans that use one, at once, and can be undone."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.models import Destination
from smartnumbers.apps.plans.operations import destinations as operations
from smartnumbers.apps.plans.operations.destinations import DestinationRow
from smartnumbers.apps.plans.queries import destination as find
from smartnumbers.apps.plans.queries import uses_of
from smartnumbers.portal.access import page
from smartnumbers.portal.destinations import telling
from smartnumbers.portal.destinations.forms import NamedDestinationForm
from smartnumbers.portal.destinations.rows import numbers_of
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.forms import put_faults
from smartnumbers.portal.numbers.sheet import way_back

_BEFORE = "portal_destination_before"


@page(Permission.CHANGE_ROUTING)
def add(request: HttpRequest, access: Access) -> HttpResponse:
    """A new destination."""
    if access.account is None:
        return render(request, "routing/destinations.html")
    form = NamedDestinationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.create(access=access, account=access.account, row=form.row(), at=timezone.now())
        except ChangeRefused as refused:
            put_faults(form, refused.faults)
        else:
            done(request, _("%(name)s can now be used in every plan.") % {"name": made.name})
            return HttpResponseRedirect(reverse("destinations"))
    return render(request, "routing/destination_form.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.CHANGE_ROUTING)
def change(request: HttpRequest, access: Access, destination_id: str) -> HttpResponse:
    """Another name, address or limit; the page tells beforehand which numbers it changes."""
    found = find(access=access, destination_id=destination_id)
    if request.method != "POST":
        return _form(request, access, found, NamedDestinationForm.of(found))
    form = NamedDestinationForm(request.POST)
    if not form.is_valid():
        return _form(request, access, found, form, status=422)
    before = {"id": found.pk, "name": found.name, "address": found.address, "limit": found.limit}
    try:
        changed = operations.change(access=access, destination=found, row=form.row(), at=timezone.now())
    except ChangeRefused as refused:
        put_faults(form, refused.faults)
        return _form(request, access, found, form, status=422)
    # What it was stands in the session of who changed it: an Undo is for the moment after.
    request.session[_BEFORE] = before
    uses = uses_of(access=access, destination=changed, at=timezone.now())
    telling.say_saved(request, uses, undo=reverse("destination-restore", args=[changed.pk]))
    return HttpResponseRedirect(reverse("destination", args=[changed.pk]))


@require_POST
@page(Permission.CHANGE_ROUTING)
def restore(request: HttpRequest, access: Access, destination_id: str) -> HttpResponse:
    """The destination as this person found it before changing it."""
    found = find(access=access, destination_id=destination_id)
    before = request.session.pop(_BEFORE, None)
    if isinstance(before, dict) and before.get("id") == found.pk:
        limit = "" if before["limit"] is None else before["limit"]
        row = DestinationRow(address=before["address"], name=before["name"], limit=limit)
        telling.restore(
            request, lambda: operations.change(access=access, destination=found, row=row, at=timezone.now())
        )
    return way_back(request, otherwise=reverse("destination", args=[found.pk]))


@require_POST
@page(Permission.CHANGE_ROUTING)
def pause(request: HttpRequest, access: Access, destination_id: str) -> HttpResponse:
    """A destination that gets no calls for now, or calls again, as the form says; taking it back is the same switch."""
    found = find(access=access, destination_id=destination_id)
    # The Undo of a toast sends no values of its own: what it wishes stands in its address.
    wish = request.POST.get("paused", request.GET.get("paused")) == "yes"
    operations.pause(access=access, destination=found, paused=wish, at=timezone.now())
    text = _("%(name)s gets no calls for now.") if wish else _("%(name)s gets calls again.")
    back = f"{reverse('destination-pause', args=[found.pk])}?paused={'no' if wish else 'yes'}"
    done(request, text % {"name": found.name}, undo=back)
    return way_back(request, otherwise=reverse("destination", args=[found.pk]))


@require_POST
@page(Permission.CHANGE_ROUTING)
def remove(request: HttpRequest, access: Access, destination_id: str) -> HttpResponse:
    """A destination that no plan uses, gone for good."""
    found = find(access=access, destination_id=destination_id)
    return telling.remove(
        request,
        lambda: operations.remove(access=access, destination=found, at=timezone.now()),
        name=found.name,
        there=reverse("destination", args=[found.pk]),
        elsewhere=reverse("destinations"),
    )


def _form(
    request: HttpRequest, access: Access, found: Destination, form: NamedDestinationForm, *, status: int = 200
) -> HttpResponse:
    values: dict[str, Any] = {"form": form, "destination": found}
    values["numbers"] = numbers_of(uses_of(access=access, destination=found, at=timezone.now()))
    return render(request, "routing/destination_form.html", values, status=status)
