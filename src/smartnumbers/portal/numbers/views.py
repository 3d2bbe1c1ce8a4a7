"""The list of numbers, and the small settings of one: its name and what is shown on the destination's telephone."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.operations import NameTooLong, name_number
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.plans.operations.settings import set_display
from smartnumbers.core.routing.plan import Display
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.forms import NameForm
from smartnumbers.portal.numbers.sheet import address, changed, head
from smartnumbers.portal.numbers.states import states

NUMBERS_SHOWN = 500


@page(Permission.SEE_NUMBERS)
def number_list(request: HttpRequest, access: Access) -> HttpResponse:
    """All numbers with where their calls go now and what is wrong."""
    found = list(numbers(access=access)[:NUMBERS_SHOWN])
    listed = states(access=access, numbers=found, at=timezone.now())
    return render(request, "numbers/list.html", {"states": listed, "whole_platform": access.whole_platform})


@require_POST
@page(Permission.NAME_NUMBERS)
def rename(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The number's new name."""
    number = find(access=access, written=written)
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            name_number(access=access, number=number, name=form.cleaned_data["name"], at=timezone.now())
        except NameTooLong as fault:
            form.add_error("name", _("At most %(longest)s characters.") % fault.parameters)
        else:
            done(request, _("The number has a new name."))
            return HttpResponseRedirect(address(number))
    values = head(access=access, number=number, tab="now")
    return render(request, "numbers/name.html", values | {"name_form": form}, status=422)


@require_POST
@page(Permission.CHANGE_ROUTING)
def choose_display(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """Which number the destination's telephone shows."""
    number = find(access=access, written=written)
    wish = request.POST.get("display", "")
    if wish not in set(Display):
        return HttpResponseRedirect(address(number))
    published = set_display(access=access, number=number, display=Display(wish), at=timezone.now())
    return changed(request, published, _("Saved. It holds from the next call on."), number=number)
