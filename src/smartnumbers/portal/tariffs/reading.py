"""Reading what people type into fields for prices, shares, spans and hours; a fault says what would be right."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.tariffbooks.wording import NO_BREAK
from smartnumbers.core.foundation.money import AmountInvalid, parse_amount

# What people put between groups of digits; the comma is the decimal point of many.
_GROUPING = str.maketrans({"'": None, "’": None, " ": None, NO_BREAK: None, ",": "."})
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})")
_DAY_MINUTES = 24 * 60
_LONGEST = 12


class AmountField(forms.CharField):
    """An amount in units of the currency, as millionths; nothing typed is None."""

    def __init__(self, **more: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(required=False, max_length=30, widget=forms.TextInput(attrs=attributes), **more)

    def clean(self, value: Any) -> int | None:
        """The amount. Raises ValidationError."""
        written = super().clean(value).translate(_GROUPING)
        if not written:
            return None
        try:
            return parse_amount(written, field="")
        except AmountInvalid as fault:
            raise forms.ValidationError(_("Enter an amount such as 2.50, with at most six decimals.")) from fault


class ShareField(AmountField):
    """A share in per cent, as millionths of 1."""

    def clean(self, value: Any) -> int | None:
        """The share. Raises ValidationError for more than 100 %."""
        typed = super().clean(value)
        if typed is None:
            return None
        if typed > 100_000_000 or typed % 100:
            raise forms.ValidationError(_("Enter a share from 0 to 100 per cent, with at most four decimals."))
        return typed // 100


class SecondsField(forms.CharField):
    """Whole seconds; nothing typed is None."""

    def __init__(self, **more: Any) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(required=False, max_length=_LONGEST, widget=forms.TextInput(attrs=attributes), **more)

    def clean(self, value: Any) -> int | None:
        """The seconds. Raises ValidationError."""
        written = super().clean(value)
        if not written:
            return None
        if not (written.isascii() and written.isdigit()):
            raise forms.ValidationError(_("Enter whole seconds."))
        return int(written)


class ClockField(forms.CharField):
    """A time of day as minutes since midnight; 24:00 is the end of the day. Nothing typed is None."""

    def __init__(self, **more: Any) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "08:00"}
        super().__init__(required=False, max_length=5, widget=forms.TextInput(attrs=attributes), **more)

    def clean(self, value: Any) -> int | None:
        """The minutes. Raises ValidationError."""
        written = super().clean(value)
        if not written:
            return None
        match = _CLOCK.fullmatch(written)
        minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else _DAY_MINUTES + 1
        if minutes > _DAY_MINUTES:
            raise forms.ValidationError(_("Enter a time from 00:00 to 24:00."))
        return minutes


def clock_entered(minutes: int) -> str:
    """Minutes since midnight as they stand in a field: 08:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


class InstantField(forms.DateTimeField):
    """A day and a time of day in local time; nothing typed is None, for at once."""

    default_error_messages = {"invalid": gettext_lazy("Enter a day and a time, such as 01.12.2026 00:00.")}

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(required=False, widget=widget, **more)
