"""Carriers: the networks that bring calls to the platform and take its calls to telephone numbers.

Which of them is tried when, how each wants numbers written, and which end of an attempt leads on to the next one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartnumbers.core.numbering.dialled import COUNTRY_CODES, DEFAULT_COUNTRY

QUALIFY_DEFAULT = 30


class Transport(StrEnum):
    """What SIP is carried by."""

    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"


class Authentication(StrEnum):
    """How carrier and platform know each other: by their IP addresses, or because we register with a password."""

    IP = "ip"
    REGISTRATION = "registration"


class Codec(StrEnum):
    """How sound is carried, under Asterisk's names."""

    ALAW = "alaw"
    ULAW = "ulaw"
    G722 = "g722"
    OPUS = "opus"


class NumberFormat(StrEnum):
    """How a carrier wants a number written: +41…, 41…, 0041…, or 044… within its own country (else 00…)."""

    E164_PLUS = "e164-plus"
    E164 = "e164"
    INTERNATIONAL_00 = "international-00"
    NATIONAL = "national"


class Srtp(StrEnum):
    """Encrypted sound (SDES, RFC 4568): never, where the other side takes it too, or not without it."""

    OFF = "off"
    OFFERED = "offered"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One carrier.

    `inbound` are the IP addresses or networks whose calls are taken for this carrier's; `channels` is how many calls
    we have through it at most (None: no limit); carriers of the lowest `priority` are tried first. `qualify_seconds`
    is how often OPTIONS asks whether it is there, 0 for never. `country` is whose national form it understands.
    """

    id: int
    name: str
    host: str
    port: int = 5060
    transport: Transport = Transport.UDP
    authentication: Authentication = Authentication.IP
    user: str = ""
    password: str = field(default="", repr=False)
    realm: str = ""
    inbound: tuple[str, ...] = ()
    codecs: tuple[Codec, ...] = (Codec.ALAW, Codec.ULAW)
    channels: int | None = None
    priority: int = 1
    called_format: NumberFormat = NumberFormat.E164_PLUS
    calling_format: NumberFormat = NumberFormat.E164_PLUS
    country: str = DEFAULT_COUNTRY
    srtp: Srtp = Srtp.OFF
    qualify_seconds: int = QUALIFY_DEFAULT
    in_use: bool = True

    @property
    def address(self) -> str:
        """Where its SIP is, as host:port."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a carrier stands now: whether it is known to be up (None: nobody knows), and our calls through it."""

    up: bool | None = None
    calls: int = 0


def order(
    carriers: Iterable[Carrier], *, standings: Mapping[int, Standing], tried: frozenset[int] = frozenset()
) -> tuple[Carrier, ...]:
    """The carriers by which a call can go out now, the one to try first at the head.

    Those that are switched off, full or were `tried` (ids) are left out. Those that are down come last, not never: a
    carrier may answer no OPTIONS and still take calls. Among equals the one with fewer calls comes first.
    """
    nobody_knows = Standing()

    def rank(carrier: Carrier) -> tuple[bool, int, int, int]:
        standing = standings.get(carrier.id, nobody_knows)
        return standing.up is False, carrier.priority, standing.calls, carrier.id

    def usable(carrier: Carrier) -> bool:
        calls = standings.get(carrier.id, nobody_knows).calls
        return carrier.in_use and carrier.id not in tried and (carrier.channels is None or calls < carrier.channels)

    return tuple(sorted(filter(usable, carriers), key=rank))


def written(number: str, *, format: NumberFormat, country: str = DEFAULT_COUNTRY) -> str:  # noqa: A002 - its name
    """A canonical number as a carrier wants it: "+41445551000" is "0445551000" for a Swiss carrier's national form.

    A short number ("FR:3012") has one form only, its digits; "" stays "".
    """
    if not number.startswith("+"):
        return number.partition(":")[2] if ":" in number else number
    digits = number[1:]
    match format:
        case NumberFormat.E164_PLUS:
            return number
        case NumberFormat.E164:
            return digits
        case NumberFormat.NATIONAL if digits.startswith(code := COUNTRY_CODES[country]):
            return f"0{digits.removeprefix(code)}"
        case _:
            return f"00{digits}"


# Q.850 causes of an attempt that got no SIP answer, or a fault of the carrier's network: no route, nobody responds,
# destination out of order, no circuit, network out of order, temporary failure, congestion, circuit gone, resource
# unavailable, bearer not available.
_NETWORK_CAUSES = frozenset({2, 3, 18, 20, 27, 34, 38, 41, 42, 44, 47, 58})
# 401 and 407: it does not take our password. 408: it did not answer in time.
_NETWORK_STATUSES = frozenset({401, 407, 408})


def moves_on(*, cause: int, sip_status: int | None, alerted: bool) -> bool:
    """Whether an attempt through a carrier that ended so goes on through the next one.

    Only where the carrier could not do its work: 5xx, no answer at all, password refused. Whom it called may be busy,
    may not answer or refuse: another carrier would not change that, and would ring him a second time.
    """
    if alerted:
        return False
    if sip_status is not None and sip_status >= 300:
        return 500 <= sip_status < 600 or sip_status in _NETWORK_STATUSES
    return cause in _NETWORK_CAUSES
