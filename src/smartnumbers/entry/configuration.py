"""All that can be set from outside, read once from SMARTNUMBERS_… environment variables.

Nothing else in the product reads the environment. Every variable has a default that runs the embedded set-up on
loopback; every wrong value is reported, all of them at once, with what would be right.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.entry.variables import OFF, PREFIX, Address, PortRange, Reader, is_of_this_machine
from smartnumbers.statistics import SOCKET

TIME_ZONE = "Europe/Zurich"
"""The platform's time zone: that of its days, wherever it runs."""

LAB_PORT_DISTANCE = 1000
_SECURITIES = ("none", "starttls", "tls")


class ConfigurationInvalid(Exception):
    """One line for each environment variable that cannot be used."""

    code = "configuration-invalid"

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Configuration:
    """The product's configuration; see docs/reference/configuration.md for what each variable means."""

    home: Path
    cache: Path
    http: Address
    sip: Address
    sip6: Address | None
    sips: Address | None
    tls_certificate: Path | None
    tls_key: Path | None
    tls_authorities: Path | None
    rtp: PortRange
    ari: Address
    database: str
    carriers: tuple[str, ...]
    trunk: Address
    lab: bool
    lab_sip: Address
    lab_line: Address
    lab_rtp: PortRange
    lab_ari: Address
    lab_mail: Address
    mail: Address
    mail_security: str
    mail_user: str
    mail_password: str
    mail_from: str
    demo: bool
    asterisk: Path | None
    platform_setups_per_second: int
    platform_simultaneous: int
    journal_days: int
    message_days: int
    allowed_hosts: tuple[str, ...]
    node: str
    log_level: str

    @property
    def journal(self) -> Path:
        """The folder of the call journal."""
        return self.home / "journal"

    @property
    def run(self) -> Path:
        """The folder of sockets and of what only matters while the product runs."""
        return self.home / "run"

    @property
    def logs(self) -> Path:
        """The folder of the processes' logs."""
        return self.home / "log"

    @property
    def recordings(self) -> Path:
        """The folder of own announcements, each named by the SHA-256 of what it holds."""
        return self.home / "recordings"

    @property
    def secrets(self) -> Path:
        """The folder of secrets made at the first start, readable by the owner only."""
        return self.home / "secrets"

    @property
    def prompts(self) -> Path:
        """The folder of the prompts that calls hear, made from what is published."""
        return self.home / "prompts"

    @property
    def messages(self) -> Path:
        """The folder of what callers said after the tone, each named by its call."""
        return self.home / "messages"

    @property
    def exports(self) -> Path:
        """Where the files of exported calls lie."""
        return self.home / "exports"

    @property
    def lab_mails(self) -> Path:
        """The folder of the mails that the lab's mail server took."""
        return self.home / "lab" / "mail"

    @property
    def control_socket(self) -> Path:
        """The Unix socket on which call control tells of live calls and of its health."""
        return self.run / "callcontrol.sock"

    @property
    def statistics(self) -> Path:
        """The folder of the statistics' replica of the calls, which can be thrown away."""
        return self.home / "statistics"

    @property
    def statistics_socket(self) -> Path:
        """The Unix socket on which the statistics daemon answers."""
        return self.run / SOCKET

    @property
    def sqlite_file(self) -> Path:
        """The database file of the embedded set-up."""
        return self.home / "smartnumbers.sqlite3"


