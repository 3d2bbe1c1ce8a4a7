"""The page of own key figures, and the form of one."""

from dataclasses import asdict, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting.models import OwnKpi
from smartnumbers.apps.reporting.operations import kpis as operations
from smartnumbers.apps.reporting.operations.kpis import KpiRefused, KpiTerms
from smartnumbers.apps.reporting.queries.kpis import own_kpi, own_kpis
from smartnumbers.apps.reporting.queries.views import saved_views
from smartnumbers.portal.access import page
from smartnumbers.portal.calls.filters import NAMES, PERIOD, calls_url, read_filter
from smartnumbers.portal.kpis.forms import FAULTS, KpiForm
from smartnumbers.portal.kpis.tiles import kpi_tiles
from smartnumbers.portal.messages import done
from smartnumbers.statistics.client import StatisticsAway

_BEFORE = "portal_kpi_before"
_DAYS = {PERIOD, "from", "to", "since", "before"}


@page(Permission.SEE_CALLS)
def kpi_list(request: HttpRequest, access: Access) -> HttpResponse:
    """All of the account's, with how they stand."""
    kpis = own_kpis(access=access)
    values: dict[str, Any] = {
        "may_set": access.may(Permission.SET_TARGETS),
        "full": len(kpis) >= operations.KPIS_MAXIMUM,
    }
    try:
        values["tiles"] = kpi_tiles(access=access, kpis=kpis, now=timezone.now())
    except StatisticsAway:
        values["away"] = True
    return render(request, "kpis/list.html", values)


@page(Permission.SET_TARGETS)
def add(request: HttpRequest, access: Access) -> HttpResponse:
    """A new one; `query` is the filter of the list of calls somebody came from."""
    kept = without_days(request.GET.get("query", ""))
    form = KpiForm(
        request.POST if request.method == "POST" else None,
        views=saved_views(access=access),
        kept=kept,
        initial={"calls": "kept" if kept else "all", "direction": "at-least", "currency": "CHF"},
    )
    if request.method == "POST" and form.is_valid():
        terms = form.terms()
        if terms is not None:
            try:
                operations.set_kpi(access=access, terms=_clean(terms), at=timezone.now())
            except KpiRefused as refused:
                form.put(refused.faults)
            else:
                done(request, _("The key figure is set."))
                return HttpResponseRedirect(reverse("kpis"))
    return _form(request, form, kept=kept)


@page(Permission.SET_TARGETS)
def one(request: HttpRequest, access: Access, kpi_id: int) -> HttpResponse:
    """The form of one, saved as a whole."""
    kpi = own_kpi(access=access, kpi_id=kpi_id)
    form = KpiForm(
        request.POST if request.method == "POST" else None,
        views=saved_views(access=access),
        kept=kpi.query,
        initial=KpiForm.values_of(kpi),
    )
    if request.method == "POST" and form.is_valid():
        terms = form.terms()
        if terms is not None:
            try:
                changed, before = operations.change_kpi(
                    access=access, kpi_id=kpi_id, terms=_clean(terms), at=timezone.now()
                )
            except KpiRefused as refused:
                form.put(refused.faults)
            else:
                # What it was stands in the session of who changed it: an Undo is for the moment after.
                request.session[_BEFORE] = {"id": changed.pk, "terms": asdict(before)}
                done(request, _("Saved."), undo=reverse("kpi-take-back", args=[changed.pk]))
                return HttpResponseRedirect(reverse("kpis"))
    return _form(request, form, kept=kpi.query, kpi=kpi)


@require_POST
@page(Permission.SET_TARGETS)
def take_back(request: HttpRequest, access: Access, kpi_id: int) -> HttpResponse:
    """The terms as this person found them before changing them."""
    own_kpi(access=access, kpi_id=kpi_id)
    before = request.session.pop(_BEFORE, None)
    if isinstance(before, dict) and before.get("id") == kpi_id:
        operations.change_kpi(access=access, kpi_id=kpi_id, terms=KpiTerms(**before["terms"]), at=timezone.now())
        done(request, _("Undone. It is as it was before."))
    return HttpResponseRedirect(reverse("kpis"))


@require_POST
@page(Permission.SET_TARGETS)
def order(request: HttpRequest, access: Access) -> HttpResponse:
    """Another order: of all (`kpi`, several times), or one moved by a place (`up`, `down`)."""
    ids = [int(typed) for typed in request.POST.getlist("kpi") if typed.isdecimal()]
    for name, step in (("up", -1), ("down", 1)):
        moved = request.POST.get(name, "")
        if moved.isdecimal() and int(moved) in ids:
            at = ids.index(int(moved))
            to = min(max(at + step, 0), len(ids) - 1)
            ids[at], ids[to] = ids[to], ids[at]
    if access.account is not None:
        operations.order_kpis(access=access, kpi_ids=ids, at=timezone.now())
    return HttpResponseRedirect(reverse("kpis"))


@require_POST
@page(Permission.SET_TARGETS)
def remove(request: HttpRequest, access: Access, kpi_id: int) -> HttpResponse:
    """One gone, until that is undone."""
    removed = operations.remove_kpi(access=access, kpi_id=kpi_id, at=timezone.now())
    done(request, _("%(name)s removed.") % {"name": removed.name}, undo=reverse("kpi-restore", args=[removed.pk]))
    return HttpResponseRedirect(reverse("kpis"))


@require_POST
@page(Permission.SET_TARGETS)
def restore(request: HttpRequest, access: Access, kpi_id: int) -> HttpResponse:
    """One that was removed, back at its place."""
    try:
        operations.restore_kpi(access=access, kpi_id=kpi_id, at=timezone.now())
    except KpiRefused as refused:
        for code in refused.faults.values():
            messages.error(request, FAULTS[code] % {"most": operations.KPIS_MAXIMUM})
    else:
        done(request, _("Undone. It is as it was before."))
    return HttpResponseRedirect(reverse("kpis"))


def without_days(query: str) -> str:
    """The conditions of a list of calls without its days: a key figure has its own."""
    values = QueryDict(query, mutable=True)
    for name in set(values) - (NAMES - _DAYS):
        del values[name]
    return values.urlencode()


def _clean(terms: KpiTerms) -> KpiTerms:
    return replace(terms, query=without_days(terms.query))


def _form(request: HttpRequest, form: KpiForm, *, kept: str, kpi: OwnKpi | None = None) -> HttpResponse:
    reading = read_filter(query=QueryDict(kept), today=timezone.localdate())
    values = {"form": form, "kpi": kpi, "kept": calls_url(reading.wanted) if kept else ""}
    return render(request, "kpis/form.html", values, status=422 if form.errors else 200)
