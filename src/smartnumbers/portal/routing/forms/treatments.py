"""The other kinds of treatments as forms: voicemail, another number, a flow, and what leads to a removal."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.core.routing.treatmentdocuments import MESSAGE_SECONDS
from smartnumbers.portal.routing.forms.common import (
    ChoiceField,
    Choices,
    NameField,
    WholeField,
    choose,
    treatment_field,
)


class NameForm(forms.Form):
    """What a treatment is called."""

    name = NameField(label=gettext_lazy("Name"))


class VoicemailForm(forms.Form):
    """Where messages go and how long they may be."""

    email = forms.EmailField(
        label=gettext_lazy("Messages go by e-mail to"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Enter an e-mail address."),
            "invalid": gettext_lazy("Enter an e-mail address such as name@example.ch."),
        },
    )
    max_seconds = WholeField(
        label=gettext_lazy("At most"), least=MESSAGE_SECONDS[0], most=MESSAGE_SECONDS[-1], required=False
    )


class OtherNumberForm(forms.Form):
    """A number of the same account whose plan holds."""

    number = ChoiceField(label=gettext_lazy("Do as this number does"))

    def __init__(self, *arguments: Any, numbers: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        choose(self, "number", list(numbers))


class FlowForm(forms.Form):
    """The id of an IVR flow, and what happens while there is none of it in force."""

    flow = forms.CharField(
        label=gettext_lazy("Flow"),
        max_length=80,
        error_messages={"required": gettext_lazy("Enter the flow's name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *arguments: Any, treatments: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["otherwise"] = treatment_field(treatments, label=_("While it is not in force"))


class RemovalForm(forms.Form):
    """Where that leads which led to a treatment that goes."""

    def __init__(self, *arguments: Any, treatments: Choices, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["instead"] = treatment_field(treatments, label=_("What leads here leads instead to"), nothing="–")
