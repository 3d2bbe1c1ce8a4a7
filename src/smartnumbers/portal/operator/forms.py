"""The operator's forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.accounts.models import Account
from smartnumbers.core.numbering.rules import Family


class NumberForm(forms.Form):
    """A service number for an account."""

    number = forms.CharField(
        label=_("Service number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "0800 123 456"}),
    )
    family = forms.ChoiceField(
        label=_("Who pays"),
        required=False,
        choices=[
            ("", _("as the digits tell")),
            (Family.FREE.value, _("free for callers")),
            (Family.ORDINARY.value, _("price of an ordinary call")),
            (Family.PREMIUM.value, _("callers pay")),
        ],
        help_text=_("Only French numbers in 10, 32, 34, 36, 39 and 118 need it; without it, callers pay."),
    )
    account = forms.ModelChoiceField(label=_("Account"), queryset=Account.objects.order_by("name", "id"))
    name = forms.CharField(
        label=_("Name"), required=False, max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def chosen_family(self) -> Family | None:
        """The family that was chosen, None where the digits are to tell it."""
        return Family(self.cleaned_data["family"]) if self.cleaned_data["family"] else None
