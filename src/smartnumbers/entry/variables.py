"""Reading environment variables: each kind of value, and what is said of one that cannot be used."""

import ipaddress
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.core.routing.carrierset import WIDEST

PREFIX = "SMARTNUMBERS_"
OFF = "off"

_HOST_PORT = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):(?P<port>[0-9]{1,5})")
_PORT_RANGE = re.compile(r"(?P<first>[0-9]{1,5})-(?P<last>[0-9]{1,5})")
# With or without a name before it: "Alpina <voicemail@example.org>".
_MAIL_ADDRESS = re.compile(r"(?P<name>[^<>@]*<)?[^\s<>@,;]+@[A-Za-z0-9.-]+(?(name)>)")
_SWITCH = {"on": True, "yes": True, "true": True, "1": True, "off": False, "no": False, "false": False, "0": False}


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


class Reader:
    """Reads variables and gathers the faults."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        """A text, without blanks around it; the default where there is none."""
        return self.environment.get(PREFIX + name, "").strip() or default

    def fault(self, name: str, value: str, expected: str) -> None:
        """Note that a variable cannot be used, and what would be right."""
        self.faults.append(f"{PREFIX}{name}={value!r}: {expected}")

    def address(self, name: str, default: str) -> Address:
        """A host and a port."""
        value = self.text(name, default)
        match = _HOST_PORT.fullmatch(value)
        if match is None or int(match["port"]) > 65535:
            example = "127.0.0.1:5061" if default == OFF else default
            self.fault(name, value, "expected host:port, for example " + example)
            match = _HOST_PORT.fullmatch(example)
        assert match is not None
        return Address(host=match["host"], port=int(match["port"]))

    def address_or_off(self, name: str, default: str) -> Address | None:
        """A host and a port, or nothing where it is to be off."""
        return None if self.text(name, default).lower() == OFF else self.address(name, default)

    def file(self, name: str) -> Path | None:
        """A file that is there; None where none is named."""
        value = self.text(name, "")
        path = Path(value).expanduser().absolute() if value else None
        if path is not None and not path.is_file():
            self.fault(name, value, "expected a file")
        return path

    def loopback(self, name: str, default: str) -> Address:
        """As `address`, of this machine only."""
        address = self.address(name, default)
        if not is_loopback(address.host):
            self.fault(name, str(address), "expected an address of this machine only, for example " + default)
        return address

    def mail_address(self, name: str, default: str) -> str:
        """A mail address, with or without a name."""
        value = self.text(name, default)
        if not _MAIL_ADDRESS.fullmatch(value):
            self.fault(name, value, "expected a mail address, for example voicemail@example.org")
        return value

    def ports(self, name: str, default: str) -> PortRange:
        """A range of ports that need no root."""
        value = self.text(name, default)
        match = _PORT_RANGE.fullmatch(value)
        if match is None or not 1024 <= int(match["first"]) < int(match["last"]) <= 65535:
            self.fault(name, value, "expected first-last with 1024 <= first < last <= 65535, for example " + default)
            match = _PORT_RANGE.fullmatch(default)
        assert match is not None
        return PortRange(first=int(match["first"]), last=int(match["last"]))

    def switch(self, name: str, default: str) -> bool:
        """On or off."""
        value = self.text(name, default).lower()
        if value not in _SWITCH:
            self.fault(name, value, "expected on or off")
        return _SWITCH.get(value, False)

    def count(self, name: str, default: int, *, least: int = 1) -> int:
        """A whole number."""
        value = self.text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) < least:
            self.fault(name, value, f"expected a whole number from {least} up")
            return default
        return int(value)

    def networks(self, name: str, default: str) -> tuple[str, ...]:
        """IP addresses and networks."""
        values = tuple(part.strip() for part in self.text(name, default).split(",") if part.strip())
        for value in values:
            try:
                network = ipaddress.ip_network(value, strict=False)
            except ValueError:
                self.fault(name, value, "expected IP addresses or networks, separated by commas")
                continue
            if network.prefixlen < WIDEST[network.version]:
                self.fault(name, value, f"expected networks of /{WIDEST[network.version]} or smaller")
        return values

    def database(self, name: str) -> str:
        """The address of a PostgreSQL database; "" for SQLite."""
        value = self.text(name, "")
        if value and not value.startswith(("postgresql://", "postgres://")):
            self.fault(name, value, "expected postgresql://user:password@host:port/name, or nothing for SQLite")
        return value

    def folder(self, name: str, default: Path) -> Path:
        """A folder, which need not exist yet."""
        path = Path(self.text(name, str(default))).expanduser().absolute()
        if path.exists() and not path.is_dir():
            self.fault(name, str(path), "expected a folder, found a file")
        return path

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of several words."""
        value = self.text(name, default).lower()
        if value not in choices:
            self.fault(name, value, "expected one of " + ", ".join(choices))
        return value


def is_loopback(host: str) -> bool:
    """Whether what listens there is reached from this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def is_of_this_machine(host: str) -> bool:
    """Whether this machine has that IPv6 address."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind((host, 0))
    except OSError:
        return False
    return True
