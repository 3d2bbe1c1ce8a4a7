"""Where a call can be sent: a SIP address, or a telephone number reached through a carrier's trunk."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise
from smartnumbers.core.numbering.rules import class_of

# A deliberately narrow reading of RFC 3261, section 25: user part, host (name, IPv4 or bracketed IPv6), port, and the
# transport alone of all parameters. No headers, no passwords: whatever a holder may type goes into a request line.
_SIP = re.compile(
    r"(?:(?P<scheme>sips?):)?(?P<user>[A-Za-z0-9+._~!$*'-]{1,64})@"
    r"(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?:;transport=(?P<transport>udp|tcp|tls))?",
    re.IGNORECASE,
)


class DestinationInvalid(DomainError):
    """An address no call can be sent to."""

    code = "destination-invalid"


class DestinationPremium(DestinationInvalid):
    """A premium or shared-cost number as destination: the holder would pay for it, or the call would loop."""

    code = "destination-premium"


@dataclass(frozen=True, slots=True)
class SipDestination:
    """A SIP address outside the platform, as "sip:user@host[:port][;transport=tcp|tls]" or "sips:user@host[:port]"."""

    kind: ClassVar[str] = "sip"

    uri: str

    @classmethod
    def parse(cls, written: str) -> Self:
        """The destination that somebody typed, with or without "sip:". Raises DestinationInvalid.

        A "sips:" address is reached by TLS and by nothing else (RFC 3261, section 26.2.2), UDP is what a "sip:" address
        means anyway: a parameter that says so is left out.
        """
        match = _SIP.fullmatch(written.strip())
        if match is None or not 0 < int(match["port"] or 5060) < 65536 or not _fits(match["host"]):
            raise DestinationInvalid(f"{written!r} is not a SIP address", parameters={"written": written})
        scheme, transport = (match["scheme"] or "sip").lower(), (match["transport"] or "").lower()
        if scheme == "sips" and transport in ("udp", "tcp"):
            raise DestinationInvalid(f"{written!r} is reached by TLS only", parameters={"written": written})
        port = f":{match['port']}" if match["port"] else ""
        parameter = f";transport={transport}" if scheme == "sip" and transport in ("tcp", "tls") else ""
        return cls(uri=f"{scheme}:{match['user']}@{match['host']}{port}{parameter}")

    @property
    def by_tls(self) -> bool:
        """Whether it is reached by TLS; then its sound is encrypted too, where it takes that."""
        return self.uri.startswith("sips:") or self.uri.endswith(";transport=tls")

    @property
    def by_ipv6(self) -> bool:
        """Whether its host is an IPv6 address."""
        return "@[" in self.uri

    @property
    def address(self) -> str:
        """The address as stored and shown."""
        return self.uri

    def document(self) -> dict[str, Any]:
        """The destination as part of a profile document."""
        return {"kind": self.kind, "address": self.uri}


def _fits(host: str) -> bool:
    """Whether what stands in brackets is an IPv6 address; names and IPv4 addresses are taken as they are."""
    if not host.startswith("["):
        return True
    try:
        return ipaddress.ip_address(host[1:-1]).version == 6
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class TelephoneDestination:
    """An ordinary telephone number in E.164 form, fixed or mobile, anywhere."""

    kind: ClassVar[str] = "telephone"

    number: str

    @classmethod
    def parse(cls, written: str) -> Self:
        """The destination that somebody typed, nationally or internationally.

        Raises DestinationInvalid, or DestinationPremium for a service number.
        """
        try:
            number = normalise(written)
        except NumberUnreadable as fault:
            raise DestinationInvalid(str(fault), parameters={"written": written}) from fault
        if class_of(number) is not None:
            raise DestinationPremium(f"{written!r} is a service number", parameters={"written": written})
        if not number.startswith("+"):
            raise DestinationInvalid(f"{written!r} cannot be called from abroad", parameters={"written": written})
        return cls(number=number)

    @property
    def address(self) -> str:
        """The address as stored and shown."""
        return self.number

    def document(self) -> dict[str, Any]:
        """The destination as part of a profile document."""
        return {"kind": self.kind, "address": self.number}


Destination = SipDestination | TelephoneDestination


def parse_destination(written: str) -> Destination:
    """The destination meant by free text: a SIP address where there is an "@", else a telephone number.

    Raises DestinationInvalid or DestinationPremium.
    """
    return SipDestination.parse(written) if "@" in written else TelephoneDestination.parse(written)
