"""The words for carriers: their settings, their state, and what was wrong with what was typed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.core.routing.carriers import Authentication, Codec, NumberFormat, Srtp, Transport

TRANSPORTS: dict[Transport, str] = {Transport.UDP: "UDP", Transport.TCP: "TCP", Transport.TLS: "TLS"}

AUTHENTICATIONS: dict[Authentication, Promise] = {
    Authentication.IP: _("IP address"),
    Authentication.REGISTRATION: _("registration with a password"),
}

CODECS: dict[Codec, str] = {
    Codec.ALAW: "G.711 A-law",
    Codec.ULAW: "G.711 µ-law",
    Codec.G722: "G.722",
    Codec.OPUS: "Opus",
}

NUMBER_FORMATS: dict[NumberFormat, Promise] = {
    NumberFormat.E164_PLUS: _("with plus and country code: +41 44 …"),
    NumberFormat.E164: _("with country code, without plus: 41 44 …"),
    NumberFormat.INTERNATIONAL_00: _("with 00 and country code: 0041 44 …"),
    NumberFormat.NATIONAL: _("as in its own country: 044 …"),
}

SRTP: dict[Srtp, Promise] = {
    Srtp.OFF: _("not encrypted"),
    Srtp.OFFERED: _("encrypted where the carrier takes it"),
    Srtp.REQUIRED: _("encrypted or not at all"),
}

REASONS: dict[str, Promise] = {
    "unreachable": _("It does not answer."),
    "refused": _("It refuses our registration: user name or password are wrong, or the line is barred."),
    "unregistered": _("We are not registered with it yet."),
}
"""Why a carrier is down, by the code that `telephony.control.trunkwatch` gives."""

_FAULTS: dict[tuple[str, str], Promise] = {
    ("name", "missing"): _("Give the carrier a name."),
    ("name", "length"): _("At most 60 characters."),
    ("name", "characters"): _("Letters, digits and signs on one line only."),
    ("name", "taken"): _("Another carrier has this name."),
    ("name", "too-many"): _("There are 50 carriers already; remove one first."),
    ("host", "host"): _("Enter a host name, an IPv4 address, or an IPv6 address in square brackets."),
    ("port", "range"): _("A port is a number from 1 to 65535."),
    ("user", "missing"): _("Enter the user name that the carrier gave you."),
    ("user", "characters"): _("A user name has no spaces and no such characters."),
    ("password", "missing"): _("Enter the password that the carrier gave you."),
    ("password", "characters"): _("A password has up to 128 letters, digits and signs, without spaces or accents."),
    ("realm", "characters"): _("A realm has no spaces and no such characters."),
    ("inbound", "network"): _("Enter IP addresses or networks such as 192.0.2.10 or 192.0.2.0/28, one on each line."),
    ("inbound", "wide"): _("This network is too wide for one carrier: strangers could call in."),
    ("inbound", "length"): _("At most 64 addresses."),
    ("codecs", "missing"): _("Choose at least one codec, each once."),
    ("channels", "range"): _("A number from 1 to 100000, or nothing."),
    ("priority", "range"): _("A number from 1 to 99."),
    ("country", "unknown"): _("Choose a country."),
    ("srtp", "transport"): _("Sound is encrypted only where SIP goes by TLS: the key would stand in the clear."),
    ("qualify_seconds", "range"): _("A number of seconds from 2 to 3600, or 0 for never."),
}


def fault_words(*, field: str, reason: str) -> str:
    """What is wrong with a field of a carrier; a reason without words is shown as it is."""
    found = _FAULTS.get((field, reason))
    return reason if found is None else str(found)


def down_words(reason: str) -> str:
    """Why a carrier is down."""
    found = REASONS.get(reason)
    return reason if found is None else str(found)
