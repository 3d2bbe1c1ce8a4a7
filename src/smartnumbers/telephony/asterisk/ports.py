"""Ports that are ours to choose, because nobody outside has to know them."""

import errno
import itertools
import os
import socket

from smartnumbers.telephony.asterisk.addresses import address

# Below those that Linux gives out to connections by itself (32 768 to 60 999, ip_local_port_range) and below the ports
# of the voice: no connection and no call takes a port between its choice and its use.
FIRST, LAST = 10_000, 19_999
_COUNT = LAST - FIRST + 1
# Where the search begins differs from process to process, so that two that start at the same moment, as two copies of
# the product do, do not choose the same ports; and none is given out twice while others are left.
_APART = 8
_candidates = itertools.count(os.getpid() * _APART)


def free_port(*, host: str, kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port on that address that nobody uses now, for TCP or for UDP. Raises OSError where there is none."""
    for candidate in itertools.islice(_candidates, _COUNT):
        port = FIRST + candidate % _COUNT
        with socket_for(host=host, kind=kind) as probe:
            try:
                probe.bind((address(host), port))
            except OSError as fault:
                if fault.errno != errno.EADDRINUSE:
                    raise
            else:
                return port
    raise OSError(errno.EADDRINUSE, f"no port from {FIRST} to {LAST} is free")


def socket_for(*, host: str, kind: socket.SocketKind) -> socket.socket:
    """A socket for an address of either version of IP."""
    return socket.socket(socket.AF_INET6 if ":" in address(host) else socket.AF_INET, kind)
