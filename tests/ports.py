"""Ports for everything that a test starts: the one place that chooses them.

A port is used a while after it was chosen, when a product has started, and meanwhile other tests choose theirs. So each
test process has a block of ports to itself, whichever workers and other checkouts run beside it; and all blocks lie
below the ports that the system gives to connections by itself (32 768 up on Linux), and apart from those that the
product chooses (`smartnumbers.telephony.asterisk.ports`).
"""

import contextlib
import errno
import functools
import itertools
import socket
from collections.abc import Iterator

HOST = "127.0.0.1"
FIRST, BLOCK, BLOCKS = 20_000, 100, 20
RTP, LAB_RTP = (22_000, 26_999), (27_000, 31_999)
"""For all products alike, because Asterisk goes on to the next of these where another program has one."""


_held: list[socket.socket] = []


def free_port() -> int:
    """A port of this machine that is free for TCP and for UDP, by IPv4 and by IPv6; the same one not soon again."""
    return next(port for port in itertools.islice(_own_ports(), BLOCK) if _is_free(port))


def free_address() -> str:
    """A free port with its address, as the product's variables take it."""
    return f"{HOST}:{free_port()}"


def product_addresses() -> dict[str, str]:
    """The variables that give a product addresses of its own."""
    listened = ("HTTP", "SIP", "SIPS", "ARI", "LAB_SIP", "LAB_LINE", "LAB_ARI", "LAB_MAIL")
    ranges = {"RTP": RTP, "LAB_RTP": LAB_RTP}
    return {
        **{f"SMARTNUMBERS_{name}": free_address() for name in listened},
        **{f"SMARTNUMBERS_{name}": f"{first}-{last}" for name, (first, last) in ranges.items()},
    }


@functools.cache
def _own_ports() -> Iterator[int]:
    """The ports of this process, round and round. Whoever holds a block's first port has the block until it ends."""
    for first in range(FIRST, FIRST + BLOCK * BLOCKS, BLOCK):
        holding = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            holding.bind((HOST, first))
        except OSError:
            holding.close()
        else:
            _held.append(holding)
            return itertools.cycle(range(first + 1, first + BLOCK))
    raise RuntimeError(f"the ports from {FIRST} to {FIRST + BLOCK * BLOCKS - 1} are all in use")


def _is_free(port: int) -> bool:
    with contextlib.ExitStack() as probes:
        for family, host in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")):
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                try:
                    probes.enter_context(socket.socket(family, kind)).bind((host, port))
                except OSError as fault:
                    # Where there is no IPv6, nobody has the port by it.
                    if fault.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                        return False
    return True
