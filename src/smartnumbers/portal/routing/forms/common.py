"""What the editor's forms have in common: fields of the clock, choices of treatments, faults beside their fields."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.core.routing.editing.refusal import EditFault
from smartnumbers.portal.routing.faultwords import fault_words
from smartnumbers.portal.tariffs.reading import ClockField

Choices = Sequence[tuple[str, str]]


class HourField(ClockField):
    """A time of day in minutes, which must be there."""

    def clean(self, value: Any) -> int:
        """The minutes. Raises ValidationError."""
        minutes = super().clean(value)
        if minutes is None:
            raise forms.ValidationError(_("Enter a time, such as 08:00."))
        return minutes


class WholeField(forms.CharField):
    """A whole number between two bounds, both included."""

    def __init__(self, *, least: int, most: int, **more: Any) -> None:
        self.least, self.most = least, most
        attributes = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(max_length=12, widget=forms.TextInput(attrs=attributes), **{"required": False, **more})

    def clean(self, value: Any) -> int | None:
        """The number, None for nothing typed. Raises ValidationError."""
        typed = super().clean(value)
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and self.least <= int(typed) <= self.most):
            bounds = {"least": self.least, "most": self.most}
            raise forms.ValidationError(_("Enter a whole number from %(least)d to %(most)d.") % bounds)
        return int(typed)


class ChoiceField(forms.ChoiceField):
    """A choice that says what is wrong in plain words."""

    default_error_messages = {"invalid_choice": gettext_lazy("Choose one of the list.")}


class NameField(forms.CharField):
    """What something is called; the length is checked where it is kept."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=400, widget=forms.TextInput(attrs={"autocomplete": "off"}), **more)


def treatment_field(treatments: Choices, *, label: Any, nothing: Any = None) -> ChoiceField:
    """A choice of treatments; `nothing` is the words for none."""
    choices = [("", nothing), *treatments] if nothing is not None else list(treatments)
    return ChoiceField(label=label, choices=choices, required=nothing is None)


def choose(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Give a field the choices that are known only when the form is made."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def put_faults(form: forms.Form, faults: Iterable[EditFault]) -> None:
    """Stand each fault beside its field; what belongs to no field stands above the form."""
    for fault in faults:
        told = forms.ValidationError(fault_words(fault), code=fault.code)
        form.add_error(fault.field if fault.field in form.fields else None, told)
