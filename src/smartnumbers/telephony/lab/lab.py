"""The lab as a whole: its sounds, its exchange, its Asterisk and its mail server, started and ended together."""

import asyncio
import contextlib
import ipaddress
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.telephony.asterisk import running
from smartnumbers.telephony.asterisk.addresses import address, with_port
from smartnumbers.telephony.asterisk.engine import Engine
from smartnumbers.telephony.asterisk.instance import Certificate, Instance, Listening
from smartnumbers.telephony.asterisk.owner import directory_for
from smartnumbers.telephony.asterisk.ports import free_port
from smartnumbers.telephony.lab import access, dialplan, sounds
from smartnumbers.telephony.lab.access import LabAccess
from smartnumbers.telephony.lab.conditions import Conditions, Line
from smartnumbers.telephony.lab.displays import Displays
from smartnumbers.telephony.lab.exchange import LINE_HEADER, Exchange
from smartnumbers.telephony.lab.mailserver import LabMailServer

NAME = "lab"
USER = "lab"

# The supervisor gives the lab two seconds to end; what Asterisk does not do by then, it does not do.
STOP_SECONDS = 1.5


class LabAddressUnusable(DomainError):
    """An address of the lab cannot be listened on; the message names the variable to change."""

    code = "lab-address-unusable"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabPlan:
    """Where a lab lives. `home` is the data directory, `run` the folder in which it publishes its access, `cache` where
    the voices are, `mails` where mails are kept. Addresses are host and port; port 0 of `ari` and `mail` means any free
    one. `line` is where the second carrier is, with which one registers by `line_password`; `certificate` is what its
    telephones show over TLS."""

    home: Path
    run: Path
    cache: Path
    sip: tuple[str, int]
    line: tuple[str, int]
    rtp: tuple[int, int]
    ari: tuple[str, int]
    mail: tuple[str, int]
    mails: Path
    line_password: str = field(repr=False)
    certificate: Certificate


class Lab:
    """A running lab."""

    def __init__(
        self, *, instance: Instance, process: asyncio.subprocess.Process, outside: contextlib.ExitStack, run: Path
    ) -> None:
        self._instance = instance
        self._process = process
        self._outside = outside
        self._run = run
        self._log_keeper = asyncio.create_task(running.keep_log_small(instance=instance), name="lab-log")

    @classmethod
    async def start(cls, *, plan: LabPlan, engine: Engine) -> Self:
        """Start the lab and publish its access when it is up.

        Raises LabAddressUnusable, PortTaken, EngineFailed or SpeechFailed.
        """
        with _blaming("SMARTNUMBERS_LAB_ARI", plan.ari):
            ari_port = plan.ari[1] or free_port(host=plan.ari[0])
        outside = contextlib.ExitStack()
        with _blaming("SMARTNUMBERS_LAB_SIP", plan.sip):
            instance = _instance(plan, ari_port)
            outside.callback((await _open_exchange(plan, instance, Line.FIRST)).close)
        process = None
        try:
            with _blaming("SMARTNUMBERS_LAB_LINE", plan.line):
                outside.callback((await _open_exchange(plan, instance, Line.LINE)).close)
            with _blaming("SMARTNUMBERS_LAB_MAIL", plan.mail):
                mail = await LabMailServer.start(host=plan.mail[0], port=plan.mail[1], folder=plan.mails)
            outside.callback(mail.close)
            await asyncio.to_thread(sounds.prepare, folder=sounds_folder(instance), cache=plan.cache)
            process = await running.start(instance=instance, engine=engine)
            await running.wait_until_up(instance=instance, process=process)
        except BaseException:
            outside.close()
            if process is not None:
                await running.stop(process=process, seconds=0)
            raise
        access.publish(access=_access(plan, instance), folder=plan.run)
        return cls(instance=instance, process=process, outside=outside, run=plan.run)

    async def wait_ended(self) -> int:
        """Return Asterisk's exit status when it has ended, for whatever reason."""
        return await self._process.wait()

    async def stop(self) -> None:
        """End the lab: its phones fall silent, its calls end."""
        access.withdraw(folder=self._run)
        self._log_keeper.cancel()
        await running.stop(process=self._process, seconds=STOP_SECONDS)
        self._outside.close()
        with contextlib.suppress(asyncio.CancelledError):
            await self._log_keeper


