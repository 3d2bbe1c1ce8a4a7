"""A chain of destinations as a form: its strategy, its entries in their order, and a further one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.plans.wording import OUTCOMES, STRATEGIES
from smartnumbers.core.routing.treatmentdocuments import CHAIN_MAXIMUM, RING_SECONDS, WEIGHTS
from smartnumbers.core.routing.treatments import MoveOn, Strategy
from smartnumbers.portal.routing.forms.common import ChoiceField, Choices, WholeField, choose, treatment_field

RING_SECONDS_AT_FIRST = 20
ENTRY = "entry"


class EntryForm(forms.Form):
    """One destination of a chain."""

    ring_seconds = WholeField(label=gettext_lazy("Rings for"), least=RING_SECONDS[0], most=RING_SECONDS[-1])
    weight = WholeField(label=gettext_lazy("Weight"), least=WEIGHTS[0], most=WEIGHTS[-1])
    moves_on = forms.MultipleChoiceField(
        label=gettext_lazy("Goes on when"),
        choices=[(outcome.value, OUTCOMES[outcome.value]) for outcome in MoveOn],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, token: str, destination: str, **more: Any) -> None:
        super().__init__(*arguments, **{**more, "prefix": f"{ENTRY}-{token}"})
        self.token, self.destination = token, destination

    def entry(self) -> dict[str, Any]:
        """What was typed as the document of an entry."""
        data = self.cleaned_data
        return {
            "destination": self.destination,
            "ring_seconds": data["ring_seconds"] or RING_SECONDS_AT_FIRST,
            "moves_on": sorted(data["moves_on"]),
            "weight": data["weight"] or 1,
        }


class ChainForm(forms.Form):
    """The strategy and what comes after; with a further destination, known or new, where one was chosen."""

    strategy = ChoiceField(
        label=gettext_lazy("How they ring"),
        choices=[(strategy.value, STRATEGIES[strategy.value]) for strategy in Strategy],
    )
    add = ChoiceField(label=gettext_lazy("Destination"), required=False)
    new_address = forms.CharField(
        label=gettext_lazy("Telephone number or SIP address"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "044 512 38 00"}),
    )
    new_name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *arguments: Any, treatments: Choices, destinations: Mapping[str, Mapping[str, Any]], **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        self.fields["then"] = treatment_field(
            treatments, label=_("If nobody takes the call"), nothing=_("the call ends")
        )
        known = sorted(((key, item["name"]) for key, item in destinations.items()), key=lambda item: item[1].casefold())
        choose(self, "add", [("", _("choose …")), *known])

    @property
    def adds(self) -> bool:
        """Whether a further destination was chosen or typed."""
        return bool(self.data.get("add") or str(self.data.get("new_address", "")).strip())


def entry_forms(
    *, data: QueryDict | None, treatment: Mapping[str, Any] | None, destinations: Mapping[str, Any]
) -> list[EntryForm]:
    """The entries of a chain there is, or as they were typed: in the order in which the form has them."""
    if data is None:
        entries = [] if treatment is None else treatment["entries"]
        return [
            EntryForm(token=str(index), destination=item["destination"], initial=item)
            for index, item in enumerate(entries)
        ]
    tokens = [token for token in dict.fromkeys(data.getlist(ENTRY)) if token.isascii() and token.isdigit()]
    named = [(token, data.get(f"{ENTRY}-{token}-destination", "")) for token in tokens[: CHAIN_MAXIMUM + 1]]
    return [EntryForm(data, token=token, destination=name) for token, name in named if name in destinations]
