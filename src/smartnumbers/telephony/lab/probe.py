"""Is anybody there? A SIP OPTIONS request and the wait for any reply (RFC 3261, section 11)."""

import asyncio
import uuid
from typing import Any

TRIES = 4
TRY_SECONDS = 0.5


class _Listener(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.reply: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if not self.reply.done():
            self.reply.set_result(True)

    def error_received(self, exc: Exception) -> None:
        if not self.reply.done():
            self.reply.set_result(False)


async def answers(*, host: str, port: int) -> bool:
    """Whether something speaks SIP at that UDP address; False at once for a closed port or an unknown host, after
    2 s for silence.
    """
    loop = asyncio.get_running_loop()
    try:
        transport, listener = await loop.create_datagram_endpoint(_Listener, remote_addr=(host, port))
    except OSError:
        return False
    own = "{}:{}".format(*transport.get_extra_info("sockname")[:2])
    key = uuid.uuid4().hex
    request = "\r\n".join((
        f"OPTIONS sip:{host}:{port} SIP/2.0",
        f"Via: SIP/2.0/UDP {own};rport;branch=z9hG4bK{key}",
        "Max-Forwards: 70",
        f"From: <sip:lab@{own}>;tag={key[:8]}",
        f"To: <sip:{host}:{port}>",
        f"Call-ID: {key}",
        "CSeq: 1 OPTIONS",
        f"Contact: <sip:lab@{own}>",
        "Content-Length: 0",
        "", "",
    ))  # fmt: skip
    try:
        for _ in range(TRIES):
            transport.sendto(request.encode())
            done, _pending = await asyncio.wait([listener.reply], timeout=TRY_SECONDS)
            if done:
                return listener.reply.result()
        return False
    finally:
        transport.close()
