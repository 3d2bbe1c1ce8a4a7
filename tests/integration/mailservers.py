"""Real mail servers in a thread: the lab's, and ones that refuse, want a log-in, or speak TLS."""

import asyncio
import socket
import ssl
import subprocess
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from smartnumbers.messaging.mail.server import MailServer
from smartnumbers.telephony.lab.mailserver import LabMailServer
from tests.ports import free_port

HOST = "127.0.0.1"


@dataclass
class Answers:
    """What a server answers to RCPT and DATA, and the recipients of what it took."""

    recipient: str = "250 OK"
    data: str = "250 OK"
    taken: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]) -> str:
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self.recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data.startswith("250"):
            self.taken.extend(envelope.rcpt_tos)
        return self.data


@contextmanager
def in_thread(start: Callable[[], Awaitable[Any]]) -> Iterator[Any]:
    """What `start` gives, in an event loop of its own thread, until the block is left."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        running = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
        yield running
        loop.call_soon_threadsafe(running.close)
    finally:
        asyncio.run_coroutine_threadsafe(_settled(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _settled() -> None:
    """Let connections that are over be cleared away."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def lab_server(folder: Path) -> Iterator[MailServer]:
    """The lab's mail server, which keeps mails in a folder."""
    with in_thread(lambda: LabMailServer.start(host=HOST, port=0, folder=folder)) as running:
        yield MailServer(host=HOST, port=running.port, timeout=5)


@contextmanager
def server(answers: Answers, *, implicit_tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[MailServer]:
    """A mail server that answers as told; `options` are those of aiosmtpd's SMTP."""

    async def start() -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(
            lambda: SMTP(answers, loop=loop, hostname="localhost", **options), HOST, 0, ssl=implicit_tls
        )

    with in_thread(start) as running:
        # By name, because that is what certificates are for.
        yield MailServer(host="localhost", port=running.sockets[0].getsockname()[1], timeout=5)


@contextmanager
def silent_server() -> Iterator[MailServer]:
    """A server that takes connections and says nothing."""
    with socket.create_server((HOST, 0)) as listening:
        yield MailServer(host=HOST, port=listening.getsockname()[1], timeout=0.3)


def nobody() -> MailServer:
    """Where no server is."""
    return MailServer(host=HOST, port=free_port(), timeout=5)


def only(user: str, password: str) -> Callable[..., AuthResult]:
    """Lets one user log in."""

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (
            user.encode(),
            password.encode(),
        )
        return AuthResult(success=right, handled=False)

    return authenticate


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for "localhost" that nobody has signed but itself, and a server's context with it."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context
