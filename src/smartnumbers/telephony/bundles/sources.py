"""The machine's own package sources: where its mirror is, read from what apt reads (both formats)."""

import platform
import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError

APT = Path("/etc/apt")

# Suites whose archive also holds every other release of the distribution.
_MAIN_SUITES = frozenset({"stable", "oldstable", "oldoldstable", "testing", "unstable", "sid"})
_OPTIONS = {"signed-by": "Signed-By", "trusted": "Trusted"}
_COMPONENTS = {"debian": ("main",), "ubuntu": ("main", "universe")}


class MirrorUnknown(DomainError):
    """The machine's package sources name no mirror of its distribution."""

    code = "mirror-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of packages: addresses, suites, components and the options that say whom to trust."""

    uris: tuple[str, ...]
    suites: tuple[str, ...]
    components: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release of the distribution on the machine's own mirror."""

    suite: str
    components: tuple[str, ...]
    source: Source

    def stanza(self, *, architecture: str) -> str:
        """The release as the one source of a private apt, in the deb822 format."""
        fields = {
            "Types": "deb",
            "URIs": " ".join(self.source.uris),
            "Suites": self.suite,
            "Components": " ".join(self.components),
            "Architectures": architecture,
            **self.source.options,
        }
        return "".join(f"{name}: {value}\n" for name, value in fields.items())


def one_line(text: str) -> list[Source]:
    """The sources of a file in apt's older format: `deb [option=value …] URI suite component…`."""
    sources = []
    for line in text.splitlines():
        match = re.fullmatch(r"\s*deb\s+(?:\[(?P<options>[^]]*)\]\s*)?(?P<rest>[^#]+?)\s*(?:#.*)?", line)
        words = match["rest"].split() if match else []
        if match is None or len(words) < 2:
            continue
        uri, suite, *components = words
        pairs = (option.partition("=") for option in (match["options"] or "").split())
        options = {_OPTIONS[name.lower()]: value for name, _, value in pairs if name.lower() in _OPTIONS}
        sources.append(Source(uris=(uri,), suites=(suite,), components=tuple(components), options=options))
    return sources


def deb822(text: str) -> list[Source]:
    """The sources of a file in apt's newer format: stanzas of `Field: value`, continued on indented lines."""
    sources = []
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for stanza in re.split(r"\n\s*\n", "\n".join(lines)):
        fields = {
            match["name"].lower(): match["value"].strip()
            for match in re.finditer(r"^(?P<name>[\w-]+):(?P<value>.*(?:\n[ \t].*)*)", stanza, re.MULTILINE)
        }
        if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").lower() in ("no", "false"):
            continue
        sources.append(
            Source(
                uris=tuple(fields.get("uris", "").split()),
                suites=tuple(fields.get("suites", "").split()),
                components=tuple(fields.get("components", "").split()),
                options={title: "\n " + fields[name] if "\n" in fields[name] else fields[name]
                         for name, title in _OPTIONS.items() if name in fields},
            )
        )  # fmt: skip
    return sources


def of_machine(*, apt: Path = APT) -> list[Source]:
    """All package sources of the machine, in apt's own order of files."""
    sources = one_line(_text(apt / "sources.list"))
    parts = apt / "sources.list.d"
    for path in sorted(parts.iterdir()) if parts.is_dir() else ():
        if path.suffix == ".list":
            sources += one_line(_text(path))
        elif path.suffix == ".sources":
            sources += deb822(_text(path))
    return sources


def system(*, path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """What the machine says of its distribution: the fields of os-release."""
    lines = (shlex.split(line) for line in _text(path).splitlines() if "=" in line)
    return dict(part.split("=", 1) for parts in lines for part in parts)


def releases(*, names: Iterable[str], sources: Iterable[Source], about: Mapping[str, str]) -> tuple[Release, ...]:
    """The releases of those names on the mirror that serves the machine's own release; "" means the machine's own.

    Raises MirrorUnknown where the machine's sources name no such mirror.
    """
    distribution = about.get("ID", "") if about.get("ID") in _COMPONENTS else about.get("ID_LIKE", "").split(" ")[0]
    own = about.get("UBUNTU_CODENAME") or about.get("VERSION_CODENAME", "")
    wanted = _MAIN_SUITES | {own}
    for source in sources:
        usable = tuple(uri for uri in source.uris if not uri.startswith("cdrom:"))
        suites = [suite for suite in source.suites if suite in wanted]
        if usable and suites and "main" in source.components:
            here = Source(uris=usable, suites=source.suites, components=source.components, options=source.options)
            components = _COMPONENTS.get(distribution, ("main",))
            return tuple(Release(suite=name or suites[0], components=components, source=here) for name in names)
    raise MirrorUnknown(
        f"the package sources in {APT} name no mirror for {about.get('PRETTY_NAME') or platform.platform()}; "
        "the telephony engine is built from Debian's or Ubuntu's packages",
        parameters={"system": about.get("PRETTY_NAME", "")},
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
