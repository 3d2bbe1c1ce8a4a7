"""The ports: are they free before anything starts, and which ones are taken where the choice is ours."""

import errno
import ipaddress
import socket
from contextlib import ExitStack
from dataclasses import replace

from smartnumbers.entry.configuration import Configuration, ConfigurationInvalid
from smartnumbers.entry.variables import Address
from smartnumbers.telephony.asterisk.addresses import address as ip_address
from smartnumbers.telephony.asterisk.ports import free_port, socket_for

TCP = socket.SOCK_STREAM
UDP = socket.SOCK_DGRAM

_REASONS = {
    errno.EADDRINUSE: "another program uses this port; choose another port, or end that program",
    errno.EADDRNOTAVAIL: "this machine has no such address",
    errno.EACCES: "this port is reserved for root; choose one from 1024 up",
}


def settled(*, configuration: Configuration) -> Configuration:
    """The configuration with every port that was left open (0) chosen, and all of them found free.

    The ports of the switch's and the lab's ARI and of the lab's mail server concern nobody outside, so by default they
    are whatever is free.
    Raises ConfigurationInvalid with a line for each variable whose address cannot be had.
    """
    wanted = [
        ("SMARTNUMBERS_HTTP", TCP, configuration.http),
        ("SMARTNUMBERS_SIP", UDP, configuration.sip),
        ("SMARTNUMBERS_SIP", TCP, configuration.sip),
        ("SMARTNUMBERS_ARI", TCP, configuration.ari),
    ]
    if configuration.sips is not None:
        wanted.append(("SMARTNUMBERS_SIPS", TCP, configuration.sips))
    if configuration.sip6 is not None:
        wanted.append(("SMARTNUMBERS_SIP6", UDP, configuration.sip6))
    if configuration.lab:
        wanted += [
            ("SMARTNUMBERS_LAB_SIP", UDP, configuration.lab_sip),
            ("SMARTNUMBERS_LAB_LINE", UDP, configuration.lab_line),
            ("SMARTNUMBERS_LAB_ARI", TCP, configuration.lab_ari),
            ("SMARTNUMBERS_LAB_MAIL", TCP, configuration.lab_mail),
        ]
    taken: dict[str, Address] = {}
    faults: list[str] = []
    seen: dict[tuple[socket.SocketKind, Address], str] = {}
    with ExitStack() as open_sockets:
        # They stay open until all are checked, so that no port is given out twice.
        for variable, kind, address in wanted:
            twin = seen.get((kind, address)) if address.port else None
            if twin is not None:
                faults.append(f"{variable}={str(address)!r}: the same as {twin}; choose another port")
                continue
            seen[(kind, address)] = variable
            try:
                port = _try(open_sockets, kind, address)
            except OSError as fault:
                faults.append(f"{variable}={str(address)!r}: {_REASONS.get(fault.errno or 0, fault.strerror)}")
                continue
            taken[variable] = replace(address, port=port)
    if faults:
        raise ConfigurationInvalid(faults)
    return replace(
        configuration,
        ari=taken["SMARTNUMBERS_ARI"],
        lab_ari=taken.get("SMARTNUMBERS_LAB_ARI", configuration.lab_ari),
        lab_mail=taken.get("SMARTNUMBERS_LAB_MAIL", configuration.lab_mail),
    )


def _try(open_sockets: ExitStack, kind: socket.SocketKind, address: Address) -> int:
    """Take the address for a moment, any free port where it names none; gives the port. Raises OSError."""
    probe = open_sockets.enter_context(socket_for(host=address.host, kind=kind))
    if kind == TCP:
        # Connections of a moment ago that linger in TIME_WAIT are no reason to refuse.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    port = address.port or free_port(host=address.host, kind=kind)
    probe.bind((ip_address(address.host), port))
    return port


def reachable(*, address: Address) -> Address:
    """Where a program on this machine reaches what listens there: an address for "all of them" is none to go to."""
    try:
        host = ipaddress.ip_address(address.host.strip("[]"))
    except ValueError:
        return address
    if not host.is_unspecified:
        return address
    return replace(address, host="127.0.0.1" if host.version == 4 else "[::1]")
