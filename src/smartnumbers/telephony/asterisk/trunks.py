"""The carriers as Asterisk's configuration: a file of its own, included by the switch's pjsip.conf.

It is written and reloaded while calls run. Reloading res_pjsip takes some 4 ms, and 23 ms with 320 endpoints; running
calls keep the endpoint they began with, registrations that did not change stay as they are; and after a restart
Asterisk has the carriers again before call control is there to tell it (docs/adr/0008-carriers-in-a-file.md).

Each carrier has a way in and sixteen equal ways out: Asterisk goes through all channels of an endpoint at each change
of one of them, so what a call costs grows with the calls that share its endpoint. A carrier that we register with is
no different on the way out; its calls in share one endpoint, as those of every carrier do.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from smartnumbers.core.routing.carriers import Authentication, Carrier, Srtp, Transport
from smartnumbers.telephony.asterisk.addresses import media_lines

WAYS = 16
REGISTRANT = "register"
"""What stands before the carrier's id in the Contact of a registration: there it is opaque, and calls come to it."""

LINE_CONTEXT = "line"
IN_CONTEXT = "in"

COMMON_MEDIA = """direct_media=no
rtp_symmetric=yes
dtmf_mode=rfc4733
timers=yes
send_connected_line=no
allow_transfer=no
allow_subscribe=no
"""

# OPTIONS are answered in milliseconds or, by a carrier in trouble, never.
_QUALIFY_TIMEOUT = 2.0
_RETRY_SECONDS = 10
_REFUSED_RETRY_SECONDS = 30
_EXPIRATION_SECONDS = 600


def name_of(carrier_id: int) -> str:
    """The name of a carrier's endpoint, AOR, authentication and registration."""
    return f"carrier-{carrier_id}"


def way_out(*, carrier_id: int, digit: int) -> str:
    """The endpoint to dial out by through a carrier; `digit` is 0 to 15."""
    return f"{name_of(carrier_id)}-{digit:x}"


def uri(*, carrier: Carrier, user: str = "") -> str:
    """A SIP address at a carrier: its own, or that of a number."""
    at = f"{user}@" if user else ""
    parameter = "" if carrier.transport is Transport.UDP else f";transport={carrier.transport.value}"
    return f"sip:{at}{carrier.address}{parameter}"


def carriers_file(*, directory: Path) -> Path:
    """Where the carriers of an instance stand; unlike the rest of its configuration it outlives a restart."""
    return directory / "carriers" / "pjsip.conf"


def carriers_text(*, carriers: Iterable[Carrier], host: str, host6: str | None) -> str:
    """The content of that file. `host` and `host6` are where media is received, by IPv4 and IPv6."""
    return "".join(_carrier(one, host=host, host6=host6) for one in carriers if one.in_use)


def _carrier(carrier: Carrier, *, host: str, host6: str | None) -> str:
    name = name_of(carrier.id)
    here = host6 if carrier.host.startswith("[") and host6 is not None else host
    registers = carrier.authentication is Authentication.REGISTRATION
    ways = "".join(f"[{way_out(carrier_id=carrier.id, digit=digit)}]({name}-common)\ncontext=none\n"
                   for digit in range(WAYS))  # fmt: skip
    return f"""[{name}-common](!)
type=endpoint
identify_by=ip
disallow=all
allow={",".join(codec.value for codec in carrier.codecs)}
{_OFFER}{COMMON_MEDIA}trust_id_outbound=no
send_pai=yes
{_SRTP[carrier.srtp]}{_own_name(carrier) if registers else ""}{media_lines(here)}[{name}]({name}-common)
context={LINE_CONTEXT if registers else IN_CONTEXT}
trust_id_inbound=yes
aors={name}
{ways}{_contact(carrier)}{_identify(carrier)}{_registration(carrier) if registers else ""}"""


# Only what the operator says is offered to a carrier, whatever the caller's side speaks; Asterisk puts the caller's own
# codec first where that is among them, because it needs no conversion.
_OFFER = "codec_prefs_outgoing_offer=prefer:configured,operation:only_preferred,keep:all,transcode:allow\n"

_SRTP = {
    Srtp.OFF: "",
    Srtp.OFFERED: "media_encryption=sdes\nmedia_encryption_optimistic=yes\n",
    Srtp.REQUIRED: "media_encryption=sdes\n",
}


def _own_name(carrier: Carrier) -> str:
    """Whoever registers proves with a password, and in its own domain, who it is."""
    return f"outbound_auth={_proof(carrier)}\nfrom_domain={carrier.host}\n"


def _proof(carrier: Carrier) -> str:
    """The name of a carrier's user and password: another one whenever these change.

    Asterisk registers anew where the registration changed, and does not look at what stands behind the names in it.
    """
    told = "\n".join((carrier.user, carrier.password, carrier.realm)).encode()
    return f"{name_of(carrier.id)}-{hashlib.sha256(told).hexdigest()[:8]}"


def _contact(carrier: Carrier) -> str:
    watch = f"qualify_frequency={carrier.qualify_seconds}\nqualify_timeout={_QUALIFY_TIMEOUT}\n"
    return f"[{name_of(carrier.id)}]\ntype=aor\ncontact={_value(uri(carrier=carrier))}\n{watch}"


def _identify(carrier: Carrier) -> str:
    if not carrier.inbound:
        return ""
    name, matches = name_of(carrier.id), "".join(f"match={one}\n" for one in carrier.inbound)
    return f"[{name}]\ntype=identify\nendpoint={name}\n{matches}"


def _registration(carrier: Carrier) -> str:
    name = name_of(carrier.id)
    realm = f"realm={carrier.realm}\n" if carrier.realm else ""
    return f"""[{_proof(carrier)}]
type=auth
username={_value(carrier.user)}
password={_value(carrier.password)}
{realm}[{name}]
type=registration
server_uri={_value(uri(carrier=carrier))}
client_uri={_value(uri(carrier=carrier, user=carrier.user))}
contact_user={REGISTRANT}{carrier.id}
outbound_auth={_proof(carrier)}
expiration={_EXPIRATION_SECONDS}
retry_interval={_RETRY_SECONDS}
forbidden_retry_interval={_REFUSED_RETRY_SECONDS}
fatal_retry_interval={_REFUSED_RETRY_SECONDS}
max_retries=1000000
max_random_initial_delay=0
auth_rejection_permanent=no
line=yes
endpoint={name}
"""


def _value(text: str) -> str:
    """A value as the file takes it: a semicolon would begin a comment."""
    return text.replace(";", "\\;")
