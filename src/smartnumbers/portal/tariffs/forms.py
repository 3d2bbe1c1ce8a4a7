"""The form of a tariff: what is typed becomes the terms that the operations take."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.foundation.money import Rounding, RoundingMode
from smartnumbers.core.tariffs.tariff import Tariff, TariffInvalid
from smartnumbers.core.tariffs.validation import RuleFault
from smartnumbers.core.tariffs.version import Band, HolderCosts, TariffVersion
from smartnumbers.portal.money import entered, percent_entered
from smartnumbers.portal.tariffs.faultwords import fault_words
from smartnumbers.portal.tariffs.reading import (
    AmountField,
    ClockField,
    InstantField,
    SecondsField,
    ShareField,
    clock_entered,
)

NAME_MAXIMUM = 80
BANDS_MOST = 12
BANDS_SPARE = 2
ORIGINS = ("fixed", "mobile", "payphone", "abroad")
DAYS = (
    ("0", gettext_lazy("Mon")),
    ("1", gettext_lazy("Tue")),
    ("2", gettext_lazy("Wed")),
    ("3", gettext_lazy("Thu")),
    ("4", gettext_lazy("Fri")),
    ("5", gettext_lazy("Sat")),
    ("6", gettext_lazy("Sun")),
)
ROUNDINGS = (
    ("", gettext_lazy("not rounded")),
    (RoundingMode.HALF_UP.value, gettext_lazy("to the nearest, halves up")),
    (RoundingMode.HALF_EVEN.value, gettext_lazy("to the nearest, halves to even")),
    (RoundingMode.HALF_DOWN.value, gettext_lazy("to the nearest, halves down")),
    (RoundingMode.UP.value, gettext_lazy("always up")),
    (RoundingMode.DOWN.value, gettext_lazy("always down")),
)


class TariffForm(forms.Form):
    """The prices and terms of one version. Shares and costs are the operator's and count from nobody else."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("How you call it, for example “Evening”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    valid_from = InstantField(
        label=gettext_lazy("Valid from"), help_text=gettext_lazy("Empty: at once. Local time of the number's country.")
    )
    per_call = AmountField(label=gettext_lazy("For the call"))
    per_minute = AmountField(label=gettext_lazy("Per minute"))
    cap = AmountField(label=gettext_lazy("At most per call"), help_text=gettext_lazy("Empty: no limit of your own."))
    increment_s = SecondsField(label=gettext_lazy("Counted in steps of"))
    minimum_s = SecondsField(label=gettext_lazy("At least"))
    free_s = SecondsField(label=gettext_lazy("Free at first"))
    max_s = SecondsField(
        label=gettext_lazy("Call ends after"), help_text=gettext_lazy("A spoken warning comes before. Empty: never.")
    )
    rounding_mode = forms.ChoiceField(label=gettext_lazy("End amount"), choices=ROUNDINGS, required=False)
    rounding_to = AmountField(label=gettext_lazy("To multiples of"))
    payout_share = ShareField(
        label=gettext_lazy("The holder's share"), help_text=gettext_lazy("Of the price without VAT.")
    )
    cost_fixed = AmountField(label=gettext_lazy("From fixed lines"))
    cost_mobile = AmountField(label=gettext_lazy("From mobiles"))
    cost_payphone = AmountField(label=gettext_lazy("From payphones"))
    cost_abroad = AmountField(label=gettext_lazy("From abroad"))

    def __init__(self, *arguments: Any, currency: str, **more: Any) -> None:
        self.currency = currency
        super().__init__(*arguments, **more)

    def clean(self) -> dict[str, Any]:
        """A rounding needs both its direction and its unit."""
        data: dict[str, Any] = super().clean() or {}
        unit = data.get("rounding_to")
        if data.get("rounding_mode") and not unit and "rounding_to" not in self.errors:
            self.add_error("rounding_to", _("Say to multiples of what, for example 0.05."))
        return data

    def tariff(self) -> Tariff | None:
        """The tariff that was typed, with the usual value where a field cannot be read; None for one that cannot be."""
        data = self.cleaned_data
        mode, unit = data.get("rounding_mode"), data.get("rounding_to")
        try:
            return Tariff(
                currency=self.currency,
                per_call=data.get("per_call") or 0,
                per_minute=data.get("per_minute") or 0,
                cap=data.get("cap"),
                increment_s=1 if data.get("increment_s") is None else data["increment_s"],
                minimum_s=data.get("minimum_s") or 0,
                free_s=data.get("free_s") or 0,
                max_s=data.get("max_s"),
                rounding=Rounding(to=unit, mode=RoundingMode(mode)) if mode and unit else None,
            )
        except TariffInvalid as fault:
            field = str(fault.parameters["field"])
            self.add_error(field if field in self.fields else None, _("This value is out of range."))
            return None

    def costs(self) -> HolderCosts | None:
        """What a minute costs the holder, None where nothing was typed."""
        typed = {origin: self.cleaned_data.get(f"cost_{origin}") for origin in ORIGINS}
        if all(value is None for value in typed.values()):
            return None
        return HolderCosts(**{origin: value or 0 for origin, value in typed.items()})

    def terms(self, *, bands: Sequence[Band]) -> Terms | None:
        """All that was typed and can be read, None for what no tariff can be."""
        tariff = self.tariff()
        if tariff is None:
            return None
        share = self.cleaned_data.get("payout_share")
        return Terms(tariff=tariff, bands=tuple(bands), payout_share=share, costs=self.costs())

    def put_faults(self, faults: Iterable[RuleFault]) -> None:
        """Stand each broken rule beside its field; what belongs to no field stands above the form."""
        # What cannot be read was taken for the usual value: of that there is nothing more to say.
        said = set(self.errors)
        for fault in faults:
            field = fault.field if fault.field in self.fields else _BELONGS.get(fault.field.partition("[")[0])
            if field not in said:
                self.add_error(field, fault_words(fault))


