"""The callers a number turns away."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.operations.callers import CallerNotBlocked, block_caller, unblock_caller
from smartnumbers.apps.plans.wording import blocked_words
from smartnumbers.portal.access import page
from smartnumbers.portal.numbers.forms import CallerForm, put_faults
from smartnumbers.portal.numbers.sheet import address, changed, head


@page(Permission.SEE_NUMBERS)
def callers(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The list, and the form to add to it."""
    number = find(access=access, written=written)
    if request.method != "POST":
        return _show(request, access, number, CallerForm())
    access.require(Permission.BLOCK_CALLERS)
    form = CallerForm(request.POST)
    if not form.is_valid():
        return _show(request, access, number, form, status=422)
    now = timezone.now()
    try:
        published = block_caller(
            access=access,
            number=number,
            caller=form.cleaned_data["caller"],
            until=form.until(now),
            note=form.cleaned_data["note"],
            at=now,
        )
    except ChangeRefused as refused:
        put_faults(form, refused.faults)
        return _show(request, access, number, form, status=422)
    return changed(
        request, published, _("This caller is turned away from now on."), number=number, tab="number-callers"
    )


@require_POST
@page(Permission.BLOCK_CALLERS)
def unblock(request: HttpRequest, access: Access, written: str, entry_id: int) -> HttpResponse:
    """Let a caller in again."""
    number = find(access=access, written=written)
    try:
        published = unblock_caller(access=access, number=number, entry_id=entry_id, at=timezone.now())
    except CallerNotBlocked:
        return HttpResponseRedirect(address(number, "number-callers"))
    text = _("This caller gets through again.")
    return changed(request, published, text, number=number, tab="number-callers")


def _show(
    request: HttpRequest, access: Access, number: ServiceNumber, form: CallerForm, *, status: int = 200
) -> HttpResponse:
    values = head(access=access, number=number, tab="callers")
    now = timezone.now()
    values |= {
        "form": form,
        "entries": [
            {
                "entry": entry,
                "caller": blocked_words(access=access, entry=entry),
                "over": entry.until is not None and entry.until <= now,
            }
            for entry in values["blocked"]
        ],
    }
    return render(request, "numbers/callers.html", values, status=status)
