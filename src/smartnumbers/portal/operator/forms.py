"""The operator's forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.accounts.models import Account


class NumberForm(forms.Form):
    """A service number for an account."""

    number = forms.CharField(
        label=_("Service number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "0800 123 456"}),
    )
    account = forms.ModelChoiceField(label=_("Account"), queryset=Account.objects.order_by("name", "id"))
    name = forms.CharField(
        label=_("Name"), required=False, max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
