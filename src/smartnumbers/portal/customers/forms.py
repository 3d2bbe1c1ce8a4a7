"""The forms of a caller's card."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartnumbers.portal.numbers.forms import BlockForm


class CallerBlockForm(BlockForm):
    """One known caller to be turned away from some of the numbers that he called."""

    numbers = forms.MultipleChoiceField(label=_("From which numbers"), widget=forms.CheckboxSelectMultiple)
    field_order = ("numbers", "period", "until", "note")

    def __init__(self, *args: Any, numbers: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        # Who it is about is known.
        del self.fields["kind"], self.fields["caller"]
        field = self.fields["numbers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(numbers)
        field.initial = [number for number, _name in numbers]


class NoteForm(forms.Form):
    """Something about a caller."""

    text = forms.CharField(
        label=_("Note"),
        max_length=500,
        help_text=_("For everybody who works in this account."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
