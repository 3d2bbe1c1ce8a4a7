"""IP addresses as Asterisk wants them written."""

import ipaddress
import socket


def address(host: str) -> str:
    """The IP address of a host, without brackets: Asterisk binds to addresses, not to names."""
    bare = host.strip("[]")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return str(socket.getaddrinfo(bare, None, type=socket.SOCK_DGRAM)[0][4][0])


def with_port(host: str, port: int) -> str:
    """An address and a port as SIP and Asterisk write them, IPv6 in brackets."""
    bare = address(host)
    return f"[{bare}]:{port}" if ":" in bare else f"{bare}:{port}"


def media_lines(host: str) -> str:
    """What binds an endpoint's RTP to the instance's own address; nothing where it shall listen on all of them."""
    bare = ipaddress.ip_address(address(host))
    family = "rtp_ipv6=yes\n" if bare.version == 6 else ""
    if bare.is_unspecified:
        return family
    return f"media_address={bare}\nbind_rtp_to_media_address=yes\n{family}"
