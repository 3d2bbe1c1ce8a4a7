"""Whom a number lets in, what it says first, and what destinations see, as forms."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.plans.wording import DISPLAYS
from smartnumbers.apps.plans.wording.terms import PERIODS
from smartnumbers.core.numbering.countries import COUNTRIES
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise
from smartnumbers.core.routing.plan import Display
from smartnumbers.portal.routing.forms.common import ChoiceField, Choices, WholeField, choose


class ScreeningForm(forms.Form):
    """Who is turned away before anybody is rung."""

    welcome = forms.MultipleChoiceField(
        label=gettext_lazy("Always let in: callers on these lists"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    only_welcome = forms.BooleanField(label=gettext_lazy("Turn everybody else away"), required=False)
    withheld = forms.BooleanField(label=gettext_lazy("Turn away who withholds the number"), required=False)
    countries = forms.CharField(
        label=gettext_lazy("Turn away calls from these countries"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Two letters each, for example: GB US."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    calls = WholeField(
        label=gettext_lazy("Calls of one caller at most"), least=1, most=1000, help_text=gettext_lazy("Empty: any.")
    )
    seconds = ChoiceField(
        label=gettext_lazy("Period"),
        choices=[(str(seconds), words) for seconds, words in PERIODS.items()],
        required=False,
    )
    key_test = forms.BooleanField(
        label=gettext_lazy("Let callers press a key first, which machines do not"), required=False
    )
    tested_once = forms.BooleanField(label=gettext_lazy("Not again for 30 days who passed it"), required=False)
    reports = forms.BooleanField(
        label=gettext_lazy("Who answers may report a nuisance with *00: the caller is turned away for 24 hours"),
        required=False,
    )

    def __init__(self, *arguments: Any, lists: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        choose(self, "welcome", list(lists))

    def clean_countries(self) -> list[str]:
        """The codes that were typed. Raises ValidationError."""
        written = re.split(r"[\s,;]+", self.cleaned_data["countries"].strip().upper())
        codes = [code for code in written if code]
        wrong = [code for code in codes if code not in COUNTRIES]
        if wrong:
            raise forms.ValidationError(_("“%(written)s” is no country of two letters.") % {"written": wrong[0][:20]})
        return sorted(set(codes))

    def clean(self) -> dict[str, Any]:
        """Only who is on a list can be let in alone."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("only_welcome") and not data.get("welcome"):
            self.add_error("only_welcome", _("Choose a list first: otherwise nobody would be let in."))
        return data


class DisplayForm(forms.Form):
    """Which number destinations see."""

    mode = ChoiceField(
        label=gettext_lazy("Shown on the destination's telephone"),
        choices=[(mode.value, DISPLAYS[mode.value]) for mode in Display],
    )
    fixed_number = forms.CharField(
        label=gettext_lazy("Your fixed number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "placeholder": "044 512 38 00"}),
    )
    before_name = forms.CharField(
        label=gettext_lazy("Before the caller's name"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("At most 20 characters.")},
    )

    def clean(self) -> dict[str, Any]:
        """What belongs to the mode must be there; the rest is kept and not used."""
        data: dict[str, Any] = super().clean() or {}
        typed = (data.get("fixed_number") or "").strip()
        if typed:
            try:
                data["fixed_number"] = normalise(typed)
            except NumberUnreadable:
                self.add_error("fixed_number", _("“%(written)s” is no telephone number.") % {"written": typed})
        elif data.get("mode") == Display.FIXED_NUMBER:
            self.add_error("fixed_number", _("Enter the number that is to be shown."))
        if data.get("mode") == Display.CALLER_AND_NAME and not (data.get("before_name") or "").strip():
            self.add_error("before_name", _("Enter the words that are to stand before the name."))
        return data
