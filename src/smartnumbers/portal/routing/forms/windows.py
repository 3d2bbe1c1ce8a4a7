"""The forms of the week: a window's hours and days, and the copy of a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartnumbers.core.routing.editing.week import Hours, Overlap
from smartnumbers.core.routing.plan import Window
from smartnumbers.portal.routing.forms.common import Choices, HourField, treatment_field
from smartnumbers.portal.tariffs.forms import DAYS
from smartnumbers.portal.tariffs.reading import clock_entered


class _DaysField(forms.MultipleChoiceField):
    def __init__(self, **more: Any) -> None:
        super().__init__(choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple, **more)

    def clean(self, value: Any) -> list[int]:
        return [int(day) for day in super().clean(value)]


class WindowForm(forms.Form):
    """From when to when, on which days, what happens; `over` says what becomes of windows it would cover."""

    start = HourField(label=_("From"))
    end = HourField(label=_("To"))
    days = _DaysField(label=_("Days"))

    def __init__(self, *arguments: Any, treatments: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["treatment"] = treatment_field(treatments, label=_("What happens"))

    @property
    def hours(self) -> Hours:
        """The hours that were typed."""
        return Hours(self.cleaned_data["start"], self.cleaned_data["end"])

    @property
    def overlap(self) -> Overlap:
        """What becomes of windows that this one would cover."""
        wish = self.data.get("overlap", "")
        return Overlap(wish) if wish in set(Overlap) else Overlap.REFUSE

    @property
    def overlapping(self) -> bool:
        """Whether it was refused because of another window, which it could cut."""
        return any(getattr(fault, "code", "") == "windows-overlap" for fault in self.errors.as_data().get("end", ()))

    @classmethod
    def of(cls, window: Window, *, treatments: Choices) -> "WindowForm":
        """The form of a window there is."""
        initial = {
            "start": clock_entered(window.start),
            "end": clock_entered(window.end),
            "days": [str(window.day)],
            "treatment": window.treatment,
        }
        return cls(initial=initial, treatments=treatments)


class CopyForm(forms.Form):
    """Which days shall be as one day is."""

    to = _DaysField(label=_("To these days"))