def sounds_folder(instance: Instance) -> Path:
    """Where the files lie that the lab's Asterisk can play."""
    return instance.directory / "sounds"


@contextlib.contextmanager
def _blaming(variable: str, wanted: tuple[str, int]) -> Iterator[None]:
    """Say of an address that cannot be used which variable sets it."""
    host, port = wanted
    try:
        yield
    except OSError as fault:
        raise LabAddressUnusable(
            f"The lab cannot listen on {host}:{port} ({fault.strerror}). Set {variable}=host:port to another address.",
            parameters={"host": host, "port": port, "variable": variable},
        ) from fault


def _instance(plan: LabPlan, ari_port: int) -> Instance:
    host = address(plan.sip[0])
    if ipaddress.ip_address(host).version != 4:
        raise LabAddressUnusable(
            f"SMARTNUMBERS_LAB_SIP: the lab listens on IPv4 only, not on {host}", parameters={"host": host}
        )
    directory = directory_for(home=plan.home, name=NAME)
    return Instance(
        name=NAME,
        directory=directory,
        ari_host=plan.ari[0],
        ari_port=ari_port,
        ari_user=USER,
        # Only for as long as the lab runs, and told to nobody but through the access file.
        ari_password=secrets.token_urlsafe(24),
        ari_app=NAME,
        sip_host=host,
        sip_port=free_port(host=host, kind=socket.SOCK_DGRAM),
        rtp_first=plan.rtp[0],
        rtp_last=plan.rtp[1],
        pjsip=dialplan.endpoints(host=host, password=plan.line_password, header=f"{LINE_HEADER}: {Line.LINE}"),
        extensions=dialplan.extensions(sounds=directory / "sounds"),
        identified_by="header,ip",
        listening=_listening(host),
        certificate=plan.certificate,
        sip_variable="SMARTNUMBERS_LAB_SIP",
        ari_variable="SMARTNUMBERS_LAB_ARI",
    )


def _listening(host: str) -> tuple[Listening, ...]:
    """Where the telephones can be called by TLS and by IPv6, past the carriers: on whatever ports are free."""
    found = [Listening(name="tls", protocol="tls", host=host, port=free_port(host=host))]
    # A machine without IPv6 has telephones without it.
    with contextlib.suppress(OSError):
        port = free_port(host="::1", kind=socket.SOCK_DGRAM)
        found.append(Listening(name="udp6", protocol="udp", host="::1", port=port))
    return tuple(found)


async def _open_exchange(plan: LabPlan, instance: Instance, line: Line) -> Exchange:
    host = instance.sip_host
    reachable = "127.0.0.1" if ipaddress.ip_address(host).is_unspecified else host
    seen = Displays(folder=plan.run)
    where = plan.sip if line is Line.FIRST else plan.line
    return await Exchange.open(
        host=address(where[0]), port=where[1], asterisk=(reachable, instance.sip_port), line=line,
        conditions=Conditions(folder=plan.run), on_invite=seen.note,
    )  # fmt: skip


def _access(plan: LabPlan, instance: Instance) -> LabAccess:
    return LabAccess(
        url=f"{instance.ari_url}/ari",
        user=instance.ari_user,
        password=instance.ari_password,
        sip=f"{instance.sip_host}:{plan.sip[1]}",
        **{f"by_{one.name}": with_port(one.host, one.port) for one in instance.listening},
        recordings=instance.directory / "spool" / "recording",
        sounds=sounds_folder(instance),
    )
