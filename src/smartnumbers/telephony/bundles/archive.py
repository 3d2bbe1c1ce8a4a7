"""Packages of a release, fetched and unpacked without installing them and without being root.

A private apt with its own state does the work: it knows the machine's settings (proxies, keys), resolves the
dependencies, checks the signatures, and leaves the machine's own package lists alone.
"""

import os
import shutil
import subprocess
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.telephony.bundles.sources import Release

SECONDS = 600


class PackagesUnavailable(DomainError):
    """Packages cannot be had: no such package, no mirror, no network, or no apt on this machine."""

    code = "packages-unavailable"


class Archive:
    """The packages of one release."""

    def __init__(self, *, release: Release, folder: Path) -> None:
        """Reads the list of packages of a release into a folder that is this archive's alone.

        Raises PackagesUnavailable when the mirror cannot be reached or does not know the release.
        """
        self.release = release
        self._folder = folder
        for part in ("state/lists/partial", "cache/archives/partial"):
            (folder / part).mkdir(parents=True)
        (folder / "status").touch()
        architecture = _run("dpkg", "--print-architecture").strip()
        (folder / "private.sources").write_text(release.stanza(architecture=architecture))
        self._apt("update", "--error-on=any")

    def candidate(self, *, package: str) -> str | None:
        """The version of a package in this release; None where the release does not have it."""
        for line in _run("apt-cache", *self._options(), "policy", package).splitlines():
            name, _, value = line.strip().partition(": ")
            if name == "Candidate" and value != "(none)":
                return value
        return None

    def unpack(self, *, packages: tuple[str, ...], into: Path) -> dict[str, str]:
        """Unpack packages, and the libraries they depend on, into a folder; gives name and version of each.

        Of the dependencies only packages with `lib` in their names come along (libssl3, zlib1g): the rest (shells,
        init scripts, the base system) is not needed to run a program out of a folder.
        """
        told = self._apt("install", "--yes", "--simulate", *packages)
        # Inst libssl3 (3.0.15-1 Debian:12/stable [amd64])
        plan = [line.split() for line in told.splitlines() if line.startswith("Inst ")]
        wanted = {part[1]: part[2].lstrip("(") for part in plan if part[1] in packages or "lib" in part[1]}
        downloads = self._folder / "packages"
        downloads.mkdir()
        self._apt("download", *(f"{name}={version}" for name, version in wanted.items()), folder=downloads)
        into.mkdir(parents=True)
        for package in sorted(downloads.glob("*.deb")):
            _run("dpkg-deb", "--extract", str(package), str(into))
        return wanted

    def _apt(self, *arguments: str, folder: Path | None = None) -> str:
        return _run("apt-get", "--quiet", *self._options(), *arguments, folder=folder or self._folder)

    def _options(self) -> list[str]:
        settings = {
            "Dir::State": self._folder / "state",
            "Dir::State::status": self._folder / "status",
            "Dir::Cache": self._folder / "cache",
            "Dir::Etc::sourcelist": self._folder / "private.sources",
            "Dir::Etc::sourceparts": "/dev/null",
            "Acquire::Check-Valid-Until": "false",
            "Acquire::Languages": "none",
            "APT::Install-Recommends": "false",
            # The folder belongs to whoever runs this; apt's own download user could not write there.
            "APT::Sandbox::User": "root",
        }
        return [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]


def _run(program: str, *arguments: str, folder: Path | None = None) -> str:
    path = shutil.which(program)
    if path is None:
        raise PackagesUnavailable(f"{program} is not on this machine: the engine's bundle needs Debian or Ubuntu")
    environment = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs, arguments from the machine's own package lists
            [path, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=True
        )
    except subprocess.TimeoutExpired as fault:
        raise PackagesUnavailable(f"{program} {arguments[-1]} took more than {SECONDS} s") from fault
    except subprocess.CalledProcessError as fault:
        told = "\n".join(fault.stderr.strip().splitlines()[-5:])
        raise PackagesUnavailable(f"{program} failed with status {fault.returncode}:\n{told}") from fault
    return done.stdout
