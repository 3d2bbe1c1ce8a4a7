"""The operator's carriers: how they are, adding, changing, resting, asking and removing them."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.carriers.faults import CarrierRefused
from smartnumbers.apps.carriers.models import CarrierRow
from smartnumbers.apps.carriers.operations import add_carrier, change_carrier, remove_carrier, use_carrier
from smartnumbers.apps.carriers.queries import carrier as find
from smartnumbers.apps.carriers.queries import carriers as find_all
from smartnumbers.apps.carriers.states import CarrierState, ControlAway, probe, states
from smartnumbers.apps.carriers.wording import AUTHENTICATIONS, TRANSPORTS, down_words
from smartnumbers.core.routing.carriers import Authentication, Transport
from smartnumbers.portal.access import page
from smartnumbers.portal.live.broker import health_now
from smartnumbers.portal.messages import done
from smartnumbers.portal.operator.carrierform import CarrierForm

SOCKET = "callcontrol.sock"


@dataclass(frozen=True, slots=True)
class CarrierLine:
    """One line of the list: a carrier, how it is (`tone` "ok", "bad" or ""), and what there is to say of it."""

    row: CarrierRow
    state: CarrierState
    tone: str
    icon: str
    words: str
    reason: str
    way: str
    round_trip: str


@page(Permission.MANAGE_CARRIERS)
def carriers(request: HttpRequest, access: Access) -> HttpResponse:
    """All carriers in the order in which they are tried."""
    known = states(health_now().document)
    lines = [_line(row, known.get(row.pk, CarrierState())) for row in find_all(access=access)]
    return render(request, "operator/carriers.html", {"lines": lines})


def _line(row: CarrierRow, state: CarrierState) -> CarrierLine:
    tone, icon, words = _sign(row, state)
    way = f"{TRANSPORTS[Transport(row.transport)]}, {AUTHENTICATIONS[Authentication(row.authentication)]}"
    return CarrierLine(
        row=row,
        state=state if row.in_use else CarrierState(),
        tone=tone,
        icon=icon,
        words=words,
        reason=down_words(state.reason) if row.in_use and state.up is False else "",
        way=way,
        round_trip=_milliseconds(state) if row.in_use else "",
    )


def _sign(row: CarrierRow, state: CarrierState) -> tuple[str, str, str]:
    if not row.in_use:
        return "", "player-pause", _("out of use")
    if state.up is None:
        return "", "help", _("not known")
    return ("ok", "circle-check", _("up")) if state.up else ("bad", "alert-triangle", _("down"))


def _milliseconds(state: CarrierState) -> str:
    return "" if state.round_trip_ms is None else f"{localize(round(state.round_trip_ms, 1))} ms"


@page(Permission.MANAGE_CARRIERS)
def add(request: HttpRequest, access: Access) -> HttpResponse:
    """A new carrier."""
    if request.method != "POST":
        return _show(request, CarrierForm.fresh(), None)
    form = CarrierForm(request.POST)
    if not form.is_valid():
        return _show(request, form, None, status=422)
    try:
        row = add_carrier(access=access, carrier=form.carrier(), at=timezone.now())
    except CarrierRefused as refused:
        form.put_faults(refused.faults)
        return _show(request, form, None, status=422)
    done(request, _("“%(name)s” takes calls from now on.") % {"name": row.name})
    return HttpResponseRedirect(reverse("operator-carriers"))


@page(Permission.MANAGE_CARRIERS)
def change(request: HttpRequest, access: Access, carrier_id: int) -> HttpResponse:
    """Other values for a carrier; running calls go on as they began."""
    row = find(access=access, carrier_id=carrier_id)
    if request.method != "POST":
        return _show(request, CarrierForm.of(row), row)
    form = CarrierForm(request.POST)
    if not form.is_valid():
        return _show(request, form, row, status=422)
    try:
        change_carrier(access=access, carrier_id=row.pk, carrier=form.carrier(), at=timezone.now())
    except CarrierRefused as refused:
        form.put_faults(refused.faults)
        return _show(request, form, row, status=422)
    done(request, _("Saved. It holds for new calls; no running call is touched."))
    return HttpResponseRedirect(reverse("operator-carriers"))


def _show(request: HttpRequest, form: CarrierForm, row: CarrierRow | None, *, status: int = 200) -> HttpResponse:
    if row is not None and row.password:
        form.keep_password()
    return render(request, "operator/carrier.html", {"form": form, "row": row}, status=status)


@require_POST
@page(Permission.MANAGE_CARRIERS)
def use(request: HttpRequest, access: Access, carrier_id: int) -> HttpResponse:
    """A carrier in or out of use, as the form or the address of an Undo says."""
    wish = request.POST.get("in_use", request.GET.get("in_use")) == "yes"
    row = use_carrier(access=access, carrier_id=carrier_id, in_use=wish, at=timezone.now())
    text = _("“%(name)s” is in use.") if wish else _("“%(name)s” takes no new calls. Those that run go on.")
    undo = f"{reverse('operator-carrier-use', args=[carrier_id])}?in_use={'no' if wish else 'yes'}"
    done(request, text % {"name": row.name}, undo=undo)
    return HttpResponseRedirect(reverse("operator-carriers"))


@require_POST
@page(Permission.MANAGE_CARRIERS)
def ask(request: HttpRequest, access: Access, carrier_id: int) -> HttpResponse:
    """Ask a carrier by OPTIONS now, and say what came of it."""
    row = find(access=access, carrier_id=carrier_id)
    text, well = _asked(access, row)
    if well:
        done(request, text)
    else:
        messages.error(request, text)
    return HttpResponseRedirect(reverse("operator-carriers"))


def _asked(access: Access, row: CarrierRow) -> tuple[str, bool]:
    """What came of asking, and whether the carrier is up."""
    try:
        state = probe(access=access, carrier_id=row.pk, path=settings.RUN_FOLDER / SOCKET)
    except ControlAway:
        return _("Call control cannot be reached; nobody was asked."), False
    if state is None:
        text = _("“%(name)s” cannot be asked: it is out of use, or the telephony engine is down.")
    elif state.up is None:
        text = _("“%(name)s” is not watched: set how often it is to be asked.")
    elif not state.up:
        return f"{row.name}: {down_words(state.reason)}", False
    elif state.round_trip_ms is None:
        return _("“%(name)s” is up.") % {"name": row.name}, True
    else:
        return _("“%(name)s” answered after %(time)s.") % {"name": row.name, "time": _milliseconds(state)}, True
    return text % {"name": row.name}, False


@require_POST
@page(Permission.MANAGE_CARRIERS)
def remove(request: HttpRequest, access: Access, carrier_id: int) -> HttpResponse:
    """Forget a carrier."""
    row = find(access=access, carrier_id=carrier_id)
    remove_carrier(access=access, carrier_id=carrier_id, at=timezone.now())
    done(request, _("“%(name)s” is removed. Calls that run through it go on.") % {"name": row.name})
    return HttpResponseRedirect(reverse("operator-carriers"))
