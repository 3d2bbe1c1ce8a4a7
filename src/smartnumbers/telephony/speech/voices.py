"""espeak-ng, the voices: the machine's own where it has them, else a bundle in the cache."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.telephony.bundles import bundle, sources
from smartnumbers.telephony.bundles.bundle import Bundle

KIND = "voices"
LAYOUT = "2"
PROGRAM = "espeak-ng"


class VoicesMissing(DomainError):
    """There is no espeak-ng; the message says what to do."""

    code = "voices-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """An espeak-ng that can be started; `data` is the folder above its voice data, None for the built-in place."""

    command: tuple[str, ...]
    data: Path | None
    bundled: bool


def of_machine() -> Voices | None:
    """The machine's own espeak-ng, or None."""
    program = shutil.which(PROGRAM)
    return Voices(command=(program,), data=None, bundled=False) if program else None


def find(*, cache: Path) -> Voices:
    """The voices to use: the machine's own, else the bundle. Raises VoicesMissing, which says what to type."""
    own = of_machine()
    if own is not None:
        return own
    present = bundle.installed(cache=cache, kind=KIND)
    if present is None:
        raise VoicesMissing(
            f"no voices: this machine has no {PROGRAM} and there is no bundle of it in {cache}. "
            "Type `make setup` or `smartnumbers engine install`.",
            parameters={"cache": str(cache)},
        )
    return _of_bundle(present)


def install(*, cache: Path, again: bool = False) -> Voices:
    """The bundled voices, built now from the machine's own release unless they are there already.

    Raises PackagesUnavailable or MirrorUnknown.
    """
    recipe = bundle.Recipe(
        kind=KIND,
        leading=PROGRAM,
        packages=(PROGRAM, f"{PROGRAM}-data"),
        acceptable=lambda _version: True,
        gather=_gather,
        content=LAYOUT,
    )
    present = bundle.installed(cache=cache, kind=KIND, fingerprint=recipe.fingerprint)
    if present is not None and not again:
        return _of_bundle(present)
    releases = sources.releases(names=("",), sources=sources.of_machine(), about=sources.system())
    return _of_bundle(bundle.install(cache=cache, recipe=recipe, releases=releases, again=again))


def _of_bundle(present: Bundle) -> Voices:
    return Voices(command=present.command(PROGRAM), data=present.folder / "data", bundled=True)


def _gather(root: Path, into: Path) -> list[Path]:
    """Copies the program and its voice data; gives the file whose libraries are needed."""
    data = next(root.rglob("espeak-ng-data/phontab")).parent
    shutil.copytree(data, into / "data/espeak-ng-data")
    program = into / "bin" / PROGRAM
    shutil.copy(root / "usr/bin" / PROGRAM, program)
    return [program]
