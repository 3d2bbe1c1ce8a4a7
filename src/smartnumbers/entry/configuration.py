"""All that can be set from outside, read once from SMARTNUMBERS_… environment variables.

Nothing else in the product reads the environment. Every variable has a default that runs the embedded set-up on
loopback; every wrong value is reported, all of them at once, with what would be right.
"""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "SMARTNUMBERS_"
LAB_PORT_DISTANCE = 1000

_HOST_PORT = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):(?P<port>[0-9]{1,5})")
_PORT_RANGE = re.compile(r"(?P<first>[0-9]{1,5})-(?P<last>[0-9]{1,5})")
_SWITCH = {"on": True, "yes": True, "true": True, "1": True, "off": False, "no": False, "false": False, "0": False}


class ConfigurationInvalid(Exception):
    """One line for each environment variable that cannot be used."""

    code = "configuration-invalid"

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Address:
    """Where something listens: host and port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class PortRange:
    """A range of UDP ports, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Configuration:
    """The product's configuration; see docs/reference/configuration.md for what each variable means."""

    home: Path
    cache: Path
    http: Address
    sip: Address
    rtp: PortRange
    ari: Address
    database: str
    carriers: tuple[str, ...]
    trunk: Address
    lab: bool
    lab_sip: Address
    lab_rtp: PortRange
    lab_ari: Address
    demo: bool
    asterisk: Path | None
    platform_setups_per_second: int
    platform_simultaneous: int
    journal_days: int
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
    def control_socket(self) -> Path:
        """The Unix socket on which call control tells of live calls and of its health."""
        return self.run / "callcontrol.sock"

    @property
    def sqlite_file(self) -> Path:
        """The database file of the embedded set-up."""
        return self.home / "smartnumbers.sqlite3"


class _Reader:
    """Reads variables and gathers the faults."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self.environment.get(PREFIX + name, "").strip() or default

    def fault(self, name: str, value: str, expected: str) -> None:
        self.faults.append(f"{PREFIX}{name}={value!r}: {expected}")

    def address(self, name: str, default: str) -> Address:
        value = self.text(name, default)
        match = _HOST_PORT.fullmatch(value)
        if match is None or int(match["port"]) > 65535:
            self.fault(name, value, "expected host:port, for example " + default)
            match = _HOST_PORT.fullmatch(default)
        assert match is not None
        return Address(host=match["host"], port=int(match["port"]))

    def ports(self, name: str, default: str) -> PortRange:
        value = self.text(name, default)
        match = _PORT_RANGE.fullmatch(value)
        if match is None or not 1024 <= int(match["first"]) < int(match["last"]) <= 65535:
            self.fault(name, value, "expected first-last with 1024 <= first < last <= 65535, for example " + default)
            match = _PORT_RANGE.fullmatch(default)
        assert match is not None
        return PortRange(first=int(match["first"]), last=int(match["last"]))

    def switch(self, name: str, default: str) -> bool:
        value = self.text(name, default).lower()
        if value not in _SWITCH:
            self.fault(name, value, "expected on or off")
        return _SWITCH.get(value, False)

    def count(self, name: str, default: int, *, least: int = 1) -> int:
        value = self.text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) < least:
            self.fault(name, value, f"expected a whole number from {least} up")
            return default
        return int(value)

    def networks(self, name: str, default: str) -> tuple[str, ...]:
        values = tuple(part.strip() for part in self.text(name, default).split(",") if part.strip())
        for value in values:
            try:
                ipaddress.ip_network(value, strict=False)
            except ValueError:
                self.fault(name, value, "expected IP addresses or networks, separated by commas")
        return values

    def database(self, name: str) -> str:
        value = self.text(name, "")
        if value and not value.startswith(("postgresql://", "postgres://")):
            self.fault(name, value, "expected postgresql://user:password@host:port/name, or nothing for SQLite")
        return value

    def folder(self, name: str, default: Path) -> Path:
        path = Path(self.text(name, str(default))).expanduser().absolute()
        if path.exists() and not path.is_dir():
            self.fault(name, str(path), "expected a folder, found a file")
        return path

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default).lower()
        if value not in choices:
            self.fault(name, value, "expected one of " + ", ".join(choices))
        return value


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


def read(environment: Mapping[str, str] | None = None) -> Configuration:
    """The configuration of an environment, by default this process's own.

    Raises ConfigurationInvalid with a line for every variable that cannot be used, and for every unknown one: a
    misspelt variable that is silently ignored costs an evening.
    """
    environment = os.environ if environment is None else environment
    reader = _Reader(environment)
    sip = reader.address("SIP", "127.0.0.1:5060")
    lab_sip = reader.address("LAB_SIP", _lab_address(sip))
    asterisk = reader.text("ASTERISK", "")
    configuration = Configuration(
        home=reader.folder("HOME", _default_home(environment)),
        cache=reader.folder("CACHE", _default_cache(environment)),
        http=reader.address("HTTP", "127.0.0.1:8000"),
        sip=sip,
        rtp=reader.ports("RTP", "20000-29999"),
        ari=reader.address("ARI", "127.0.0.1:0"),
        database=reader.database("DATABASE"),
        carriers=reader.networks("CARRIERS", "127.0.0.1"),
        trunk=reader.address("TRUNK", str(lab_sip)),
        lab=reader.switch("LAB", "on"),
        lab_sip=lab_sip,
        lab_rtp=reader.ports("LAB_RTP", "30000-39999"),
        lab_ari=reader.address("LAB_ARI", "127.0.0.1:0"),
        demo=reader.switch("DEMO", "on"),
        asterisk=Path(asterisk) if asterisk else None,
        platform_setups_per_second=reader.count("LIMIT_SETUPS", 150),
        platform_simultaneous=reader.count("LIMIT_CALLS", 300),
        journal_days=reader.count("JOURNAL_DAYS", 30),
        allowed_hosts=tuple(filter(None, reader.text("ALLOWED_HOSTS", "").split(","))),
        node=reader.text("NODE", "node1"),
        log_level=reader.choice("LOG", "info", ("debug", "info", "warning", "error")),
    )
    known = {PREFIX + name for name in _VARIABLES}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            reader.faults.append(f"{name}: no such variable; known are {', '.join(sorted(known))}")
    if reader.faults:
        raise ConfigurationInvalid(reader.faults)
    return configuration


_VARIABLES = (
    "HOME", "CACHE", "HTTP", "SIP", "RTP", "ARI", "DATABASE", "CARRIERS", "TRUNK", "LAB", "LAB_SIP", "LAB_RTP",
    "LAB_ARI", "DEMO", "ASTERISK", "LIMIT_SETUPS", "LIMIT_CALLS", "JOURNAL_DAYS", "ALLOWED_HOSTS", "NODE", "LOG",
)  # fmt: skip
