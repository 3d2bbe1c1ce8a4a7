"""How much one number takes at most: set by the operator, obeyed by the switch from the next call on."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.operations.settings import set_limits
from smartnumbers.apps.plans.queries import routing
from smartnumbers.core.routing.profile import Limits
from smartnumbers.portal.access import page
from smartnumbers.portal.messages import done

MOST = 100_000


class LimitsForm(forms.Form):
    """Two limits; an empty field is no limit."""

    simultaneous = forms.IntegerField(
        label=gettext_lazy("Calls at once"),
        help_text=gettext_lazy("A further caller hears the busy tone. Empty: as many as the platform takes."),
        required=False,
        min_value=0,
        max_value=MOST,
    )
    setups_per_second = forms.IntegerField(
        label=gettext_lazy("New calls per second"),
        help_text=gettext_lazy("Against floods of calls, for example after a broadcast. Empty: no limit."),
        required=False,
        min_value=0,
        max_value=MOST,
    )


@require_http_methods(["GET", "POST"])
@page(Permission.MANAGE_NUMBERS)
def limits(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """The limits of one number: shown, and changed at once."""
    number = find(access=access, written=written)
    now = routing(access=access, number=number)
    initial = {"simultaneous": now.simultaneous, "setups_per_second": now.setups_per_second}
    form = LimitsForm(request.POST or None, initial=initial)
    if not form.is_valid():
        values = {"number": number, "form": form}
        return render(request, "operator/limits.html", values, status=422 if form.is_bound else 200)
    set_limits(access=access, number=number, limits=Limits(**form.cleaned_data), at=timezone.now())
    done(request, _("The limits of %(number)s hold from the next call on.") % {"number": number.shown})
    return HttpResponseRedirect(reverse("operator-numbers"))
