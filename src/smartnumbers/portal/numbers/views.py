"""The list of numbers, and what one of them does with a call now."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.operations import NameTooLong, name_number
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.plans.faults import Fault
from smartnumbers.apps.plans.operations.settings import set_display
from smartnumbers.apps.plans.queries import routing
from smartnumbers.apps.plans.wording import DISPLAYS, fault_words
from smartnumbers.core.routing.plan import Display
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done
from smartnumbers.portal.numbers.forms import DestinationForm, NameForm, WhatIfForm
from smartnumbers.portal.numbers.sheet import address, changed, head
from smartnumbers.portal.numbers.states import states
from smartnumbers.portal.numbers.whatif import answer

NUMBERS_SHOWN = 500


@page(Permission.SEE_NUMBERS)
def number_list(request: HttpRequest, access: Access) -> HttpResponse:
    """All numbers with where their calls go now and what is wrong."""
    found = list(numbers(access=access)[:NUMBERS_SHOWN])
    listed = states(access=access, numbers=found, day=timezone.localdate())
    return render(request, "numbers/list.html", {"states": listed, "whole_platform": access.whole_platform})


@page(Permission.SEE_NUMBERS)
def one_number(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """What the number does with a call now, with the chain to edit and the question "what happens if"."""
    number = find(access=access, written=written)
    return show_now(request, access, number, editing=_place(request))


def show_now(
    request: HttpRequest,
    access: Access,
    number: ServiceNumber,
    *,
    editing: int | None = None,
    form: DestinationForm | None = None,
    faults: Sequence[Fault] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of a number's tab "Now"; `editing` is the place (from 0) whose editor is open."""
    values = head(access=access, number=number, tab="now")
    chain = values["state"].chain
    if editing is not None and not (values["may_route"] and 0 <= editing <= len(chain)):
        editing = None
    if editing is not None and form is None:
        form = DestinationForm.of(chain[editing] if editing < len(chain) else None)
    settings = routing(access=access, number=number)
    values |= {
        "editing": editing,
        "adding": editing == len(chain),
        "form": form,
        "faults": [fault_words(fault) for fault in faults],
        "revision": settings.revision,
        "display": settings.display,
        "displays": DISPLAYS,
    }
    values |= _what_if(request, access, number)
    return render(request, "numbers/now.html", values, status=status)


def _place(request: HttpRequest) -> int | None:
    """The place whose editor the address opens: `?edit=2` for the second destination."""
    given = request.GET.get("edit", "")
    return int(given) - 1 if given.isascii() and given.isdigit() and 0 < int(given) < 100 else None


def _what_if(request: HttpRequest, access: Access, number: ServiceNumber) -> dict[str, Any]:
    if "caller" not in request.GET:
        return {"what_if": WhatIfForm()}
    form = WhatIfForm(request.GET)
    if not form.is_valid():
        return {"what_if": form}
    return {
        "what_if": form,
        "answer": answer(access=access, number=number, written=form.cleaned_data["caller"], at=timezone.now()),
    }


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
