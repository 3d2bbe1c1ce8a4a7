"""The forms of one number. What they check is only what a field can know; the operations check the rest."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.plans.faults import Fault
from smartnumbers.apps.plans.models import BlockedKind
from smartnumbers.apps.plans.operations.callers import Blocking
from smartnumbers.apps.plans.operations.chain import ChainRow
from smartnumbers.apps.plans.queries import DestinationUse
from smartnumbers.apps.plans.walltime import MomentInvalid, moment
from smartnumbers.apps.plans.wording import fault_words
from smartnumbers.core.routing.treatmentdocuments import RING_SECONDS
from smartnumbers.core.routing.treatments import ChainEntry
from smartnumbers.portal.templatetags.portal import address as shown_address

RING_SECONDS_AT_FIRST = 20


class DestinationForm(forms.Form):
    """One destination of a chain: one that there is, or a new one."""

    destination = forms.ChoiceField(label=_("Destination"), required=False)
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

    def choose_from(self, known: Sequence[DestinationUse]) -> None:
        """Offer the account's destinations, and a new one."""
        self._known = {item.destination.pk: item.destination for item in known}
        names = [(pk, f"{one.name} ({shown_address(one)})") for pk, one in self._known.items()]
        cast(forms.ChoiceField, self.fields["destination"]).choices = [("", gettext("A new one …")), *names]

    def row(self) -> ChainRow:
        """What was chosen or typed, as the operation wants it."""
        data = self.cleaned_data
        chosen = self._known.get(data["destination"])
        if chosen is not None:
            return ChainRow(address=chosen.address, name=chosen.name, ring_seconds=data["ring_seconds"])
        return ChainRow(address=data["address"], name=data["name"], ring_seconds=data["ring_seconds"])

    @classmethod
    def of(cls, entry: ChainEntry | None) -> "DestinationForm":
        """The form of a destination there is, or of one to be added."""
        if entry is None:
            return cls(initial={"ring_seconds": RING_SECONDS_AT_FIRST})
        return cls(initial={"destination": entry.destination_id, "ring_seconds": entry.ring_seconds})


class BlockForm(forms.Form):
    """Callers to be turned away: one, all whose numbers begin alike, a country's, or all who hide their number."""

    PERIODS = {"day": 1, "week": 7, "month": 30}
    UNTIL = "until"

    kind = forms.ChoiceField(
        label=_("Whom"),
        choices=[
            (BlockedKind.NUMBER.value, _("one number")),
            (BlockedKind.PREFIX.value, _("numbers that begin with …")),
            (BlockedKind.COUNTRY.value, _("a country")),
            (BlockedKind.WITHHELD.value, _("callers who hide their number")),
        ],
        required=False,
        initial=BlockedKind.NUMBER.value,
    )
    caller = forms.CharField(
        label=_("Number, beginning or country"),
        required=False,
        max_length=40,
        help_text=_("As 079 412 33 10, 0033 or, for a country, its two letters: FR."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    period = forms.ChoiceField(
        label=_("For how long"),
        choices=[
            ("", _("for ever")),
            ("day", _("one day")),
            ("week", _("one week")),
            ("month", _("30 days")),
            (UNTIL, _("until a date and hour")),
        ],
        required=False,
    )
    until = forms.CharField(
        label=_("Until"),
        required=False,
        max_length=40,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        help_text=_("For yourself: why this caller is blocked."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def blocking(self, *, now: datetime, zone: str) -> Blocking | None:
        """What was typed, as the operation wants it; None with a fault where the end cannot be read."""
        data = self.cleaned_data
        kind = BlockedKind(data.get("kind") or BlockedKind.NUMBER)
        days = self.PERIODS.get(data["period"])
        until = None if days is None else now + timedelta(days=days)
        if data["period"] == self.UNTIL:
            try:
                until = moment(written=data["until"], zone=zone)
            except MomentInvalid as fault:
                parameters = dict(fault.parameters)
                put_faults(self, [Fault(field="until", code=fault.code, parameters=parameters)])
                return None
        return Blocking(written=data.get("caller", ""), kind=kind, until=until, note=data["note"])


class NameForm(forms.Form):
    """What the holder calls a number."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=400, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def put_faults(form: forms.Form, faults: Iterable[Fault]) -> None:
    """Stand each fault beside its field; what belongs to no field stands above the form."""
    for fault in faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault_words(fault))
