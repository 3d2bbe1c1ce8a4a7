"""One instance of Asterisk: what makes it different from another, and the line that starts it."""

from dataclasses import dataclass, field
from pathlib import Path

from smartnumbers.telephony.asterisk.engine import Engine
from smartnumbers.telephony.asterisk.owner import owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """One more place where SIP is listened to: `protocol` is "udp", "tcp" or "tls".

    `variable` is what an error tells the user to change.
    """

    name: str
    protocol: str
    host: str
    port: int
    variable: str = "SMARTNUMBERS_SIP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What TLS shows to others, as PEM text, and the file of authorities by which it judges them, if any."""

    certificate: str
    key: str = field(repr=False)
    authorities: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """What makes one Asterisk different from another.

    `pjsip` holds the endpoints (the transport `udp`, the system and the global section are the same everywhere),
    `extensions` the whole dialplan. `listening` are further transports; those by TLS need a `certificate`.
    `identified_by` is how it is found out who calls, in which order. The two `…_variable` are what an error tells the
    user to change.
    """

    name: str
    directory: Path
    ari_host: str
    ari_port: int
    ari_user: str
    ari_password: str
    ari_app: str
    sip_host: str
    sip_port: int
    rtp_first: int
    rtp_last: int
    pjsip: str
    extensions: str
    listening: tuple[Listening, ...] = ()
    certificate: Certificate | None = None
    identified_by: str = "ip"
    sip_variable: str = "SMARTNUMBERS_SIP"
    ari_variable: str = "SMARTNUMBERS_ARI"

    @property
    def ari_url(self) -> str:
        """Where ARI answers, without a slash at the end."""
        return f"http://{self.ari_host}:{self.ari_port}"

    @property
    def log(self) -> Path:
        """Asterisk's own log: warnings and errors."""
        return self.directory / "log" / "messages"


def command(*, instance: Instance, engine: Engine) -> list[str]:
    """The line that starts the instance in the foreground, unprivileged, and ended when the starter dies.

    setpriv (util-linux) gives root's rights away first and asks for the parent's death signal afterwards: changing
    the user would clear it.
    """
    user = owner()
    drop = [] if user is None else [f"--reuid={user.uid}", f"--regid={user.gid}", "--clear-groups"]
    start = ["setpriv", *drop, "--no-new-privs", "--pdeathsig=KILL", "--"]
    return [*start, *engine.command, "-C", str(instance.directory / "etc/asterisk.conf"), "-f", "-n"]
