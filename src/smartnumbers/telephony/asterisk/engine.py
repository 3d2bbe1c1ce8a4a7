"""Which Asterisk runs the calls: the machine's own where it is recent enough, else the bundle in the cache."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.telephony.asterisk.modules import REQUIRED
from smartnumbers.telephony.bundles.bundle import Bundle, installed

OLDEST = 20
"""The first major version whose ARI has all that call control uses."""

KIND = "asterisk"

_VERSION = re.compile(r"Asterisk (?:certified/)?(?P<version>[0-9]+(?:\.[0-9]+)*)")
_MODULE_FOLDERS = ("/usr/lib/*-linux-gnu*/asterisk/modules", "/usr/lib/asterisk/modules", "/usr/lib64/asterisk/modules")
_DATA_FOLDERS = ("/usr/share/asterisk", "/var/lib/asterisk")


class EngineMissing(DomainError):
    """There is no Asterisk that can be used; the message says what to do."""

    code = "engine-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An Asterisk that can be started.

    `command` is all that stands before Asterisk's own arguments; `modules` and `data` are the folders of its modules
    and of its documentation and REST descriptions.
    """

    version: tuple[int, ...]
    command: tuple[str, ...]
    modules: Path
    data: Path
    bundled: bool

    @property
    def version_text(self) -> str:
        """The version as people write it, for example 22.10.1."""
        return ".".join(map(str, self.version))


def version_of(text: str) -> tuple[int, ...] | None:
    """The version in what `asterisk -V` prints, or None where there is none in it."""
    match = _VERSION.search(text)
    return tuple(int(part) for part in match["version"].split(".")) if match else None


def find(*, cache: Path, configured: Path | None) -> Engine:
    """The Asterisk to use: the configured program, else the machine's if it is recent enough, else the bundle.

    Raises EngineMissing, which says what is missing and what to type.
    """
    if configured is not None:
        return _configured(configured)
    path = shutil.which("asterisk", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if path is not None:
        engine = _of_machine(Path(path))
        if isinstance(engine, Engine):
            return engine
    bundle = installed(cache=cache, kind=KIND)
    if bundle is None:
        raise EngineMissing(
            f"no telephony engine: this machine has no Asterisk {OLDEST} or later and there is no bundle in {cache}. "
            "Type `make setup` or `smartnumbers engine install`.",
            parameters={"cache": str(cache), "oldest": OLDEST},
        )
    return of_bundle(bundle=bundle)


def of_bundle(*, bundle: Bundle) -> Engine:
    """The engine in a bundle."""
    version = version_of(f"Asterisk {bundle.version}")
    assert version is not None
    folder = bundle.folder
    return Engine(
        version=version, command=bundle.command("asterisk"), modules=folder / "modules", data=folder / "data",
        bundled=True,
    )  # fmt: skip


def _configured(program: Path) -> Engine:
    engine = _of_machine(program)
    if isinstance(engine, Engine):
        return engine
    raise EngineMissing(
        f"SMARTNUMBERS_ASTERISK={program}: {engine}. Give the path of an Asterisk {OLDEST} or later, or unset it.",
        parameters={"program": str(program), "oldest": OLDEST},
    )


def _of_machine(program: Path) -> Engine | str:
    """The installed Asterisk, or why it cannot be used."""
    try:
        told = subprocess.run([program, "-V"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as fault:
        return f"cannot be started ({fault})"
    version = version_of(told.stdout)
    if version is None:
        return "does not say its version when asked with -V"
    if version[0] < OLDEST:
        return f"is version {'.'.join(map(str, version))}"
    modules = _first_folder(_MODULE_FOLDERS, holding=f"{REQUIRED[0]}.so")
    data = _first_folder(_DATA_FOLDERS, holding="rest-api")
    if modules is None or data is None:
        return "has its modules or its data in a folder that is not known here"
    lacking = [name for name in REQUIRED if not (modules / f"{name}.so").is_file()]
    if lacking:
        return f"lacks the modules {', '.join(lacking)}"
    return Engine(version=version, command=(str(program),), modules=modules, data=data, bundled=False)


def _first_folder(patterns: tuple[str, ...], *, holding: str) -> Path | None:
    for pattern in patterns:
        for folder in sorted(Path("/").glob(pattern.removeprefix("/"))):
            if (folder / holding).exists():
                return folder
    return None
