"""The forms of one number. What they check is only what a field can know; the operations check the rest."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.plans.faults import Fault
from smartnumbers.apps.plans.models import ChainEntry
from smartnumbers.apps.plans.operations.chain import ChainRow
from smartnumbers.apps.plans.wording import fault_words
from smartnumbers.core.routing.treatmentdocuments import RING_SECONDS

RING_SECONDS_AT_FIRST = 20


class DestinationForm(forms.Form):
    """One destination of a chain."""

    address = forms.CharField(
        label=_("Telephone number or SIP address"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "044 512 38 00"}),
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=400,
        help_text=_("How you call it, for example “Reception”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ring_seconds = forms.CharField(
        label=_("Rings for"),
        required=False,
        max_length=10,
        widget=forms.NumberInput(
            attrs={"min": RING_SECONDS.start, "max": RING_SECONDS.stop - 1, "inputmode": "numeric"}
        ),
    )

    def row(self) -> ChainRow:
        """What was typed, as the operation wants it."""
        data = self.cleaned_data
        return ChainRow(address=data["address"], name=data["name"], ring_seconds=data["ring_seconds"])

    @classmethod
    def of(cls, entry: ChainEntry | None) -> "DestinationForm":
        """The form of a destination there is, or of one to be added."""
        if entry is None:
            return cls(initial={"ring_seconds": RING_SECONDS_AT_FIRST})
        shown = entry.address.removeprefix("sip:")
        return cls(initial={"address": shown, "name": entry.name, "ring_seconds": entry.ring_seconds})


class CallerForm(forms.Form):
    """A caller to be turned away."""

    PERIODS = {"day": 1, "week": 7, "month": 30}

    caller = forms.CharField(
        label=_("Caller's number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "placeholder": "079 412 33 10"}),
    )
    period = forms.ChoiceField(
        label=_("For how long"),
        choices=[
            ("", _("for ever")),
            ("day", _("one day")),
            ("week", _("one week")),
            ("month", _("30 days")),
        ],
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        help_text=_("For yourself: why this caller is blocked."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def until(self, now: datetime) -> datetime | None:
        """The end of the chosen period, or None for ever."""
        days = self.PERIODS.get(self.cleaned_data["period"])
        return None if days is None else now + timedelta(days=days)


class WhatIfForm(forms.Form):
    """Who would be calling."""

    caller = forms.CharField(
        label=_("Caller's number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "placeholder": "079 412 33 10"}),
    )


class NameForm(forms.Form):
    """What the holder calls a number."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=400, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def put_faults(form: forms.Form, faults: Iterable[Fault]) -> None:
    """Stand each fault beside its field; what belongs to no field stands above the form."""
    for fault in faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault_words(fault))
