"""The form of an own key figure."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.reporting.models import Direction, OwnKpi, SavedView
from smartnumbers.apps.reporting.operations.kpis import KPIS_MAXIMUM, KpiTerms
from smartnumbers.core.foundation.money import amount_text
from smartnumbers.portal.calls.quantities import ConditionUnreadable, read_amount, read_duration, write_duration
from smartnumbers.portal.measures import NAMES
from smartnumbers.statistics.measures import Kind, Measure, kind_of

ALL, KEPT = "all", "kept"
_CURRENCIES = ("CHF", "EUR")
_MINUTE = 60_000

FAULTS: dict[str, Promise] = {
    "name-missing": _("Enter a name."),
    "name-too-long": _("At most 60 characters."),
    "too-many": _("There are %(most)d key figures already; remove one first."),
    "account-missing": _("Choose an account first: targets belong to one."),
    "measure-unknown": _("Choose one of the values that there are."),
    "period-unknown": _("Choose one of the values that there are."),
    "direction-unknown": _("Choose one of the values that there are."),
    "currency-missing": _("Choose a currency."),
    "target-invalid": _("Shares are from 0 to 100, everything else is 0 or more."),
    "query-too-long": _("This view has more conditions than can be kept."),
}


class KpiForm(forms.Form):
    """What is measured, of which calls, and what it is to reach.

    `kept` is the filter of the key figure as it is, or that of the list of calls somebody came from.
    """

    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    measure = forms.ChoiceField(label=_("What is measured"))
    calls = forms.ChoiceField(label=_("Of which calls"), required=False)
    direction = forms.ChoiceField(
        label=_("Target"),
        choices=[(Direction.AT_LEAST.value, _("at least")), (Direction.AT_MOST.value, _("at most"))],
    )
    target = forms.CharField(
        label=_("Value"),
        max_length=40,
        help_text=_(
            "Shares in per cent, such as 90; amounts such as 0.40; conversations and waits in seconds or as 1:30; "
            "minutes talked in minutes."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(
        label=_("Currency of amounts"), required=False, choices=[(one, one) for one in _CURRENCIES]
    )
    period = forms.ChoiceField(
        label=_("Period"), choices=[("day", _("Day")), ("week", _("Week")), ("month", _("Month"))], initial="month"
    )

    def __init__(self, *args: Any, views: Sequence[SavedView], kept: str = "", **kwargs: Any) -> None:
        """Offer the saved views beside all calls and, where there is one, the filter that is kept."""
        super().__init__(*args, **kwargs)
        self._queries = {ALL: "", **{str(view.pk): view.query for view in views}}
        choices: list[tuple[str, Any]] = [(ALL, _("All calls"))]
        if kept:
            self._queries[KEPT] = kept
            choices.append((KEPT, _("As they are chosen now")))
        choices += [(str(view.pk), view.name) for view in views]
        self.fields["calls"].choices = choices  # type: ignore[attr-defined]
        self.fields["measure"].choices = [(measure.value, NAMES[measure]) for measure in Measure]  # type: ignore[attr-defined]

    def terms(self) -> KpiTerms | None:
        """What was entered; None with the fault beside the field where the target cannot be read."""
        values = self.cleaned_data
        measure = Measure(values["measure"])
        try:
            target = read_target(measure=measure, typed=values["target"].strip())
        except ConditionUnreadable as fault:
            self.add_error("target", str(fault.words))
            return None
        return KpiTerms(
            name=values["name"],
            measure=measure.value,
            query=self._queries.get(values["calls"] or ALL, ""),
            target=target,
            currency=values["currency"],
            direction=values["direction"],
            period=values["period"],
        )

    def put(self, faults: Mapping[str, str]) -> None:
        """Stand each fault beside its field."""
        for field, code in faults.items():
            self.add_error(field if field in self.fields else None, FAULTS[code] % {"most": KPIS_MAXIMUM})

    @staticmethod
    def values_of(kpi: OwnKpi) -> dict[str, str]:
        """What the form of a key figure begins with."""
        return {
            "name": kpi.name,
            "measure": kpi.measure,
            "calls": KEPT if kpi.query else ALL,
            "direction": kpi.direction,
            "target": write_target(measure=Measure(kpi.measure), target=kpi.target),
            "currency": kpi.currency or _CURRENCIES[0],
            "period": kpi.period,
        }


def read_target(*, measure: Measure, typed: str) -> int:
    """A target as it was typed, in the measure's unit. Raises ConditionUnreadable."""
    kind = kind_of(measure)
    if kind is Kind.MONEY:
        return read_amount(typed)
    if kind is Kind.DURATION and measure is not Measure.TALK:
        return read_duration(typed)
    try:
        amount = read_amount(typed.removesuffix("%").strip())
    except ConditionUnreadable as fault:
        raise ConditionUnreadable(_("Enter a number such as 90.")) from fault
    if kind is Kind.SHARE:
        return amount // 100
    if kind is Kind.DURATION:
        return amount * _MINUTE // 1_000_000
    if amount % 1_000_000:
        raise ConditionUnreadable(_("Enter a whole number."))
    return amount // 1_000_000


def write_target(*, measure: Measure, target: int) -> str:
    """A target as `read_target` reads it."""
    kind = kind_of(measure)
    if kind is Kind.MONEY:
        return amount_text(target, decimals=2)
    if kind is Kind.SHARE:
        return amount_text(target * 100)
    if kind is Kind.DURATION:
        return amount_text(target * 1_000_000 // _MINUTE) if measure is Measure.TALK else write_duration(target)
    return str(target)