_BELONGS = {"rounding": "rounding_to", "costs": "cost_fixed", "max_duration": "max_s", "total": "cap"}


class BandForm(forms.Form):
    """Hours of the week with a price of their own."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    start = ClockField(label=gettext_lazy("From"))
    end = ClockField(label=gettext_lazy("To"))
    per_minute = AmountField(label=gettext_lazy("Per minute"))

    def clean(self) -> dict[str, Any]:
        """A band is whole or not there at all."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors or self.empty(data):
            return data
        if not data["days"]:
            self.add_error("days", _("Choose at least one day."))
        if data["start"] is None or data["end"] is None or data["start"] >= data["end"]:
            self.add_error("end", _("Enter two times, the later one last. Hours over midnight are two lines."))
        if data["per_minute"] is None:
            self.add_error("per_minute", _("Enter a price."))
        return data

    @staticmethod
    def empty(data: Mapping[str, Any]) -> bool:
        """Whether nothing was typed."""
        return not data.get("days") and all(data.get(name) is None for name in ("start", "end", "per_minute"))

    def band(self) -> Band | None:
        """The band that was typed, None for nothing or something that cannot be read."""
        if not self.is_valid() or self.empty(self.cleaned_data):
            return None
        data = self.cleaned_data
        days = frozenset(int(day) for day in data["days"])
        return Band(days=days, start=data["start"], end=data["end"], per_minute=data["per_minute"])


def band_forms(*, data: Mapping[str, Any] | None, bands: Sequence[Band] = ()) -> list[BandForm]:
    """The lines for bands: those there are and some spare ones; with `data`, as they were typed."""
    if data is not None:
        return [BandForm(data, prefix=f"band{index}") for index in range(BANDS_MOST) if f"band{index}-start" in data]
    known = [BandForm(prefix=f"band{index}", initial=_band_initial(band)) for index, band in enumerate(bands)]
    spare = range(len(known), min(len(known) + BANDS_SPARE, BANDS_MOST))
    return [*known, *(BandForm(prefix=f"band{index}") for index in spare)]


def _band_initial(band: Band) -> dict[str, Any]:
    return {
        "days": [str(day) for day in sorted(band.days)],
        "start": clock_entered(band.start),
        "end": clock_entered(band.end),
        "per_minute": entered(band.per_minute),
    }


def initial(version: TariffVersion) -> dict[str, Any]:
    """What stands in the form's fields for a version there is."""
    tariff, costs = version.tariff, version.costs
    values: dict[str, Any] = {
        "name": version.name,
        "per_call": entered(tariff.per_call),
        "per_minute": entered(tariff.per_minute),
        "cap": entered(tariff.cap),
        "increment_s": tariff.increment_s,
        "minimum_s": tariff.minimum_s,
        "free_s": tariff.free_s,
        "max_s": tariff.max_s,
        "rounding_mode": "" if tariff.rounding is None else tariff.rounding.mode.value,
        "rounding_to": "" if tariff.rounding is None else entered(tariff.rounding.to),
        "payout_share": percent_entered(version.payout_share),
    }
    if costs is not None:
        values |= {f"cost_{origin}": entered(getattr(costs, origin)) for origin in ORIGINS}
    return values
