"""The form of a destination. What it checks is only what a field can know; the operations check the rest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.plans.models import Destination
from smartnumbers.apps.plans.operations.destinations import LIMITS, DestinationRow
from smartnumbers.portal.templatetags.portal import address


class NamedDestinationForm(forms.Form):
    """A destination with its name, address and limit."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=400,
        help_text=_("How you call it, for example “Zürich office” or “Standby mobile”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Telephone number or SIP address"),
        required=False,
        max_length=400,
        help_text=_("For example 044 512 38 00, name@pbx.example.ch, name@192.0.2.10:5060 or name@[2001:db8::10]."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    limit = forms.CharField(
        label=_("Calls at once"),
        required=False,
        max_length=10,
        help_text=_("Further calls count as busy there. Empty: any number."),
        widget=forms.NumberInput(attrs={"min": LIMITS.start, "max": LIMITS.stop - 1, "inputmode": "numeric"}),
    )

    def row(self) -> DestinationRow:
        """What was typed, as the operation wants it."""
        data = self.cleaned_data
        return DestinationRow(address=data["address"], name=data["name"], limit=data["limit"])

    @classmethod
    def of(cls, destination: Destination) -> "NamedDestinationForm":
        """The form of a destination there is."""
        limit = "" if destination.limit is None else destination.limit
        return cls(initial={"name": destination.name, "address": address(destination), "limit": limit})
