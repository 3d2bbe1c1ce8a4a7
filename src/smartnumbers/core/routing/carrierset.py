"""The operator's set of carriers as one published document, and what makes a carrier usable.

`parse` is the one door from document to carriers, `document` the way back. A carrier's values go into the switch's
configuration file, so `faults` lets nothing pass that could be more than one value there.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering.dialled import COUNTRY_CODES
from smartnumbers.core.routing.carriers import (
    Authentication,
    Carrier,
    Codec,
    NumberFormat,
    Srtp,
    Transport,
)

FORMAT = 1
CARRIERS_MAXIMUM = 50
NAME_MAXIMUM = 60
PRIORITIES = range(1, 100)
CHANNELS = range(1, 100_001)
QUALIFY_SECONDS = range(2, 3601)
PORTS = range(1, 65536)
INBOUND_MAXIMUM = 64
WIDEST = {4: 8, 6: 16}
"""The shortest prefix of a network that can be one carrier's: shorter ones would let strangers in."""

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\]")
_USER = re.compile(r"[A-Za-z0-9+._~!$*'@-]{1,80}")
_PASSWORD = re.compile(r"[!-~]{1,128}")
_REALM = re.compile(r"[A-Za-z0-9._@:/-]{0,120}")
_NAME = re.compile(r"[^\x00-\x1f\x7f]+")


class CarrierInvalid(DomainError):
    """A carrier that cannot be used; `parameters["place"]` names the field, `parameters["reason"]` what is wrong."""

    code = "carrier-invalid"


def document(carriers: Iterable[Carrier]) -> dict[str, Any]:
    """The JSON document of a set of carriers; `parse` gives it back. It holds the passwords: not for people."""
    return {
        "format": FORMAT,
        "carriers": [
            {
                "id": one.id,
                "name": one.name,
                "host": one.host,
                "port": one.port,
                "transport": one.transport.value,
                "authentication": one.authentication.value,
                "user": one.user,
                "password": one.password,
                "realm": one.realm,
                "inbound": list(one.inbound),
                "codecs": [codec.value for codec in one.codecs],
                "channels": one.channels,
                "priority": one.priority,
                "called_format": one.called_format.value,
                "calling_format": one.calling_format.value,
                "country": one.country,
                "srtp": one.srtp.value,
                "qualify_seconds": one.qualify_seconds,
                "in_use": one.in_use,
            }
            for one in carriers
        ],
    }


def parse(source: Any) -> tuple[Carrier, ...]:
    """The carriers of a document. Raises CarrierInvalid, naming the place, for anything that cannot be used."""
    if not isinstance(source, dict) or source.get("format") != FORMAT:
        raise _invalid("format", "unknown")
    listed = source.get("carriers")
    if not isinstance(listed, list) or len(listed) > CARRIERS_MAXIMUM:
        raise _invalid("carriers", "type")
    carriers = tuple(_carrier(item, f"carriers[{index}].") for index, item in enumerate(listed))
    if len({one.id for one in carriers}) != len(carriers):
        raise _invalid("carriers", "twice")
    return carriers


def faults(carrier: Carrier) -> dict[str, str]:
    """What is wrong with a carrier: the reason for each field, nothing where it can be used."""
    return {name: reason for name, reason, right in _rules(carrier) if not right}


def _rules(one: Carrier) -> Iterable[tuple[str, str, bool]]:
    """What must be right about each field; of several for one field the last that is wrong is told."""
    networks = [_network(written) for written in one.inbound]
    registers = one.authentication is Authentication.REGISTRATION
    yield "name", "missing", bool(one.name.strip())
    yield "name", "characters", not one.name or bool(_NAME.fullmatch(one.name))
    yield "name", "length", len(one.name) <= NAME_MAXIMUM
    yield "host", "host", bool(_HOST.fullmatch(one.host)) and _is_address(one.host)
    yield "port", "range", one.port in PORTS
    yield "user", "characters", not one.user or bool(_USER.fullmatch(one.user))
    yield "user", "missing", bool(one.user) or not registers
    yield "password", "characters", not one.password or bool(_PASSWORD.fullmatch(one.password))
    yield "password", "missing", bool(one.password) or not registers
    yield "realm", "characters", bool(_REALM.fullmatch(one.realm))
    yield "inbound", "length", len(one.inbound) <= INBOUND_MAXIMUM
    yield "inbound", "network", all(network is not None for network in networks)
    yield (
        "inbound",
        "wide",
        all(network is None or network.prefixlen >= WIDEST[network.version] for network in networks),
    )
    yield "codecs", "missing", bool(one.codecs) and len(set(one.codecs)) == len(one.codecs)
    yield "channels", "range", one.channels is None or one.channels in CHANNELS
    yield "priority", "range", one.priority in PRIORITIES
    yield "country", "unknown", one.country in COUNTRY_CODES
    yield "srtp", "transport", one.srtp is Srtp.OFF or one.transport is Transport.TLS
    yield "qualify_seconds", "range", one.qualify_seconds == 0 or one.qualify_seconds in QUALIFY_SECONDS


def _network(written: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """The network (or single address) somebody wrote, None where it is none."""
    try:
        return ipaddress.ip_network(written, strict=False)
    except ValueError:
        return None


def _is_address(host: str) -> bool:
    """Whether a host in brackets, or one that looks like numbers, is an IP address; names are not looked up here."""
    bare = host.strip("[]")
    if bare == host and not re.fullmatch(r"[0-9.]+", host):
        return True
    try:
        return ipaddress.ip_address(bare).version == (4 if bare == host else 6)
    except ValueError:
        return False


T = TypeVar("T")


def _carrier(item: Any, place: str) -> Carrier:
    def take(name: str, read: Callable[[Any], T]) -> T:
        try:
            return read(item[name])
        except (KeyError, TypeError, ValueError):
            raise _invalid(f"{place}{name}", "type") from None

    carrier = Carrier(
        id=take("id", _integer),
        name=take("name", _text),
        host=take("host", _text),
        port=take("port", _integer),
        transport=take("transport", Transport),
        authentication=take("authentication", Authentication),
        user=take("user", _text),
        password=take("password", _text),
        realm=take("realm", _text),
        inbound=take("inbound", lambda value: tuple(map(_text, _list(value)))),
        codecs=take("codecs", lambda value: tuple(map(Codec, _list(value)))),
        channels=take("channels", lambda value: None if value is None else _integer(value)),
        priority=take("priority", _integer),
        called_format=take("called_format", NumberFormat),
        calling_format=take("calling_format", NumberFormat),
        country=take("country", _text),
        srtp=take("srtp", Srtp),
        qualify_seconds=take("qualify_seconds", _integer),
        in_use=take("in_use", _truth),
    )
    for name, reason in faults(carrier).items():
        raise _invalid(f"{place}{name}", reason)
    return carrier


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _invalid(place: str, reason: str) -> CarrierInvalid:
    return CarrierInvalid(f"{place}: {reason}", parameters={"place": place, "reason": reason})
