"""The form of a carrier."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.carriers.models import CarrierRow
from smartnumbers.apps.carriers.wording import (
    AUTHENTICATIONS,
    CODECS,
    NUMBER_FORMATS,
    SRTP,
    TRANSPORTS,
    fault_words,
)
from smartnumbers.core.routing.carriers import (
    QUALIFY_DEFAULT,
    Authentication,
    Carrier,
    Codec,
    NumberFormat,
    Srtp,
    Transport,
)

_OFF = {"autocomplete": "off", "spellcheck": "false"}
_CODEC_FIELDS = tuple(f"codec_{place}" for place in range(1, len(Codec) + 1))
MOST = 1_000_000


def _codec_field(place: int) -> forms.ChoiceField:
    labels = (_("First codec"), _("Second codec"), _("Third codec"), _("Fourth codec"))
    return forms.ChoiceField(
        label=labels[place], required=False, choices=[("", _("none")), *((one.value, CODECS[one]) for one in Codec)]
    )


class CarrierForm(forms.Form):
    """All that is set of a carrier. Numbers out of range and the rest are judged by `core.routing.carrierset`."""

    name = forms.CharField(label=_("Name"), required=False, max_length=400, widget=forms.TextInput(attrs=_OFF))
    host = forms.CharField(
        label=_("Host"),
        required=False,
        max_length=400,
        help_text=_("A name, an IPv4 address, or an IPv6 address in square brackets."),
        widget=forms.TextInput(attrs=_OFF | {"placeholder": "sip.carrier.example"}),
    )
    port = forms.IntegerField(label=_("Port"), min_value=0, max_value=MOST, initial=5060)
    transport = forms.ChoiceField(label=_("SIP by"), choices=[(one.value, TRANSPORTS[one]) for one in Transport])
    srtp = forms.ChoiceField(label=_("Sound"), choices=[(one.value, SRTP[one]) for one in Srtp])

    authentication = forms.ChoiceField(
        label=_("The carrier knows us by"), choices=[(one.value, AUTHENTICATIONS[one]) for one in Authentication]
    )
    user = forms.CharField(label=_("User name"), required=False, max_length=400, widget=forms.TextInput(attrs=_OFF))
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=400,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    realm = forms.CharField(
        label=_("Realm"),
        required=False,
        max_length=400,
        help_text=_("Only where the carrier names one."),
        widget=forms.TextInput(attrs=_OFF),
    )
    inbound = forms.CharField(
        label=_("Its calls come from"),
        required=False,
        max_length=5000,
        help_text=_("IP addresses or networks, one on each line. Calls from elsewhere are refused."),
        widget=forms.Textarea(attrs=_OFF | {"rows": 3}),
    )

    priority = forms.IntegerField(
        label=_("Priority"), min_value=0, max_value=MOST, initial=1, help_text=_("The lowest is tried first.")
    )
    channels = forms.IntegerField(
        label=_("Calls at once"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("When it is full, calls go through the next. Empty: no limit."),
    )
    qualify_seconds = forms.IntegerField(
        label=_("Ask every … seconds whether it is there"),
        min_value=0,
        max_value=MOST,
        initial=QUALIFY_DEFAULT,
        help_text=_("With OPTIONS. 0 for never."),
    )
    called_format = forms.ChoiceField(
        label=_("Numbers called"), choices=[(one.value, NUMBER_FORMATS[one]) for one in NumberFormat]
    )
    calling_format = forms.ChoiceField(
        label=_("Callers' numbers"), choices=[(one.value, NUMBER_FORMATS[one]) for one in NumberFormat]
    )
    country = forms.ChoiceField(label=_("Its own country"), choices=[("CH", _("Switzerland")), ("FR", _("France"))])
    codec_1, codec_2, codec_3, codec_4 = (_codec_field(place) for place in range(len(_CODEC_FIELDS)))

    @classmethod
    def of(cls, row: CarrierRow) -> "CarrierForm":
        """The form of a carrier there is; its password stays where it is."""
        initial: dict[str, Any] = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        initial.pop("password", None)
        initial["inbound"] = "\n".join(row.inbound)
        initial |= dict(zip(_CODEC_FIELDS, row.codecs, strict=False))
        return cls(initial=initial)

    @classmethod
    def fresh(cls) -> "CarrierForm":
        """The form of a carrier to be added."""
        return cls(initial={"codec_1": Codec.ALAW.value, "codec_2": Codec.ULAW.value})

    def keep_password(self) -> None:
        """Say that there is a password, which stays unless another is typed."""
        self.fields["password"].help_text = _("There is one. Type another to change it.")

    def carrier(self) -> Carrier:
        """What was typed, to be judged by the operations; the form must be valid."""
        data = self.cleaned_data
        codecs = [data[name] for name in _CODEC_FIELDS if data[name]]
        return Carrier(
            id=0,
            name=data["name"],
            host=data["host"],
            port=data["port"],
            transport=Transport(data["transport"]),
            srtp=Srtp(data["srtp"]),
            authentication=Authentication(data["authentication"]),
            user=data["user"],
            password=data["password"],
            realm=data["realm"],
            inbound=tuple(data["inbound"].replace(",", " ").split()),
            priority=data["priority"],
            channels=data["channels"],
            qualify_seconds=data["qualify_seconds"],
            called_format=NumberFormat(data["called_format"]),
            calling_format=NumberFormat(data["calling_format"]),
            country=data["country"],
            codecs=tuple(map(Codec, codecs)),
        )

    def put_faults(self, faults: Mapping[str, str]) -> None:
        """Put each fault beside its field."""
        for field, reason in faults.items():
            self.add_error(_CODEC_FIELDS[0] if field == "codecs" else field, fault_words(field=field, reason=reason))
