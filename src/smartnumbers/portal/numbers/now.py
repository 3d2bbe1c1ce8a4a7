"""A number's tab "Now": what happens with a call at this minute, until when, what comes next, and what if."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.faults import Fault
from smartnumbers.apps.plans.queries import destinations, routing, scheduled
from smartnumbers.apps.plans.wording import DISPLAYS, fault_words
from smartnumbers.core.routing.oldprofiles import home_zone
from smartnumbers.core.routing.plan import Display
from smartnumbers.core.routing.treatments import Chain, ChainEntry, Treatment
from smartnumbers.portal.access import page
from smartnumbers.portal.numbers import daybar
from smartnumbers.portal.numbers.ahead import ahead, settled
from smartnumbers.portal.numbers.forms import DestinationForm
from smartnumbers.portal.numbers.goes import order_words
from smartnumbers.portal.numbers.reasons import rule_words
from smartnumbers.portal.numbers.sheet import head
from smartnumbers.portal.numbers.states import NumberState
from smartnumbers.portal.numbers.whatif import stages_now, what_if
from smartnumbers.portal.numbers.whenwords import local

QUICK_DISPLAYS = (Display.CALLER, Display.SERVICE_NUMBER, Display.WITHHELD)
"""What can be chosen on this page; the other ways of showing need words or a number, and stand in the routing."""


@page(Permission.SEE_NUMBERS)
def one_number(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """What the number does with a call now, with the destinations to edit and the question "what happens if"."""
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
    """The page; `editing` is the place (from 0) of the destination whose editor is open."""
    now = timezone.now()
    values = head(access=access, number=number, tab="now")
    values["revision"] = routing(access=access, number=number).revision
    values["faults"] = [fault_words(fault) for fault in faults]
    values |= _held(access, number, values["state"])
    values |= _editor(access, number, values, editing, form)
    rows = scheduled(access=access, number=number, at=now)
    values["settled"] = settled(rows=rows, zone=values["zone"], at=now)
    values |= what_if(
        access=access,
        number=number,
        query=request.GET,
        zone=values["zone"],
        revision=values["revision"],
        scheduled=rows,
    )
    return render(request, "numbers/now.html", values, status=status)


def _held(access: Access, number: ServiceNumber, state: NumberState) -> dict[str, Any]:
    """What holds now and what comes after it; little where the settings cannot be read."""
    outlook, plans = state.outlook, state.plans
    if outlook is None or plans is None:
        return {"zone": home_zone(number.number), "entries": ()}
    held, at = outlook.now, outlook.now.since
    treatment = held.treatment
    action = None if treatment is None else treatment.action
    return {
        "stages": () if isinstance(action, Chain) else stages_now(access=access, number=number, at=at),
        "zone": held.plan.zone,
        "now": local(at, zone=held.plan.zone),
        "why": rule_words(held),
        "plan_name": held.in_force.name,
        "treatment": treatment,
        "chain": action if isinstance(action, Chain) else None,
        "entries": action.entries if isinstance(action, Chain) else (),
        "order": order_words(action) if isinstance(action, Chain) and len(action.entries) > 1 else "",
        "goes_on": _goes_on(action, held.plan.treatments),
        "many": len(held.plan.treatments) > 1,
        "bar": daybar.draw(plans=plans, at=at),
        "ahead": ahead(plans=plans, at=at),
        "display": held.plan.display.mode.value,
        "displays": {mode.value: DISPLAYS[mode.value] for mode in QUICK_DISPLAYS},
        "other_display": "" if held.plan.display.mode in QUICK_DISPLAYS else DISPLAYS[held.plan.display.mode.value],
    }


def _goes_on(action: object, treatments: Any) -> str:
    """Where a chain goes on when nobody answers: the name of a treatment, "" for the end of the call."""
    following = treatments.get(action.then) if isinstance(action, Chain) and action.then is not None else None
    return following.name if isinstance(following, Treatment) else ""


def _editor(
    access: Access, number: ServiceNumber, values: dict[str, Any], editing: int | None, form: DestinationForm | None
) -> dict[str, Any]:
    """The open editor of a destination, where there is one to open."""
    entries: Sequence[ChainEntry] = values["entries"]
    may = values["may_route"] and values.get("chain") is not None
    if editing is None or not (may and 0 <= editing <= len(entries)):
        return {"editing": None, "may_edit": may}
    if form is None:
        form = DestinationForm.of(entries[editing] if editing < len(entries) else None)
        offer(form, access, number)
    return {"editing": editing, "adding": editing == len(entries), "form": form, "may_edit": may}


def offer(form: DestinationForm, access: Access, number: ServiceNumber) -> None:
    """Let a form offer the destinations of the number's account."""
    form.choose_from(destinations(access=access, account=number.account, at=timezone.now()))


def _place(request: HttpRequest) -> int | None:
    """The place whose editor the address opens: `?edit=2` for the second destination."""
    given = request.GET.get("edit", "")
    return int(given) - 1 if given.isascii() and given.isdigit() and 0 < int(given) < 100 else None
