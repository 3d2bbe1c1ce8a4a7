"""The forms of what lies over the week: holidays, special days, exceptions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.plans.wording.regions import region_choices
from smartnumbers.core.routing.calendar import holiday_names, translated
from smartnumbers.core.routing.plan import DAY_MINUTES, ExceptionPeriod, SpecialDay
from smartnumbers.portal.routing.forms.common import (
    ChoiceField,
    Choices,
    NameField,
    WholeField,
    choose,
    treatment_field,
)
from smartnumbers.portal.tariffs.reading import ClockField, clock_entered

WALL_CLOCK = "%Y-%m-%dT%H:%M"


class OtherwiseForm(forms.Form):
    """What holds where no window is."""

    def __init__(self, *arguments: Any, treatments: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        nothing = _("nothing: they are gaps")
        self.fields["otherwise"] = treatment_field(
            treatments, label=_("What happens where no window is"), nothing=nothing
        )


class HolidaysForm(forms.Form):
    """Of which region, and on which of them the week applies as on any other day."""

    region = ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    worked = forms.MultipleChoiceField(
        label=gettext_lazy("Worked as on any other day"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *arguments: Any, treatments: Choices, region: str, year: int, language: str, **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        choose(self, "region", region_choices())
        days = holiday_names(region=region, year=year)
        named = [(name, translated(region=region, name=name, year=year, language=language)) for name in days]
        choose(self, "worked", named)
        self.fields["treatment"] = treatment_field(treatments, label=_("What happens on them"))

    def clean_worked(self) -> list[str]:
        """The names that were ticked."""
        return list(self.cleaned_data["worked"])


class SpecialDayForm(forms.Form):
    """A day that comes every year."""

    name = NameField(label=gettext_lazy("Name"))
    day = WholeField(label=gettext_lazy("Day"), least=1, most=31)
    month = ChoiceField(label=gettext_lazy("Month"), choices=[(str(n), name) for n, name in MONTHS.items()])
    start = ClockField(label=gettext_lazy("From"))
    end = ClockField(label=gettext_lazy("To"))

    def __init__(self, *arguments: Any, treatments: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["treatment"] = treatment_field(treatments, label=_("What happens"))

    def clean_day(self) -> int:
        """The day of the month."""
        day = self.cleaned_data["day"]
        if day is None:
            raise forms.ValidationError(_("Enter a day of the month."))
        return int(day)

    def special_day(self) -> SpecialDay:
        """What was typed; no hours are the whole day."""
        data = self.cleaned_data
        return SpecialDay(
            name=data["name"],
            month=int(data["month"]),
            day=data["day"],
            treatment=data["treatment"],
            start=data["start"] or 0,
            end=DAY_MINUTES if data["end"] is None else data["end"],
        )

    @staticmethod
    def initial_of(item: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a day there is."""
        whole = (item["start"], item["end"]) == (0, DAY_MINUTES)
        hours = {} if whole else {"start": clock_entered(item["start"]), "end": clock_entered(item["end"])}
        return {**item, "month": str(item["month"]), "start": "", "end": "", **hours}


class ExceptionForm(forms.Form):
    """Once, from one wall-clock time until another."""

    name = NameField(label=gettext_lazy("Name"))
    begins = forms.CharField(
        label=gettext_lazy("From"), required=False, max_length=40, widget=forms.TextInput({"type": "datetime-local"})
    )
    ends = forms.CharField(
        label=gettext_lazy("To"), required=False, max_length=40, widget=forms.TextInput({"type": "datetime-local"})
    )

    def __init__(self, *arguments: Any, treatments: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["treatment"] = treatment_field(treatments, label=_("What happens"))

    def period(self) -> ExceptionPeriod:
        """What was typed."""
        data = self.cleaned_data
        return ExceptionPeriod(
            name=data["name"],
            begins=data["begins"].strip()[:16],
            ends=data["ends"].strip()[:16],
            treatment=data["treatment"],
        )
