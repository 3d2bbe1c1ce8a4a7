"""All lists of callers, and one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.models import CallerList
from smartnumbers.apps.plans.operations import callerlists as operations
from smartnumbers.apps.plans.operations.callerlists import CallerRow
from smartnumbers.apps.plans.queries import caller_list as find
from smartnumbers.apps.plans.queries import caller_lists, uses_of_list
from smartnumbers.portal.access import page
from smartnumbers.portal.callerlists.forms import CallerListForm
from smartnumbers.portal.destinations import telling
from smartnumbers.portal.destinations.rows import numbers_of, use_rows
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.sheet import way_back

_BEFORE = "portal_caller_list_before"
UNDO_MOST = 500
"""Longer lists cannot be taken back: what is kept for it is read with every request of the session."""


@page(Permission.SEE_NUMBERS)
def all_lists(request: HttpRequest, access: Access) -> HttpResponse:
    """The lists of the account, each with where it is used."""
    values: dict[str, Any] = {"may_route": access.may(Permission.CHANGE_ROUTING)}
    if access.account is not None:
        found = caller_lists(access=access, account=access.account, at=timezone.now())
        values["lines"] = [
            {"list": item.caller_list, "callers": item.callers, "numbers": len(numbers_of(item.uses))} for item in found
        ]
    return render(request, "routing/lists.html", values)


@page(Permission.CHANGE_ROUTING)
def add(request: HttpRequest, access: Access) -> HttpResponse:
    """A new list."""
    if access.account is None:
        return render(request, "routing/lists.html")
    form = CallerListForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        lines = form.lines()
        try:
            operations.create(
                access=access,
                account=access.account,
                name=form.cleaned_data["name"],
                callers=[line.row for line in lines],
                at=timezone.now(),
            )
        except ChangeRefused as refused:
            form.put(refused.faults, lines)
        else:
            done(request, _("The list is there. Every plan can ask for it now."))
            return HttpResponseRedirect(reverse("caller-lists"))
    return render(request, "routing/list.html", {"form": form, "may_route": True}, status=422 if form.errors else 200)


@page(Permission.SEE_NUMBERS)
def one_list(request: HttpRequest, access: Access, list_id: str) -> HttpResponse:
    """A list with its callers and where it is used; saved as a whole."""
    found = find(access=access, list_id=list_id)
    if request.method != "POST":
        return _show(request, access, found, CallerListForm.of(found))
    access.require(Permission.CHANGE_ROUTING)
    form = CallerListForm(request.POST)
    if not form.is_valid():
        return _show(request, access, found, form, status=422)
    lines = form.lines()
    before = [[entry.caller, entry.note] for entry in found.entries.all()]
    try:
        changed = operations.change(
            access=access,
            caller_list=found,
            name=form.cleaned_data["name"],
            callers=[line.row for line in lines],
            at=timezone.now(),
        )
    except ChangeRefused as refused:
        form.put(refused.faults, lines)
        return _show(request, access, found, form, status=422)
    undo = ""
    if len(before) <= UNDO_MOST:
        # What it was stands in the session of who changed it: an Undo is for the moment after.
        request.session[_BEFORE] = {"id": found.pk, "name": found.name, "callers": before}
        undo = reverse("caller-list-restore", args=[changed.pk])
    telling.say_saved(request, uses_of_list(access=access, caller_list=changed, at=timezone.now()), undo=undo)
    return HttpResponseRedirect(reverse("caller-list", args=[changed.pk]))


@require_POST
@page(Permission.CHANGE_ROUTING)
def restore(request: HttpRequest, access: Access, list_id: str) -> HttpResponse:
    """The list as this person found it before changing it."""
    found = find(access=access, list_id=list_id)
    before = request.session.pop(_BEFORE, None)
    if isinstance(before, dict) and before.get("id") == found.pk:
        callers = [CallerRow(caller=caller, note=note) for caller, note in before["callers"]]
        telling.restore(
            request,
            lambda: operations.change(
                access=access, caller_list=found, name=before["name"], callers=callers, at=timezone.now()
            ),
        )
    return way_back(request, otherwise=reverse("caller-list", args=[found.pk]))


@require_POST
@page(Permission.CHANGE_ROUTING)
def remove(request: HttpRequest, access: Access, list_id: str) -> HttpResponse:
    """A list that no plan asks for, gone for good."""
    found = find(access=access, list_id=list_id)
    return telling.remove(
        request,
        lambda: operations.remove(access=access, caller_list=found, at=timezone.now()),
        name=found.name,
        there=reverse("caller-list", args=[found.pk]),
        elsewhere=reverse("caller-lists"),
    )


def _show(
    request: HttpRequest, access: Access, found: CallerList, form: CallerListForm, *, status: int = 200
) -> HttpResponse:
    uses = uses_of_list(access=access, caller_list=found, at=timezone.now())
    values = {
        "list": found,
        "form": form,
        "uses": use_rows(uses),
        "numbers": numbers_of(uses),
        "may_route": access.may(Permission.CHANGE_ROUTING),
    }
    return render(request, "routing/list.html", values, status=status)
