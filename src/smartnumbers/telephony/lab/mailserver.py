"""The lab's mail server: takes every mail, whoever it is for, and keeps it as a file instead of sending it on.

It listens on this machine only, asks for no log-in and offers no TLS.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from smartnumbers.telephony.lab import mailbox

BYTES_MAXIMUM = 32 << 20
_TAKEN = "250 2.0.0 Kept"


class _Keeper:
    """What aiosmtpd asks about each mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """A mail is there whole; gives the answer to the client."""
        del server, session
        content = b"".join(_trace(envelope)) + (envelope.original_content or b"")
        await asyncio.to_thread(mailbox.keep, folder=self._folder, content=content)
        return _TAKEN


class LabMailServer:
    """A running mail server."""

    def __init__(self, server: asyncio.Server) -> None:
        self._server = server

    @classmethod
    async def start(cls, *, host: str, port: int, folder: Path) -> Self:
        """Listen. Raises OSError where the address cannot be had."""
        keeper, loop = _Keeper(folder), asyncio.get_running_loop()

        def serve() -> SMTP:
            return SMTP(
                keeper, loop=loop, data_size_limit=BYTES_MAXIMUM, hostname="localhost", ident="Smart Numbers lab"
            )

        return cls(await loop.create_server(serve, host.strip("[]"), port))

    @property
    def port(self) -> int:
        """Where it listens, also where any free port was asked for."""
        return int(self._server.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Take no more mails."""
        self._server.close()


def _trace(envelope: Envelope) -> Iterator[bytes]:
    """Whom the mail was really from and for, as the last server on a mail's way notes it (RFC 5321, section 4.4)."""
    yield f"Return-Path: <{envelope.mail_from}>\r\n".encode()
    for recipient in envelope.rcpt_tos:
        yield f"{mailbox.DELIVERED_TO}: {recipient}\r\n".encode()
