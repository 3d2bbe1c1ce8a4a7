"""Giving a number another tariff, at once or from an instant, and taking that back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.models import TariffAssignment
from smartnumbers.apps.plans.operations.tariffs import AssignmentInForce, assign_tariff, withdraw_assignment
from smartnumbers.apps.plans.schedules import in_force, schedule
from smartnumbers.apps.tariffbooks.faults import TariffRefused
from smartnumbers.apps.tariffbooks.queries import book as find_book
from smartnumbers.portal.access import page
from smartnumbers.portal.addresses import written as path_of
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.sheet import address
from smartnumbers.portal.numbers.tariff import assign_form, show_tariff
from smartnumbers.portal.tariffs.faultwords import fault_words

TAB = "number-tariff"


@require_POST
@page(Permission.MANAGE_TARIFFS)
def assign(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """Another tariff from the instant in the form on; the Undo of a toast names its tariff in the address."""
    number = find(access=access, written=written)
    form = assign_form(access=access, number=number, data=request.POST if "book" in request.POST else request.GET)
    if not form.is_valid():
        return show_tariff(request, access, number, form=form, status=422)
    now = timezone.now()
    before = in_force(scheduled=schedule(number=number), at=now)
    try:
        assignment = assign_tariff(
            access=access,
            number=number,
            book=find_book(access=access, code=form.cleaned_data["book"]),
            valid_from=form.cleaned_data["valid_from"],
            at=now,
        )
    except TariffRefused as refused:
        for fault in refused.faults:
            form.add_error(fault.field if fault.field in form.fields else None, fault_words(fault))
        return show_tariff(request, access, number, form=form, status=422)
    _say(request, number, assignment, "" if before is None else before.assignment.book.code)
    return HttpResponseRedirect(address(number, TAB))


def _say(request: HttpRequest, number: ServiceNumber, assignment: TariffAssignment, before: str) -> None:
    """Tell from when the tariff holds; the way back is the tariff before, or no change at all."""
    values = {"name": assignment.book.name}
    if assignment.valid_from > timezone.now():
        values["when"] = date_format(timezone.localtime(assignment.valid_from), "SHORT_DATETIME_FORMAT")
        undo = reverse("number-assignment-withdraw", args=[path_of(number.number), assignment.pk])
        done(request, _("“%(name)s” holds from %(when)s on.") % values, undo=undo)
        return
    undo = f"{reverse('number-tariff-assign', args=[path_of(number.number)])}?book={before}" if before else ""
    done(request, _("“%(name)s” holds from the next call on.") % values, undo=undo)


@require_POST
@page(Permission.MANAGE_TARIFFS)
def withdraw(request: HttpRequest, access: Access, written: str, assignment_id: int) -> HttpResponse:
    """Take back a change that is still to come."""
    number = find(access=access, written=written)
    assignment = TariffAssignment.objects.filter(number=number, pk=assignment_id).select_related("number").first()
    if assignment is None:
        raise Http404("There is no such change.")
    try:
        withdraw_assignment(access=access, assignment=assignment, at=timezone.now())
    except AssignmentInForce:
        messages.error(request, _("This tariff holds already. Choose another one instead."))
    else:
        done(request, _("Taken back. The tariff stays as it is."))
    return HttpResponseRedirect(address(number, TAB))
