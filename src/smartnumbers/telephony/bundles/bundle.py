"""A bundle: a program of the distribution with all libraries it needs, in one folder that runs where it lies.

    <cache>/<kind>-<version>/
        bundle.json   what it is made of
        bin/          programs
        lib/          the libraries and their own dynamic loader
        …             what the program brings besides

The bundle brings its own C library, so a program of a newer release runs on an older one. It is built beside its
final place and moved there in one step: there is never half a bundle under the final name.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.telephony.bundles.archive import Archive, PackagesUnavailable
from smartnumbers.telephony.bundles.closure import LOADER, copy_libraries
from smartnumbers.telephony.bundles.sources import Release

MANIFEST = "bundle.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """An installed bundle."""

    kind: str
    version: str
    folder: Path

    def command(self, program: str) -> tuple[str, ...]:
        """How to start a program of the bundle: through the bundle's own loader, with the bundle's libraries."""
        library = self.folder / "lib"
        return (str(library / LOADER), "--library-path", str(library), str(self.folder / "bin" / program))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a bundle is made.

    `leading` is the package whose version is the bundle's; `acceptable` says whether a version will do; `gather`
    copies from the unpacked packages (first argument) into the bundle (second) what it wants and gives the files
    whose libraries must come along. `content` changes whenever the recipe does, so that old bundles are made anew.
    """

    kind: str
    leading: str
    packages: tuple[str, ...]
    acceptable: Callable[[str], bool]
    gather: Callable[[Path, Path], list[Path]]
    content: str

    @property
    def fingerprint(self) -> str:
        """What tells a bundle of this recipe from one of an earlier recipe."""
        return hashlib.sha256(self.content.encode()).hexdigest()[:16]


def installed(*, cache: Path, kind: str, fingerprint: str | None = None) -> Bundle | None:
    """The newest installed bundle of a kind, of any recipe or of the given one; None where there is none."""
    found = []
    for manifest in cache.glob(f"{kind}-*/{MANIFEST}"):
        about = json.loads(manifest.read_text())
        if about["machine"] == os.uname().machine and fingerprint in (None, about["fingerprint"]):
            found.append(Bundle(kind=kind, version=about["version"], folder=manifest.parent))
    return max(found, key=lambda bundle: _sortable(bundle.version), default=None)


def upstream(version: str) -> str:
    """The upstream part of a Debian version, digits and dots only: `1:22.10.1+dfsg-1` is 22.10.1."""
    match = re.match(r"(?:[0-9]+:)?([0-9]+(?:\.[0-9]+)*)", version)
    if match is None:
        raise ValueError(f"not a Debian version: {version!r}")
    return match[1]


def install(*, cache: Path, recipe: Recipe, releases: tuple[Release, ...], again: bool = False) -> Bundle:
    """The bundle of a recipe; built now, from the first release that has an acceptable version, unless it is there.

    Raises PackagesUnavailable when no release has what is needed or the packages cannot be had.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache / f".{recipe.kind}.lock"):
        present = installed(cache=cache, kind=recipe.kind, fingerprint=recipe.fingerprint)
        if present is not None and not again:
            return present
        # What a killed build left behind; the lock says that nobody is building now.
        for left in cache.glob(f".{recipe.kind}-build-*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=f".{recipe.kind}-build-", dir=cache) as folder:
            return _build(cache=cache, recipe=recipe, releases=releases, workplace=Path(folder))


def _build(*, cache: Path, recipe: Recipe, releases: tuple[Release, ...], workplace: Path) -> Bundle:
    archive, version = _choose(recipe=recipe, releases=releases, workplace=workplace)
    root, made = workplace / "root", workplace / "bundle"
    versions = archive.unpack(packages=recipe.packages, into=root)
    for folder in ("bin", "lib"):
        (made / folder).mkdir(parents=True)
    copy_libraries(root=root, files=recipe.gather(root, made), into=made / "lib")
    about = {
        "kind": recipe.kind, "version": version, "fingerprint": recipe.fingerprint, "machine": os.uname().machine,
        "release": archive.release.suite, "packages": versions,
    }  # fmt: skip
    (made / MANIFEST).write_text(json.dumps(about, indent=1, sort_keys=True))
    _readable_by_all(made)
    final = cache / f"{recipe.kind}-{version}"
    if final.exists():
        final.rename(workplace / "replaced")
    made.rename(final)
    return Bundle(kind=recipe.kind, version=version, folder=final)


def _choose(*, recipe: Recipe, releases: tuple[Release, ...], workplace: Path) -> tuple[Archive, str]:
    seen = []
    for release in releases:
        archive = Archive(release=release, folder=workplace / f"apt-{release.suite}")
        candidate = archive.candidate(package=recipe.leading)
        if candidate is not None and recipe.acceptable(upstream(candidate)):
            return archive, upstream(candidate)
        seen.append(f"{release.suite}: {candidate or 'none'}")
    raise PackagesUnavailable(
        f"no release offers a usable package {recipe.leading} ({', '.join(seen)})",
        parameters={"package": recipe.leading},
    )


def _readable_by_all(folder: Path) -> None:
    """The engine runs as another user than the one who built the bundle, whatever that one's umask."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name in ("bin", "lib") else 0o644)


def _sortable(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else builds this kind of bundle meanwhile; who comes second waits and finds it built."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