def _checkout() -> Path | None:
    """The project's root where the package runs from a checkout, else None."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "pyproject.toml").is_file() else None


def _default_home(environment: Mapping[str, str]) -> Path:
    checkout = _checkout()
    if checkout is not None:
        return checkout / "var"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "smartnumbers"


def _default_cache(environment: Mapping[str, str]) -> Path:
    # The engine must be readable by the unprivileged user it runs as, and root's own home is not.
    if os.geteuid() == 0:
        return Path("/var/cache/smartnumbers")
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "smartnumbers"


def _lab_address(sip: Address) -> str:
    port = sip.port + LAB_PORT_DISTANCE
    return f"127.0.0.1:{port if port <= 65535 else sip.port - LAB_PORT_DISTANCE}"


def _next_port(address: Address) -> str:
    return str(Address(host=address.host, port=address.port + 1 if address.port < 65535 else address.port - 1))


def _ipv6_beside(sip: Address) -> str:
    """The IPv6 address that goes with an IPv4 one: loopback with loopback, all with all; "off" without either."""
    host = {"127.0.0.1": "::1", "localhost": "::1", "0.0.0.0": "::"}.get(sip.host)  # noqa: S104 - compared, not bound
    return f"[{host}]:{sip.port}" if host is not None and is_of_this_machine(host) else OFF


def read(environment: Mapping[str, str] | None = None) -> Configuration:
    """The configuration of an environment, by default this process's own.

    Raises ConfigurationInvalid with a line for every variable that cannot be used, and for every unknown one: a
    misspelt variable that is silently ignored costs an evening.
    """
    environment = os.environ if environment is None else environment
    reader = Reader(environment)
    sip = reader.address("SIP", "127.0.0.1:5060")
    lab_sip = reader.address("LAB_SIP", _lab_address(sip))
    lab_mail = reader.loopback("LAB_MAIL", "127.0.0.1:0")
    mail = reader.address("MAIL", str(lab_mail))
    asterisk = reader.text("ASTERISK", "")
    configuration = Configuration(
        home=reader.folder("HOME", _default_home(environment)),
        cache=reader.folder("CACHE", _default_cache(environment)),
        http=reader.address("HTTP", "127.0.0.1:8000"),
        sip=sip,
        sip6=reader.address_or_off("SIP6", _ipv6_beside(sip)),
        sips=reader.address_or_off("SIPS", _next_port(sip)),
        tls_certificate=reader.file("TLS_CERTIFICATE"),
        tls_key=reader.file("TLS_KEY"),
        tls_authorities=reader.file("TLS_AUTHORITIES"),
        rtp=reader.ports("RTP", "20000-29999"),
        ari=reader.address("ARI", "127.0.0.1:0"),
        database=reader.database("DATABASE"),
        carriers=reader.networks("CARRIERS", "127.0.0.1"),
        trunk=reader.address("TRUNK", str(lab_sip)),
        lab=reader.switch("LAB", "on"),
        lab_sip=lab_sip,
        lab_line=reader.address("LAB_LINE", _next_port(lab_sip)),
        lab_rtp=reader.ports("LAB_RTP", "30000-39999"),
        lab_ari=reader.address("LAB_ARI", "127.0.0.1:0"),
        lab_mail=lab_mail,
        mail=mail,
        mail_security=reader.choice("MAIL_SECURITY", "none" if mail == lab_mail else "starttls", _SECURITIES),
        mail_user=reader.text("MAIL_USER", ""),
        mail_password=reader.text("MAIL_PASSWORD", ""),
        mail_from=reader.mail_address("MAIL_FROM", "smart-numbers@localhost"),
        demo=reader.switch("DEMO", "on"),
        asterisk=Path(asterisk) if asterisk else None,
        platform_setups_per_second=reader.count("LIMIT_SETUPS", 150),
        platform_simultaneous=reader.count("LIMIT_CALLS", 300),
        journal_days=reader.count("JOURNAL_DAYS", 30),
        message_days=reader.count("MESSAGE_DAYS", 180),
        allowed_hosts=tuple(filter(None, reader.text("ALLOWED_HOSTS", "").split(","))),
        node=reader.text("NODE", "node1"),
        log_level=reader.choice("LOG", "info", ("debug", "info", "warning", "error")),
    )
    if (configuration.tls_certificate is None) != (configuration.tls_key is None):
        reader.faults.append(f"{PREFIX}TLS_CERTIFICATE and {PREFIX}TLS_KEY: set both, or neither")
    known = {PREFIX + name for name in _VARIABLES}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            reader.faults.append(f"{name}: no such variable; known are {', '.join(sorted(known))}")
    if reader.faults:
        raise ConfigurationInvalid(reader.faults)
    return configuration


_VARIABLES = (
    "HOME", "CACHE", "HTTP", "SIP", "SIP6", "SIPS", "TLS_CERTIFICATE", "TLS_KEY", "TLS_AUTHORITIES", "RTP", "ARI",
    "DATABASE", "CARRIERS", "TRUNK", "LAB", "LAB_SIP", "LAB_LINE", "LAB_RTP", "LAB_ARI", "LAB_MAIL", "MAIL",
    "MAIL_SECURITY", "MAIL_USER", "MAIL_PASSWORD", "MAIL_FROM", "DEMO", "ASTERISK",
    "LIMIT_SETUPS", "LIMIT_CALLS", "JOURNAL_DAYS", "MESSAGE_DAYS", "ALLOWED_HOSTS", "NODE", "LOG",
)  # fmt: skip
